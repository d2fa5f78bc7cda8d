"""Projections (投影): current state, derived from the log by functions named after entry types.

They advance after the commit, leaf by leaf and each from its own cursor. One that raises stops at its leaf and says
why; the others go on, and evidence is never refused for it. Handlers know neither clock nor chance, read blobs only
when `media.received` tells of them, and so give the same rows when the ledger is rebuilt.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Table
from sqlalchemy.orm import Session

from server.storage.context import Office
from server.storage.opening import OpenEntry


@dataclass(frozen=True)
class Project:
    """What a handler may use."""

    session: Session
    office: str
    media: Callable[[str], bytes]
    open: Callable[[str], OpenEntry]


Handler = Callable[[Project, OpenEntry], None]


class Projection:
    """A named read model. `tables` are its own: nobody else writes them."""

    def __init__(self, name: str, tables: Sequence[Table]) -> None:
        if name in REGISTRY:
            raise ValueError(f"the projection {name} is already registered")
        self.name = name
        self.tables = tuple(tables)
        self._handlers: dict[str, list[Handler]] = {}
        REGISTRY[name] = self

    def on(self, *types: str) -> Callable[[Handler], Handler]:
        """Register a handler for these entry types."""

        def register(handler: Handler) -> Handler:
            for name in types:
                self._handlers.setdefault(name, []).append(handler)
            return handler

        return register

    def apply(self, project: Project, entry: OpenEntry) -> None:
        for handler in self._handlers.get(entry.type, ()):
            handler(project, entry)

    def cares(self, entry_type: str) -> bool:
        return entry_type in self._handlers


REGISTRY: dict[str, Projection] = {}


def project_of(office: Office, as_of: int) -> Project:
    """`as_of`: an entry opened by a handler shows media as received up to that leaf only."""
    return Project(office.session, office.id, office.media, lambda entry_id: office.open(entry_id, as_of))
