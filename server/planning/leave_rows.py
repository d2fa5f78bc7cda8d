"""From the rows of a leave file (请假台账) to approved absences and faults. Absence without an approver or
a time of approval is not approved, and is left out with a fault."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from server.clock import iso
from server.domain.directory import SheetFormat
from server.ledger.b64 import b64u
from server.planning.cells import clean, heading, looks_like_identity_number, read_moment, without_spaces
from server.planning.faults import Fault
from server.planning.header import Sheet
from server.planning.spreadsheet import Row

_TEXT_LIMIT = 100
Record = dict[str, Any]


@dataclass
class LeaveRows:
    """By the absence's own id: person, kind and start."""

    leave: dict[str, Record] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read_leave(sheet: Sheet, layout: SheetFormat, staff_known: Collection[str]) -> LeaveRows:
    """`staff_known`: 工号 on the roster; whoever is not there can't be matched and is a fault."""
    found = LeaveRows()
    first_rows: dict[str, int] = {}
    for row in sheet.rows:
        if _is_note(sheet, layout, row):
            continue
        faults, leave = _read(sheet, layout, row, staff_known)
        if leave is not None:
            first = first_rows.setdefault(leave["leave"], row.number)
            if first == row.number:
                found.leave[leave["leave"]] = leave
            else:
                faults = [Fault(row.number, sheet.headings["staff"], "duplicate_leave", {"first_row": first})]
        found.faults += faults
    return found


def _is_note(sheet: Sheet, layout: SheetFormat, row: Row) -> bool:
    first = next((text for cell in row.cells if (text := without_spaces(cell))), "")
    return not without_spaces(sheet.cell(row, "kind")) and first.startswith(layout.not_people)


def _read(
    sheet: Sheet, layout: SheetFormat, row: Row, staff_known: Collection[str]
) -> tuple[list[Fault], Record | None]:
    def fault(key: str, code: str, **details: object) -> Fault:
        return Fault(row.number, sheet.headings[key], code, details)

    position = looks_like_identity_number(row.cells)
    if position is not None:
        return [Fault(row.number, sheet.column_name(position), "identity_number_value")], None
    staff, kind_zh = without_spaces(sheet.cell(row, "staff")), clean(sheet.cell(row, "kind"))
    kinds = layout.words["kind"]
    kind = kinds.get(heading(kind_zh))
    approver = clean(sheet.cell(row, "approver"))
    source = clean(sheet.cell(row, "source"))
    faults = []
    if not staff:
        faults.append(fault("staff", "staff_missing"))
    elif staff not in staff_known:
        faults.append(fault("staff", "person_unknown", value=staff[:40]))
    if kind is None:
        faults.append(fault("kind", "unknown_leave_kind", value=kind_zh[:40], allowed="、".join(kinds)))
    if not approver:
        faults.append(fault("approver", "approver_missing"))
    for key, text in (("approver", approver), ("source", source)):
        if len(text) > _TEXT_LIMIT:
            faults.append(fault(key, "text_too_long", limit=_TEXT_LIMIT))
    moments = {key: read_moment(sheet.cell(row, key), end=key != "starts") for key in _MOMENTS}
    for key, moment in moments.items():
        value = clean(sheet.cell(row, key))
        if moment is None and (value or key != "approved_at"):
            faults.append(fault(key, "date_unreadable", value=value[:40]))
        elif moment is None:
            faults.append(fault(key, "approval_time_missing"))
    starts, ends, approved = (moments[key] for key in _MOMENTS)
    if starts is not None and ends is not None and ends < starts:
        faults.append(fault("ends", "dates_reversed"))
    if faults or starts is None or ends is None or approved is None or kind is None:
        return faults, None
    return [], _record(staff, kind, kind_zh, (starts, ends, approved), approver, source or None)


_MOMENTS = ("starts", "ends", "approved_at")


def _record(
    staff: str,
    kind: str,
    kind_zh: str,
    moments: tuple[datetime, datetime, datetime],
    approver: str,
    source: str | None,
) -> Record:
    starts, ends, approved = (iso(moment) for moment in moments)
    name = b64u(sha256("\n".join((staff, kind_zh, starts)).encode()).digest())
    return {
        "leave": name,
        "staff": staff,
        "kind": kind,
        "kind_zh": kind_zh,
        "starts": starts,
        "ends": ends,
        "approver": approver,
        "approved_at": approved,
        "source": source,
    }
