"""What the attendance rules make of a finding (规则建议). Collects the facts and asks the engine; decides nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import cast

from server.casework.case import Case
from server.casework.timing import Moment, moments
from server.clock import CHINA, parse_iso
from server.domain.attendance import assess_person, assess_window
from server.domain.facts import Approval, Cover, Look, PersonDay, RosterRow, Seen, WindowLook
from server.domain.proposal import Outcome, Proposal
from server.domain.schedule import DayHours
from server.projections.timetable import approvals_of, hours_of_person, hours_of_unit, roster_of, roster_row
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables.directory import person
from server.storage.tables.findings import case_visit, look


@dataclass(frozen=True)
class Assessment:
    """The proposals with what they stand on. `hours` None: no schedule is set."""

    proposals: tuple[Proposal, ...]
    moments: Mapping[str, Moment]
    hours: DayHours | None
    approvals: tuple[Approval, ...]


def assess(office: Office, case: Case) -> Assessment:
    """For a person A01, A02, A04; for a window A05; anything else is judged by people alone."""
    known = moments(office, case.looks)
    valid = [row for row in case.looks if row["withdrawn"] is None and row["entry"] in known]
    if case.finding["kind"] == "person" and case.finding["staff"]:
        return _person(office, case, valid, known)
    hours = hours_of_unit(office, case.finding["unit"], case.day) if case.finding["unit"] else None
    proposals: tuple[Proposal, ...] = ()
    if case.finding["kind"] == "seat":
        found = assess_window(case.day, [_window(row, known) for row in valid], hours, office.rules)
        proposals = (found,) if found else ()
    return Assessment(proposals, known, hours, ())


def outcome_of(office: Office, case: Case, code: str) -> Outcome | None:
    """What the rules say to one code; None when they have nothing to say."""
    return next((p.outcome for p in assess(office, case).proposals if p.code == code), None)


def _person(office: Office, case: Case, valid: list[Row], known: Mapping[str, Moment]) -> Assessment:
    staff = case.finding["staff"]
    approvals = tuple(approvals_of(office, [staff]).get(staff, ()))
    looks = tuple(_look(each, known) for each in valid)
    facts = _day(office, case.day, case.visits, roster_row(office, staff), looks, approvals)
    return Assessment(assess_person(facts, office.rules), known, facts.hours, approvals)


def days_of(office: Office, visit: str, unit: str) -> list[PersonDay]:
    """Everybody on the unit's roster on the day of a visit, for the two rates (到岗率、有效在岗率)."""
    visits = sql.rows(office.session, case_visit, office=office.id, visit=visit)
    key = {"office": office.id, "visit": visit, "kind": "person"}
    seen = [row for row in sql.rows(office.session, look, **key) if row["withdrawn"] is None]
    known = moments(office, seen)
    started = _started(visits, known)
    if started is None:
        return []
    roster = roster_of(office, unit)
    approvals = approvals_of(office, [row.staff for row in roster])
    day = started.astimezone(CHINA).date()
    return [
        _day(
            office,
            day,
            visits,
            row,
            tuple(_look(s, known) for s in seen if s["subject"] == row.staff),
            tuple(approvals.get(row.staff, ())),
        )
        for row in roster
    ]


def _day(
    office: Office,
    day: date,
    visits: Sequence[Row],
    row: RosterRow | None,
    looks: tuple[Look, ...],
    approvals: tuple[Approval, ...],
) -> PersonDay:
    started = _started(visits, {}) or min((k.timing.corrected for k in looks), default=None)
    return PersonDay(
        day=day,
        visit_started=started or datetime.combine(day, time(), CHINA),
        row=row,
        looks=looks,
        hours=hours_of_person(office, row, day) if row else None,
        approvals=approvals,
        cover=_cover(office, visits, row),
    )


def _started(visits: Sequence[Row], known: Mapping[str, Moment]) -> datetime | None:
    """The first start of the visit, or its first look; approvals given later are 事后补办."""
    starts = [parse_iso(visit["started_at"]) for visit in visits if visit["started_at"]]
    return min(starts, default=None) or min((moment.at for moment in known.values()), default=None)


def _look(row: Row, known: Mapping[str, Moment]) -> Look:
    facts, timing = row["facts"], known[row["entry"]].timing
    return Look(
        staff=facts.get("staff", row["subject"]),
        state=cast("Seen", row["state"]),
        timing=timing,
        claimed_by=facts.get("claimed_by"),
        arrived_at=_noted(facts.get("arrived_at"), timing.at),
        left_at=_noted(facts.get("left_at"), timing.at),
    )


def _noted(text: str | None, seen_at: datetime) -> datetime | None:
    """A time noted by hand: a whole moment, or a time of day on the day of the look, Beijing time."""
    if not text:
        return None
    if "T" in text:
        return parse_iso(text)
    return datetime.combine(seen_at.astimezone(CHINA).date(), time.fromisoformat(text), CHINA)


def _cover(office: Office, visits: Sequence[Row], row: RosterRow | None) -> Cover:
    """B岗顶岗: the B post was seen present in the same visit, or an inspector noted it at the window."""
    if row is None or not visits:
        return Cover()
    visit = {"office": office.id, "visit": visits[0]["visit"]}
    seen: list[tuple[bool, str]] = []
    if row.b_post:
        marks = sql.rows(office.session, look, **visit, kind="person", subject=row.b_post)
        seen += [(r["state"] == "present", r["entry"]) for r in _standing(marks)]
    listed = sql.one(office.session, person, office=office.id, staff=row.staff)
    if row.post_kind == "window" and listed is not None and listed["room"]:
        for seat in _standing(sql.rows(office.session, look, **visit, kind="seat")):
            if seat["facts"].get("room") == listed["room"] and "b_post_present" in seat["facts"]:
                seen.append((bool(seat["facts"]["b_post_present"]), seat["entry"]))
    if not seen:
        return Cover()
    present = any(there for there, _ in seen)
    return Cover(present, tuple(entry for there, entry in seen if there == present))


def _standing(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if row["withdrawn"] is None and row["state"] != "unchecked"]


def _window(row: Row, known: Mapping[str, Moment]) -> WindowLook:
    facts = row["facts"]
    return WindowLook(
        seat=row["subject"],
        state=row["state"],
        timing=known[row["entry"]].timing,
        b_post_present=facts.get("b_post_present"),
        service_suspended_sign=facts.get("service_suspended_sign"),
        waiting=facts.get("waiting"),
    )
