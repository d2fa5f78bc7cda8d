"""From an empty data folder to a visit that the office holds: the district is opened, a phone enrolled, the visit
recorded without a connection and sent. The seed and `mingcha demo` both play it."""

import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Self

from server.commands.play import district
from server.commands.play.node import find_node
from server.commands.play.phone import Phone
from server.commands.play.stage import StageClock, stage
from server.commands.play.visit import Visit, play
from server.domain.ids import Rng
from server.errors import Refusal
from server.identity.invitations import invite
from server.projections.work import unit_of_work
from server.settings import Settings
from server.storage.store import Store

Tell = Callable[[str], None]
TEAM = "第三组"


@dataclass
class Inspection:
    """The stage with its store, its clock and one enrolled phone, while the `with` block lasts."""

    settings: Settings
    clock: StageClock
    tell: Tell
    store: Store
    url: str
    phone: Phone
    _open: ExitStack

    @classmethod
    def begin(cls, settings: Settings, moment: datetime, rng: Rng, tell: Tell) -> Self:
        """Open the district at a moment and serve it. Raises Refusal `node_missing`, `app_not_built`."""
        settings = replace(settings, demonstration=True)
        clock = StageClock(moment)
        node = find_node()
        script = settings.client / "node" / "phone.mjs"
        district.open_district(settings, clock, rng)
        with ExitStack() as opening:
            store, url = opening.enter_context(stage(settings, clock, rng))
            with unit_of_work(store) as office:
                district.leave_today(office, settings)
            phone = opening.enter_context(Phone(node, script, url))
            phone.clock(moment)
            return cls(settings, clock, tell, store, url, phone, opening.pop_all())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self._open.close()

    def enrol(self, passphrase: str) -> None:
        """Enrol the inspector's phone and fetch its assignment."""
        with unit_of_work(self.store) as office:
            inspector = district.description(self.settings.config)["inspectors"][0]
            invited = invite(office, district.SYSTEM, inspector["zh"], inspector["team"])
        self.phone.do("enrol", code=invited.code, passphrase=passphrase)
        self.phone.do("settle", seconds=30)
        self.pause(minutes=1)
        self.tell("Phone enrolled; today's assignment is on it")

    def pause(self, *, minutes: float) -> None:
        """Time passes for the phone and the office."""
        by = timedelta(minutes=minutes)
        self.clock.advance(by)
        self.phone.advance(by)

    def record(self, only: frozenset[str] | None = None) -> None:
        """Play the visit without a connection."""
        with tempfile.TemporaryDirectory(prefix="mingcha-camera-") as folder:
            play(
                Visit(
                    phone=self.phone,
                    clock=self.clock,
                    assignment=self._bundle("assignment"),
                    people={p["staff"]: p for p in self._bundle("roster")["people"]},
                    checklist=self._bundle("checklist"),
                    config=self.settings.config,
                    fonts=self.settings.client.parent / "fonts",
                    folder=Path(folder),
                    tell=self.tell,
                    only=only,
                )
            )

    def send(self) -> dict[str, Any]:
        """Send everything; gives the phone's last word on it. Raises Refusal `phone_fault` when something stays."""
        status: dict[str, Any] = self.phone.do("settle", seconds=60)
        if status["unsent"] or status["mediaUnsent"]:
            raise Refusal("phone_fault", command="settle", fault=status["lastFault"])
        return status

    def _bundle(self, kind: str) -> dict[str, Any]:
        bundles = self.phone.do("bundles", kind=kind)
        if not bundles:
            raise Refusal("phone_fault", command="bundles", fault=kind)
        body: dict[str, Any] = bundles[0]["body"]
        return body
