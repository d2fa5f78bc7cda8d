"""The Merkle tree's stored nodes: what is read in one transaction is kept for it, what grows is written in one go."""

from collections.abc import Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from server.ledger import merkle
from server.storage.sql import where
from server.storage.tables import log


class StoredTree:
    """The tree of one office, seen by one transaction."""

    def __init__(self, session: Session, office: str) -> None:
        self._session = session
        self._office = office
        self._known: dict[tuple[int, int], bytes] = {}

    def node_at(self, level: int, index: int) -> bytes:
        if (level, index) not in self._known:
            key = {"office": self._office, "level": level, "index": index}
            value = self._session.execute(select(log.node.c.hash).where(where(log.node, key))).scalar_one()
            self._known[level, index] = bytes(value)
        return self._known[level, index]

    def grow(self, size: int, entry_ids: Sequence[str]) -> None:
        """Append leaves to the tree of `size`."""
        new = merkle.grow(size, [merkle.leaf_hash(entry_id) for entry_id in entry_ids], self.node_at)
        values = [
            {"office": self._office, "level": level, "index": index, "hash": value}
            for (level, index), value in new.items()
        ]
        if values:
            self._session.execute(insert(log.node), values)
        self._known |= new

    def root(self, size: int) -> bytes:
        return merkle.root(size, self.node_at)

    def inclusion(self, leaf: int, size: int) -> list[bytes]:
        return merkle.inclusion(leaf, size, self.node_at)

    def consistency(self, old: int, new: int) -> list[bytes]:
        return merkle.consistency(old, new, self.node_at)
