"""Accept 6: the server is killed in the middle of a push and of an upload, comes back, and the phone
finishes by itself.

Real processes, SIGKILL to the whole group; each death leaves more than nothing and less than everything received.
"""

import http.client
import os
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from server.app import create_app
from server.clock import system_clock
from server.identity.invitations import invite
from server.ledger.b64 import hash_id
from server.projections.work import unit_of_work
from server.storage import sql
from server.storage.founding import found
from server.storage.store import Store
from server.storage.tables import log
from server.storage.verification import verify
from tests.browser.server import Server
from tests.support.phone import Phone, Photo
from tests.support.seeded import SeededRng
from tests.support.transport import InProcess, OverHttp
from tests.support.world import settings_for

SEED = int(os.environ.get("MINGCHA_SEED", "6"))
ENTRIES = 250
_chance = random.Random(SEED)
PUSHES = [
    ("push.received", 2),
    ("push.folding", _chance.randint(110, 190)),
    ("push.keys_kept", 3),
    ("push.committed", 2),
    ("push.projecting", _chance.randint(110, 190)),
]
UPLOADS = [
    ("upload.piece", _chance.randint(10, 20)),
    ("upload.synced", _chance.randint(4, 6)),
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

    def rows(self) -> list[sql.Row]:
        with Session(self.store.engine) as session:
            return sql.rows(session, log.entry, office=self.store.keys.office, origin="phone")

    def here(self) -> int:
        """How many bytes of media have arrived, finished or not."""
        uploads = self.data / "uploads"
        waiting = sum(path.stat().st_size for path in uploads.iterdir()) if uploads.is_dir() else 0
        blobs = self.store.blobs
        kept = {medium.sealed for medium in self.phone.media() if blobs.has(medium.sealed)}
        return waiting + sum(blobs.size(sealed) for sealed in kept)


@pytest.fixture
def scene(tmp_path: Path, database_url: str | None) -> Iterator[Scene]:
    data = tmp_path / "var"
    settings = settings_for(data, database_url)
    store = found(settings, system_clock, os.urandom, name_zh="临江区", name_en="Linjiang")
    phone = Phone(OverHttp(""), system_clock, SeededRng(SEED))
    env = {} if database_url is None else {"MINGCHA_DATABASE_URL": database_url}
    scene = Scene(store, phone, data, env)
    _enrol(scene, database_url)
    yield scene
    store.close()


def _with_server(scene: Scene, death: str | None, act: Callable[[], object]) -> bool:
    """Run `act` against a server, mortal or not. Whether the server died in it."""
    command = None if death is None else [sys.executable, "-m", "tests.support.mortal_server"]
    env = scene.env | ({} if death is None else {"MINGCHA_TEST_DEATH": death})
    server = Server(scene.data, env, command=command)
    server.start()
    scene.phone.transport = OverHttp(server.url.replace("localhost", "127.0.0.1"))
    try:
        act()
    except (OSError, http.client.HTTPException):
        return True
    finally:
        server.kill()
    return False


def _enrol(scene: Scene, database_url: str | None) -> None:
    """Before the story begins: no server of its own is needed for this."""
    app = create_app(settings_for(scene.data, database_url))
    scene.phone.transport = InProcess(app.test_client())
    with unit_of_work(scene.store) as office:
        code = invite(office, "system", "张三", "第一组").code
    scene.phone.enrol(code)
    app.extensions["mingcha.store"].close()


def _finish_and_check(scene: Scene) -> None:
    """The phone goes on where it stood; nothing twice, nothing lost, and the ledger holds."""
    assert not _with_server(scene, None, lambda: scene.phone.sync())
    written = [entry.id for entry in scene.phone.log.entries]
    assert [row["id"] for row in scene.rows()] == written
    assert set(scene.phone.receipts) == set(written)
    with scene.store.reading() as office:
        assert verify(office, lambda done, total: None).faults == []
        for medium in scene.phone.media():
            assert hash_id(office.media(medium.sealed)) == hash_id(medium.original)
        stopped = sql.rows(office.session, log.projection_fault, office=office.id)
    assert stopped == []
    assert all(says["matched"] for says in scene.phone.media_receipts.values())
    assert len(scene.phone.media_receipts) == len(scene.phone.media())


def _push_all(phone: Phone) -> None:
    while phone.unsent():
        phone.push()


@pytest.mark.parametrize(("point", "nth"), PUSHES, ids=[point for point, _ in PUSHES])
def test_a_push_survives_the_death_of_the_server(scene: Scene, point: str, nth: int) -> None:
    visit = scene.phone.start_visit()
    for number in range(ENTRIES - 1):
        scene.phone.observe(visit, note=f"第{number}条")
    assert _with_server(scene, f"{point}:{nth}", lambda: _push_all(scene.phone))
    assert 0 < len(scene.rows()) < ENTRIES
    _finish_and_check(scene)


@pytest.mark.parametrize(("point", "nth"), UPLOADS, ids=[point for point, _ in UPLOADS])
def test_an_upload_survives_the_death_of_the_server(scene: Scene, point: str, nth: int) -> None:
    content = random.Random(SEED).randbytes(2_500_000)
    photos = [Photo(bytes([number]) + content) for number in range(3)]
    visit = scene.phone.start_visit()
    scene.phone.observe(visit, photos=photos)
    assert _with_server(scene, f"{point}:{nth}", lambda: scene.phone.sync())
    assert 0 < scene.here() < sum(len(medium.content) for medium in scene.phone.media())
    _finish_and_check(scene)
