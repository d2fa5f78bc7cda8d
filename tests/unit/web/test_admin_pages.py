"""Pages of administration, with nothing and with much to show, in both languages; what each must not show."""

import pytest

from tests.structure.office_requests.admin import assign, invite, open_one, set_hours, with_roster
from tests.support.world import World

PAGES = {
    "administrator": [
        "/office/",
        "/office/accounts",
        "/office/accounts/new",
        "/office/devices",
        "/office/ledger",
    ],
    "director": [
        "/office/accounts?state=all&role=reviewer",
        "/office/roster",
        "/office/roster/import",
        "/office/leave",
        "/office/leave/import",
        "/office/schedule",
        "/office/calendar",
        "/office/calendar?year=2031",
        "/office/campaigns",
        "/office/campaigns/new",
        "/office/entries",
        "/office/entries?area=session&page=9",
        "/office/entries/0",
        "/office/password",
    ],
}
EVERY = [(role, path) for role, paths in PAGES.items() for path in paths]


@pytest.mark.parametrize(("role", "path"), EVERY)
def test_each_page_opens_in_both_languages_with_nothing_to_show(world: World, role: str, path: str) -> None:
    world.app.testing = True
    me = world.login(role)
    for language in ("zh", "en"):
        me.client.set_cookie("mc_lang", language, path="/office")
        assert me.get(path).status_code == 200


def test_pages_with_content_open_in_both_languages(world: World) -> None:
    set_hours(world)
    open_one(world)
    invite(world)
    world.app.testing = True
    me = world.login("director")
    for language in ("zh", "en"):
        me.client.set_cookie("mc_lang", language, path="/office")
        for path in (
            "/office/roster",
            "/office/schedule",
            "/office/schedule/LJ01",
            "/office/campaigns",
            "/office/devices",
        ):
            assert me.get(path).status_code == 200


def test_an_assigned_visit_is_shown_by_pseudonym(world: World) -> None:
    answer = assign(world)
    page = world.login("director").get(answer.headers["Location"].split("?")[0]).text
    assert "第一组·" in page
    assert "张三" not in page


def test_no_page_names_an_inspector(world: World) -> None:
    invite(world)
    world.phone("欧阳明察", "第二组")
    for role in ("administrator", "director"):
        for path in ("/office/devices", "/office/ledger"):
            page = world.login(role).get(path).text
            assert "欧阳明察" not in page
            assert "张三" not in page


def test_an_enrolment_code_comes_with_a_picture_that_needs_no_inline_style(world: World) -> None:
    page = invite(world).text
    assert "<svg" in page
    assert "style=" not in page
    assert "第三组" in page


def test_the_code_enrols_a_phone(world: World) -> None:
    import re

    code = re.search(r"data-code>([0-9A-Z-]{14})<", invite(world).text)
    assert code is not None
    phone = world.unenrolled_phone()
    phone.enrol(code[1])
    assert "在用" in world.login("administrator").get("/office/devices").text


def test_filters_live_in_the_address(world: World) -> None:
    with_roster(world)
    me = world.login("director")
    page = me.get("/office/roster?q=黄娜&unit=LJ01").text
    assert "LJ01002" in page
    assert "LJ01001</td>" not in page.replace("LJ01001</td>\n    <td>在职", "")


def test_two_hundred_people_come_in_pages(world: World) -> None:
    from server.planning.roster_import import import_roster
    from tests.support.rosters import ROSTER

    lines = [f"LJ02,临江区住建局,科,甲{n},LJ02{n:03},,,,机关,201,,,在职,," for n in range(200)]
    with world.work() as office:
        import_roster(office, "system", ROSTER + "\n".join(lines).encode() + b"\n", "roster.csv")
    me = world.login("director")
    assert "第 1 / 3 页" in me.get("/office/roster").text
    assert "LJ02199" in me.get("/office/roster?page=3").text


def test_a_stopped_projection_and_set_aside_entries_wait_for_the_administrator(world: World) -> None:
    from server.storage import sql
    from server.storage.tables import log

    with world.work() as office:
        sql.add(
            office.session,
            log.projection_fault,
            office=office.id,
            projection="findings",
            leaf=3,
            message="KeyError('x')",
        )
    me = world.login("administrator")
    assert "findings" in me.get("/office/ledger").text
    assert '<span class="count">1</span>' in me.get("/office/").text


def test_the_calendar_marks_days_off_and_make_up_days(world: World) -> None:
    page = world.login("director").get("/office/calendar?year=2026").text
    assert 'class="day is-off" title="元旦"' in page
    assert "is-made_up" in page


def test_an_unknown_account_or_unit_says_so(world: World) -> None:
    assert world.login("administrator").get("/office/accounts/nobody").status_code == 404
    assert world.login("director").get("/office/schedule/NOPE").status_code in (404, 422)
    assert world.login("director").get("/office/campaigns/none").status_code in (404, 422)
    assert world.login("director").get("/office/entries/99999").status_code == 404


@pytest.mark.parametrize("field", ["starts", "plan_number", "name_zh"])
def test_a_campaign_without_a_needed_field_is_refused(world: World, field: str) -> None:
    data = {"name_zh": "第一批", "plan_number": "1", "starts": "2026-11-23", "ends": "2026-12-31"}
    answer = world.login("director").post("/office/campaigns", data={**data, field: ""})
    assert answer.status_code == 422
    assert "没有改变" in answer.text


def test_passwords_that_differ_change_nothing(world: World) -> None:
    from tests.support.office import PASSWORD

    data = {"present": PASSWORD, "wanted": "two-green-lamps", "repeat": "two-green-lamp"}
    answer = world.login("reviewer").post("/office/password", data=data)
    assert answer.status_code == 422
    assert "不一致" in answer.text
