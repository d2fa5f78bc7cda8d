"""The ledger (总账) inside one writing transaction: the locked head, the leaves, the checkpoint."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from server.ledger.checkpoint import sign_checkpoint
from server.storage.keys import OfficeKeys
from server.storage.sql import Row, upsert
from server.storage.tables import log
from server.storage.tree import StoredTree


@dataclass(frozen=True)
class Head:
    """The ledger's size, and length and newest id of the office's own chain."""

    size: int
    seq: int
    prev: str | None


class Ledger:
    def __init__(self, session: Session, keys: OfficeKeys) -> None:
        self._session = session
        self._keys = keys
        self.tree = StoredTree(session, keys.office)

    def head(self, *, lock: bool = False) -> Head:
        """`lock` holds the row until the transaction ends, so that appends follow each other (PostgreSQL)."""
        query = select(log.head).where(log.head.c.office == self._keys.office)
        row = self._session.execute(query.with_for_update() if lock else query).mappings().one_or_none()
        return Head(row["size"], row["seq"], row["prev"]) if row else Head(0, 0, None)

    def append(self, rows: Sequence[Row], head: Head) -> None:
        """Write leaves whose numbers follow the ledger's size, with the head as it is after them."""
        if not rows:
            return
        self._session.execute(insert(log.entry), [dict(row) for row in rows])
        after = {"size": head.size, "seq": head.seq, "prev": head.prev}
        upsert(self._session, log.head, {"office": self._keys.office}, after)

    def checkpoint(self, size: int) -> str:
        """The signed note of the tree of that size."""
        return sign_checkpoint(self._keys.origin, size, self.tree.root(size), self._keys.sign)

    def keep_checkpoint(self, at: str) -> str:
        """Sign and store the checkpoint of the present size."""
        size = self.head().size
        note = self.checkpoint(size)
        upsert_key = {"office": self._keys.office, "size": size}
        if self._session.execute(select(log.checkpoint.c.size).filter_by(**upsert_key)).first() is None:
            self._session.execute(insert(log.checkpoint).values(**upsert_key, note=note, at=at))
        return note
