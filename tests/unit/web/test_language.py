"""Two languages: every sentence in both, every sentence used exists, and the person's choice holds."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.web.i18n import COOKIE, load_catalogue
from tests.support.world import World

ROOT = Path(__file__).resolve().parents[3]
CATALOGUE = load_catalogue(ROOT / "config")
_USED = re.compile(r"""\bt\(\s*["']([a-z]+\.[a-z_0-9.]+)["']\s*[,)]""")
_HOLE = re.compile(r"\{(\w+)\}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def sources() -> Iterator[Path]:
    yield from (ROOT / "server" / "web" / "templates").rglob("*.html")
    yield from (ROOT / "server" / "web").rglob("*.py")


def test_both_languages_have_the_same_sentences() -> None:
    assert set(CATALOGUE["zh"]) == set(CATALOGUE["en"])


def test_every_sentence_that_a_page_uses_exists() -> None:
    used = {key for path in sources() for key in _USED.findall(path.read_text("utf-8"))}
    assert len(used) > 100
    assert sorted(used - set(CATALOGUE["zh"])) == []


def test_both_languages_fill_the_same_holes() -> None:
    different = [
        key
        for key, text in CATALOGUE["zh"].items()
        if set(_HOLE.findall(text)) != set(_HOLE.findall(CATALOGUE["en"][key]))
    ]
    assert different == []


def test_no_english_sentence_holds_chinese() -> None:
    assert [key for key, text in CATALOGUE["en"].items() if _CHINESE.search(text)] == []


def test_no_key_stands_twice_in_a_file() -> None:
    for path in (ROOT / "config" / "locales").glob("*/*.json"):
        json.loads(path.read_text("utf-8"), object_pairs_hook=_unique)


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    names = [name for name, _ in pairs]
    assert len(names) == len(set(names)), names
    return dict(pairs)


def test_templates_hold_no_sentences_of_their_own() -> None:
    folder = ROOT / "server" / "web" / "templates" / "office"
    marked = re.compile(r"<[^>]*data-content[^>]*>.*?</a>|\{#.*?#\}|\{%.*?%\}", re.S)
    own = {
        path.name: _CHINESE.findall(marked.sub("", path.read_text("utf-8")))
        for path in folder.rglob("*.html")
    }
    assert {name: found for name, found in own.items() if found} == {}


@pytest.mark.parametrize(
    ("accepts", "lang"),
    [("zh-CN,zh;q=0.9,en;q=0.5", "zh-CN"), ("en-GB,en;q=0.9", "en"), ("fr", "zh-CN"), ("", "zh-CN")],
)
def test_the_browser_decides_until_the_person_does(world: World, accepts: str, lang: str) -> None:
    page = world.client.get("/office/login", headers={"Accept-Language": accepts}).text
    assert f'<html lang="{lang}">' in page


def test_the_choice_is_remembered_and_leads_back(world: World) -> None:
    client = world.client
    answer = client.get("/office/language/en?next=/office/ledger")
    assert answer.headers["Location"] == "/office/ledger"
    cookie = client.get_cookie(COOKIE, path="/office")
    assert cookie is not None
    assert 'lang="en"' in client.get("/office/login", headers={"Accept-Language": "zh"}).text


def test_an_unknown_language_changes_nothing(world: World) -> None:
    client = world.client
    client.get("/office/language/tlh")
    assert client.get_cookie(COOKIE, path="/office") is None


def test_a_missing_sentence_stops_a_test_but_not_a_running_server(world: World) -> None:
    from server.web.i18n import t

    with world.app.test_request_context("/office/"):
        assert t("shell.no.such.sentence") == "shell.no.such.sentence"
        world.app.testing = True
        with pytest.raises(KeyError):
            t("shell.no.such.sentence")


def test_refusals_speak_the_language_too(world: World) -> None:
    client = world.client
    client.get("/office/language/en")
    assert "nothing at this address" in client.get("/office/nothing").text
