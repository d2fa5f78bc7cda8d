"""A real office is opened by one command, once."""

from pathlib import Path

import pytest

from server.cli import main

ASKED = ["found", "--name", "临江区效能办", "--name-en", "Linjiang Office", "--filing-number", "临网备1号"]
WHOLE = [*ASKED, "--complaints", "0571-12345"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINGCHA_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.delenv("MINGCHA_DATABASE_URL", raising=False)
    return tmp_path / "var"


def test_founding_prints_the_key_that_verifiers_pin(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(WHOLE) == 0
    printed = capsys.readouterr().out.strip()
    assert printed == (data / "keys" / "office.pub").read_text().strip()
    assert main(["ledger", "verify"]) == 0


def test_founding_twice_is_refused_and_changes_no_key(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(WHOLE)
    key = (data / "keys" / "sign.pem").read_bytes()
    assert main(WHOLE) == 1
    assert "founded" in capsys.readouterr().err
    assert (data / "keys" / "sign.pem").read_bytes() == key


def test_an_office_without_a_filing_number_or_a_complaints_entry_is_not_opened(data: Path) -> None:
    with pytest.raises(SystemExit):
        main(ASKED)
    assert not data.exists()
