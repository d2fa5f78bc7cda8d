"""Accept 6 with the app's own modules: the server dies in the middle of a push and of an upload of a phone that runs
the TypeScript under Node, comes back at the same address, and the phone finishes by itself."""

import os
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from server.clock import system_clock
from server.commands.play.node import find_node
from server.commands.play.phone import Phone
from server.identity.invitations import invite
from server.ledger.b64 import hash_id
from server.projections.work import unit_of_work
from server.storage import sql
from server.storage.founding import found
from server.storage.store import Store
from server.storage.tables import log
from server.storage.verification import verify
from tests.browser.server import ROOT, Server, free_port
from tests.support.world import settings_for

SEED = 62
ENTRIES = 220  # three requests, so that a death in the second leaves something unsent
PASSPHRASE = "临江 correct horse 42"
SCRIPT = ROOT / "client_pwa" / "dist" / "node" / "phone.mjs"
PHOTOGRAPH = 2_500_000
_chance = random.Random(SEED)
PUSHES = [
    ("push.received", 2),
    ("push.folding", _chance.randint(105, 190)),
    ("push.keys_kept", 2),
    ("push.committed", 2),
    ("push.projecting", _chance.randint(105, 190)),
]
UPLOADS = [
    ("upload.piece", _chance.randint(12, 25)),
    ("upload.synced", _chance.randint(2, 3)),
    ("upload.complete", 2),
    ("upload.adopted", 2),
    ("upload.recorded", 2),
]


@dataclass
class Scene:
    store: Store
    phone: Phone
    data: Path
    env: dict[str, str]
    port: int

    @contextmanager
    def server(self, death: str | None = None) -> Iterator[None]:
        """A server at this phone's address; a mortal one kills itself at the named point."""
        command = None if death is None else [sys.executable, "-m", "tests.support.mortal_server"]
        env = self.env | ({} if death is None else {"MINGCHA_TEST_DEATH": death})
        server = Server(self.data, env, port=self.port, command=command)
        server.start()
        try:
            yield
        finally:
            server.kill()

    def arrived(self) -> list[str]:
        """The ids of the phone's entries in the ledger, in order."""
        with Session(self.store.engine) as session:
            return [
                row["id"]
                for row in sql.rows(session, log.entry, office=self.store.keys.office, origin="phone")
            ]

    def bytes_here(self) -> int:
        folders = [self.data / "uploads", self.data / "blobs"]
        return sum(path.stat().st_size for folder in folders for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def scene(tmp_path: Path, database_url: str | None) -> Iterator[Scene]:
    data, port = tmp_path / "var", free_port()
    store = found(
        settings_for(data, database_url), system_clock, os.urandom, name_zh="临江区", name_en="Linjiang"
    )
    with unit_of_work(store) as office:
        code = invite(office, "system", "张三", "第一组").code
    env = {} if database_url is None else {"MINGCHA_DATABASE_URL": database_url}
    with Phone(find_node(), SCRIPT, f"http://127.0.0.1:{port}") as phone:
        scene = Scene(store, phone, data, env, port)
        with scene.server():
            phone.do("enrol", code=code, passphrase=PASSPHRASE)
        yield scene
    store.close()


def _observe(scene: Scene, visit: str, note: str, photographs: list[Path]) -> Any:
    clear = {"visit": visit, "observation": scene.phone.new_id(), "violation": "A01"}
    return scene.phone.append("observation.recorded", clear, {"note": note}, photographs)


def _finish_and_check(scene: Scene) -> None:
    with scene.server():
        status = scene.phone.do("settle", seconds=60)
    written = scene.phone.do("entries")
    assert status["lastFault"] is None
    assert {entry["fate"] for entry in written} == {"logged"}
    assert scene.arrived() == [entry["id"] for entry in written]
    originals = {medium["sha256"] for entry in written for medium in entry["media"]}
    with scene.store.reading() as office:
        assert verify(office, lambda done, total: None).faults == []
        opened = [office.open(entry["id"]) for entry in written]
        assert {hash_id(office.media(m.sealed)) for entry in opened for m in entry.media} == originals


@pytest.mark.parametrize(("point", "nth"), PUSHES, ids=[point for point, _ in PUSHES])
def test_the_app_finishes_a_push_in_which_the_server_died(scene: Scene, point: str, nth: int) -> None:
    visit = scene.phone.new_id()
    for number in range(ENTRIES):
        _observe(scene, visit, f"第{number}条", [])
    with scene.server(f"{point}:{nth}"):
        status = scene.phone.do("sync")
    assert status["lastFault"]["code"] in {"offline", "connection_lost"}
    assert 0 < len(scene.arrived()) < ENTRIES + 1
    _finish_and_check(scene)


@pytest.mark.parametrize(("point", "nth"), UPLOADS, ids=[point for point, _ in UPLOADS])
def test_the_app_finishes_an_upload_in_which_the_server_died(
    scene: Scene, tmp_path: Path, point: str, nth: int
) -> None:
    content, paths = random.Random(SEED).randbytes(PHOTOGRAPH), []
    for number in range(3):
        path = tmp_path / f"{number}.jpg"
        path.write_bytes(bytes([number]) + content)
        paths.append(path)
    _observe(scene, scene.phone.new_id(), "三张照片", paths)
    with scene.server(f"{point}:{nth}"):
        status = scene.phone.do("sync")
    assert status["lastFault"]["code"] in {"offline", "connection_lost"}
    assert 0 < scene.bytes_here() < 3 * PHOTOGRAPH
    _finish_and_check(scene)
