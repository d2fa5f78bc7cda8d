"""From a roster to a phone: a campaign, an assignment that is sealed until its day, bundles, questions and
answers."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from server.clock import CHINA
from server.errors import Refusal
from server.ledger.b64 import b64u, unb64u
from server.planning.bundles import issue_bundles
from server.planning.campaigns import assign_visit, assignments, campaigns, open_campaign
from server.planning.demonstration import todays_campaign
from server.planning.hours import set_calendar, set_schedule
from server.planning.manifest import bundle, manifest
from server.planning.roster_import import import_roster
from server.projections.timetable import calendar_of, hours_of_unit
from server.storage import sql
from server.storage.tables import log, planning
from tests.support.phone import Phone
from tests.support.rosters import good, person, tidy_csv
from tests.support.world import World

Act = Callable[..., object]
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)
HOURS = {"hours": [["09:00", "12:00"], ["13:30", "17:00"]]}


def with_roster(world: World) -> None:
    with world.work() as office:
        import_roster(office, "system", tidy_csv([*good(3), person("LJ01004", status="借调")]), "名单.csv")


def campaign(world: World, starts: date = MONDAY, ends: date = date(2026, 11, 27)) -> str:
    names = {"zh": "2026年11月第二轮", "en": "Second round, November 2026"}
    with world.work() as office:
        return open_campaign(
            office, "system", names=names, plan_number="临督计〔2026〕3号", starts=starts, ends=ends
        )


def assign(world: World, phone: Phone, day: date = MONDAY, **other: Any) -> str:
    where = {
        "campaign": other.pop("campaign", None) or campaign(world),
        "unit": "LJ01",
        "team": "第三组",
        **other,
    }
    with world.work() as office:
        return assign_visit(office, "system", device=phone.device, day=day, **where)


def fetched(world: World, phone: Phone) -> dict[str, list[dict[str, Any]]]:
    """What the phone gets over the wire: every listed bundle by kind, its hash checked."""
    phone.push()
    signed = phone.request("GET", "/api/v1/manifest").json["manifest"]
    payload = json.loads(unb64u(signed.split(".")[1]))
    found: dict[str, list[dict[str, Any]]] = {}
    for listed in payload["bundles"]:
        content = phone.request("GET", f"/api/v1/bundles/{listed['sha256']}").body
        assert b64u(sha256(content).digest()) == listed["sha256"]
        assert len(content) == listed["bytes"]
        body = json.loads(content)
        found.setdefault(body["kind"], []).append(body["body"] | {"sha256": listed["sha256"]})
    return found


def refusals(world: World, act: Act, wanted: dict[str, Any], wrong: dict[str, dict[str, Any]]) -> list[str]:
    """With which code each of the wrong wishes is refused."""
    codes = []
    for change in wrong.values():
        with pytest.raises(Refusal) as refused, world.work() as office:
            act(office, "system", **{**wanted, **change})
        codes.append(refused.value.code)
    return codes


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


def test_an_assignment_that_cannot_be_is_refused_by_what_is_wrong_with_it(world: World) -> None:
    with_roster(world)
    phone = world.phone()
    wanted = {
        "campaign": campaign(world),
        "device": phone.device,
        "unit": "LJ01",
        "day": MONDAY,
        "team": "第三组",
    }
    wrong = {
        "campaign_unknown": {"campaign": "none"},
        "unit_unknown": {"unit": "LJ99"},
        "device_unknown_for_assignment": {"device": "none"},
        "assignment_date_outside": {"day": date(2026, 11, 28)},
        "team_text_missing": {"team": " "},
    }
    assert refusals(world, assign_visit, wanted, wrong) == list(wrong)


def test_the_same_phone_is_not_sent_twice_to_one_unit_on_one_day(world: World) -> None:
    with_roster(world)
    phone, opened = world.phone(), campaign(world)
    assign(world, phone, campaign=opened)
    with pytest.raises(Refusal, match="assignment_exists"):
        assign(world, phone, campaign=opened)


def test_an_assignment_in_a_year_without_calendar_is_refused_to_the_planner(world: World) -> None:
    with_roster(world)
    phone = world.phone()
    opened = campaign(world, ends=date(2027, 1, 31))
    with pytest.raises(Refusal, match="calendar_year_unknown"):
        assign(world, phone, date(2027, 1, 5), campaign=opened)
    with world.work() as office:
        set_calendar(
            office, "system", year=2027, days={"off": {"2027-01-01": "元旦"}, "work": ["2027-01-02"]}
        )
    assign(world, phone, date(2027, 1, 5), campaign=opened)
    with world.office() as office:
        assert calendar_of(office).is_working_day(date(2027, 1, 2))


def test_a_campaign_needs_its_names_its_plan_and_dates_in_order(world: World) -> None:
    wanted = {"names": {"zh": "一轮", "en": "One"}, "plan_number": "3号", "starts": MONDAY, "ends": TUESDAY}
    assert refusals(
        world, open_campaign, wanted, {"campaign_text_missing": {"names": {"zh": "一轮", "en": ""}}}
    )
    wrong = {
        "campaign_text_missing": {"plan_number": " "},
        "campaign_dates_invalid": {"ends": date(2026, 11, 22)},
    }
    assert refusals(world, open_campaign, wanted, wrong) == list(wrong)
    with world.office() as office:
        assert campaigns(office) == []


def test_hours_are_set_for_a_known_unit_and_the_newest_count(world: World) -> None:
    with_roster(world)
    with world.work() as office:
        set_schedule(office, "system", unit="LJ01", name="冬令", layers=HOURS)
        set_schedule(office, "system", unit="LJ01", name="夏令", layers={"hours": [["08:30", "12:00"]]})
    with world.office() as office:
        hours = hours_of_unit(office, "LJ01", MONDAY)
        assert hours is not None
        assert [f"{start:%H:%M}" for start, _ in hours.spans] == ["08:30"]
        assert hours_of_unit(office, "LJ02", MONDAY) is None


def test_hours_that_cannot_be_are_refused(world: World) -> None:
    with_roster(world)
    wanted = {"unit": "LJ01", "name": "冬令", "layers": HOURS}
    wrong = {
        "unit_unknown": {"unit": "LJ99"},
        "schedule_invalid": {"layers": {"hours": []}},
        "stale": {"expected": 999},
    }
    assert refusals(world, set_schedule, wanted, wrong) == list(wrong)
    assert refusals(world, set_schedule, wanted, {"no name": {"name": " "}}) == ["schedule_invalid"]


def test_a_calendar_of_an_impossible_year_is_refused(world: World) -> None:
    with pytest.raises(Refusal, match="calendar_invalid"), world.work() as office:
        set_calendar(office, "system", year=1926, days={"off": {}, "work": []})


def test_in_the_demonstration_every_phone_finds_a_visit_for_today(world: World) -> None:
    with_roster(world)
    phone = world.phone()
    with world.work() as office:
        shown = replace(office, settings=replace(office.settings, demonstration=True))
        assert issue_bundles(shown, phone.device) == 4
        assert issue_bundles(shown, phone.device) == 0
        assert todays_campaign(office) is not None
    with world.office() as office:
        kinds = [listed["kind"] for listed in manifest(office, phone.device)["bundles"]]  # type: ignore[attr-defined]
        assert kinds == ["assignment", "checklist", "codebook", "roster"]


def test_the_demonstration_works_in_a_year_without_a_calendar_and_without_units(world: World) -> None:
    phone = world.phone()
    world.clock.advance(days=40)
    with world.work() as office:
        shown = replace(office, settings=replace(office.settings, demonstration=True))
        assert issue_bundles(shown, phone.device) == 0
    with_roster(world)
    with world.work() as office:
        shown = replace(office, settings=replace(office.settings, demonstration=True))
        assert issue_bundles(shown, phone.device) == 4
        assert calendar_of(office).is_working_day(date(2027, 1, 4))
        assert sql.rows(office.session, planning.calendar_year, office=office.id)[0]["year"] == 2027
