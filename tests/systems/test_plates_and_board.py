"""四牌一栏: five ticks on the phone, each with a photograph at most."""

from typing import Any

import pytest

from server.storage import sql
from server.storage.tables import findings
from tests.support.casework import picture
from tests.support.phone import Phone, Photo, Written
from tests.support.planned import assign, fetched, with_roster
from tests.support.world import World

FIVE = ["door_plate", "desk_plate", "badge", "whereabouts_board", "notice_board"]


def begun(world: World) -> tuple[Phone, str, dict[str, Any]]:
    """A visit under way, and the template, by the bundles that reached the phone."""
    with_roster(world)
    phone = world.phone()
    assignment = assign(world, phone)
    got = fetched(world, phone)
    body = got["assignment"][0]
    [template] = [found for found in got["checklist"] if found["id"] == "plates_and_board"]
    assert template["sha256"] in body["checklists"]
    return phone, phone.start_visit(body["visit"], assignment, body["campaign"]), template


def tick(
    phone: Phone, visit: str, template: dict[str, Any], item: str, answer: str, photographs: int
) -> Written:
    clear = {"visit": visit, "checklist": template["id"], "checklist_version": template["version"]}
    shots = [Photo(picture(n)) for n in range(photographs)]
    return phone.append("checklist.marked", {**clear, "item": item, "answer": answer}, {"room": "302"}, shots)


@pytest.mark.system(58)
def test_the_five_ticks_of_the_template_are_whole_with_five_photographs(world: World) -> None:
    """四牌一栏: at most five photos needed."""
    phone, visit, template = begun(world)
    assert [item["id"] for item in template["items"]] == FIVE
    for item in FIVE:
        tick(phone, visit, template, item, "no" if item == "badge" else "yes", photographs=1)
    phone.sync()
    assert phone.unsent() == []
    assert phone.missing == []
    with world.office() as office:
        key = {"office": office.id, "visit": visit, "kind": "checklist"}
        ticked = sql.rows(office.session, findings.look, **key)
        kept = sql.rows(office.session, findings.evidence, office=office.id)
        [found] = sql.rows(office.session, findings.finding, office=office.id)
    assert {row["subject"].partition("/")[2] for row in ticked} == set(FIVE)
    assert [row["received"] for row in kept] == [True] * 5
    page = world.login("reviewer").get(f"/office/findings/{found['finding']}").text
    assert "胸牌：在岗人员佩戴" in page
    assert page.count("<img ") == 1


@pytest.mark.system(58, refusal=True)
def test_a_tick_with_a_sixth_photograph_is_kept_aside_and_ticks_nothing(world: World) -> None:
    """四牌一栏: at most five photos needed; a line that carries six is quarantined."""
    phone, visit, template = begun(world)
    phone.push()
    tick(phone, visit, template, "badge", "no", photographs=6)
    [verdict] = phone.push()["verdicts"]
    assert (verdict["verdict"], verdict["code"]) == ("quarantined", "data_malformed")
    with world.office() as office:
        assert sql.rows(office.session, findings.look, office=office.id) == []
        assert sql.rows(office.session, findings.finding, office=office.id) == []
