"""Rebuilding (重建): the log and the configuration are copied, everything else is derived again, leaf by leaf.

What the append transaction kept in step (`fold`) and the projections run through the very functions they ran through
the first time, so an equal hash shows that the rows follow from the entries and the blobs, and from nothing else.
"""

from collections.abc import Callable, Iterator

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from server.errors import Refusal
from server.projections.advance import advance
from server.projections.row_hashes import tables_of
from server.storage import sql
from server.storage.context import Office
from server.storage.database import create_tables
from server.storage.fold import fold
from server.storage.ledger import Head
from server.storage.opening import open_entry
from server.storage.schema import Role
from server.storage.store import Store
from server.storage.tables import log
from server.storage.tree import StoredTree

_BATCH = 500
Progress = Callable[[int, int], None]
"""Told how many leaves of how many are done."""


def rebuild(source: Store, target: Store, progress: Progress) -> None:
    """Rebuild the source's database in the target's, which must be empty. Raises Refusal `rebuild_target_not_empty`."""
    create_tables(target.engine)
    with Session(target.engine) as session:
        if any(_count(session, name) for name in _everything()):
            raise Refusal("rebuild_target_not_empty")
        with source.reading() as original, target.writing(session) as office:
            _copy(original.session, session)
            _refold(office, progress)
        with target.writing(session) as office:
            advance(office)


def _everything() -> list[str]:
    return [table.name for table in tables_of(*Role)]


def _count(session: Session, name: str) -> int:
    table = log.entry.metadata.tables[name]
    return int(session.execute(select(func.count()).select_from(table)).scalar_one())


def _copy(source: Session, target: Session) -> None:
    for table in tables_of(Role.LOG, Role.CONFIGURATION):
        for batch in source.execute(select(table)).mappings().partitions(_BATCH):
            target.execute(insert(table), [dict(row) for row in batch])


def _leaves(office: Office) -> Iterator[list[sql.Row]]:
    start = 0
    while True:
        query = select(log.entry).where(log.entry.c.office == office.id, log.entry.c.leaf >= start)
        batch = sql.fetch(office.session, query.order_by(log.entry.c.leaf).limit(_BATCH))
        if not batch:
            return
        yield batch
        start = batch[-1]["leaf"] + 1


def _refold(office: Office, progress: Progress) -> None:
    """Tree, head, chains, media and guards, in the order of the leaves."""
    total = _count(office.session, log.entry.name)
    tree = StoredTree(office.session, office.id)
    head = Head(0, 0, None)
    for batch in _leaves(office):
        tree.grow(head.size, [row["id"] for row in batch])
        office.keyring.load(row["id"] for row in batch)
        for row in batch:
            fold(office.session, office.id, open_entry(row, office.keyring.get(row["id"]), ()))
            own = row["origin"] == "office"
            head = Head(head.size + 1, row["seq"] if own else head.seq, row["id"] if own else head.prev)
        progress(head.size, total)
    values = {"size": head.size, "seq": head.seq, "prev": head.prev}
    sql.upsert(office.session, log.head, {"office": office.id}, values)
