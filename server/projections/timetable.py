"""What the attendance rules need to know beside the looks (考勤所需): the calendar in force, a unit's
hours, the roster and the approvals, read from the projections as the pure values of the domain."""

from collections.abc import Iterable
from datetime import date
from typing import cast

from sqlalchemy import select

from server.clock import parse_iso
from server.domain.calendar import Calendar, parse_year
from server.domain.facts import Approval, ApprovalKind, RosterRow
from server.domain.schedule import DayHours, Schedule, parse_schedule
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import directory, planning


def calendar_of(office: Office) -> Calendar:
    """The shipped calendar with the years that the office entered itself laid over it."""
    calendar = office.rules.calendar
    for row in sql.rows(office.session, planning.calendar_year, office=office.id):
        year = parse_year(row["year"], row["days"], "calendar.set")
        calendar = calendar.with_year(row["year"], year)
    return calendar


def schedule_of(office: Office, unit: str) -> Schedule | None:
    """The unit's hours (作息方案), or None when none is set."""
    row = sql.one(office.session, planning.schedule, office=office.id, unit=unit)
    return None if row is None else parse_schedule(row["layers"])


def hours_of_unit(office: Office, unit: str, day: date) -> DayHours | None:
    """Raises Refusal("calendar_year_unknown")."""
    schedule = schedule_of(office, unit)
    return None if schedule is None else schedule.hours_of_unit(day, calendar_of(office))


def hours_of_person(office: Office, row: RosterRow, day: date) -> DayHours | None:
    """Raises Refusal("calendar_year_unknown")."""
    schedule = schedule_of(office, row.unit)
    if schedule is None:
        return None
    return schedule.hours_for(
        day, calendar_of(office), staff=row.staff, dept=row.dept, post_kind=row.post_kind
    )


def roster_of(office: Office, unit: str) -> list[RosterRow]:
    """The unit's people in the order of its roster, without those that a later roster no longer names."""
    people = directory.person
    query = select(people).where(sql.where(people, {"office": office.id, "unit": unit, "ended": False}))
    return [_roster_row(row) for row in sql.fetch(office.session, query.order_by(people.c.position))]


def roster_row(office: Office, staff: str) -> RosterRow | None:
    """One person's row, or None when no roster names them (any more)."""
    row = sql.one(office.session, directory.person, office=office.id, staff=staff)
    return None if row is None or row["ended"] else _roster_row(row)


def approvals_of(office: Office, staff: Iterable[str]) -> dict[str, list[Approval]]:
    """All approved absences of these people, by person."""
    wanted = set(staff)
    found: dict[str, list[Approval]] = {name: [] for name in wanted}
    query = select(directory.leave).where(
        directory.leave.c.office == office.id, directory.leave.c.staff.in_(wanted)
    )
    for row in sql.fetch(office.session, query.order_by(directory.leave.c.starts, directory.leave.c.leave)):
        found[row["staff"]].append(_approval(row))
    return found


def _roster_row(row: Row) -> RosterRow:
    return RosterRow(
        staff=row["staff"],
        unit=row["unit"],
        post_kind=row["post_kind"],
        status=row["status"],
        dept=row["dept"],
        b_post=row["b_post"],
        effective_from=_date(row["effective_from"]),
        effective_to=_date(row["effective_to"]),
        entry=row["entry"],
    )


def _approval(row: Row) -> Approval:
    starts, ends, approved = (parse_iso(row[name]) for name in ("starts", "ends", "approved_at"))
    kind = cast(ApprovalKind, row["kind"])
    return Approval(row["staff"], kind, starts, ends, row["approver"], approved, row["entry"])


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
