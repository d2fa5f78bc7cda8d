"""What one process keeps open for its office: engines, keys, blobs. Hands out an `Office` per transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from server.clock import Clock
from server.domain.entry_types import load_entry_types
from server.domain.ids import Rng
from server.settings import Settings
from server.storage.blobs import BlobStore
from server.storage.context import Office
from server.storage.database import open_database, writing
from server.storage.keyring import Keyring
from server.storage.keys import OfficeKeys, load_keys
from server.storage.ledger import Ledger
from server.storage.office_log import OfficeLog


@dataclass(frozen=True)
class Store:
    settings: Settings
    clock: Clock
    rng: Rng
    engine: Engine
    keyring_engine: Engine
    keys: OfficeKeys
    blobs: BlobStore

    def office(self, session: Session) -> Office:
        """The office as this session sees it."""
        keyring = Keyring(self.keyring_engine, self.keys.office)
        types = load_entry_types(self.settings.config)
        log = OfficeLog(session, self.keys, keyring, self.blobs, types, self.clock, self.rng)
        return Office(
            session=session,
            log=log,
            ledger=Ledger(session, self.keys),
            keyring=keyring,
            keys=self.keys,
            blobs=self.blobs,
            clock=self.clock,
            rng=self.rng,
            settings=self.settings,
            id=self.keys.office,
        )

    @contextmanager
    def writing(self, session: Session) -> Iterator[Office]:
        """One writing transaction. The keyring is made durable just before the entries that need it."""
        with writing(self.engine, session):
            office = self.office(session)
            office.ledger.head(lock=True)
            yield office
            office.keyring.flush()

    @contextmanager
    def reading(self) -> Iterator[Office]:
        with Session(self.engine) as session:
            yield self.office(session)

    def close(self) -> None:
        self.engine.dispose()
        self.keyring_engine.dispose()


def open_store(settings: Settings, clock: Clock, rng: Rng, engine: Engine | None = None) -> Store:
    """Open what was founded. Raises Refusal `office_not_founded`."""
    keys = load_keys(settings.keys)
    return Store(
        settings=settings,
        clock=clock,
        rng=rng,
        engine=engine or open_database(settings.database_url),
        keyring_engine=open_database(settings.keyring_url),
        keys=keys,
        blobs=BlobStore(settings.blobs, rng),
    )
