"""`mingcha import roster|leave FILE [--dry-run] [--json]`."""

import json
from pathlib import Path

import pytest

from server.cli import main
from server.domain.messages import load_errors
from server.storage import sql
from server.storage.tables import directory
from tests.support.looks import CONFIG
from tests.support.rosters import as_sent, good, leave_csv, person, tidy_csv
from tests.support.world import World


@pytest.fixture
def founded(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setenv("MINGCHA_DATA", str(world.settings.data))
    monkeypatch.setenv("MINGCHA_DATABASE_URL", world.settings.database_url)
    monkeypatch.setenv("MINGCHA_KEYRING_URL", world.settings.keyring_url)
    return world


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_dry_run_shows_what_would_change_and_changes_nothing(
    founded: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "名单.xlsx"
    file.write_bytes(as_sent([*good(9), person("LJ01010", post_kind="后勤")]))
    assert main(["import", "roster", str(file), "--dry-run", "--json"]) == 0
    found = said(capsys)
    assert {key: found[key] for key in ("added", "changed", "ended", "unchanged")} == {
        "added": 9, "changed": 0, "ended": 0, "unchanged": 0,
    }  # fmt: skip
    faults = found["faults"]
    assert isinstance(faults, list)
    assert {key: faults[0][key] for key in ("row", "column", "code")} == {
        "row": 17, "column": "岗位类型", "code": "unknown_post_kind",
    }  # fmt: skip
    assert set(faults[0]["message"]) == {"zh", "en"}
    with founded.office() as office:
        assert sql.rows(office.session, directory.person, office=office.id) == []


def test_an_import_adds_and_a_second_one_changes_nothing(
    founded: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "名单.csv"
    file.write_bytes(tidy_csv(good(4)))
    for expected in ({"added": 4, "unchanged": 0}, {"added": 0, "unchanged": 4}):
        assert main(["import", "roster", str(file), "--json"]) == 0
        found = said(capsys)
        assert {key: found[key] for key in expected} == expected


def test_leave_is_imported_the_same_way(
    founded: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    roster, leave = tmp_path / "名单.csv", tmp_path / "请假.csv"
    roster.write_bytes(tidy_csv(good(2)))
    row = ("LJ01001", "公出", "2026-11-23 08:00", "2026-11-23 12:00", "何静", "2026-11-20", "OA")
    leave.write_bytes(leave_csv(row))
    assert main(["import", "roster", str(roster)]) == 0
    capsys.readouterr()
    assert main(["import", "leave", str(leave), "--json"]) == 0
    assert said(capsys)["added"] == 1


def test_faults_are_printed_in_both_languages(
    founded: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "名单.csv"
    file.write_bytes(tidy_csv([*good(1), person("LJ01002", None)]))
    assert main(["import", "roster", str(file), "--dry-run"]) == 0
    printed = capsys.readouterr().out
    assert "第 3 行 row 3, 姓名: [name_missing]" in printed
    assert "No name: the row was left out." in printed


def test_a_dry_run_needs_no_office(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MINGCHA_DATA", str(tmp_path / "empty"))
    file = tmp_path / "名单.csv"
    file.write_bytes(tidy_csv(good(4)))
    assert main(["import", "roster", str(file), "--dry-run", "--json"]) == 0
    assert said(capsys)["added"] == 4
    assert not (tmp_path / "empty").exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "file_empty"), (b"<html></html>", "file_not_a_spreadsheet"), (None, "file_unreadable")],
)
def test_a_file_that_is_no_roster_ends_with_a_sentence_and_exit_code_1(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    code: str,
) -> None:
    monkeypatch.setenv("MINGCHA_DATA", str(tmp_path / "empty"))
    monkeypatch.setenv("LC_ALL", "C")
    file = tmp_path / "名单.xlsx"
    if content is not None:
        file.write_bytes(content)
    assert main(["import", "roster", str(file), "--dry-run"]) == 1
    assert load_errors(CONFIG).sentences[code].en.split("{")[0] in capsys.readouterr().err
