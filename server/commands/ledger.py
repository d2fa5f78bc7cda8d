"""`mingcha ledger`: verify everything, rebuild what is derived, print a checkpoint."""

import argparse
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy.orm import Session

from server.clock import iso, system_clock
from server.projections.rebuild import rebuild
from server.projections.row_hashes import TableHash, hash_tables
from server.projections.work import unit_of_work
from server.settings import Settings
from server.storage.database import open_database
from server.storage.schema import Role
from server.storage.store import Store, open_store
from server.storage.verification import verify


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("ledger", help="verify, rebuild, checkpoint")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("verify", help="check every signature, chain, root, seal and blob").set_defaults(
        run=_verify
    )
    again = acts.add_parser("rebuild", help="derive all projections again in an empty database and compare")
    again.add_argument(
        "--into", metavar="URL", help="an empty database to keep; without it a temporary one is used"
    )
    again.set_defaults(run=_rebuild)
    acts.add_parser("checkpoint", help="sign and print the present checkpoint").set_defaults(run=_checkpoint)


def _open(settings: Settings) -> Store:
    return open_store(settings, system_clock, os.urandom)


def _verify(_: argparse.Namespace, settings: Settings) -> int:
    with _open(settings).reading() as office, Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("ledger verify", total=None)
        report = verify(office, lambda done, total: bar.update(task, completed=done, total=total))
    for code, where in report.faults:
        print(f"FAULT {code} {where}")
    print(
        f"entries {report.entries}, checkpoints {report.checkpoints}, blobs {report.blobs}, root {report.root}"
    )
    print("VALID" if report.holds else f"INVALID: {len(report.faults)} faults")
    return 0 if report.holds else 1


def _rebuild(args: argparse.Namespace, settings: Settings) -> int:
    source = _open(settings)
    if args.into:
        return _rebuild_into(source, args.into)
    with tempfile.TemporaryDirectory(prefix="mingcha-rebuild-") as folder:
        return _rebuild_into(source, f"sqlite:///{Path(folder) / 'rebuilt.sqlite'}")


def _rebuild_into(source: Store, url: str) -> int:
    target = replace(source, engine=open_database(url))
    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("ledger rebuild", total=None)
        rebuild(source, target, lambda done, total: bar.update(task, completed=done, total=total))
    with Session(source.engine) as old, Session(target.engine) as new:
        pairs = list(zip(hash_tables(old, *Role), hash_tables(new, *Role), strict=True))
    target.engine.dispose()
    _print(pairs)
    differ = [before.table for before, after in pairs if before != after]
    print("SAME" if not differ else f"DIFFERENT: {', '.join(differ)}")
    return 1 if differ else 0


def _print(pairs: list[tuple[TableHash, TableHash]]) -> None:
    table = Table("table", "role", "rows", "rebuilt", "sha256", "")
    for before, after in pairs:
        same = "=" if before == after else "≠"
        table.add_row(
            before.table, before.role.value, str(before.rows), str(after.rows), after.sha256[:16], same
        )
    Console(file=sys.stdout, width=110).print(table)


def _checkpoint(_: argparse.Namespace, settings: Settings) -> int:
    with unit_of_work(_open(settings)) as office:
        print(office.ledger.keep_checkpoint(iso(office.clock())), end="")
    return 0
