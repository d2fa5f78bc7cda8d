"""Setting hours of work (作息方案) and the calendar (放假调休): each is one entry, and the newest counts."""

from collections.abc import Mapping
from typing import Any

from server.domain.calendar import parse_year
from server.domain.schedule import parse_schedule
from server.errors import Refusal
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import ANY
from server.storage.office_log import Guard
from server.storage.tables import directory

_YEARS = range(2000, 2101)


def set_schedule(
    office: Office, actor: str, *, unit: str, name: str, layers: Mapping[str, Any], expected: int | None = ANY
) -> str:
    """Set the one schedule of a unit; `layers` as `parse_schedule` reads them. `expected`: revision of the
    guard ("schedule", unit). Gives the schedule's id. Raises Refusal unit_unknown, schedule_invalid,
    stale."""
    if sql.one(office.session, directory.unit, office=office.id, unit=unit) is None:
        raise Refusal("unit_unknown", unit=unit)
    if not name.strip():
        raise Refusal("schedule_invalid", where="name")
    parse_schedule(layers)
    schedule = office.new_id()
    office.log.append(
        "schedule.set",
        actor=actor,
        clear={"schedule": schedule},
        private={"unit": unit, "name": name.strip(), "layers": dict(layers)},
        guards=[Guard("schedule", unit, expected)],
    )
    return schedule


def set_calendar(
    office: Office, actor: str, *, year: int, days: Mapping[str, Any], expected: int | None = ANY
) -> None:
    """Enter or correct a year's arrangement: `{"off": {"2027-01-01": "元旦"}, "work": ["2027-01-03"]}`.
    Raises Refusal calendar_invalid, stale."""
    if year not in _YEARS:
        raise Refusal("calendar_invalid", day=str(year))
    parse_year(year, days, "calendar.set")
    kept = {"off": dict(days["off"]), "work": list(days["work"])}
    office.log.append(
        "calendar.set",
        actor=actor,
        clear={"year": year},
        private={"days": kept},
        guards=[Guard("calendar", str(year), expected)],
    )
