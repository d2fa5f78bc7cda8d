"""A database of one's own on the PostgreSQL server of the tests: one a worker, emptied for each test."""

import os
from functools import lru_cache

from sqlalchemy import create_engine, make_url, text

_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


def server_url() -> str | None:
    return os.environ.get("MINGCHA_TEST_PG") or None


@lru_cache
def worker_database() -> str:
    """The URL of this worker's database, made afresh."""
    url = make_url(server_url() or "").set(drivername="postgresql+psycopg")
    name = f"mingcha_test_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}"
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def another_database(suffix: str) -> str:
    """A further empty database beside the worker's, for tests that need two."""
    url = make_url(worker_database())
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    name = f"{url.database}_{suffix}"
    with engine.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


def emptied() -> str:
    """The worker's database without rows. TRUNCATE passes the append-only triggers, which is why only tests use it."""
    url = worker_database()
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        names = list(connection.scalars(text(_TABLES)))
        if names:
            joined = ", ".join(f'"{name}"' for name in names)
            connection.execute(text(f"TRUNCATE {joined}"))
    engine.dispose()
    return url
