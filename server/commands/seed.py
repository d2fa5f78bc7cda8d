"""`mingcha seed`: fills an empty data folder with the demonstration district and one visit of today; on later starts it
only sees to what a new day needs. `mingcha run` calls it."""

import argparse
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from server.clock import system_clock
from server.commands.play import district
from server.commands.play.inspection import Inspection
from server.commands.play.visit import LASTS
from server.errors import Refusal
from server.identity import invitations
from server.projections.work import unit_of_work
from server.settings import Settings
from server.storage.context import Office
from server.storage.store import Store, open_store

_SLACK = LASTS / 4
_VISITED = "visited"


@dataclass(frozen=True)
class Seeded:
    """What a visitor of the demonstration needs to know."""

    code: str
    passwords: dict[str, str]


def add(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("seed", help="fill an empty data folder with the demonstration district")
    parser.set_defaults(run=run)


def run(_arguments: argparse.Namespace, settings: Settings) -> int:
    seeded = seed(settings, lambda line: print(f"  {line}", flush=True))
    for username, password in seeded.passwords.items():
        print(f"{username}\t{password}")
    print(seeded.code)
    return 0


def seed(settings: Settings, tell: Callable[[str], None]) -> Seeded:
    """Raises Refusal `node_missing` or `app_not_built` on the first start only: later ones need no phone."""
    settings = replace(settings, demonstration=True)
    memory = settings.data / "demonstration.json"
    settings.data.mkdir(parents=True, exist_ok=True)
    if not district.recall(memory).get(_VISITED):
        _first_visit(settings, memory, tell)
    store = open_store(settings, system_clock, os.urandom)
    with unit_of_work(store) as office:
        district.leave_today(office, settings)
    passwords = district.open_accounts(store, settings, memory)
    return Seeded(_code(store, settings, memory), passwords)


def _first_visit(settings: Settings, memory: Path, tell: Callable[[str], None]) -> None:
    """The visit of this morning, or of an hour ago, whenever it is now."""
    begins = district.beginning(system_clock(), LASTS + _SLACK)
    tell("Opening the demonstration district 临江区")
    with Inspection.begin(settings, begins, os.urandom, tell) as inspection:
        inspection.enrol(os.urandom(12).hex())
        inspection.record()
        inspection.pause(minutes=3)
        inspection.send()
    tell("The office has the visit and its photographs")
    district.remember(memory, {_VISITED: True})


def _code(store: Store, settings: Settings, memory: Path) -> str:
    """An enrolment code that is still good, the same until somebody uses it."""
    kept = district.recall(memory)
    with store.reading() as office:
        if "code" in kept and _unused(office, kept["code"]):
            return str(kept["code"])
    visitor = district.description(settings.config)["inspectors"][1]
    with unit_of_work(store) as office:
        invited = invitations.invite(office, district.SYSTEM, visitor["zh"], visitor["team"])
    district.remember(memory, {"code": invited.code})
    return invited.code


def _unused(office: Office, code: str) -> bool:
    try:
        invitations.require_unused(office, invitations.find(office, code))
    except Refusal:
        return False
    return True
