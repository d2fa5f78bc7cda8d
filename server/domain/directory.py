"""What a roster (花名册) and a leave file (请假台账) may hold: their columns with the headings under which
offices send them, and the words allowed in a cell. Data in `config/directory`, so an office can add its own
headings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from server.domain.sourced import read_sourced


@dataclass(frozen=True)
class Column:
    """`zh` is the heading shown in messages; `headings` are all under which it is recognised."""

    key: str
    zh: str
    headings: frozenset[str]
    required: bool


@dataclass(frozen=True)
class SheetFormat:
    """One kind of file. `refused_headings`: columns that must not be there at all (an identity number);
    `not_people`: words that begin a total or signature line."""

    columns: tuple[Column, ...]
    words: Mapping[str, Mapping[str, str]]
    refused_headings: frozenset[str] = frozenset()
    not_people: tuple[str, ...] = ()


@dataclass(frozen=True)
class DirectoryFormats:
    roster: SheetFormat
    leave: SheetFormat


def load_formats(path: Path) -> DirectoryFormats:
    """Read `config/directory/roster.json`."""
    _, body = read_sourced(path)
    roster, leave = body["roster"], body["leave"]
    return DirectoryFormats(
        roster=SheetFormat(
            columns=_columns(roster["columns"]),
            words={"post_kind": roster["post_kinds"], "status": roster["statuses"]},
            refused_headings=frozenset(roster["refused_headings"]),
            not_people=tuple(roster["not_people"]),
        ),
        leave=SheetFormat(
            columns=_columns(leave["columns"]),
            words={"kind": leave["kinds"]},
            refused_headings=frozenset(roster["refused_headings"]),
            not_people=tuple(roster["not_people"]),
        ),
    )


def _columns(rows: Mapping[str, Mapping[str, Any]]) -> tuple[Column, ...]:
    return tuple(
        Column(key, row["zh"], frozenset([row["zh"], *row.get("also", [])]), bool(row.get("required", False)))
        for key, row in rows.items()
    )
