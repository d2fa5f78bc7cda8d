"""The national calendar (国务院放假调休安排): which days are worked, make-up days included, and counting in
working days (工作日). A year whose arrangement nobody has entered is refused, never guessed: a deadline
that silently ignores 调休 convicts or acquits wrongly."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import holidays

from server.domain.sourced import read_sourced
from server.errors import Refusal

_SATURDAY = 5
_ONE = timedelta(days=1)


@dataclass(frozen=True)
class Year:
    """One year's arrangement: days off by name, and weekend days that are worked (调休上班)."""

    off: Mapping[date, str]
    work: frozenset[date]
    source: str


@dataclass(frozen=True)
class Calendar:
    """Every year that is known."""

    years: Mapping[int, Year]

    def is_working_day(self, day: date) -> bool:
        """Whether the day is worked. Raises Refusal("calendar_year_unknown")."""
        year = self._year(day.year)
        if day in year.work:
            return True
        return day not in year.off and day.weekday() < _SATURDAY

    def name(self, day: date) -> str | None:
        """What the day off is called, e.g. 春节, or None."""
        return self._year(day.year).off.get(day)

    def add_working_days(self, start: date, count: int) -> date:
        """The `count`-th working day after `start`; the day after the event is the first. 0 gives `start`."""
        if count < 0:
            raise ValueError("working days are counted forwards")
        day = start
        while count:
            day += _ONE
            count -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days lie after `start` up to and including `end`."""
        return sum(self.is_working_day(start + n * _ONE) for n in range(1, (end - start).days + 1))

    def with_year(self, number: int, year: Year) -> "Calendar":
        """This calendar with one year replaced by what the office entered."""
        return replace(self, years={**self.years, number: year})

    def _year(self, number: int) -> Year:
        year = self.years.get(number) or _from_library(number)
        if year is None:
            raise Refusal("calendar_year_unknown", year=number)
        return year


def parse_year(number: int, days: Mapping[str, Any], source: str) -> Year:
    """Read `{"off": {"2027-01-01": "元旦"}, "work": ["2027-01-03"]}`. Raises Refusal("calendar_invalid",
    day=…) when a date is malformed or of another year, a worked day is no weekend day, or a day is both."""
    off_raw, work_raw = days.get("off"), days.get("work")
    if not isinstance(off_raw, Mapping) or not isinstance(work_raw, Iterable) or isinstance(work_raw, str):
        raise Refusal("calendar_invalid", day="off, work")
    off = {_day(text, number): str(name) for text, name in off_raw.items()}
    work = frozenset(_day(text, number) for text in work_raw)
    for day in sorted(work):
        if day in off or day.weekday() < _SATURDAY:
            raise Refusal("calendar_invalid", day=day.isoformat())
    return Year(off, work, source)


def load_calendar(folder: Path) -> Calendar:
    """Read every `cn-<year>.json`."""
    years: dict[int, Year] = {}
    for path in sorted(folder.glob("cn-*.json")):
        origin, body = read_sourced(path)
        years[int(body["year"])] = parse_year(int(body["year"]), body, origin.source)
    return Calendar(years)


def _day(text: object, year: int) -> date:
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        raise Refusal("calendar_invalid", day=str(text)) from None
    if day.year != year:
        raise Refusal("calendar_invalid", day=str(text))
    return day


@functools.cache
def _from_library(number: int) -> Year | None:
    """A later release of `holidays` may know a year that `config/` does not have yet. Only a year with
    make-up days counts as known: before the State Council's notice the library has the bare festivals,
    without 调休."""
    table = holidays.country_holidays("CN", years=number, language="zh_CN")
    work = frozenset(day for day in table.weekend_workdays if day.year == number)
    return Year(dict(table.items()), work, f"holidays {version('holidays')}") if work else None
