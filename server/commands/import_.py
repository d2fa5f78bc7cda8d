"""`mingcha import roster|leave FILE`: the same import as in the console, with the same preview and the same
faults. A dry run changes nothing and needs no founded office; then it compares with an empty directory."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from server.clock import system_clock
from server.domain.messages import ErrorCatalogue, load_errors
from server.domain.rules import load_rules
from server.errors import Refusal
from server.planning.leave_import import LeavePreview, compare_leave, import_leave, preview_leave
from server.planning.roster_import import RosterPreview, compare_roster, import_roster, preview_roster
from server.planning.spreadsheet import SIZE_LIMIT
from server.projections.work import unit_of_work
from server.settings import Settings
from server.storage.store import open_store

Preview = RosterPreview | LeavePreview


def add(subparsers: Any) -> None:
    """Puts the command beside the others."""
    parser = subparsers.add_parser(
        "import", help="import a roster 花名册 or a leave file 请假台账 (CSV, XLSX)"
    )
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    for kind, help_text in (("roster", "units and people"), ("leave", "approved absences")):
        command = kinds.add_parser(kind, help=help_text)
        command.add_argument("file", type=Path, metavar="FILE")
        command.add_argument("--dry-run", action="store_true", help="show what would change, change nothing")
        command.add_argument("--json", action="store_true", help="print the result as JSON")
        command.set_defaults(run=_run, kind=kind)


def _run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Exit code 0 also with faulty rows, which are shown; a refusal of the whole file ends with 1."""
    content = _content(arguments.file)
    if arguments.dry_run:
        preview = _preview(arguments.kind, content, settings)
    else:
        with unit_of_work(open_store(settings, system_clock, os.urandom)) as office:
            take = import_roster if arguments.kind == "roster" else import_leave
            preview, _ = take(office, "system", content, arguments.file.name)
    catalogue = load_errors(settings.config)
    if arguments.json:
        json.dump(preview.as_json(catalogue), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
    else:
        _print(preview, catalogue, dry=arguments.dry_run)
    return 0


def _content(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(SIZE_LIMIT + 1)
    except OSError as fault:
        raise Refusal("file_unreadable", file=str(file), reason=fault.strerror or str(fault)) from fault


def _preview(kind: str, content: bytes, settings: Settings) -> Preview:
    if not (settings.keys / "office.json").exists():
        formats = load_rules(settings.config).formats
        if kind == "roster":
            return compare_roster(content, formats.roster)
        return compare_leave(content, formats.leave, frozenset())
    with open_store(settings, system_clock, os.urandom).reading() as office:
        return preview_roster(office, content) if kind == "roster" else preview_leave(office, content)


def _print(preview: Preview, catalogue: ErrorCatalogue, *, dry: bool) -> None:
    counts = preview.counts()
    print("预览，未作改动 · preview, nothing changed" if dry else "已导入 · imported")
    print(
        f"新增 {counts['added']} · 变更 {counts['changed']} · 离开 {counts['ended']} · 不变 {counts['unchanged']}"
        "  (added, changed, ended, unchanged)"
    )
    for fault in preview.faults:
        refusal = Refusal(fault.code, **{**fault.details, "column": fault.column})
        print(f"第 {fault.row} 行 row {fault.row}, {fault.column}: [{fault.code}]")
        print(f"    {catalogue.render(refusal, 'zh')}")
        print(f"    {catalogue.render(refusal, 'en')}")
