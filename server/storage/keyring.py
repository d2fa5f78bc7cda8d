"""The keyring (密钥环): the content key of every sealed text, in a database apart from the content.

Keys are committed before the entries they open: a key without an entry is harmless, the reverse would be a loss.
"""

from collections.abc import Iterable

from sqlalchemy import Column, Engine, LargeBinary, MetaData, Table, Text, select
from sqlalchemy.dialects import postgresql, sqlite

_metadata = MetaData()
item_key = Table(
    "keyring_item",
    _metadata,
    Column("office", Text, primary_key=True),
    Column("entry", Text, primary_key=True),
    Column("key", LargeBinary, nullable=False),
)
_BATCH = 400


class Keyring:
    """One transaction's view: keys put are seen at once and become durable with `flush`."""

    def __init__(self, engine: Engine, office: str) -> None:
        self._engine = engine
        self._office = office
        self._pending: dict[str, bytes] = {}
        self._known: dict[str, bytes] = {}

    def put(self, entry_id: str, key: bytes) -> None:
        self._pending[entry_id] = key

    def get(self, entry_id: str) -> bytes | None:
        """The content key of an entry, or None when it never had one or it was destroyed."""
        self.load([entry_id])
        return self._pending.get(entry_id) or self._known.get(entry_id)

    def load(self, entry_ids: Iterable[str]) -> None:
        """Fetch several keys in few queries."""
        wanted = [i for i in entry_ids if i not in self._pending and i not in self._known]
        for start in range(0, len(wanted), _BATCH):
            chosen = item_key.c.entry.in_(wanted[start : start + _BATCH])
            query = select(item_key.c.entry, item_key.c.key).where(item_key.c.office == self._office, chosen)
            with self._engine.connect() as connection:
                self._known |= {row.entry: bytes(row.key) for row in connection.execute(query)}

    def flush(self) -> None:
        """Commit what was put, durably."""
        if not self._pending:
            return
        insert = sqlite.insert if self._engine.dialect.name == "sqlite" else postgresql.insert
        values = [{"office": self._office, "entry": i, "key": k} for i, k in self._pending.items()]
        with self._engine.begin() as connection:
            connection.execute(insert(item_key).on_conflict_do_nothing(), values)
        self._known |= self._pending
        self._pending.clear()


def create_keyring(engine: Engine) -> None:
    _metadata.create_all(engine)
