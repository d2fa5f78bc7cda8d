"""Working days (工作日) with make-up days (调休); a year without data is refused."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.calendar import Calendar, parse_year
from server.errors import Refusal
from tests.support.looks import RULES

CALENDAR = RULES.calendar
DAYS = st.dates(date(2025, 1, 1), date(2026, 10, 31))


def test_a_make_up_saturday_is_worked_and_the_spring_festival_is_not() -> None:
    assert CALENDAR.is_working_day(date(2026, 2, 14))
    assert not CALENDAR.is_working_day(date(2026, 2, 20))
    assert CALENDAR.name(date(2026, 2, 17)) == "春节"


def test_plain_weekdays_are_worked_and_plain_weekends_are_not() -> None:
    assert CALENDAR.is_working_day(date(2026, 3, 16))
    assert not CALENDAR.is_working_day(date(2026, 3, 15))


def test_five_working_days_over_the_spring_festival() -> None:
    # after Friday 13 Feb: Sat 14 (make-up), Tue 24, Wed 25, Thu 26, Fri 27
    assert CALENDAR.add_working_days(date(2026, 2, 13), 5) == date(2026, 2, 27)


def test_zero_working_days_is_the_day_itself_and_backwards_is_a_mistake() -> None:
    assert CALENDAR.add_working_days(date(2026, 2, 13), 0) == date(2026, 2, 13)
    with pytest.raises(ValueError, match="forwards"):
        CALENDAR.add_working_days(date(2026, 2, 13), -1)


def test_a_year_without_data_is_refused_by_its_number() -> None:
    with pytest.raises(Refusal) as refused:
        CALENDAR.add_working_days(date(2026, 12, 28), 10)
    assert (refused.value.code, refused.value.details) == ("calendar_year_unknown", {"year": 2027})


def test_the_office_can_enter_a_year_itself() -> None:
    year = parse_year(2027, {"off": {"2027-01-01": "元旦"}, "work": ["2027-01-02"]}, "国务院通知")
    calendar = CALENDAR.with_year(2027, year)
    assert not calendar.is_working_day(date(2027, 1, 1))
    assert calendar.is_working_day(date(2027, 1, 2))


@pytest.mark.parametrize(
    ("days", "at"),
    [
        ({"off": {"2027-01-01": "元旦"}}, "off, work"),
        ({"off": {}, "work": "2027-01-02"}, "off, work"),
        ({"off": {"1 January": "元旦"}, "work": []}, "1 January"),
        ({"off": {"2026-12-31": "元旦"}, "work": []}, "2026-12-31"),
        ({"off": {}, "work": ["2027-01-04"]}, "2027-01-04"),
        ({"off": {"2027-01-02": "元旦"}, "work": ["2027-01-02"]}, "2027-01-02"),
    ],
)
def test_an_arrangement_that_cannot_be_is_refused(days: dict[str, object], at: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_year(2027, days, "")
    assert (refused.value.code, refused.value.details["day"]) == ("calendar_invalid", at)


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_the_shipped_years_agree_with_the_holidays_library(year: int) -> None:
    library = holidays.country_holidays("CN", years=year)
    day = date(year, 1, 1)
    while day.year == year:
        assert CALENDAR.is_working_day(day) == library.is_working_day(day), day
        day += timedelta(days=1)


def test_a_later_release_of_the_library_may_know_a_year_that_is_not_shipped() -> None:
    assert Calendar({}).is_working_day(date(2023, 1, 28))  # a make-up Saturday of 2023
    with pytest.raises(Refusal):
        Calendar({}).is_working_day(date(2060, 1, 5))


@given(DAYS, st.integers(0, 30))
def test_counting_forwards_and_counting_between_agree(start: date, count: int) -> None:
    end = CALENDAR.add_working_days(start, count)
    assert CALENDAR.working_days_between(start, end) == count
    assert count == 0 or CALENDAR.is_working_day(end)
