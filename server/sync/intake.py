"""Intake (收录): one request's entries, judged in order, appended in one short transaction, each with its
receipt."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from server.clock import iso
from server.identity import devices
from server.ledger.accept import KEPT, Chain, Claim, Judgement, Outcome, judge
from server.ledger.receipts import entry_receipt
from server.storage import sql
from server.storage.context import Office
from server.storage.fold import fold
from server.storage.opening import build
from server.storage.tables import log
from server.sync.reading import Read


@dataclass(frozen=True)
class Verdict:
    """What became of one entry. `receipt` is the stored, signed text for whatever is in the ledger."""

    id: str
    seq: int | None
    verdict: Outcome
    code: str | None
    receipt: str | None


def receive(office: Office, device: str, entries: Sequence[Read]) -> list[Verdict]:
    """Judge and append. Runs inside the writing transaction; the caller answers only after it is committed."""
    row = devices.find(office, device)
    chain = Chain(row["status"], row["length"], row["head"])
    known = _known(office, device, [entry.id for entry in entries])
    judged: list[tuple[Read, Judgement]] = []
    kept: list[tuple[Read, Judgement]] = []
    for entry in entries:
        seen = entry.id in known or any(entry.id == other.id for other, _ in kept)
        claim = Claim(entry.id, entry.envelope.seq, entry.envelope.prev, entry.fault, seen)
        judgement = judge(chain, claim)
        judged.append((entry, judgement))
        if judgement.outcome in KEPT:
            kept.append((entry, judgement))
        chain = judgement.chain
    known |= _append(office, device, kept)
    if any(judgement.outcome is Outcome.FORKED for _, judgement in kept) and row["status"] == "active":
        devices.change_status(office, "system", device, "frozen", "chain_forked")
    return [
        Verdict(entry.id, entry.envelope.seq, judgement.outcome, judgement.code, known.get(entry.id))
        for entry, judgement in judged
    ]


def _known(office: Office, device: str, ids: Sequence[str]) -> dict[str, str]:
    """The receipts of those entries of this device that are in the ledger already."""
    columns = select(log.entry.c.id, log.entry.c.receipt)
    query = columns.where(
        log.entry.c.office == office.id, log.entry.c.device == device, log.entry.c.id.in_(ids)
    )
    return {found.id: found.receipt for found in office.session.execute(query)}


def receipts_of(office: Office, device: str, ids: Sequence[str]) -> list[Verdict]:
    """The fate of entries that a phone asks about; those that never came are left out."""
    columns = select(log.entry.c.id, log.entry.c.seq, log.entry.c.receipt)
    query = columns.where(
        log.entry.c.office == office.id, log.entry.c.device == device, log.entry.c.id.in_(ids)
    )
    found = office.session.execute(query.order_by(log.entry.c.leaf))
    return [Verdict(row.id, row.seq, Outcome.REPLAYED, None, row.receipt) for row in found]


def _append(office: Office, device: str, kept: Sequence[tuple[Read, Judgement]]) -> dict[str, str]:
    """Write the leaves and what follows from them; returns the receipts by id."""
    if not kept:
        return {}
    head, at = office.ledger.head(), iso(office.clock())
    office.ledger.tree.grow(head.size, [entry.id for entry, _ in kept])
    size = head.size + len(kept)
    root = office.ledger.tree.root(size)
    rows = []
    for leaf, (entry, judgement) in enumerate(kept, start=head.size):
        receipt = entry_receipt(
            office.keys.sign,
            office.keys.sign_kid,
            device=device,
            seq=entry.envelope.seq,
            entry=entry.id,
            verdict=judgement.outcome,
            code=judgement.code,
            leaf=leaf,
            size=size,
            root=root,
            at=at,
        )
        rows.append(_row(office, entry, judgement, leaf, at, receipt))
        if entry.content_key is not None:
            office.keyring.put(entry.id, entry.content_key)
    office.ledger.append(rows, replace(head, size=size))
    for (entry, _), row in zip(kept, rows, strict=True):
        fold(office.session, office.id, build(row, entry.envelope, entry.values, {}))
    return {row["id"]: row["receipt"] for row in rows}


def _row(office: Office, entry: Read, judgement: Judgement, leaf: int, at: str, receipt: str) -> sql.Row:
    return {
        "office": office.id,
        "leaf": leaf,
        "id": entry.id,
        "origin": "phone",
        "device": entry.envelope.device,
        "seq": entry.envelope.seq,
        "type": entry.envelope.type,
        "jws": entry.jws,
        "seal": entry.kept_seal,
        "verdict": judgement.outcome.value,
        "code": judgement.code,
        "received_at": at,
        "receipt": receipt,
        "key": None,
    }
