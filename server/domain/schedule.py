"""Hours of work (作息方案), by layers: national calendar → season → unit → window → person. A later layer
overrides an earlier one; each may vary with the season (夏令、冬令). Hours belong to a unit, never to a
whole city."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Literal

from server.clock import CHINA
from server.domain.calendar import Calendar
from server.errors import Refusal

Span = tuple[time, time]
Layer = Literal["unit", "window", "person"]
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_MONTH_DAY = re.compile(r"(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
_EXTRA = frozenset({5, 6})
_MEMBERS = frozenset({"hours", "seasons", "windows", "persons", "extra_weekdays", "every_day"})
_MIDNIGHT = "24:00"


@dataclass(frozen=True)
class Season:
    """From one month-day to another, both included; `first` after `last` runs over the new year."""

    first: str
    last: str
    spans: tuple[Span, ...]

    def holds(self, day: date) -> bool:
        at = day.strftime("%m-%d")
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True)
class Hours:
    """One layer's hours. `extra_weekdays`: Saturday 5, Sunday 6 worked besides the calendar, public holidays
    excepted. `every_day`: worked all year round (全年值守), whatever the calendar says. `dept`,
    `post_kind`, `staff` say whom it is for; `start` and `end` bound a person's own rule."""

    layer: Layer
    spans: tuple[Span, ...]
    seasons: tuple[Season, ...] = ()
    extra_weekdays: frozenset[int] = frozenset()
    every_day: bool = False
    dept: str | None = None
    post_kind: str | None = None
    staff: str | None = None
    start: date | None = None
    end: date | None = None
    reason: str | None = None

    def on(self, day: date) -> tuple[Span, ...]:
        return next((s.spans for s in self.seasons if s.holds(day)), self.spans)


@dataclass(frozen=True)
class DayHours:
    """What is worked on one day, as moments; empty on a day of rest. `layer` says which layer decided."""

    day: date
    kind: Literal["workday", "rest"]
    spans: tuple[tuple[datetime, datetime], ...]
    layer: Layer
    reason: str | None = None

    def holds(self, moment: datetime) -> bool:
        """Whether a moment lies in working hours; the closing moment itself no longer does."""
        return any(start <= moment < end for start, end in self.spans)

    def worked_ms(self, first: datetime, second: datetime) -> int:
        """Working time between two moments, in milliseconds."""
        total = 0.0
        for start, end in self.spans:
            total += max(0.0, (min(end, second) - max(start, first)).total_seconds())
        return int(total * 1000)


@dataclass(frozen=True)
class Schedule:
    """All layers of one unit, the most general first."""

    layers: tuple[Hours, ...]

    def hours_of_unit(self, day: date, calendar: Calendar) -> DayHours:
        """The unit's own hours, as an assignment shows them."""
        return _day_hours(self.layers[0], day, calendar)

    def hours_for(
        self, day: date, calendar: Calendar, *, staff: str, dept: str | None, post_kind: str | None
    ) -> DayHours:
        """One person's hours: the last layer that is meant for this person on this day."""
        chosen = self.layers[0]
        for hours in self.layers[1:]:
            if _meant_for(hours, day, staff, dept, post_kind):
                chosen = hours
        return _day_hours(chosen, day, calendar)


def parse_schedule(layers: Mapping[str, Any]) -> Schedule:
    """Read the `layers` of `schedule.set`:
    `{"hours": [["09:00","12:00"],…], "extra_weekdays": [5], "every_day": false,
    "seasons": [{"from":"05-01","to":"09-30","hours":[…]}], "windows": [{"dept"|"post_kind":…, "hours":[…],
    "extra_weekdays":[5]}], "persons": [{"staff":…, "hours":[…], "from":…, "to":…, "reason":…}]}`; all but
    `hours` may be absent. Raises Refusal("schedule_invalid", where=…)."""
    unknown = set(layers) - _MEMBERS
    if unknown:
        raise Refusal("schedule_invalid", where=min(unknown))
    found = [_hours("unit", layers, "hours")]
    found += [_hours("window", row, f"windows {n}") for n, row in enumerate(layers.get("windows", []), 1)]
    found += [_hours("person", row, f"persons {n}") for n, row in enumerate(layers.get("persons", []), 1)]
    return Schedule(tuple(found))


def _meant_for(hours: Hours, day: date, staff: str, dept: str | None, post_kind: str | None) -> bool:
    if hours.layer == "person":
        after = hours.start is None or day >= hours.start
        return hours.staff == staff and after and (hours.end is None or day <= hours.end)
    return hours.dept in (None, dept) and hours.post_kind in (None, post_kind)


def _day_hours(hours: Hours, day: date, calendar: Calendar) -> DayHours:
    extra = day.weekday() in hours.extra_weekdays and calendar.name(day) is None
    worked = calendar.is_working_day(day) or extra or hours.every_day
    spans = hours.on(day) if worked else ()
    moments = tuple((datetime.combine(day, a, CHINA), datetime.combine(day, b, CHINA)) for a, b in spans)
    return DayHours(day, "workday" if worked else "rest", moments, hours.layer, hours.reason)


def _hours(layer: Layer, row: Mapping[str, Any], where: str) -> Hours:
    extra = frozenset(row.get("extra_weekdays", []))
    if not extra <= _EXTRA:
        raise Refusal("schedule_invalid", where=f"{where} extra_weekdays")
    if layer == "person" and not row.get("staff"):
        raise Refusal("schedule_invalid", where=f"{where} staff")
    if layer == "window" and not (row.get("dept") or row.get("post_kind")):
        raise Refusal("schedule_invalid", where=f"{where} dept, post_kind")
    seasons = tuple(_season(s, f"{where} seasons {n}") for n, s in enumerate(row.get("seasons", []), 1))
    return Hours(
        layer=layer,
        spans=_spans(row.get("hours"), where),
        seasons=seasons,
        extra_weekdays=extra,
        every_day=row.get("every_day") is True,
        dept=row.get("dept"),
        post_kind=row.get("post_kind"),
        staff=row.get("staff"),
        start=_date(row.get("from"), where),
        end=_date(row.get("to"), where),
        reason=row.get("reason"),
    )


def _season(row: Mapping[str, Any], where: str) -> Season:
    first, last = str(row.get("from", "")), str(row.get("to", ""))
    if not _MONTH_DAY.fullmatch(first) or not _MONTH_DAY.fullmatch(last):
        raise Refusal("schedule_invalid", where=f"{where} from, to")
    return Season(first, last, _spans(row.get("hours"), where))


def _spans(rows: object, where: str) -> tuple[Span, ...]:
    if not isinstance(rows, Sequence) or isinstance(rows, str) or not rows:
        raise Refusal("schedule_invalid", where=where)
    spans: list[Span] = []
    for row in rows:
        if not isinstance(row, Sequence) or len(row) != 2:
            raise Refusal("schedule_invalid", where=f"{where} {row}")
        start, end = _time(row[0], where), time.max if row[1] == _MIDNIGHT else _time(row[1], where)
        if start >= end or (spans and start < spans[-1][1]):
            raise Refusal("schedule_invalid", where=f"{where} {row[0]}–{row[1]}")
        spans.append((start, end))
    return tuple(spans)


def _time(text: object, where: str) -> time:
    if not isinstance(text, str) or not _TIME.fullmatch(text):
        raise Refusal("schedule_invalid", where=f"{where} {text}")
    return time.fromisoformat(text)


def _date(text: object, where: str) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        raise Refusal("schedule_invalid", where=f"{where} {text}") from None
