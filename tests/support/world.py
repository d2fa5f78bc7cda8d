"""A whole installation for one test (测试世界): a founded office on the database under test, an application, phones."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from flask.testing import FlaskClient

from server.app import create_app
from server.identity.invitations import Invited, invite
from server.projections.work import unit_of_work
from server.settings import Settings, from_environment
from server.storage.context import Office
from server.storage.founding import found
from server.storage.store import Store
from tests.support.phone import Phone
from tests.support.seeded import SeededRng, TestClock
from tests.support.transport import InProcess

if TYPE_CHECKING:
    from tests.support.office import OfficeClient


@dataclass
class World:
    settings: Settings
    app: Flask
    clock: TestClock
    rng: SeededRng
    phones: list[Phone] = field(default_factory=list)

    @property
    def client(self) -> FlaskClient:
        return self.app.test_client()

    @property
    def store(self) -> Store:
        found_store: Store = self.app.extensions["mingcha.store"]
        return found_store

    @contextmanager
    def work(self) -> Iterator[Office]:
        """A unit of work outside any request."""
        with unit_of_work(self.store) as office:
            yield office

    @contextmanager
    def office(self) -> Iterator[Office]:
        """The office for reading."""
        with self.store.reading() as office:
            yield office

    def invite(self, inspector: str = "张三", team: str = "第一组") -> Invited:
        with self.work() as office:
            return invite(office, "system", inspector, team)

    def unenrolled_phone(self) -> Phone:
        phone = Phone(InProcess(self.client), self.clock, SeededRng(1000 + len(self.phones)))
        self.phones.append(phone)
        return phone

    def phone(self, inspector: str = "张三", team: str = "第一组") -> Phone:
        """An enrolled phone."""
        phone = self.unenrolled_phone()
        phone.enrol(self.invite(inspector, team).code)
        return phone

    def login(self, role: str, n: int = 1) -> "OfficeClient":
        """The n-th person with that role, signed in at the console."""
        from tests.support.office import login

        return login(self.client, role, n)

    def close(self) -> None:
        self.store.close()


def settings_for(data: Path, database_url: str | None) -> Settings:
    env = {"MINGCHA_DATA": str(data)}
    if database_url is not None:
        env["MINGCHA_DATABASE_URL"] = database_url
    return from_environment(env)


def make_world(data: Path, database_url: str | None) -> World:
    """`database_url` None: SQLite in the data folder."""
    settings, clock, rng = settings_for(data, database_url), TestClock(), SeededRng()
    names = {"name_zh": "临江区作风建设办公室", "name_en": "Linjiang District Conduct Office"}
    found(settings, clock, rng, **names, filing_number="临网备〔2026〕3号", complaints="0571-12345").close()
    return World(settings, create_app(settings, clock, rng), clock, rng)
