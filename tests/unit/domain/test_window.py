"""窗口空岗 A05: ten minutes on end, no B post, no sign."""

from dataclasses import replace
from datetime import date

import pytest

from server.domain.attendance import assess_window
from server.domain.facts import WindowLook
from server.domain.proposal import Proposal
from server.domain.schedule import DayHours
from tests.support.looks import DAY, HOURS, RULES, SCHEDULE, timing


def seen(clock: str, state: str = "window_unattended", **other: object) -> WindowLook:
    absent = {"b_post_present": False, "service_suspended_sign": False}
    return WindowLook("seat-3", state, timing(clock), **{**absent, **other})  # type: ignore[arg-type]


def judge(*looks: WindowLook, hours: DayHours | None = HOURS) -> Proposal:
    found = assess_window(DAY, looks, hours, RULES)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("second", "outcome"), [("10:09:59.999", "failed"), ("10:10:00", "met"), ("10:25", "met")]
)
def test_ten_minutes_exactly_are_enough(second: str, outcome: str) -> None:
    assert judge(seen("10:00"), seen(second)).outcome == outcome


def test_one_look_at_an_empty_window_is_not_ten_minutes() -> None:
    assert judge(seen("10:00")).outcome == "failed"


def test_the_b_post_present_means_no_unattended_window() -> None:
    assert judge(seen("10:00"), seen("10:12", b_post_present=True)).outcome == "failed"


def test_a_service_suspended_sign_means_no_unattended_window() -> None:
    assert judge(seen("10:00", service_suspended_sign=True), seen("10:12")).outcome == "failed"


def test_what_was_not_recorded_leaves_it_open() -> None:
    assert judge(seen("10:00", b_post_present=None), seen("10:12")).outcome == "unknown"
    assert judge(seen("10:00", service_suspended_sign=None), seen("10:12")).outcome == "unknown"


def test_somebody_serving_in_between_breaks_it() -> None:
    assert judge(seen("10:00"), seen("10:05", "occupied"), seen("10:12")).outcome == "failed"


def test_a_window_outside_hours_may_be_empty() -> None:
    assert judge(seen("12:10"), seen("12:30")).outcome == "failed"
    sunday = SCHEDULE.hours_of_unit(date(2026, 3, 15), RULES.calendar)
    assert judge(seen("10:00"), seen("10:30"), hours=sunday).outcome == "failed"


def test_without_a_schedule_it_stays_open() -> None:
    assert judge(seen("10:00"), seen("10:30"), hours=None).outcome == "unknown"


def test_a_broken_session_without_checked_clocks_stays_open() -> None:
    later = seen("10:12")
    unchecked = replace(later.timing, session="s2", offset_ms=None, offset_after_ms=None)
    assert judge(seen("10:00"), replace(later, timing=unchecked)).outcome == "unknown"


def test_a_window_that_was_served_gives_no_proposal() -> None:
    assert assess_window(DAY, [seen("10:00", "occupied"), seen("10:20", "cannot_see")], HOURS, RULES) is None
