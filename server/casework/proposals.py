"""What the attendance rules make of a finding (规则建议). Collects the facts and asks the engine; decides nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import cast

from server.casework.case import Case
from server.casework.timing import Moment, moments
from server.clock import CHINA, parse_iso
from server.domain.attendance import assess_person, assess_window
from server.domain.facts import Approval, Cover, Look, PersonDay, RosterRow, Seen, WindowLook
from server.domain.proposal import Outcome, Proposal
from server.domain.schedule import DayHours
from server.projections.timetable import approvals_of, hours_of_person, hours_of_unit, roster_row
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables.findings import look


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
    row = roster_row(office, staff)
    approvals = tuple(approvals_of(office, [staff]).get(staff, ()))
    hours = hours_of_person(office, row, case.day) if row else None
    facts = PersonDay(
        day=case.day,
        visit_started=_started(case, known),
        row=row,
        looks=tuple(_look(each, known) for each in valid),
        hours=hours,
        approvals=approvals,
        cover=_cover(office, case, row),
    )
    return Assessment(assess_person(facts, office.rules), known, hours, approvals)


def _started(case: Case, known: Mapping[str, Moment]) -> datetime:
    """The first start of the visit; approvals given later are 事后补办."""
    starts = [parse_iso(visit["started_at"]) for visit in case.visits if visit["started_at"]]
    return min(starts, default=min(moment.at for moment in known.values()))


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


def _cover(office: Office, case: Case, row: RosterRow | None) -> Cover:
    """B岗顶岗: the B post was seen present in the same visit, or an inspector noted it at the window."""
    seen: list[tuple[bool, str]] = []
    if row is not None and row.b_post:
        key = {"office": office.id, "visit": case.finding["visit"], "kind": "person", "subject": row.b_post}
        seen += [
            (r["state"] == "present", r["entry"]) for r in _standing(sql.rows(office.session, look, **key))
        ]
    room = case.person["room"] if case.person else None
    if row is not None and row.post_kind == "window" and room:
        at_windows = sql.rows(
            office.session, look, office=office.id, visit=case.finding["visit"], kind="seat"
        )
        for seat in _standing(at_windows):
            if seat["facts"].get("room") == room and "b_post_present" in seat["facts"]:
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
