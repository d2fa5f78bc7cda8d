"""Read-only views of the log for the console: how far the ledger has come, what is set aside, what acts there were."""

from dataclasses import dataclass

from sqlalchemy import func, select

from server.storage import sql
from server.storage.context import Office
from server.storage.opening import OpenEntry
from server.storage.tables import log

PAGE = 50


@dataclass(frozen=True)
class Ledger:
    """Size in leaves, the signed checkpoint of that size, the office's key, and what needs a person."""

    size: int
    note: str
    root: str
    origin: str
    fingerprint: str
    verifier: str
    own_acts: int
    faults: list[sql.Row]
    set_aside: int


def ledger_of(office: Office) -> Ledger:
    """The ledger as it stands now; the note is signed for the present size."""
    size = office.ledger.head().size
    note = office.ledger.checkpoint(size)
    origin, _, root = note.split("\n")[:3]
    return Ledger(
        size=size,
        note=note,
        root=root,
        origin=origin,
        fingerprint=office.keys.sign_kid,
        verifier=office.keys.verifier,
        own_acts=office.ledger.head().seq,
        faults=sql.rows(office.session, log.projection_fault, office=office.id),
        set_aside=set_aside_count(office),
    )


def set_aside_count(office: Office) -> int:
    """How many entries were kept but not taken into the state (待核查): quarantined or forked."""
    query = select(func.count()).where(log.entry.c.office == office.id, log.entry.c.verdict != "accepted")
    return office.session.execute(query).scalar_one()


def fault_count(office: Office) -> int:
    """How many projections stand still."""
    query = select(func.count()).where(log.projection_fault.c.office == office.id)
    return office.session.execute(query).scalar_one()


def set_aside(office: Office, limit: int = 200) -> list[sql.Row]:
    """The newest entries set aside: leaf, time, type and the reason's code; not their device, not their content."""
    columns = (
        log.entry.c.leaf,
        log.entry.c.received_at,
        log.entry.c.type,
        log.entry.c.verdict,
        log.entry.c.code,
    )
    query = select(*columns).where(log.entry.c.office == office.id, log.entry.c.verdict != "accepted")
    return sql.fetch(office.session, query.order_by(log.entry.c.leaf.desc()).limit(limit))


def acts(office: Office, area: str, page: int) -> tuple[list[OpenEntry], int]:
    """One page of the office's own entries, newest first, and how many there are. `area` is a type's first word."""
    mine = (log.entry.c.office == office.id) & (log.entry.c.origin == "office")
    if area:
        mine &= log.entry.c.type.startswith(f"{area}.", autoescape=True)
    total = office.session.execute(select(func.count()).where(mine)).scalar_one()
    query = select(log.entry.c.id).where(mine).order_by(log.entry.c.leaf.desc())
    ids = office.session.scalars(query.limit(PAGE).offset((page - 1) * PAGE)).all()
    office.keyring.load(ids)
    return [office.open(entry_id) for entry_id in ids], total


def act_at(office: Office, leaf: int) -> OpenEntry | None:
    """The office's own entry at a leaf; None where there is none, or where the leaf is a phone's."""
    row = sql.one(office.session, log.entry, office=office.id, leaf=leaf)
    return office.open(row["id"]) if row is not None and row["origin"] == "office" else None
