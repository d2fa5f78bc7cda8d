"""Which bundles a phone should have now (应有资料): those of its assignments that are released, and of its
open questions. An assignment is released on its day, Beijing time, and stays while its visit is open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from server.clock import CHINA
from server.planning.contents import (
    Body,
    assignment_body,
    checklist_body,
    codebook_body,
    question_body,
    roster_body,
)
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import planning

_OPEN_VISIT_DAYS = 14
Place = Callable[[str, Body], str | None]
"""Gives the hash of the bundle with this kind and body, or None when there is none (yet)."""


@dataclass(frozen=True)
class Listed:
    """A bundle as the manifest lists it."""

    sha256: str
    kind: str


def wanted(office: Office, device: str, place: Place) -> list[Listed]:
    """Walk through everything the phone should have, in the order in which one bundle leans on another. What
    `place` cannot find is left out, and with it whatever leans on it."""
    found: dict[str, Listed] = {}

    def put(kind: str, body: Body) -> str | None:
        sha256 = place(kind, body)
        if sha256 is not None:
            found[sha256] = Listed(sha256, kind)
        return sha256

    released = _released(office, device)
    if released:
        shared = [put("codebook", codebook_body(office.rules.codebook))]
        shared += [
            put("checklist", checklist_body(c)) for c in office.rules.checklists.values() if c.kind == "visit"
        ]
        hashes = [sha256 for sha256 in shared if sha256 is not None]
        if len(hashes) == len(shared):
            for assignment in released:
                _put_assignment(office, assignment, hashes, put)
    for question, subject in _open_questions(office, device):
        put("question", question_body(question, subject))
    return list(found.values())


def _put_assignment(office: Office, assignment: Row, shared: list[str], put: Place) -> None:
    day = date.fromisoformat(assignment["date"])
    roster = put("roster", roster_body(office, assignment["unit"], day))
    if roster is not None:
        hashes = {"roster": roster, "codebook": shared[0]}
        put("assignment", assignment_body(office, assignment, hashes, shared[1:]))


def _released(office: Office, device: str) -> list[Row]:
    today = office.clock().astimezone(CHINA).date()
    table = planning.assignment
    since, until = (today - timedelta(days=_OPEN_VISIT_DAYS)).isoformat(), today.isoformat()
    query = select(table).where(
        table.c.office == office.id, table.c.device == device, table.c.date >= since, table.c.date <= until
    )
    rows = sql.fetch(office.session, query.order_by(table.c.date, table.c.assignment))
    return [row for row in rows if row["date"] == until or _is_open(office, row)]


def _is_open(office: Office, assignment: Row) -> bool:
    key = {"office": office.id, "visit": assignment["visit"], "device": assignment["device"]}
    visit = sql.one(office.session, planning.visit, **key)
    return visit is not None and visit["finished_entry"] is None


def _open_questions(office: Office, device: str) -> list[tuple[Row, Row]]:
    """Questions about what this phone recorded, that no answer has reached yet."""
    pairs = []
    for question in sql.rows(office.session, planning.question, office=office.id, answered=False):
        subject = sql.one(office.session, planning.subject, office=office.id, subject=question["finding"])
        if subject is not None and subject["device"] == device:
            pairs.append((question, subject))
    return pairs
