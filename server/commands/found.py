"""`mingcha found`: opens a real office (机构设立): its keys, its database, its ledger's first leaf."""

import argparse
import os

from server.clock import system_clock
from server.errors import Refusal
from server.settings import Settings
from server.storage.founding import found


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("found", help="open an office in an empty data folder")
    parser.add_argument("--name", required=True, help="the office's name (Chinese), as filed")
    parser.add_argument("--name-en", required=True, help="the office's name (English)")
    parser.add_argument("--filing-number", required=True, help="filing number of the app (备案号)")
    parser.add_argument(
        "--complaints", required=True, help="where to complain about the app (投诉电话或地址)"
    )
    parser.add_argument("--origin", default=None, help="name of the ledger in checkpoints (default: made up)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Raises Refusal `office_exists`: names and keys of a founded office are not changed by founding it again."""
    if (settings.keys / "office.json").exists():
        raise Refusal("office_exists", folder=str(settings.data))
    store = found(
        settings,
        system_clock,
        os.urandom,
        name_zh=arguments.name,
        name_en=arguments.name_en,
        filing_number=arguments.filing_number,
        complaints=arguments.complaints,
        origin=arguments.origin,
    )
    print(store.keys.verifier)
    store.close()
    return 0
