"""Findings as the phones made them: every look is kept, and a look that calls for a decision opens a finding.

A person opens one only by `absent_unverified` (不在岗待核), a seat by `window_unattended`, a checklist item by
`no`, an observation always. Looks of all inspectors of a visit at the same person or place belong together.
"""

from typing import Any

from sqlalchemy import func, select, update

from server.clock import CHINA, parse_iso
from server.domain.workflow import OPEN, Status
from server.projections.registry import Project, Projection
from server.storage.opening import OpenEntry
from server.storage.sql import Row, add, change, one, upsert, where
from server.storage.tables import findings as t
from server.storage.tables import log

findings = Projection(
    "findings",
    tables=[
        t.case_visit,
        t.look,
        t.evidence,
        t.finding,
        t.finding_question,
        t.statement,
        t.decision,
        t.finding_act,
    ],
)

_OPENING = {
    "person": "absent_unverified",
    "seat": "window_unattended",
    "checklist": "no",
    "observation": "recorded",
}
UNVERIFIED_ABSENCE = "A03"
"""不在岗（待核）: what a phone's `absent_unverified` says in the codebook's terms."""


@findings.on("visit.assigned", "visit.started", "identity.shown", "visit.finished")
def visited(p: Project, e: OpenEntry) -> None:
    """Keep the frame of the visit, one row for each inspector."""
    device = e.data["device"] if e.type == "visit.assigned" else e.device
    values: dict[str, Any]
    if e.type == "visit.assigned":
        values = {name: e.data[name] for name in ("assignment", "campaign", "date")}
        values |= {name: e.private.get(name) for name in ("unit", "team", "member")}
    elif e.type == "visit.started":
        values = {"started_at": e.at, "position": e.data["position"], "campaign": e.data["campaign"]}
    else:
        values = {"identity_shown_at" if e.type == "identity.shown" else "finished_at": e.at}
    upsert(p.session, t.case_visit, {"office": p.office, "visit": e.data["visit"], "device": device}, values)


@findings.on("person.marked")
def person(p: Project, e: OpenEntry) -> None:
    subject = e.private.get("staff") or e.private.get("name") or e.data["mark"]
    _looked(p, e, "person", subject, e.data["mark"], e.data["look"], e.data["state"])


@findings.on("seat.seen")
def seat(p: Project, e: OpenEntry) -> None:
    place = [e.private[name] for name in ("room", "plate") if e.private.get(name)]
    _looked(p, e, "seat", "·".join(place) or e.data["seat"], e.data["seat"], e.data["look"], e.data["state"])


@findings.on("checklist.marked")
def checklist(p: Project, e: OpenEntry) -> None:
    subject = f"{e.data['checklist']}/{e.data['item']}"
    _looked(p, e, "checklist", subject, e.entry_id, 1, e.data["answer"])


@findings.on("observation.recorded")
def observation(p: Project, e: OpenEntry) -> None:
    _looked(p, e, "observation", e.data["observation"], e.data["observation"], 1, "recorded")


def _looked(p: Project, e: OpenEntry, kind: str, subject: str, thread: str, number: int, state: str) -> None:
    clear = {k: v for k, v in e.data.items() if k not in ("visit", "look", "state", "_sd")}
    add(
        p.session,
        t.look,
        office=p.office,
        entry=e.entry_id,
        leaf=e.leaf,
        visit=e.data["visit"],
        device=e.device,
        kind=kind,
        subject=subject,
        thread=thread,
        number=number,
        state=state,
        at=e.at,
        elapsed_ms=e.elapsed_ms,
        clock_session=e.session,
        offset_ms=e.offset_ms,
        not_before=_not_before(p, e),
        received_at=e.received_at,
        facts=clear | e.private,
        finding=None,
        withdrawn=None,
    )
    declare(p, e)
    found = _finding_of(p, e.data["visit"], kind, subject)
    if found is None and state == _OPENING[kind]:
        found = _open(p, e, kind, subject, thread)
    if found is not None:
        _gather(p, found, e)


def _not_before(p: Project, e: OpenEntry) -> str | None:
    """The entry names the checkpoint it saw, so it can't be older than that checkpoint's last leaf."""
    if not e.saw or not e.saw.get("size"):
        return None
    key = {"office": p.office, "leaf": e.saw["size"] - 1}
    return p.session.execute(
        select(log.entry.c.received_at).where(where(log.entry, key))
    ).scalar_one_or_none()


def declare(p: Project, e: OpenEntry, finding: str | None = None) -> None:
    """The photographs that an entry promises; their bytes come later."""
    for position, medium in enumerate(e.media):
        add(
            p.session,
            t.evidence,
            office=p.office,
            entry=e.entry_id,
            sd=medium.sd,
            position=position,
            leaf=e.leaf,
            device=e.device,
            finding=finding,
            sealed=medium.sealed,
            bytes=medium.bytes,
            sha256=medium.sha256,
            size=medium.size,
            type=medium.type,
            name=medium.name,
            source=medium.source,
            received=False,
            flags=[],
            withdrawn=False,
        )


def _finding_of(p: Project, visit: str, kind: str, subject: str) -> Row | None:
    return one(p.session, t.finding, office=p.office, visit=visit, kind=kind, subject=subject)


def _open(p: Project, e: OpenEntry, kind: str, subject: str, thread: str) -> Row | None:
    frame = one(p.session, t.case_visit, office=p.office, visit=e.data["visit"], device=e.device) or {}
    day = frame.get("date") or parse_iso(e.at).astimezone(CHINA).date().isoformat()
    recorded = {"person": UNVERIFIED_ABSENCE, "observation": e.data.get("violation")}.get(kind)
    add(
        p.session,
        t.finding,
        office=p.office,
        finding=thread,
        kind=kind,
        subject=subject,
        visit=e.data["visit"],
        device=e.device,
        campaign=frame.get("campaign"),
        unit=frame.get("unit"),
        date=day,
        number=_count(p, day) + 1,
        recorded=recorded,
        status=Status.UNVERIFIED,
        seen_at=e.at,
        opened_leaf=e.leaf,
        updated_leaf=e.leaf,
        withdrawn=False,
        answered=False,
        statement_expired=False,
        **{name: e.private.get(name) for name in ("staff", "name", "room", "note")},
    )
    return _finding_of(p, e.data["visit"], kind, subject)


def _count(p: Project, day: str) -> int:
    query = select(func.count()).where(t.finding.c.office == p.office, t.finding.c.date == day)
    return int(p.session.execute(query).scalar_one())


def _gather(p: Project, found: Row, e: OpenEntry) -> None:
    """All looks at the same thing, and their photographs, belong to the finding, those before it included."""
    same = {"office": p.office, "visit": found["visit"], "kind": found["kind"], "subject": found["subject"]}
    change(p.session, t.look, same, {"finding": found["finding"]})
    entries = select(t.look.c.entry).where(where(t.look, same))
    p.session.execute(
        update(t.evidence)
        .where(t.evidence.c.office == p.office, t.evidence.c.entry.in_(entries))
        .values(finding=found["finding"])
    )
    advance_finding(p, found["finding"], e.leaf, {})


def advance_finding(p: Project, finding: str, leaf: int, values: Row) -> None:
    """Write what changed and at which leaf."""
    change(p.session, t.finding, {"office": p.office, "finding": finding}, {**values, "updated_leaf": leaf})


@findings.on("entry.withdrawn")
def withdrawn(p: Project, e: OpenEntry) -> None:
    """An inspector takes his own entry back: it stays, struck through. A finding with no look left is withdrawn
    too, unless the office has already acted on it."""
    key = {"office": p.office, "entry": e.data["target"], "device": e.device}
    if not change(p.session, t.look, key, {"withdrawn": e.entry_id}):
        return
    change(p.session, t.evidence, key, {"withdrawn": True})
    look = one(p.session, t.look, **key)
    if look is None or look["finding"] is None:
        return
    same = {"office": p.office, "finding": look["finding"], "withdrawn": None}
    opening = {**same, "state": _OPENING[look["kind"]]}
    remaining = p.session.execute(select(t.look.c.entry).where(where(t.look, opening))).first()
    if remaining is None:
        found = one(p.session, t.finding, office=p.office, finding=look["finding"])
        stands = found is not None and found["status"] not in OPEN
        status: Row = {} if stands else {"status": Status.WITHDRAWN}
        advance_finding(p, look["finding"], e.leaf, {"withdrawn": True, **status})
