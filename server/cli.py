"""The `mingcha` command: composes the subcommands, each in its own module under `commands`.

Refusals are printed as sentences, in the language of the environment; exit code 1. Only bugs show a traceback.
"""

import argparse
import importlib
import os
import pkgutil
import sys

from server import commands
from server.domain.messages import Language, load_errors
from server.errors import Refusal
from server.settings import from_environment


def _language() -> Language:
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if spoken.startswith("zh") else "en"


def parser() -> argparse.ArgumentParser:
    root = argparse.ArgumentParser(prog="mingcha", description="Unannounced-inspection system 明察暗访")
    subparsers = root.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for module in sorted(found.name for found in pkgutil.iter_modules(commands.__path__)):
        add = getattr(importlib.import_module(f"{commands.__name__}.{module}"), "add", None)
        if add is not None:
            add(subparsers)
    return root


def main(argv: list[str] | None = None) -> int:
    """Each subcommand sets `run`, a function from the parsed arguments and the settings to an exit code."""
    args = parser().parse_args(argv)
    settings = from_environment()
    try:
        code: int = args.run(args, settings)
    except Refusal as refusal:
        print(load_errors(settings.config).render(refusal, _language()), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return code
