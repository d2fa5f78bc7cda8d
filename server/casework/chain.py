"""What can be proven about a finding's entries, computed anew for whoever asks: each signature, each phone's chain,
each leaf's place under the tree's present root."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from server.ledger import jws, merkle
from server.ledger.envelope import TYP, read_envelope
from server.ledger.jwk import read_jwk
from server.storage import sql
from server.storage.context import Office
from server.storage.sql import Row
from server.storage.tables import devices, log


@dataclass(frozen=True)
class Proven:
    """One entry. `chained`: the entry before it is here and is the one it names; `included`: under the root."""

    entry: str
    leaf: int
    type: str
    signed: bool
    chained: bool
    included: bool

    @property
    def holds(self) -> bool:
        return self.signed and self.chained and self.included


@dataclass(frozen=True)
class Verdict:
    """All entries of a finding under one checkpoint. `root` is the tree's root as b64u would print it."""

    entries: Sequence[Proven]
    size: int
    root: str
    witnesses: int = 0

    @property
    def signed(self) -> bool:
        return all(e.signed for e in self.entries)

    @property
    def chained(self) -> bool:
        return all(e.chained for e in self.entries)

    @property
    def included(self) -> bool:
        return all(e.included for e in self.entries)

    @property
    def holds(self) -> bool:
        return bool(self.entries) and all(e.holds for e in self.entries)

    @property
    def leaf(self) -> int | None:
        """The number under which the finding's newest entry stands in the ledger, counted from 1."""
        return max((e.leaf for e in self.entries), default=None)


def verdict(office: Office, entries: Iterable[str]) -> Verdict:
    """Recompute; nothing stored about validity is trusted."""
    wanted = list(dict.fromkeys(entries))
    size = office.ledger.head().size
    root = office.ledger.tree.root(size)
    query = select(log.entry).where(log.entry.c.office == office.id, log.entry.c.id.in_(wanted))
    rows = sql.fetch(office.session, query.order_by(log.entry.c.leaf))
    proven = [_prove(office, row, size, root) for row in rows]
    return Verdict(proven, size, root.hex())


def _prove(office: Office, row: Row, size: int, root: bytes) -> Proven:
    parsed = jws.parse(row["jws"], TYP)
    jwk = _jwk(office, row)
    path = office.ledger.tree.inclusion(row["leaf"], size)
    return Proven(
        entry=row["id"],
        leaf=row["leaf"],
        type=row["type"],
        signed=parsed.id == row["id"] and jwk is not None and jws.holds(parsed, read_jwk(jwk)),
        chained=_chained(office, row, parsed),
        included=merkle.check_inclusion(merkle.leaf_hash(parsed.id), row["leaf"], size, path, root),
    )


def _jwk(office: Office, row: Row) -> Any:
    if row["origin"] == "office":
        return office.keys.sign_jwk
    known = sql.one(office.session, devices.device, office=office.id, device=row["device"])
    return known["log_key"] if known else None


def _chained(office: Office, row: Row, parsed: jws.Jws) -> bool:
    envelope = read_envelope(parsed.payload)
    if envelope.seq == 1:
        return envelope.prev is None
    query = select(log.entry.c.id).where(
        log.entry.c.office == office.id,
        log.entry.c.device == row["device"],
        log.entry.c.seq == envelope.seq - 1,
    )
    return office.session.execute(query.where(log.entry.c.id == envelope.prev)).first() is not None
