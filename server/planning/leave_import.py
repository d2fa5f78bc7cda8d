"""Importing approved absences (导入请假): as the roster, a preview that changes nothing, then one entry. A
leave file is never the whole list, so nothing ends by being absent from it."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from server.domain.directory import SheetFormat
from server.domain.messages import ErrorCatalogue
from server.errors import Refusal
from server.planning.faults import Fault, forbid_identity_numbers
from server.planning.header import find_sheet
from server.planning.import_entry import append_import
from server.planning.leave_rows import LeaveRows, Record, read_leave
from server.planning.spreadsheet import read_tables
from server.storage import sql
from server.storage.context import Office
from server.storage.guards import ANY, revision
from server.storage.office_log import Appended, Guard
from server.storage.sql import Row
from server.storage.tables import directory

GUARD = ("directory", "leave")


@dataclass(frozen=True)
class LeavePreview:
    """What an import would do. `changed` are absences whose end, approver, time of approval or source
    differ."""

    added: tuple[Record, ...]
    changed: tuple[Record, ...]
    unchanged: int
    faults: tuple[Fault, ...]
    ignored: tuple[str, ...]
    revision: int | None
    normalised: bytes

    def counts(self) -> dict[str, int]:
        """Numbers of absences; `ended` is always 0 and there so that both imports read alike."""
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "ended": 0,
            "unchanged": self.unchanged,
        }

    def as_json(self, catalogue: ErrorCatalogue) -> dict[str, object]:
        return {**self.counts(), "faults": [fault.as_json(catalogue) for fault in self.faults]}


def preview_leave(office: Office, content: bytes) -> LeavePreview:
    """Read the file and compare. Raises the refusals of `read_tables` and `find_sheet`."""
    people = sql.rows(office.session, directory.person, office=office.id, ended=False)
    known = sql.rows(office.session, directory.leave, office=office.id)
    seen = revision(office.session, office.id, *GUARD)
    return compare_leave(content, office.rules.formats.leave, {p["staff"] for p in people}, known, seen)


def compare_leave(
    content: bytes,
    layout: SheetFormat,
    staff_known: Collection[str],
    known: Iterable[Row] = (),
    seen: int | None = None,
) -> LeavePreview:
    """What the file would change in these absences."""
    sheet = find_sheet(read_tables(content), layout)
    found = read_leave(sheet, layout, staff_known)
    if not found.leave and not found.faults:
        raise Refusal("no_rows")
    before = {row["leave"]: row for row in known}
    added = [leave for name, leave in found.leave.items() if name not in before]
    changed = [v for k, v in found.leave.items() if k in before and any(before[k][c] != v[c] for c in v)]
    return LeavePreview(
        added=tuple(added),
        changed=tuple(changed),
        unchanged=len(found.leave) - len(added) - len(changed),
        faults=tuple(sorted(found.faults, key=lambda fault: fault.row)),
        ignored=sheet.ignored,
        revision=seen,
        normalised=_normalised(found, len(added), len(changed)),
    )


def import_leave(
    office: Office, actor: str, content: bytes, filename: str, expected: int | None = ANY
) -> tuple[LeavePreview, Appended | None]:
    """Apply the file; an import that changes nothing leaves no entry. `expected` is the preview's revision.
    Raises Refusal stale, nothing_to_import, identity_numbers_in_file, and those of the preview."""
    preview = preview_leave(office, content)
    forbid_identity_numbers(preview.faults)
    if not preview.added and not preview.changed:
        if not preview.unchanged:
            raise Refusal("nothing_to_import")
        return preview, None
    rows = len(preview.added) + len(preview.changed) + preview.unchanged
    appended = append_import(
        office,
        "leave.imported",
        actor=actor,
        file=(content, filename),
        normalised=preview.normalised,
        rows=rows,
        guard=Guard(*GUARD, expected),
    )
    return preview, appended


def _normalised(found: LeaveRows, added: int, changed: int) -> bytes:
    counts = {"added": added, "changed": changed, "ended": 0, "faults": len(found.faults)}
    counts["unchanged"] = len(found.leave) - added - changed
    body = {"v": 1, "leave": list(found.leave.values()), "counts": counts}
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
