"""The demonstration as a person starts it: seeded once and kept, told apart from day to day, and the story that ends
with the verifier's word. Real Node, real phone modules, real documents."""

import argparse
import socket
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from server.clock import system_clock
from server.commands import run as run_command
from server.commands.demo import run as demo
from server.commands.seed import seed
from server.errors import Refusal
from server.settings import Settings, from_environment
from server.storage import sql
from server.storage.store import open_store
from server.storage.tables import findings, log

MINGCHA = Path(sys.executable).with_name("mingcha")


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Settings, dict[str, str], str]:
    settings = from_environment({"MINGCHA_DATA": str(tmp_path_factory.mktemp("seed") / "var")})
    first = seed(settings, lambda _line: None)
    return settings, first.passwords, first.code


def test_the_office_has_something_to_do_at_once(seeded: tuple[Settings, dict[str, str], str]) -> None:
    with open_store(seeded[0], system_clock, lambda n: bytes(n)).reading() as office:
        found = sql.rows(office.session, findings.finding, office=office.id)
        photographs = sql.rows(office.session, findings.evidence, office=office.id)
    assert {row["status"] for row in found} == {"unverified"}
    assert {row["kind"] for row in found} == {"person", "seat", "checklist", "observation"}
    assert len(photographs) == 7
    assert all(row["received"] and row["matched"] for row in photographs)


def test_the_two_looks_are_thirty_six_minutes_apart(seeded: tuple[Settings, dict[str, str], str]) -> None:
    with open_store(seeded[0], system_clock, lambda n: bytes(n)).reading() as office:
        entries = office.session.execute(
            select(log.entry.c.id).where(log.entry.c.office == office.id, log.entry.c.type == "person.marked")
        ).scalars()
        looks = [e for e in map(office.open, entries) if e.private.get("staff") == "LJ01008"]
    assert [e.data["look"] for e in looks] == [1, 2]
    assert looks[1].elapsed_ms - looks[0].elapsed_ms == 36 * 60 * 1000


def test_a_second_start_keeps_visit_accounts_and_code(seeded: tuple[Settings, dict[str, str], str]) -> None:
    settings, passwords, code = seeded
    with open_store(settings, system_clock, lambda n: bytes(n)).reading() as office:
        before = office.session.execute(select(func.count()).select_from(log.entry)).scalar()
    again = seed(settings, lambda _line: None)
    with open_store(settings, system_clock, lambda n: bytes(n)).reading() as office:
        after = office.session.execute(select(func.count()).select_from(log.entry)).scalar()
    assert (again.passwords, again.code, after) == (passwords, code, before)


def test_passwords_are_random_and_only_the_owner_reads_them(
    seeded: tuple[Settings, dict[str, str], str],
) -> None:
    settings, passwords, _ = seeded
    assert len(set(passwords.values())) == len(passwords) == 5
    assert stat.S_IMODE((settings.data / "demonstration.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("act", ["verify", "rebuild"])
def test_the_seeded_ledger_holds(seeded: tuple[Settings, dict[str, str], str], act: str) -> None:
    env = {"MINGCHA_DATA": str(seeded[0].data), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    said = subprocess.run([MINGCHA, "ledger", act], env=env, capture_output=True, text=True, check=False)
    assert said.returncode == 0, said.stdout + said.stderr


def test_a_busy_port_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        settings = from_environment({"MINGCHA_DATA": str(tmp_path / "var"), "PORT": str(port)})
        with pytest.raises(Refusal, match="port_busy"):
            run_command.run(argparse.Namespace(port=None, lan=None), settings)
    assert not (tmp_path / "var").exists()


def test_the_story_without_a_browser_ends_with_a_valid_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "story"
    settings = from_environment({"MINGCHA_DATA": str(tmp_path / "untouched")})
    assert demo(argparse.Namespace(out=out), settings) == 0
    said = capsys.readouterr().out
    assert "the connection breaks" in said
    assert "27 entries logged" in said
    assert said[said.index("$ mingcha verify") :].splitlines()[1].startswith("VALID")
    assert {p.name for p in out.iterdir()} == {"bulletin.docx", "bulletin.pdf", "package.zip", "office.pub"}
    assert not (tmp_path / "untouched").exists()
