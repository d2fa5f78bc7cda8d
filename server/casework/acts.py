"""What the office does with a finding. Each act asks the workflow's table, then leaves one entry that names the
revision the person saw: whoever acted in between wins, and nothing is done twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from server.casework import people
from server.casework.case import Case, load
from server.casework.proposals import outcome_of
from server.clock import CHINA
from server.domain import workflow
from server.domain.permissions import may
from server.domain.workflow import Act, Facts
from server.errors import Refusal
from server.identity.sessions import Person
from server.projections.timetable import calendar_of
from server.storage import guards, sql
from server.storage.context import Office
from server.storage.office_log import Appended, Guard, MediaIn
from server.storage.tables import log

LONGEST = 4000
"""Characters of a reason, a question, a statement; longer things are carried as a scan."""


@dataclass(frozen=True)
class Seen:
    """Who acts, on which revision of which finding, and the form's own key against a second click."""

    person: Person
    finding: str
    revision: int | None
    key: str


def _begin(
    office: Office, seen: Seen, name: str, *, code: str | None = None, override: str = ""
) -> Case | None:
    """The case, or None when this very form was already taken: a second click changes nothing and is no error."""
    act = workflow.ACTS[name]
    if not may(seen.person.roles, act.permission):
        raise Refusal("not_permitted")
    if sql.one(office.session, log.entry, office=office.id, key=_key(seen, act)) is not None:
        return None
    case = load(office, seen.finding)
    guards.check(office.session, office.id, [Guard("finding", seen.finding, seen.revision)])
    known = facts(office, case, seen.person, code, override)
    workflow.require(name, case.finding["status"], seen.person.roles, known)
    return case


def _key(seen: Seen, act: Act) -> str:
    return f"{act.entry}:{seen.person.account}:{seen.key}"


def facts(office: Office, case: Case, person: Person, code: str | None = None, override: str = "") -> Facts:
    """What the workflow's conditions look at, for this person and, when confirming, this code."""
    violation = office.rules.codebook[code] if code else None
    held = people.holders(office, case.finding, case.missing)
    due = case.finding["statement_due"]
    return Facts(
        today=office.clock().astimezone(CHINA).date(),
        own_team=people.own_team(office, case.finding, person),
        severity=max(s for s in (violation.severity if violation else 0, recorded_severity(office, case))),
        on_phone=violation.on_phone if violation else None,
        rule=outcome_of(office, case, code) if code else None,
        code=code or "",
        missing=len(case.missing),
        holders="、".join(name.zh for name in held),
        override=override,
        due=date.fromisoformat(due) if due else None,
    )


def recorded_severity(office: Office, case: Case) -> int:
    """A recorded lead stays a lead, whatever code somebody would like to confirm instead."""
    recorded = case.finding["recorded"]
    found = office.rules.codebook.codes.get(recorded) if recorded else None
    return found.severity if found else 0


def _append(
    office: Office,
    seen: Seen,
    name: str,
    clear: Mapping[str, object],
    private: Mapping[str, object],
    media: Sequence[MediaIn] = (),
) -> Appended:
    act = workflow.ACTS[name]
    return office.log.append(
        act.entry,
        actor=seen.person.account,
        clear={"finding": seen.finding, **clear},
        private=private,
        media=media,
        guards=[Guard("finding", seen.finding, seen.revision)],
        key=_key(seen, act),
    )


def _text(value: str, code: str) -> str:
    text = value.strip()
    if not text:
        raise Refusal(code)
    if len(text) > LONGEST:
        raise Refusal("form_text_too_long", limit=LONGEST)
    return text


def confirm(office: Office, seen: Seen, *, violation: str, reason: str, override: str = "") -> None:
    """认定成立. Starts the unit's time to be heard (陈述期) in working days."""
    if _begin(office, seen, "confirm", code=violation, override=override) is None:
        return
    private = {
        "reason": _text(reason, "reason_missing"),
        "override": override.strip() or None,
    }
    done = _append(office, seen, "confirm", {"violation": violation}, private)
    due = statement_due(office)
    office.log.append(
        "statement.requested",
        actor=seen.person.account,
        clear={"finding": seen.finding, "due": due.isoformat()},
        guards=[Guard("finding", seen.finding, done.leaf)],
    )


def statement_due(office: Office) -> date:
    """The last day on which the unit may be heard when its time starts today. Raises `calendar_year_unknown`."""
    today = office.clock().astimezone(CHINA).date()
    return office.rules.deadlines["statement"].due(today, calendar_of(office))


def reject(office: Office, seen: Seen, *, reason: str) -> None:
    """认定不成立, with the reason."""
    if _begin(office, seen, "reject") is not None:
        _append(office, seen, "reject", {}, {"reason": _text(reason, "reason_missing")})


def ask(office: Office, seen: Seen, *, text: str) -> None:
    """退回提问: the question reaches the phone that made the entry, and is answered there."""
    if _begin(office, seen, "ask") is not None:
        clear = {"question": office.new_id()}
        _append(office, seen, "ask", clear, {"text": _text(text, "question_missing")})


@dataclass(frozen=True)
class Statement:
    """What the unit said and how it was taken."""

    text: str
    by: str
    received_on: str
    taken: str
    reason: str
    scan: MediaIn | None = None


def hear(office: Office, seen: Seen, said: Statement) -> None:
    """记录单位陈述. Whatever isn't left pending needs the reason why it was taken so."""
    case = _begin(office, seen, "hear")
    if case is None:
        return
    if said.taken not in workflow.ACTS["hear"].leads:
        raise Refusal("taken_unknown")
    reason = said.reason.strip()
    if said.taken != "pending" and not reason:
        raise Refusal("reason_missing")
    received = _date(said.received_on)
    if received < case.day or received > office.clock().astimezone(CHINA).date():
        raise Refusal("date_impossible", earliest=case.day.isoformat())
    private = {
        "text": _text(said.text, "statement_missing"),
        "by": _text(said.by, "statement_by_missing"),
        "received_on": received.isoformat(),
        "reason": reason or None,
    }
    scans = [said.scan] if said.scan else []
    _append(office, seen, "hear", {"statement": office.new_id(), "taken": said.taken}, private, scans)


def expire(office: Office, seen: Seen, *, note: str = "") -> None:
    """陈述期满: only after the last day. Silence is not admission; it only lets the case go on."""
    case = _begin(office, seen, "expire")
    if case is not None:
        private = {"note": note.strip() or None}
        _append(office, seen, "expire", {"due": case.finding["statement_due"]}, private)


@dataclass(frozen=True)
class Decision:
    """What the competent organ decided. `measures` are ids of `config/measures`."""

    number: str
    organ: str
    measures: Sequence[str]
    decided_on: str
    in_force: str


def decide(office: Office, seen: Seen, decision: Decision) -> None:
    """记录处理决定: the document's number is mandatory, and the measures are a set."""
    if _begin(office, seen, "decide") is None:
        return
    measures = [m for m in office.rules.measures if m in decision.measures]
    if not measures or len(measures) != len(set(decision.measures)):
        raise Refusal("measures_missing")
    decided, force = _date(decision.decided_on), _date(decision.in_force)
    if force < decided or decided > office.clock().astimezone(CHINA).date():
        raise Refusal("decision_dates_impossible")
    private = {
        "number": _text(decision.number, "decision_number_missing"),
        "organ": _text(decision.organ, "organ_missing"),
        "measures": measures,
        "decided_on": decided.isoformat(),
    }
    _append(office, seen, "decide", {"decision": office.new_id(), "in_force": force.isoformat()}, private)


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as unreadable:
        raise Refusal("form_date_unreadable", text=text[:40]) from unreadable
