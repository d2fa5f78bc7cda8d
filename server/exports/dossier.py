"""What a bulletin says of each finding, gathered from the projections as plain values. Everything that names a person
is masked here already; inspector, phone and team are never read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Table, select

from server.clock import CHINA, parse_iso
from server.domain.names import finding_number, mask
from server.exposure import cases
from server.exposure.masking import Masker
from server.storage import images, sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import directory, findings, log
from server.storage.tables.devices import invited

_TAKEN = {"accepted": "采纳", "partly": "部分采纳", "rejected": "不采纳", "pending": "待研究"}
_SEEN = {"absent_unverified", "window_unattended", "no", "recorded", "empty"}


@dataclass(frozen=True)
class Shot:
    """One approved masked copy."""

    redaction: str
    jpeg: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Item:
    """One finding as a bulletin may tell it. `taken` None with `expired` True: the unit let its time pass."""

    finding: str
    number: str
    day: date
    unit: str
    dept: str
    whom: str
    room: str
    times: tuple[datetime, ...]
    code: str
    label: str
    category: str
    note: str
    taken: str | None
    taken_zh: str
    statement: str
    reason: str
    expired: bool
    measures: tuple[str, ...]
    organ: str
    decision_number: str
    decided_on: date | None
    in_force: date | None
    shots: tuple[Shot, ...]

    @property
    def who(self) -> str:
        """区甲局办公室张某某; a finding about a place has nobody in it."""
        return f"{self.unit}{self.dept}{self.whom}"


def masker(office: Office) -> Masker:
    """Knows every name of every roster and of the inspectors; institutions keep theirs."""
    session = office.session
    people = select(directory.person.c.name, directory.person.c.name_en).where(
        directory.person.c.office == office.id
    )
    seen = select(findings.finding.c.name).where(findings.finding.c.office == office.id)
    inspectors = select(invited.c.inspector).where(invited.c.office == office.id)
    names = [name for row in session.execute(people) for name in row]
    names += [row[0] for query in (seen, inspectors) for row in session.execute(query)]
    units = select(directory.unit.c.zh).where(directory.unit.c.office == office.id)
    ours = sql.rows(session, log.office, office=office.id)
    return Masker(
        [name for name in names if name],
        [row[0] for row in session.execute(units)] + [row["name_zh"] for row in ours],
    )


def items(office: Office, rows: Sequence[Row], mask_text: Masker, *, photographs: bool = True) -> list[Item]:
    """In the order given. Only approved copies are read, whoever asks."""
    shown = cases.photographs(office, [row["finding"] for row in rows])
    return [_item(office, row, mask_text, shown[row["finding"]] if photographs else []) for row in rows]


def _item(office: Office, row: Row, masked: Masker, shown: Sequence[tuple[Row, Row | None]]) -> Item:
    code = row["violation"] or row["recorded"] or ""
    violation = office.rules.codebook.codes.get(code)
    person = (
        sql.one(office.session, directory.person, office=office.id, staff=row["staff"])
        if row["staff"]
        else None
    )
    unit = (
        sql.one(office.session, directory.unit, office=office.id, unit=row["unit"]) if row["unit"] else None
    )
    name = row["name"] or (person["name"] if person else "")
    statement, decision = _last(office, findings.statement, row), _last(office, findings.decision, row)
    day = _day(row)
    measures = decision["measures"] if decision else []
    return Item(
        finding=row["finding"],
        number=finding_number(office.rules.finding_prefix, day, row["number"]),
        day=day,
        unit=unit["zh"] if unit else row["unit"] or "",
        dept=masked.text(person["dept"] or "") if person else "",
        whom=mask(name) if name else "",
        room=masked.text(row["room"] or ""),
        times=_times(office, row),
        code=code,
        label=violation.zh if violation else code,
        category=violation.category_zh if violation else "",
        note=masked.text(row["note"] or ""),
        taken=statement["taken"] if statement else None,
        taken_zh=_TAKEN.get(statement["taken"], "") if statement else "",
        statement=masked.text(statement["text"]) if statement else "",
        reason=masked.text(statement["reason"] or "") if statement else "",
        expired=row["statement_expired"],
        measures=tuple(office.rules.measures[m].zh for m in measures if m in office.rules.measures),
        organ=decision["organ"] if decision else "",
        decision_number=decision["number"] if decision else "",
        decided_on=date.fromisoformat(decision["decided_on"]) if decision else None,
        in_force=date.fromisoformat(decision["in_force"]) if decision else None,
        shots=tuple(
            _shot(office, copy) for p, copy in shown if copy and copy["state"] == "approved" and cases.here(p)
        ),
    )


def _day(row: Row) -> date:
    if row["date"]:
        return date.fromisoformat(row["date"])
    return parse_iso(row["seen_at"]).astimezone(CHINA).date()


def _times(office: Office, row: Row) -> tuple[datetime, ...]:
    """When it was seen so, by the phone's clock set right with its last known offset."""
    query = select(findings.look).where(
        findings.look.c.office == office.id,
        findings.look.c.finding == row["finding"],
        findings.look.c.withdrawn.is_(None),
        findings.look.c.state.in_(_SEEN),
    )
    looks = sql.fetch(office.session, query.order_by(findings.look.c.leaf))
    moments = {parse_iso(k["at"]) + timedelta(milliseconds=k["offset_ms"] or 0) for k in looks}
    return tuple(sorted(moments)) or (parse_iso(row["seen_at"]),)


def _last(office: Office, table: Table, row: Row) -> Row | None:
    query = select(table).where(sql.where(table, {"office": office.id, "finding": row["finding"]}))
    found = sql.fetch(office.session, query.order_by(table.c.leaf.desc()).limit(1))
    return found[0] if found else None


def _shot(office: Office, copy: Row) -> Shot:
    jpeg = office.media(copy["sealed"])
    seen = images.inspect(jpeg)
    return Shot(copy["redaction"], jpeg, seen.width, seen.height)
