"""Small helpers over SQLAlchemy Core that read the same on SQLite and PostgreSQL."""

from typing import Any

from sqlalchemy import Table, and_, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

Row = dict[str, Any]


def where(table: Table, key: Row) -> Any:
    return and_(*(table.c[name] == value for name, value in key.items()))


def one(session: Session, table: Table, **key: object) -> Row | None:
    """The row with that key, or None."""
    found = session.execute(select(table).where(where(table, key))).mappings().one_or_none()
    return None if found is None else dict(found)


def rows(session: Session, table: Table, **key: object) -> list[Row]:
    """All rows that match, in the order of the primary key."""
    query = select(table).where(where(table, key)) if key else select(table)
    return fetch(session, query.order_by(*table.primary_key.columns))


def fetch(session: Session, query: Any) -> list[Row]:
    """The rows of a query, as plain mappings."""
    return [dict(row) for row in session.execute(query).mappings()]


def add(session: Session, table: Table, **values: object) -> None:
    session.execute(insert(table).values(**values))


def change(session: Session, table: Table, key: Row, values: Row) -> int:
    """Update; returns how many rows were changed."""
    result = session.execute(update(table).where(where(table, key)).values(**values))
    return int(result.rowcount)  # type: ignore[attr-defined]


def upsert(session: Session, table: Table, key: Row, values: Row) -> None:
    """Insert the row, or update `values` of the one with that primary key."""
    dialect = session.get_bind().dialect.name
    make: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement = make(table).values(**key, **values)
    if values:
        statement = statement.on_conflict_do_update(index_elements=list(key), set_=dict(values))
    else:
        statement = statement.on_conflict_do_nothing(index_elements=list(key))
    session.execute(statement)
