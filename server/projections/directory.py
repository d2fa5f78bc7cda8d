"""The directory (名录) as the last imports left it: units, people, approved absences. An import's
normalised rows are the second medium of its entry; the first is the file as it came, kept for whoever asks
what was really sent."""

import json
from typing import Any

from server.projections.registry import Project, Projection
from server.storage.opening import OpenEntry
from server.storage.sql import change, upsert
from server.storage.tables import directory as t

directory = Projection("directory", tables=[t.unit, t.person, t.leave, t.directory_import])

_NORMALISED = 1


@directory.on("roster.imported")
def roster_imported(p: Project, e: OpenEntry) -> None:
    """Units and people of the file; whoever its units had and the file no longer names has left (ended)."""
    rows = _rows(p, e)
    for unit in rows["units"]:
        values = {"zh": unit["zh"], "en": unit["en"], "address": unit["address"], "entry": e.entry_id}
        upsert(p.session, t.unit, {"office": p.office, "unit": unit["unit"]}, values)
    for person in rows["people"]:
        values = {**person, "ended": False, "entry": e.entry_id}
        upsert(p.session, t.person, {"office": p.office, "staff": values.pop("staff")}, values)
    for staff in rows["ended"]:
        change(
            p.session, t.person, {"office": p.office, "staff": staff}, {"ended": True, "entry": e.entry_id}
        )
    _remember(p, e, "roster", rows)


@directory.on("leave.imported")
def leave_imported(p: Project, e: OpenEntry) -> None:
    """Approved absences; one that a later file corrects keeps its identity (person, kind, start)."""
    rows = _rows(p, e)
    for leave in rows["leave"]:
        values = {**leave, "entry": e.entry_id}
        upsert(p.session, t.leave, {"office": p.office, "leave": values.pop("leave")}, values)
    _remember(p, e, "leave", rows)


def _rows(p: Project, e: OpenEntry) -> dict[str, Any]:
    rows: dict[str, Any] = json.loads(p.media(e.media[_NORMALISED].sealed))
    return rows


def _remember(p: Project, e: OpenEntry, kind: str, rows: dict[str, Any]) -> None:
    values = {
        "kind": kind,
        "filename": e.private.get("filename"),
        "rows": e.data["rows"],
        "counts": rows["counts"],
        "actor": e.actor,
        "at": e.at,
        "entry": e.entry_id,
    }
    upsert(p.session, t.directory_import, {"office": p.office, "import": e.data["import"]}, values)
