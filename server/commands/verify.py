"""`mingcha verify PATH [--key FILE]`: what a reader of a publication runs. Exit 0 VALID, 1 INVALID, 2 INCOMPLETE; it
says why in Chinese and English. Needs no database and no installation of the office."""

import argparse
import json
from pathlib import Path

from server.ledger import package
from server.ledger.checkpoint import read_verifier_key
from server.settings import Settings

EXIT = {"VALID": 0, "INVALID": 1, "INCOMPLETE": 2}
_LARGEST = 2 * 1024**3


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("verify", help="verify a publication package (核验公开发布包)")
    parser.add_argument("path", type=Path, metavar="PATH", help="the package, e.g. package.zip")
    parser.add_argument(
        "--key", type=Path, metavar="FILE", help="the office's office.pub, got from the office itself"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    report = check(arguments.path, arguments.key, settings.trust)
    for line in sentences(report, settings.config):
        print(line)
    return EXIT[report.status]


def check(path: Path, key: Path | None, trust: Path) -> package.Report:
    """Read the package and the pinned keys; what can't be read is INCOMPLETE, never VALID."""
    try:
        if path.stat().st_size > _LARGEST:
            return package.Report("INCOMPLETE", (package.Fault("too_large", str(path)),))
        data = path.read_bytes()
    except OSError as error:
        return package.Report("INCOMPLETE", (package.Fault("unreadable", f"{path}: {error.strerror}"),))
    try:
        pinned = _read_keys([key] if key else sorted(trust.glob("*.pub")))
    except (OSError, ValueError) as error:
        return package.Report("INCOMPLETE", (package.Fault("key_file_unreadable", str(error)),))
    return package.verify(data, pinned, explicit=key is not None)


def sentences(report: package.Report, config: Path) -> list[str]:
    """The verdict, each fault in both languages, and what was proven."""
    words = json.loads((config / "locales" / "verify.json").read_text("utf-8"))
    lines = [f"{report.status}  {words['status'][report.status]}"]
    for fault in report.faults:
        lines += [f"  {fault.code}: {text.format(about=fault.about)}" for text in words["faults"][fault.code]]
    if report.status == "INVALID":
        return lines
    for name, label in words["facts"].items():
        value = report.facts.get(name)
        if value is not None:
            lines.append(f"  {label}: {_plain(value)}")
    return lines


def _plain(value: object) -> str:
    if isinstance(value, dict):
        return f"{value.get('size')} · {value.get('root')}"
    return str(value)


def _read_keys(files: list[Path]) -> list[str]:
    lines = []
    for file in files:
        for line in file.read_text("utf-8").splitlines():
            if line.strip():
                read_verifier_key(line)
                lines.append(line.strip())
    return lines
