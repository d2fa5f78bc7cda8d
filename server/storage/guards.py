"""Guards (版本守卫): a thing's revision is the leaf of the newest entry that named it; an act says which one it saw."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.errors import Refusal
from server.storage.sql import upsert, where
from server.storage.tables import log

ANY = -1


@dataclass(frozen=True)
class Guard:
    """`expected` is the revision the caller saw; None: the thing must be new; `ANY`: not checked, only advanced."""

    kind: str
    id: str
    expected: int | None


def revision(session: Session, office: str, kind: str, id: str) -> int | None:
    key = {"office": office, "kind": kind, "id": id}
    return session.execute(select(log.guard.c.revision).where(where(log.guard, key))).scalar_one_or_none()


def check(session: Session, office: str, guards: Iterable[Guard]) -> None:
    """Raises Refusal `stale` when somebody acted in between."""
    for guard in guards:
        current = revision(session, office, guard.kind, guard.id)
        if guard.expected != ANY and current != guard.expected:
            raise Refusal("stale", kind=guard.kind, id=guard.id, expected=guard.expected, current=current)


def advance(session: Session, office: str, named: Iterable[tuple[str, str]], leaf: int) -> None:
    for kind, thing in named:
        upsert(session, log.guard, {"office": office, "kind": kind, "id": thing}, {"revision": leaf})
