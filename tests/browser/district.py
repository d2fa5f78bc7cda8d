"""The demonstration district as the browser tests find it: seeded once, with a publication under way, and served."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from server.clock import system_clock
from server.commands.play.casework import FACE_AND_BADGE, SCREEN_PLATE_AND_BOARD, Casework
from server.commands.play.stage import StageClock
from server.commands.seed import seed
from server.identity.invitations import invite
from server.projections.work import unit_of_work
from server.settings import from_environment
from server.storage.store import Store, open_store
from tests.browser.server import Server


@dataclass(frozen=True)
class District:
    """A served demonstration: its address, the code for a phone, passwords by username."""

    server: Server
    code: str
    passwords: dict[str, str] = field(repr=False)
    store: Store = field(repr=False)

    def fresh_code(self) -> str:
        """An enrolment code nobody used yet."""
        with unit_of_work(self.store) as office:
            return invite(office, "system", "检查员", "第二组").code


@contextlib.contextmanager
def served(data: Path) -> Iterator[District]:
    """Seed, do a part of the office's work so that its pages have something to show, and serve."""
    settings = from_environment({"MINGCHA_DATA": str(data)})
    said: list[str] = []
    seeded = seed(settings, said.append)
    clock = StageClock(system_clock())
    office = Casework(open_store(settings, clock, os.urandom), clock, said.append)
    absent, film = office.finding(staff="LJ01008"), office.finding(code="D03")
    office.verify("he", absent, "A04", "两次观察相隔36分钟，均不在岗，无请假记录。")
    office.verify("sun", film, "D03", "照片可见播放画面。")
    office.hear(
        "he", absent, "当日临时到楼下取件。", "审批科科长何静", "partly", "未登记去向，超过三十分钟。"
    )
    office.decide("zheng", absent, "临效办决〔2026〕11号", ["admonition"])
    office.redact("he", "zheng", absent, (*FACE_AND_BADGE, *SCREEN_PLATE_AND_BOARD))
    office.publish("wen", "zheng", [absent])
    server = Server(data, {"MINGCHA_DEMO": "1"})
    server.start()
    try:
        yield District(server, seeded.code, seeded.passwords, open_store(settings, system_clock, os.urandom))
    finally:
        server.stop()
