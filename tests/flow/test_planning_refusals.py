"""What planning refuses, hours and calendars that are set, and the demonstration that keeps itself busy."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from server.errors import Refusal
from server.planning.bundles import issue_bundles
from server.planning.campaigns import assign_visit, campaigns, open_campaign
from server.planning.demonstration import todays_campaign
from server.planning.hours import set_calendar, set_schedule
from server.planning.manifest import manifest
from server.projections.timetable import calendar_of, hours_of_unit
from server.storage import sql
from server.storage.tables import planning
from tests.support.planned import HOURS, MONDAY, TUESDAY, assign, campaign, with_roster
from tests.support.world import World

Act = Callable[..., object]


def refusals(world: World, act: Act, wanted: dict[str, Any], wrong: dict[str, dict[str, Any]]) -> list[str]:
    """With which code each of the wrong wishes is refused."""
    codes = []
    for change in wrong.values():
        with pytest.raises(Refusal) as refused, world.work() as office:
            act(office, "system", **{**wanted, **change})
        codes.append(refused.value.code)
    return codes


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
