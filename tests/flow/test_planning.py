"""From a roster to a phone: a campaign, an assignment that is sealed until its day, bundles, questions and
answers."""

import pytest

from server.clock import CHINA
from server.errors import Refusal
from server.planning.bundles import issue_bundles
from server.planning.campaigns import assignments
from server.planning.hours import set_schedule
from server.planning.manifest import bundle, manifest
from server.planning.roster_import import import_roster
from server.storage import sql
from server.storage.tables import log
from tests.support.planned import HOURS, MONDAY, TUESDAY, assign, campaign, fetched, with_roster
from tests.support.rosters import good, tidy_csv
from tests.support.world import World


def test_an_assignment_of_today_reaches_the_phone_with_all_it_leans_on(world: World) -> None:
    with_roster(world)
    phone = world.phone()
    with world.work() as office:
        set_schedule(office, "system", unit="LJ01", name="区直标准", layers=HOURS)
    assign(world, phone, member="乙")
    got = fetched(world, phone)
    assignment = got["assignment"][0]
    assert assignment["unit"] == {"code": "LJ01", "zh": "临江区政务服务中心", "en": None, "address": None}
    assert assignment["pseudonym"] == {"zh": "第三组·乙", "en": "Team 3 · B"}
    assert (assignment["hours"], assignment["day"]) == (HOURS["hours"], "workday")
    assert assignment["second_look_minutes"] == 30
    assert assignment["roster"] == got["roster"][0]["sha256"]
    assert assignment["checklists"] == [got["checklist"][0]["sha256"]]
    assert assignment["codebook"] == got["codebook"][0]["sha256"]


def test_the_roster_on_the_phone_has_names_posts_and_who_is_seconded_and_nothing_more(world: World) -> None:
    with_roster(world)
    phone = world.phone()
    assign(world, phone)
    people = fetched(world, phone)["roster"][0]["people"]
    assert [p["staff"] for p in people] == ["LJ01001", "LJ01002", "LJ01003", "LJ01004"]
    assert [p["status"] for p in people] == ["active", "active", "active", "seconded"]
    assert set(people[0]) == {
        "staff",
        "name",
        "en",
        "dept",
        "title",
        "rank",
        "post_kind",
        "room",
        "b_post",
        "status",
    }


def test_the_codebook_on_the_phone_holds_only_facts(world: World) -> None:
    with_roster(world)
    phone = world.phone()
    assign(world, phone)
    codes = fetched(world, phone)["codebook"][0]["codes"]
    assert len(codes) == 46
    assert not {"A04", "I01"} & {code["code"] for code in codes}


def test_before_its_day_nothing_of_an_assignment_leaves_the_office(world: World) -> None:
    with_roster(world)
    phone = world.phone()
    assign(world, phone, TUESDAY)
    assert fetched(world, phone) == {}
    world.clock.advance(hours=14, minutes=59)
    assert world.clock().astimezone(CHINA).date() == MONDAY
    assert fetched(world, phone) == {}
    world.clock.advance(minutes=1)
    assert fetched(world, phone)["assignment"][0]["date"] == "2026-11-24"


def test_after_its_day_it_is_listed_only_while_its_visit_is_open(world: World) -> None:
    with_roster(world)
    phone, idle = world.phone(), world.phone(inspector="李四")
    opened = campaign(world)
    assignment = assign(world, phone, campaign=opened)
    assign(world, idle, campaign=opened)
    body = fetched(world, phone)["assignment"][0]
    fetched(world, idle)
    phone.start_visit(body["visit"], assignment, body["campaign"])
    phone.push()
    world.clock.advance(days=1)
    assert "assignment" in fetched(world, phone)
    assert fetched(world, idle) == {}
    phone.finish_visit(body["visit"])
    phone.push()
    assert fetched(world, phone) == {}


def test_a_sync_with_nothing_new_issues_nothing(world: World) -> None:
    with_roster(world)
    phone = world.phone()
    assign(world, phone)
    first = fetched(world, phone)
    with world.office() as office:
        issued = len(sql.rows(office.session, log.entry, office=office.id, type="bundle.issued"))
    assert issued == 4
    assert fetched(world, phone) == first
    with world.office() as office:
        assert len(sql.rows(office.session, log.entry, office=office.id, type="bundle.issued")) == issued


def test_issuing_again_before_the_projections_caught_up_gives_the_first_bundle(world: World) -> None:
    with_roster(world)
    phone = world.phone()
    assign(world, phone)
    with world.work() as office:
        issue_bundles(office, phone.device)
        issue_bundles(office, phone.device)
    with world.office() as office:
        assert len(sql.rows(office.session, log.entry, office=office.id, type="bundle.issued")) == 4
        assert len(manifest(office, phone.device)["bundles"]) == 4  # type: ignore[arg-type]


def test_a_changed_roster_is_a_new_bundle_and_the_old_one_is_no_longer_listed(world: World) -> None:
    with_roster(world)
    phone = world.phone()
    assign(world, phone)
    before = fetched(world, phone)
    with world.work() as office:
        import_roster(office, "system", tidy_csv(good(2)), "名单.csv")
    after = fetched(world, phone)
    assert len(after["roster"][0]["people"]) == 2
    assert after["assignment"][0]["roster"] == after["roster"][0]["sha256"] != before["roster"][0]["sha256"]
    assert after["codebook"] == before["codebook"]
    answer = phone.request("GET", f"/api/v1/bundles/{before['roster'][0]['sha256']}")
    assert (answer.status, answer.json["code"]) == (404, "bundle_not_listed")


def test_a_phone_never_fetches_what_another_was_given(world: World) -> None:
    with_roster(world)
    phone, other = world.phone(), world.phone(inspector="李四")
    assign(world, phone)
    sha256_of = fetched(world, phone)["assignment"][0]["sha256"]
    with world.office() as office, pytest.raises(Refusal, match="bundle_not_listed"):
        bundle(office, other.device, sha256_of)


def test_phones_of_one_team_share_the_visit_and_have_letters_of_their_own(world: World) -> None:
    with_roster(world)
    one, two = world.phone(), world.phone(inspector="李四")
    opened = campaign(world)
    for phone in (one, two):
        assign(world, phone, campaign=opened)
    with world.office() as office:
        rows = assignments(office, opened)
    assert len({row["visit"] for row in rows}) == 1
    assert len({row["member"] for row in rows}) == 2


def test_a_question_reaches_the_phone_that_saw_it_and_goes_once_it_is_answered(world: World) -> None:
    with_roster(world)
    phone, other = world.phone(), world.phone(inspector="李四")
    visit = phone.start_visit()
    finding = phone.new_id()
    phone.append("observation.recorded", {"visit": visit, "observation": finding, "violation": "B01"})
    phone.push()
    with world.work() as office:
        clear = {"finding": finding, "question": "q-1"}
        office.log.append("finding.returned", actor="system", clear=clear, private={"text": "当时有无胸牌？"})
    question = fetched(world, phone)["question"][0]
    assert (question["text"], question["about"]) == ("当时有无胸牌？", {"type": "observation", "id": finding})
    assert fetched(world, other) == {}
    phone.append("question.answered", {"question": "q-1", "finding": finding}, {"answer": "桌上有，未佩戴"})
    phone.push()
    assert fetched(world, phone) == {}
