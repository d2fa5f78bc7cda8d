"""Finds the header of a sent table by itself: offices put a title, a note and blank lines above it, break
headings over lines and add columns of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.domain.directory import Column, SheetFormat
from server.errors import Refusal
from server.planning.cells import clean, heading, without_spaces
from server.planning.spreadsheet import Cell, Row, Table

_SEARCHED = 40


@dataclass(frozen=True)
class Sheet:
    """A table with its columns found. `ignored`: headings that mean nothing here and are left alone."""

    positions: Mapping[str, int]
    headings: Mapping[str, str]
    rows: tuple[Row, ...]
    ignored: tuple[str, ...]
    titles: tuple[str, ...]

    def cell(self, row: Row, key: str) -> Cell:
        """The cell of a column, None when the file has no such column or the row is short."""
        at = self.positions.get(key)
        return row.cells[at] if at is not None and at < len(row.cells) else None

    def has(self, key: str) -> bool:
        return key in self.positions

    def column_name(self, position: int) -> str:
        """The heading over a position, for messages."""
        return (
            self.titles[position]
            if position < len(self.titles) and self.titles[position]
            else f"{position + 1}"
        )


def find_sheet(tables: Sequence[Table], layout: SheetFormat) -> Sheet:
    """The one sheet that has the header. Raises Refusal header_not_found (naming what is missing),
    header_repeated, identity_number_column, several_sheets or no_rows."""
    found = [sheet for table in tables if (sheet := _in_table(table, layout)) is not None]
    if not found:
        tried = [_missing(row, layout) for table in tables for row in table.rows[:_SEARCHED]]
        best = min(tried, key=len, default=[column for column in layout.columns if column.required])
        raise Refusal("header_not_found", needed="、".join(column.zh for column in best))
    if len(found) > 1:
        raise Refusal("several_sheets", count=len(found))
    if not found[0].rows:
        raise Refusal("no_rows")
    return found[0]


def _missing(row: Row, layout: SheetFormat) -> list[Column]:
    present = {heading(cell) for cell in row.cells}
    return [c for c in layout.columns if c.required and not present & {heading(h) for h in c.headings}]


def _in_table(table: Table, layout: SheetFormat) -> Sheet | None:
    for index, row in enumerate(table.rows[:_SEARCHED]):
        if not _missing(row, layout):
            return _sheet(row, table.rows[index + 1 :], layout)
    return None


def _sheet(header: Row, below: tuple[Row, ...], layout: SheetFormat) -> Sheet:
    known = {heading(name): column for column in layout.columns for name in column.headings}
    refused = {heading(name) for name in layout.refused_headings}
    positions: dict[str, int] = {}
    ignored: list[str] = []
    for at, cell in enumerate(header.cells):
        name = heading(cell)
        if any(word in name for word in refused):
            raise Refusal("identity_number_column", column=clean(cell))
        column = known.get(name)
        if column is None:
            ignored += [clean(cell)] if name else []
        elif column.key in positions:
            raise Refusal("header_repeated", column=column.zh)
        else:
            positions[column.key] = at
    again = tuple(heading(cell) for cell in header.cells)
    rows = tuple(row for row in below if tuple(heading(cell) for cell in row.cells) != again)
    names = {column.key: column.zh for column in layout.columns}
    titles = tuple(without_spaces(cell) for cell in header.cells)
    return Sheet(positions, names, rows, tuple(ignored), titles)
