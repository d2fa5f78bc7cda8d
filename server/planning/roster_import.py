"""Importing a roster (导入花名册): a preview that changes nothing, then one entry with the file as it came
and the normalised rows. The preview's revision is checked when it is applied, so what was confirmed is what
happens."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from server.domain.directory import SheetFormat
from server.domain.messages import ErrorCatalogue
from server.errors import Refusal
from server.planning.faults import Fault, forbid_identity_numbers
from server.planning.header import find_sheet
from server.planning.import_entry import append_import
from server.planning.roster_rows import Record, RosterRows, read_roster
from server.planning.spreadsheet import read_tables
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import ANY, revision
from server.storage.office_log import Appended, Guard
from server.storage.sql import Row
from server.storage.tables import directory

GUARD = ("directory", "roster")
_NOT_A_CHANGE = {"position"}
_KEPT_WHEN_ABSENT = ("name_en",)


@dataclass(frozen=True)
class Change:
    """One person whose row differs: which fields, from what to what."""

    staff: str
    name: str
    fields: dict[str, tuple[Any, Any]]


@dataclass(frozen=True)
class RosterPreview:
    """What an import would do. Lists are in the order of the file; `ended` are people of the file's units
    whom it no longer names; `units` are the unit rows that are new or differ. `ignored` are columns that
    are not used."""

    added: tuple[Record, ...]
    changed: tuple[Change, ...]
    ended: tuple[Row, ...]
    unchanged: int
    faults: tuple[Fault, ...]
    units: tuple[Record, ...]
    ignored: tuple[str, ...]
    revision: int | None
    normalised: bytes

    @property
    def changes_something(self) -> bool:
        return bool(self.added or self.changed or self.ended or self.units)

    def counts(self) -> dict[str, int]:
        """Numbers of people."""
        lists = {"added": len(self.added), "changed": len(self.changed), "ended": len(self.ended)}
        return {**lists, "unchanged": self.unchanged}

    def as_json(self, catalogue: ErrorCatalogue) -> dict[str, object]:
        """`added`, `changed`, `ended`, `unchanged` as numbers, and `faults` row by row."""
        return {**self.counts(), "faults": [fault.as_json(catalogue) for fault in self.faults]}


def preview_roster(office: Office, content: bytes) -> RosterPreview:
    """Read the file and compare. Raises the refusals of `read_tables` and `find_sheet`."""
    people = sql.rows(office.session, directory.person, office=office.id)
    units = sql.rows(office.session, directory.unit, office=office.id)
    seen = revision(office.session, office.id, *GUARD)
    return compare_roster(content, office.rules.formats.roster, people, units, seen)


def compare_roster(
    content: bytes,
    layout: SheetFormat,
    on_roster: Iterable[Row] = (),
    known_units: Iterable[Row] = (),
    seen: int | None = None,
) -> RosterPreview:
    """What the file would change in these rows; without any, what a first import would add."""
    sheet = find_sheet(read_tables(content), layout)
    people = {row["staff"]: row for row in on_roster}
    units = {row["unit"]: row for row in known_units}
    current = {staff: row for staff, row in people.items() if not row["ended"]}
    found = read_roster(sheet, layout, current)
    if not found.people and not found.faults:
        raise Refusal("no_rows")
    _carry_over(found, people, units, absent=[k for k in _KEPT_WHEN_ABSENT if not sheet.has(k)])
    ended = [r for s, r in current.items() if r["unit"] in found.units and s not in found.named]
    changed = [c for s, p in found.people.items() if s in current and (c := _compare(current[s], p)).fields]
    added = [p for s, p in found.people.items() if s not in current]
    new_units = [_unit(u) for u in found.units.values() if _unit(u) != _unit(units.get(u["unit"], {}))]
    return RosterPreview(
        added=tuple(added),
        changed=tuple(changed),
        ended=tuple(ended),
        unchanged=len(found.people) - len(added) - len(changed),
        faults=tuple(sorted(found.faults, key=lambda fault: fault.row)),
        units=tuple(new_units),
        ignored=sheet.ignored,
        revision=seen,
        normalised=_normalised(found, ended, len(added), len(changed)),
    )


def import_roster(
    office: Office, actor: str, content: bytes, filename: str, expected: int | None = ANY
) -> tuple[RosterPreview, Appended | None]:
    """Apply the file; an import that changes nothing leaves no entry. `expected` is the preview's revision.
    Raises Refusal stale, nothing_to_import, identity_numbers_in_file, and those of the preview."""
    preview = preview_roster(office, content)
    forbid_identity_numbers(preview.faults)
    if not preview.added and not preview.changed and not preview.unchanged:
        raise Refusal("nothing_to_import")
    if not preview.changes_something:
        return preview, None
    rows = len(preview.added) + len(preview.changed) + preview.unchanged
    appended = append_import(
        office,
        "roster.imported",
        actor=actor,
        file=(content, filename),
        normalised=preview.normalised,
        rows=rows,
        guard=Guard(*GUARD, expected),
    )
    return preview, appended


def _carry_over(found: RosterRows, people: dict[str, Any], units: dict[str, Any], absent: list[str]) -> None:
    """What a file does not speak of stays as it was: an English name, a unit's address."""
    for staff, person in found.people.items():
        for key in absent:
            person[key] = people[staff][key] if staff in people else None
    for code, unit in found.units.items():
        for key in ("en", "address"):
            unit[key] = unit[key] or (units[code][key] if code in units else None)


def _compare(before: Any, after: Record) -> Change:
    pairs = {k: (before[k], v) for k, v in after.items() if k not in _NOT_A_CHANGE and before[k] != v}
    return Change(after["staff"], after["name"], pairs)


def _unit(row: Any) -> Record:
    return {key: row.get(key) for key in ("unit", "zh", "en", "address")}


def _normalised(found: RosterRows, ended: list[Any], added: int, changed: int) -> bytes:
    body = {
        "v": 1,
        "units": [_unit(unit) for unit in found.units.values()],
        "people": list(found.people.values()),
        "ended": sorted(row["staff"] for row in ended),
        "counts": {
            "added": added,
            "changed": changed,
            "ended": len(ended),
            "unchanged": len(found.people) - added - changed,
            "faults": len(found.faults),
        },
    }
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
