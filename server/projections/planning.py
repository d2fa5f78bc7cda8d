"""Planning as the log tells it: hours, calendar, campaigns, assignments, what phones say about their
visits, the bundles that were issued and the questions that wait for an answer."""

import json
from hashlib import sha256

from server.ledger.b64 import b64u
from server.projections.registry import Project, Projection
from server.storage.opening import OpenEntry
from server.storage.sql import change, one, upsert
from server.storage.tables import planning as t

planning = Projection(
    "planning",
    tables=[
        t.schedule,
        t.calendar_year,
        t.campaign,
        t.assignment,
        t.visit,
        t.bundle,
        t.question,
        t.subject,
    ],
)


@planning.on("schedule.set")
def schedule_set(p: Project, e: OpenEntry) -> None:
    key = {"office": p.office, "unit": e.private["unit"]}
    values = {"schedule": e.data["schedule"], "name": e.private["name"], "layers": e.private["layers"]}
    upsert(p.session, t.schedule, key, {**values, "set_at": e.at, "entry": e.entry_id})


@planning.on("calendar.set")
def calendar_set(p: Project, e: OpenEntry) -> None:
    key = {"office": p.office, "year": e.data["year"]}
    upsert(p.session, t.calendar_year, key, {"days": e.private["days"], "entry": e.entry_id})


@planning.on("campaign.opened")
def campaign_opened(p: Project, e: OpenEntry) -> None:
    values = {name: e.private.get(name) for name in ("name_zh", "name_en", "plan_number", "basis")}
    values |= {"starts": e.data["starts"], "ends": e.data["ends"]}
    values |= {"opened_at": e.at, "opened_by": e.actor, "entry": e.entry_id}
    upsert(p.session, t.campaign, {"office": p.office, "campaign": e.data["campaign"]}, values)


@planning.on("visit.assigned")
def visit_assigned(p: Project, e: OpenEntry) -> None:
    values = {name: e.data[name] for name in ("campaign", "visit", "device", "date")}
    values |= {name: e.private[name] for name in ("unit", "team", "member")}
    values |= {"assigned_at": e.at, "assigned_by": e.actor, "entry": e.entry_id}
    upsert(p.session, t.assignment, {"office": p.office, "assignment": e.data["assignment"]}, values)


@planning.on("visit.started")
def visit_started(p: Project, e: OpenEntry) -> None:
    """The first start counts; a second one for the same visit is kept in the log and changes nothing here."""
    key = {"office": p.office, "visit": e.data["visit"], "device": e.device}
    if one(p.session, t.visit, **key) is None:
        values = {name: e.data[name] for name in ("assignment", "campaign", "position")}
        upsert(p.session, t.visit, key, {**values, "started_at": e.at, "started_entry": e.entry_id})


@planning.on("identity.shown")
def identity_shown(p: Project, e: OpenEntry) -> None:
    key = {"office": p.office, "visit": e.data["visit"], "device": e.device, "identity_entry": None}
    change(p.session, t.visit, key, {"identity_at": e.at, "identity_entry": e.entry_id})


@planning.on("visit.finished")
def visit_finished(p: Project, e: OpenEntry) -> None:
    key = {"office": p.office, "visit": e.data["visit"], "device": e.device}
    values = {"finished_at": e.at, "finished_entry": e.entry_id, "unchecked": e.data["unchecked"]}
    change(p.session, t.visit, key, values)


@planning.on("bundle.issued")
def bundle_issued(p: Project, e: OpenEntry) -> None:
    """The hash of the body, without its salt, tells later whether anything has changed."""
    medium = e.media[0]
    content = p.media(medium.sealed)
    values = {
        "device": e.data["devices"][0],
        "kind": e.data["kind"],
        "body_sha256": body_hash(json.loads(content)["body"]),
        "bytes": len(content),
        "sealed": medium.sealed,
        "issued_at": e.at,
        "entry": e.entry_id,
    }
    upsert(p.session, t.bundle, {"office": p.office, "sha256": b64u(sha256(content).digest())}, values)


@planning.on("observation.recorded", "person.marked", "seat.seen", "checklist.marked")
def subject_recorded(p: Project, e: OpenEntry) -> None:
    """What a finding can be about, by the id that findings use; the first entry under an id counts."""
    kind, name = _SUBJECTS[e.type]
    key = {"office": p.office, "subject": e.entry_id if name is None else e.data[name]}
    if one(p.session, t.subject, **key) is None:
        values = {"kind": kind, "visit": e.data["visit"], "device": e.device, "entry": e.entry_id}
        upsert(p.session, t.subject, key, values)


@planning.on("finding.returned")
def finding_returned(p: Project, e: OpenEntry) -> None:
    values = {"finding": e.data["finding"], "text": e.private["text"], "asked_at": e.at}
    key = {"office": p.office, "question": e.data["question"]}
    upsert(p.session, t.question, key, {**values, "answered": False, "entry": e.entry_id})


@planning.on("question.answered")
def question_answered(p: Project, e: OpenEntry) -> None:
    key = {"office": p.office, "question": e.data["question"], "answered": False}
    change(p.session, t.question, key, {"answered": True, "answered_entry": e.entry_id})


def body_hash(body: object) -> str:
    """The hash of a bundle's body in one canonical form; it never leaves the server."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return b64u(sha256(text.encode()).digest())


_SUBJECTS: dict[str, tuple[str, str | None]] = {
    "observation.recorded": ("observation", "observation"),
    "person.marked": ("mark", "mark"),
    "seat.seen": ("seat", "seat"),
    "checklist.marked": ("checklist", None),
}
