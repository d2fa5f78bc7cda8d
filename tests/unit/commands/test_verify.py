"""`mingcha verify`: exit 0 VALID, 1 INVALID, 2 INCOMPLETE, and it says why."""

from pathlib import Path

import pytest

from server.cli import main
from tests.support.packages import small

GOOD = small()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MINGCHA_DATA", str(tmp_path / "var"))
    (tmp_path / "package.zip").write_bytes(GOOD.build())
    (tmp_path / "office.pub").write_text(GOOD.line + "\n", "utf-8")
    (tmp_path / "other.pub").write_text(small(seed=2).line + "\n", "utf-8")
    return tmp_path


def run(*arguments: object) -> int:
    return main(["verify", *map(str, arguments)])


def test_a_good_package_is_valid_by_key(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder / "package.zip", "--key", folder / "office.pub") == 0
    assert capsys.readouterr().out.startswith("VALID")


def test_a_key_pinned_in_the_trust_folder_is_enough(folder: Path) -> None:
    (folder / "var" / "trust").mkdir(parents=True)
    (folder / "var" / "trust" / "linjiang.pub").write_text(GOOD.line + "\n", "utf-8")
    assert run(folder / "package.zip") == 0


def test_without_a_pinned_key_it_is_incomplete_and_shows_the_fingerprint(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder / "package.zip") == 2
    out = capsys.readouterr().out
    assert out.startswith("INCOMPLETE")
    assert "key_unknown" in out


def test_another_key_is_invalid(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder / "package.zip", "--key", folder / "other.pub") == 1
    assert "other_key" in capsys.readouterr().out


def test_a_changed_byte_is_invalid_and_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = bytearray(GOOD.build())
    data[data.index(b"the document")] ^= 1
    (folder / "package.zip").write_bytes(data)
    assert run(folder / "package.zip", "--key", folder / "office.pub") == 1
    assert "bulletin.docx" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("package", "key", "code"),
    [("nothing.zip", "office.pub", "unreadable"), ("package.zip", "nothing.pub", "key_file_unreadable"),
     ("package.zip", "package.zip", "key_file_unreadable")],
)  # fmt: skip
def test_what_can_t_be_read_is_incomplete(
    folder: Path, capsys: pytest.CaptureFixture[str], package: str, key: str, code: str
) -> None:
    assert run(folder / package, "--key", folder / key) == 2
    assert code in capsys.readouterr().out


def test_every_fault_of_the_verifier_has_its_sentence() -> None:
    import json
    import re

    root = Path(__file__).resolve().parents[3]
    words = json.loads((root / "config" / "locales" / "verify.json").read_text("utf-8"))["faults"]
    source = "".join(
        (root / "server" / "ledger" / f"{n}.py").read_text("utf-8") for n in ("package", "canonical_zip")
    )
    source += (root / "server" / "commands" / "verify.py").read_text("utf-8")
    raised = set(re.findall(r'(?:_Broken|ZipFault|Fault)\(\s*"(\w+)"', source))
    raised |= {"member_changed", "header_changed", "directory_changed", "bytes_behind_the_end"}
    assert raised == set(words)
