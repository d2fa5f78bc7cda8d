"""Lists of the directory for the console: people of the rosters, approved absences, units with their hours. Only
reading; the address's filters are the parameters."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import directory, planning

PAGE = 100
_p = directory.person
_l = directory.leave


@dataclass(frozen=True)
class Listing:
    """One page of rows and how many there are in all."""

    rows: list[Row]
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


def units(office: Office) -> list[Row]:
    """Every unit by its code."""
    return sql.rows(office.session, directory.unit, office=office.id)


def people(office: Office, *, unit: str, words: str, state: str, page: int) -> Listing:
    """People by unit and position. `words` looks in name, English name, staff number and room."""
    chosen: ColumnElement[bool] = _p.c.office == office.id
    if unit:
        chosen &= _p.c.unit == unit
    if state in ("here", "ended"):
        chosen &= _p.c.ended.is_(state == "ended")
    if words:
        like = [c.contains(words, autoescape=True) for c in (_p.c.name, _p.c.name_en, _p.c.staff, _p.c.room)]
        chosen &= or_(*like)
    return _listing(office, select(_p).where(chosen).order_by(_p.c.unit, _p.c.position, _p.c.staff), page)


def absences(office: Office, *, unit: str, words: str, kind: str, page: int) -> Listing:
    """Approved absences with the person's name and unit, the latest first."""
    joined = _l.join(_p, (_p.c.office == _l.c.office) & (_p.c.staff == _l.c.staff))
    chosen: ColumnElement[bool] = _l.c.office == office.id
    if unit:
        chosen &= _p.c.unit == unit
    if kind:
        chosen &= _l.c.kind == kind
    if words:
        chosen &= or_(_p.c.name.contains(words, autoescape=True), _l.c.staff.contains(words, autoescape=True))
    query = select(_l, _p.c.name, _p.c.name_en, _p.c.unit).select_from(joined).where(chosen)
    return _listing(office, query.order_by(_l.c.starts.desc(), _l.c.staff), page)


def last_import(office: Office, kind: str) -> Row | None:
    """The newest import of a kind (roster, leave), or None before the first."""
    rows = sql.rows(office.session, directory.directory_import, office=office.id, kind=kind)
    return max(rows, key=lambda row: str(row["at"]), default=None)


def unit_hours(office: Office) -> list[dict[str, Any]]:
    """Every unit with its people counted and its hours of work, None where none are set."""
    count = select(_p.c.unit, func.count().label("people")).where(
        _p.c.office == office.id, _p.c.ended.is_(False)
    )
    here = {row.unit: row.people for row in office.session.execute(count.group_by(_p.c.unit))}
    hours = {row["unit"]: row for row in sql.rows(office.session, planning.schedule, office=office.id)}
    return [
        {**unit, "people": here.get(unit["unit"], 0), "hours": hours.get(unit["unit"])}
        for unit in units(office)
    ]


def unit_of(office: Office, unit: str) -> Row | None:
    """One unit, or None."""
    return sql.one(office.session, directory.unit, office=office.id, unit=unit)


def _listing(office: Office, query: Select[Any], page: int) -> Listing:
    total = office.session.execute(
        select(func.count()).select_from(query.order_by(None).subquery())
    ).scalar_one()
    return Listing(sql.fetch(office.session, query.limit(PAGE).offset((page - 1) * PAGE)), total)
