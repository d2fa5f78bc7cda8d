"""`mingcha fonts`: builds the open document fonts once, after the client's packages are installed."""

import argparse
import sys

from server.exports.font_build import build_fonts
from server.settings import Settings


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("fonts", help="build the open fonts that documents are printed with")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    root = settings.client.parent
    files = build_fonts(settings.config, root / "node_modules", root / "fonts", _tell)
    for file in files:
        print(f"  {file.name}  {file.stat().st_size / 1e6:.1f} MB")
    sys.stdout.flush()
    return 0


def _tell(family: str) -> None:
    print(f"  building {family} …", flush=True)
