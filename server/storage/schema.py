"""The tables' common ground: every table is declared through `define`, with the role that says how it can be regained.

LOG is what was received or signed, and is copied; PROJECTION follows from the log and is rebuilt; CONFIGURATION is
neither (passwords' hashes, open uploads, one-time codes) and is backed up.
"""

import json
from enum import Enum
from typing import Any

from sqlalchemy import Column, Dialect, MetaData, Table, Text
from sqlalchemy.types import TypeDecorator


class Role(Enum):
    LOG = "log"
    PROJECTION = "projection"
    CONFIGURATION = "configuration"


metadata = MetaData()
ROLES: dict[str, Role] = {}


def define(name: str, role: Role, *columns: Any) -> Table:
    """Declare a table of the main database. Its columns stand in `columns`; constraints and indexes may follow."""
    ROLES[name] = role
    return Table(name, metadata, *columns)


def office_key() -> Column[str]:
    """The column that every table carries first: one database may serve several offices one day."""
    return Column("office", Text, primary_key=True)


class Json(TypeDecorator[Any]):
    """JSON as compact, sorted text: the same bytes on SQLite and on PostgreSQL, so that row hashes agree."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)
