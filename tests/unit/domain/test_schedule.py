"""Hours of work by layers: national → season → unit → window → person."""

from datetime import date

import pytest

from server.domain.schedule import DayHours, Schedule, parse_schedule
from server.errors import Refusal
from tests.support.looks import RULES, at

MONDAY, SATURDAY, SUNDAY = date(2026, 3, 16), date(2026, 3, 14), date(2026, 3, 15)
OFFICE = [["09:00", "12:00"], ["13:30", "17:00"]]


def hours(
    schedule: Schedule, day: date = MONDAY, staff: str = "a", dept: str | None = None, kind: str | None = None
) -> list[str]:
    found = schedule.hours_for(day, RULES.calendar, staff=staff, dept=dept, post_kind=kind)
    return [f"{start:%H:%M}-{end:%H:%M}" for start, end in found.spans]


def unit_hours(layers: dict[str, object], day: date = MONDAY) -> DayHours:
    return parse_schedule(layers).hours_of_unit(day, RULES.calendar)


def test_a_weekend_is_rest_and_a_make_up_saturday_is_worked() -> None:
    assert unit_hours({"hours": OFFICE}, SATURDAY).kind == "rest"
    assert unit_hours({"hours": OFFICE}, date(2026, 2, 14)).kind == "workday"


def test_summer_hours_override_within_their_season() -> None:
    summer = {"from": "05-01", "to": "09-30", "hours": [["08:30", "12:00"]]}
    schedule = parse_schedule({"hours": OFFICE, "seasons": [summer]})
    assert hours(schedule, date(2026, 4, 30)) == ["09:00-12:00", "13:30-17:00"]
    assert hours(schedule, date(2026, 6, 1)) == hours(schedule, date(2026, 9, 30)) == ["08:30-12:00"]


def test_a_winter_runs_over_the_new_year() -> None:
    winter = {"from": "12-01", "to": "02-28", "hours": [["09:30", "16:00"]]}
    schedule = parse_schedule({"hours": OFFICE, "seasons": [winter]})
    assert hours(schedule, date(2026, 1, 5)) == hours(schedule, date(2025, 12, 1)) == ["09:30-16:00"]
    assert hours(schedule, date(2026, 3, 2)) == ["09:00-12:00", "13:30-17:00"]


def test_a_window_has_its_own_hours_and_its_saturday() -> None:
    window = {"post_kind": "window", "hours": [["08:00", "18:00"]], "extra_weekdays": [5]}
    schedule = parse_schedule({"hours": OFFICE, "windows": [window]})
    assert hours(schedule, kind="window") == hours(schedule, SATURDAY, kind="window") == ["08:00-18:00"]
    assert hours(schedule, SUNDAY, kind="window") == []
    assert hours(schedule, kind="desk") == ["09:00-12:00", "13:30-17:00"]


def test_a_public_holiday_on_a_saturday_stays_a_holiday() -> None:
    window = {"dept": "一组", "hours": [["08:00", "18:00"]], "extra_weekdays": [5]}
    schedule = parse_schedule({"hours": OFFICE, "windows": [window]})
    assert hours(schedule, date(2026, 5, 2), dept="一组") == []


def test_a_persons_own_hours_win_while_they_last() -> None:
    nursing = {
        "staff": "a",
        "hours": [["10:00", "12:00"]],
        "from": "2026-03-01",
        "to": "2026-03-16",
        "reason": "哺乳时间",
    }
    window = {"dept": "一组", "hours": [["08:00", "18:00"]]}
    schedule = parse_schedule({"hours": OFFICE, "windows": [window], "persons": [nursing]})
    assert hours(schedule, dept="一组") == ["10:00-12:00"]
    assert hours(schedule, date(2026, 3, 17), dept="一组") == ["08:00-18:00"]
    found = schedule.hours_for(MONDAY, RULES.calendar, staff="a", dept=None, post_kind=None)
    assert (found.layer, found.reason) == ("person", "哺乳时间")


def test_a_unit_may_work_all_year_round_until_midnight() -> None:
    found = unit_hours({"hours": [["00:00", "24:00"]], "every_day": True}, SUNDAY)
    assert found.kind == "workday"
    assert found.holds(at("23:59:59", SUNDAY))


def test_the_closing_moment_is_no_longer_worked_and_the_opening_one_is() -> None:
    found = unit_hours({"hours": OFFICE})
    assert found.holds(at("09:00")) and not found.holds(at("12:00"))  # noqa: PT018 - two ends of one span


def test_working_time_between_two_moments_leaves_out_the_break() -> None:
    assert unit_hours({"hours": OFFICE}).worked_ms(at("11:30"), at("14:00")) == 60 * 60_000


@pytest.mark.parametrize(
    ("layers", "where"),
    [
        ({}, "hours"),
        ({"hours": []}, "hours"),
        ({"hours": "9-5"}, "hours"),
        ({"hours": [["09:00"]]}, "hours ['09:00']"),
        ({"hours": [["9:00", "12:00"]]}, "hours 9:00"),
        ({"hours": [["12:00", "09:00"]]}, "hours 12:00–09:00"),
        ({"hours": [["09:00", "12:00"], ["11:00", "17:00"]]}, "hours 11:00–17:00"),
        ({"hours": OFFICE, "colour": 1}, "colour"),
        ({"hours": OFFICE, "extra_weekdays": [1]}, "hours extra_weekdays"),
        ({"hours": OFFICE, "windows": [{"hours": OFFICE}]}, "windows 1 dept, post_kind"),
        ({"hours": OFFICE, "persons": [{"hours": OFFICE}]}, "persons 1 staff"),
        ({"hours": OFFICE, "persons": [{"staff": "a", "hours": OFFICE, "from": "soon"}]}, "persons 1 soon"),
        (
            {"hours": OFFICE, "seasons": [{"from": "13-01", "to": "02-28", "hours": OFFICE}]},
            "hours seasons 1 from, to",
        ),
    ],
)
def test_hours_that_cannot_be_are_refused_and_say_where(layers: dict[str, object], where: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_schedule(layers)
    assert (refused.value.code, refused.value.details["where"]) == ("schedule_invalid", where)
