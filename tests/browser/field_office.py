"""A demonstration office on a real server, to register phones with: directory and roster, no visit yet. Every phone
that registers finds an assignment of today at its first sending."""

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from server.clock import system_clock
from server.commands.play.district import open_district
from server.identity.invitations import VALID_FOR, invite
from server.projections.work import unit_of_work
from server.settings import from_environment
from server.storage import sql
from server.storage.store import Store
from server.storage.tables import log
from tests.browser.server import Server


@dataclass
class FieldOffice:
    """The served office and, beside it, its store as the tests read it."""

    server: Server
    store: Store

    @property
    def url(self) -> str:
        return self.server.url

    def code(self, *, valid_for: timedelta = VALID_FOR) -> str:
        """A fresh registration code."""
        with unit_of_work(self.store) as office:
            return invite(office, "system", "测试员", "第一组", valid_for=valid_for).code

    def media_hashes(self) -> set[str]:
        """SHA-256, in hex, of every photograph the office holds and can open."""
        with self.store.reading() as office:
            entries = [row["id"] for row in sql.rows(office.session, log.entry, office=office.id)]
            opened = [medium for entry in entries for medium in office.open(entry).media if medium.received]
            return {hashlib.sha256(office.media(medium.sealed)).hexdigest() for medium in opened}


@pytest.fixture(scope="session")
def field_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FieldOffice]:
    """One office for all tests of a run: each test registers its own phone."""
    office = open_office(tmp_path_factory.mktemp("field-office"))
    yield office
    office.server.stop()
    office.store.close()


def open_office(data: Path) -> FieldOffice:
    server = Server(data, {"MINGCHA_DEMO": "1"})
    env = {
        "MINGCHA_DATA": str(data),
        "PORT": str(server.port),
        "MINGCHA_PUBLIC_URL": server.url,
        "MINGCHA_DEMO": "1",
    }
    store = open_district(from_environment(env), system_clock, os.urandom)
    server.start()
    return FieldOffice(server, store)
