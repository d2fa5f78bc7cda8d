"""Lets the projections catch up with the ledger: leaf by leaf, in order, all of them before the next leaf."""

import logging

from sqlalchemy import delete, select

from server.projections.registry import REGISTRY, Projection, project_of
from server.storage import sql
from server.storage.context import Office
from server.storage.opening import OpenEntry, open_entry
from server.storage.tables import log

_BATCH = 200
_logger = logging.getLogger(__name__)


def cursors(office: Office) -> dict[str, int]:
    rows = sql.rows(office.session, log.projection_cursor, office=office.id)
    found = {row["projection"]: row["leaf"] for row in rows}
    return {name: found.get(name, 0) for name in REGISTRY}


def advance(office: Office) -> None:
    """Run every projection up to the ledger's size, in the caller's writing transaction."""
    at = cursors(office)
    size = office.ledger.head().size
    stopped: set[str] = set()
    start = min(at.values(), default=size)
    while start < size:
        rows = _leaves(office, start)
        office.keyring.load(row["id"] for row in rows)
        for row in rows:
            behind = [
                REGISTRY[name] for name, leaf in at.items() if leaf == row["leaf"] and name not in stopped
            ]
            _step(office, row, behind, stopped, at)
        start = rows[-1]["leaf"] + 1
    for name, leaf in at.items():
        sql.upsert(
            office.session, log.projection_cursor, {"office": office.id, "projection": name}, {"leaf": leaf}
        )


def _leaves(office: Office, start: int) -> list[sql.Row]:
    query = select(log.entry).where(log.entry.c.office == office.id, log.entry.c.leaf >= start)
    return sql.fetch(office.session, query.order_by(log.entry.c.leaf).limit(_BATCH))


def _step(
    office: Office, row: sql.Row, behind: list[Projection], stopped: set[str], at: dict[str, int]
) -> None:
    caring = [p for p in behind if row["verdict"] == "accepted" and p.cares(row["type"])]
    entry = _open(office, row) if caring else None
    for projection in behind:
        if entry is not None and projection in caring and not _apply(office, projection, entry):
            stopped.add(projection.name)
            continue
        at[projection.name] = row["leaf"] + 1


def _open(office: Office, row: sql.Row) -> OpenEntry:
    media = sql.rows(office.session, log.media, office=office.id, entry=row["id"])
    return open_entry(row, office.keyring.get(row["id"]), media, as_of=row["leaf"])


def _apply(office: Office, projection: Projection, entry: OpenEntry) -> bool:
    """Whether the projection took the entry. A bug in it is recorded and stops it alone."""
    key = {"office": office.id, "projection": projection.name}
    try:
        with office.session.begin_nested():
            projection.apply(project_of(office, entry.leaf), entry)
            office.session.execute(delete(log.projection_fault).where(sql.where(log.projection_fault, key)))
    except Exception as bug:
        _logger.exception("projection %s stopped at leaf %d", projection.name, entry.leaf)
        sql.upsert(
            office.session, log.projection_fault, key, {"leaf": entry.leaf, "message": repr(bug)[:500]}
        )
        return False
    return True
