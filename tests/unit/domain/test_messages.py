"""The catalogue of refusals: one meaning a code, both languages, and every code that the server raises is in it."""

import json
import re
from pathlib import Path

import pytest

from server.domain.messages import load_errors
from server.errors import Refusal

ROOT = Path(__file__).resolve().parents[3]
CATALOGUE = load_errors(ROOT / "config")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def test_every_code_that_the_server_raises_has_its_sentences() -> None:
    raised: set[str] = set()
    for path in (ROOT / "server").rglob("*.py"):
        raised |= set(re.findall(r'Refusal\(\s*"([a-z_0-9]+)"', path.read_text(encoding="utf-8")))
    assert raised - set(CATALOGUE.sentences) == set()


def test_every_sentence_is_there_in_both_languages() -> None:
    """English may quote a Chinese term, such as the form of a document's number; it is never mostly Chinese."""
    for code, sentence in CATALOGUE.sentences.items():
        assert _HAN.search(sentence.zh), code
        assert len(_HAN.findall(sentence.en)) * 4 < len(sentence.en), code
        assert 400 <= sentence.status < 600, code


def test_both_languages_use_the_same_details() -> None:
    for code, sentence in CATALOGUE.sentences.items():
        names = [set(re.findall(r"{(\w+?)(?:_zh|_en)?}", text)) for text in (sentence.zh, sentence.en)]
        assert names[0] == names[1], code


def test_details_fill_the_sentence_and_a_missing_one_does_not_break_it() -> None:
    assert "9000" in CATALOGUE.render(Refusal("port_busy", port=9000), "en")
    assert "…" in CATALOGUE.render(Refusal("port_busy"), "zh")


def test_a_code_that_stands_in_two_files_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "locales" / "errors"
    folder.mkdir(parents=True)
    for name in ("a.json", "b.json"):
        (folder / name).write_text(json.dumps({"twice": {"status": 400, "zh": "错", "en": "wrong"}}))
    with pytest.raises(ValueError, match="twice"):
        load_errors(tmp_path)
