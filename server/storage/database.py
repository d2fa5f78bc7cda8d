"""Opens the database and serialises writing. One writer at a time, in one process and across processes.

SQLite: WAL, synchronous FULL, `BEGIN IMMEDIATE` and a lock in the process, so that threads queue instead of polling.
PostgreSQL: the office's head row is locked `FOR UPDATE` as a transaction's first act.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

from server.storage.schema import metadata

_WRITER = "mingcha_writer"
_BUSY_MS = 30_000
_locks: dict[str, threading.Lock] = {}


def open_database(url: str) -> Engine:
    """An engine for a SQLite or PostgreSQL URL. The folder of a SQLite file is made, readable by its owner alone."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return _open_sqlite(url, parsed.database or "")
    if parsed.get_backend_name() != "postgresql":
        raise ValueError("only SQLite and PostgreSQL")
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    return create_engine(parsed, pool_size=8, max_overflow=8, pool_pre_ping=True)


def _open_sqlite(url: str, path: str) -> Engine:
    Path(path).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    # SQLite gives its journals the mode of the database: readable by its owner alone, all of them.
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    engine = create_engine(url, connect_args={"timeout": _BUSY_MS / 1000, "check_same_thread": False})
    _locks.setdefault(str(engine.url), threading.Lock())

    @event.listens_for(engine, "connect")
    def _configure(connection: Any, _record: object) -> None:
        # Autocommit at the driver: transactions are begun below, by name, never by the driver's guess.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writer = connection.get_execution_options().get(_WRITER, False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")

    return engine


def create_tables(engine: Engine) -> None:
    """Make the tables that are missing, and the triggers that keep the log append-only."""
    from server.storage import tables  # noqa: F401 - registers every table with the metadata
    from server.storage.append_only import protect

    metadata.create_all(engine)
    protect(engine)


@contextmanager
def writing(engine: Engine, session: Session) -> Iterator[Session]:
    """A writing transaction on the session: whatever it had read before is let go first; commits at the end."""
    lock = _locks.get(str(engine.url))
    if lock is not None:
        lock.acquire()
    try:
        session.rollback()
        session.connection(execution_options={_WRITER: True})
        yield session
        session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        if lock is not None:
            lock.release()
