"""Deadlines (时限) as data: the workflow's own, in working days, and the legal clocks, in natural days and
months."""

import calendar as gregorian
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal, cast

from server.domain.calendar import Calendar
from server.domain.sourced import Provenance, read_sourced

Unit = Literal["working_days", "days", "months", "hours"]


@dataclass(frozen=True)
class Deadline:
    """`count` of `unit`; `zh` and `en` name what is due."""

    id: str
    count: int
    unit: Unit
    zh: str
    en: str

    def due(self, start: date, calendar: Calendar) -> date:
        """The last day on which it may still be done (到期日); the day after `start` is the first day
        counted. Raises Refusal("calendar_year_unknown") for working days in a year without data, ValueError
        for hours."""
        if self.unit == "working_days":
            return calendar.add_working_days(start, self.count)
        if self.unit == "days":
            return start + timedelta(days=self.count)
        if self.unit == "months":
            return _months_later(start, self.count)
        raise ValueError(f"{self.id} is counted in hours, not to a date")


@dataclass(frozen=True)
class Deadlines:
    provenance: Provenance
    office: Mapping[str, Deadline]
    legal: Mapping[str, Deadline]
    legal_source: str

    def __getitem__(self, name: str) -> Deadline:
        return self.office[name] if name in self.office else self.legal[name]


def load_deadlines(path: Path) -> Deadlines:
    """Read `config/deadlines/deadlines.json`."""
    origin, body = read_sourced(path)
    legal = body["legal"]
    return Deadlines(origin, _table(body["deadlines"]), _table(legal["clocks"]), str(legal["source"]))


def _table(rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Deadline]:
    return {
        k: Deadline(k, int(r["count"]), cast("Unit", r["unit"]), r["zh"], r["en"]) for k, r in rows.items()
    }


def _months_later(start: date, count: int) -> date:
    """The same day of a later month, or that month's last day when it has no such day
    (民法典第二百零二条)."""
    year, month = divmod(start.month - 1 + count, 12)
    year, month = start.year + year, month + 1
    return date(year, month, min(start.day, gregorian.monthrange(year, month)[1]))
