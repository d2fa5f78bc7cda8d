"""From the rows of a sent roster (花名册) to people, units and faults. Pure: what is on the roster already
comes in as a value. A faulty row is left out and named; every other row stands."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from server.domain.directory import SheetFormat
from server.planning.cells import clean, looks_like_identity_number, read_date, without_spaces
from server.planning.faults import Fault
from server.planning.header import Sheet
from server.planning.spreadsheet import Row

_STAFF = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")
_TEXT_LIMIT = 100
_FORMULA = ("=", "+", "@")
_FREE_TEXT = ("dept", "title", "rank", "establishment", "room", "schedule", "name_en")
_DATES = ("effective_from", "effective_to")

Record = dict[str, Any]


@dataclass
class RosterRows:
    """`people` by 工号 in the order of the file; `units` by code; `named`: every 工号 of the file, faulty
    rows included, so that a person with a faulty row is not taken for gone."""

    people: dict[str, Record] = field(default_factory=dict)
    units: dict[str, Record] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def read_roster(sheet: Sheet, layout: SheetFormat, known: Collection[str]) -> RosterRows:
    """`known`: 工号 already on the roster; a B岗 is looked for there and among every 工号 in the file."""
    reader = _Reader(sheet, layout)
    rows = [row for row in sheet.rows if not _is_note(sheet, layout, row)]
    found = RosterRows(named={staff for row in rows if _STAFF.fullmatch(staff := reader.code(row, "staff"))})
    reader.deputies = found.named | set(known)
    first_rows: dict[str, int] = {}
    for row in rows:
        person = reader.person(row, found, first_rows)
        if person is not None:
            found.people[person["staff"]] = person
    return found


def _is_note(sheet: Sheet, layout: SheetFormat, row: Row) -> bool:
    """合计, 填表人 and the like under or between the people: no staff number, and it begins with such a
    word."""
    if _STAFF.fullmatch(without_spaces(sheet.cell(row, "staff"))):
        return False
    first = next((text for cell in row.cells if (text := without_spaces(cell))), "")
    return first.startswith(layout.not_people)


class _Reader:
    def __init__(self, sheet: Sheet, layout: SheetFormat) -> None:
        self._sheet = sheet
        self._words: Mapping[str, Mapping[str, str]] = layout.words
        self.deputies: set[str] = set()

    def code(self, row: Row, key: str) -> str:
        return without_spaces(self._sheet.cell(row, key))

    def text(self, row: Row, key: str) -> str | None:
        return clean(self._sheet.cell(row, key)) or None

    def person(self, row: Row, found: RosterRows, first_rows: dict[str, int]) -> Record | None:
        """One person, or None when the row has a fault; the faults are added to `found`."""
        faults = self._identity_number(row) or self._staff(row, first_rows)
        if not faults:
            first_rows[self.code(row, "staff")] = row.number
            faults = [*self._unit(row, found), *self._cells(row)]
        found.faults += faults
        return None if faults else self._record(row, found)

    def _record(self, row: Row, found: RosterRows) -> Record:
        unit = self.code(row, "unit")
        named = {"unit": unit, "zh": self.text(row, "unit_zh"), "row": row.number}
        kept = found.units.setdefault(unit, {**named, "en": None, "address": None})
        for key, column in (("en", "unit_en"), ("address", "address")):
            kept[key] = kept[key] or self.text(row, column)
        status = self.text(row, "status")
        return {
            "staff": self.code(row, "staff"),
            "unit": unit,
            "position": row.number,
            "name": self.text(row, "name"),
            "post_kind": self._words["post_kind"][self.text(row, "post_kind") or ""],
            "b_post": self.code(row, "b_post") or None,
            "status": self._words["status"][status] if status else "active",
            **{key: self.text(row, key) for key in _FREE_TEXT},
            **{key: self._iso(row, key) for key in _DATES},
        }

    def _iso(self, row: Row, key: str) -> str | None:
        day = read_date(self._sheet.cell(row, key))
        return None if day is None else day.isoformat()

    def _fault(self, row: Row, key: str, code: str, **details: object) -> Fault:
        return Fault(row.number, self._sheet.headings[key], code, details)

    def _identity_number(self, row: Row) -> list[Fault]:
        position = looks_like_identity_number(row.cells)
        if position is None:
            return []
        return [Fault(row.number, self._sheet.column_name(position), "identity_number_value")]

    def _staff(self, row: Row, first_rows: Mapping[str, int]) -> list[Fault]:
        staff = self.code(row, "staff")
        if not staff:
            return [self._fault(row, "staff", "staff_missing")]
        if not _STAFF.fullmatch(staff):
            return [self._fault(row, "staff", "staff_malformed", value=staff[:40])]
        if staff in first_rows:
            return [self._fault(row, "staff", "duplicate_id", value=staff, first_row=first_rows[staff])]
        return []

    def _unit(self, row: Row, found: RosterRows) -> list[Fault]:
        code, name = self.code(row, "unit"), self.text(row, "unit_zh")
        if not code or not name:
            return [self._fault(row, "unit" if not code else "unit_zh", "unit_missing")]
        if not _STAFF.fullmatch(code):
            return [self._fault(row, "unit", "unit_malformed", value=code[:40])]
        first = found.units.get(code)
        if first is not None and first["zh"] != name:
            details = {"unit": code, "first": first["zh"], "first_row": first["row"], "value": name}
            return [self._fault(row, "unit_zh", "unit_name_differs", **details)]
        return []

    def _cells(self, row: Row) -> list[Fault]:
        faults = [] if self.text(row, "name") else [self._fault(row, "name", "name_missing")]
        faults += self._word(row, "post_kind", "unknown_post_kind", required=True)
        faults += self._word(row, "status", "unknown_status", required=False)
        faults += self._deputy(row)
        faults += self._dates(row)
        for key in ("name", "unit_zh", "unit_en", "address", *_FREE_TEXT):
            faults += self._plain(row, key)
        return faults

    def _word(self, row: Row, key: str, code: str, *, required: bool) -> list[Fault]:
        value = self.text(row, key) or ""
        if value in self._words[key] or not (value or required):
            return []
        return [self._fault(row, key, code, value=value, allowed="、".join(self._words[key]))]

    def _deputy(self, row: Row) -> list[Fault]:
        deputy = self.code(row, "b_post")
        if not deputy:
            return []
        if deputy == self.code(row, "staff"):
            return [self._fault(row, "b_post", "deputy_is_self")]
        return (
            [] if deputy in self.deputies else [self._fault(row, "b_post", "deputy_not_found", value=deputy)]
        )

    def _dates(self, row: Row) -> list[Fault]:
        faults, read = [], []
        for key in _DATES:
            value = self.text(row, key)
            day = read_date(self._sheet.cell(row, key))
            read.append(day)
            if value and day is None:
                faults.append(self._fault(row, key, "date_unreadable", value=value[:40]))
        if read[0] is not None and read[1] is not None and read[1] < read[0]:
            faults.append(self._fault(row, "effective_to", "dates_reversed"))
        return faults

    def _plain(self, row: Row, key: str) -> list[Fault]:
        value = self.text(row, key) or ""
        if len(value) > _TEXT_LIMIT:
            return [self._fault(row, key, "text_too_long", limit=_TEXT_LIMIT)]
        return [self._fault(row, key, "formula_value")] if value.startswith(_FORMULA) else []
