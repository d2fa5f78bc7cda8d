"""When the demonstration's visit began, at any hour of the day."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.clock import CHINA
from server.commands.play.district import beginning

LASTS = timedelta(minutes=80)


@given(st.integers(min_value=0, max_value=2 * 365 * 24 * 60))
def test_the_visit_is_over_and_lies_within_one_day_of_beijing_time(minutes: int) -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    begins = beginning(now, LASTS)
    assert begins + LASTS <= now
    assert begins.astimezone(CHINA).date() == (begins + LASTS).astimezone(CHINA).date()


@pytest.mark.parametrize(("now", "begins"), [("00:30", "20:00"), ("01:29", "20:00"), ("01:30", "00:10")])
def test_shortly_after_midnight_it_was_the_evening_before(now: str, begins: str) -> None:
    moment = datetime.fromisoformat(f"2026-11-23T{now}+08:00")
    assert f"{beginning(moment, LASTS).astimezone(CHINA):%H:%M}" == begins
