"""A hash over the rows of each table (行哈希): whether two databases hold the same, table by table."""

import json
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from server.storage.schema import ROLES, Role, metadata


@dataclass(frozen=True)
class TableHash:
    table: str
    role: Role
    rows: int
    sha256: str


def tables_of(*roles: Role) -> list[Table]:
    return [metadata.tables[name] for name in sorted(ROLES) if ROLES[name] in roles]


def hash_table(session: Session, table: Table, role: Role) -> TableHash:
    """Each row as JSON, the rows' hashes in sorted order: the same on every database, whatever order it reads in."""
    digests = []
    for row in session.execute(select(table)):
        values = [value.hex() if isinstance(value, bytes) else value for value in row]
        digests.append(sha256(json.dumps(values, ensure_ascii=False, sort_keys=True).encode()).digest())
    whole = sha256()
    for digest in sorted(digests):
        whole.update(digest)
    return TableHash(table.name, role, len(digests), whole.hexdigest())


def hash_tables(session: Session, *roles: Role) -> list[TableHash]:
    return [hash_table(session, table, ROLES[table.name]) for table in tables_of(*roles)]
