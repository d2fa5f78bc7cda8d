"""Every screen of the app at 360×780 and every page of the console at 1440×900, in both languages, looked at by
machine: nothing sticks out, every picture shows, English mode is English, axe finds nothing serious. `make screenshots`
runs this and keeps the pictures for people to look at."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import OpenBrowser
from tests.browser.district import District, served
from tests.browser.inspector import PASSPHRASE, Inspector
from tests.browser.looks import faults, picture, settle
from tests.browser.pictures import before_the_lens

pytestmark = pytest.mark.browser

LANGUAGES = ("zh", "en")
ROLES = {"zheng": "director", "he": "reviewer", "wen": "editor", "guan": "administrator"}
_AN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{43}|LJ\d+|(?<=entries/)\d+")


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Iterator[District]:
    with served(tmp_path_factory.mktemp("district") / "var") as found:
        yield found


class Gallery:
    """Looks at one screen after another and keeps what is wrong, so that one run tells of every fault."""

    def __init__(self, page: Page, kind: str, language: str) -> None:
        folder = os.environ.get("MINGCHA_SCREENSHOTS")
        self.page = page
        self._folder = Path(folder) / kind if folder else None
        self._language = language
        self._number = 0
        self.seen: list[str] = []
        self.wrong: list[str] = []

    def look(self, name: str) -> None:
        settle(self.page)
        self._number += 1
        self.seen.append(name)
        picture(self.page, self._folder, f"{self._language}-{self._number:02d}-{name}")
        self.wrong += [f"{name}: {fault}" for fault in faults(self.page, self._language)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_of_the_app_looks_right(
    district: District, browser_for: OpenBrowser, tmp_path: Path, language: str
) -> None:
    lens = before_the_lens(tmp_path)
    browser = browser_for(district.server.url, "phone", language=language, flags=[lens])
    page = browser.open()
    gallery, inspector = Gallery(page, "app", language), Inspector(page)
    inspector.open_app()
    page.get_by_test_id("enrol").wait_for()
    gallery.look("enrol")
    inspector.enrol(district.fresh_code())
    page.get_by_test_id("start-visit").wait_for()
    gallery.look("today")
    _walk_through_a_visit(inspector, gallery)
    inspector.leave_visit()
    gallery.look("today-afterwards")
    inspector.tap("nav-where")
    gallery.look("where")
    inspector.tap("nav-about")
    gallery.look("about")
    page.reload()
    page.get_by_test_id("unlock").wait_for()
    gallery.look("unlock")
    inspector.unlock(PASSPHRASE)
    assert not gallery.wrong, "\n".join(gallery.wrong)
    assert browser.errors == []


def _walk_through_a_visit(inspector: Inspector, gallery: Gallery) -> None:
    page = inspector.page
    inspector.start_visit()
    gallery.look("seats-empty")
    inspector.see_seat("201", "周磊", "empty")
    gallery.look("seats")
    inspector.tap("tab-roll")
    gallery.look("identity")
    inspector.show_identity()
    first, second = (page.get_by_test_id("person").nth(n).get_attribute("data-staff") or "" for n in (0, 1))
    inspector.mark(first, "present")
    inspector.mark(second, "absent_unverified")
    gallery.look("roll")
    inspector.tap("tab-list")
    gallery.look("checklist")
    inspector.answer("door_plate", "yes")
    inspector.choose_code("D03")
    inspector.shoot(1)
    gallery.look("observe")
    inspector.write("observe-note", "屏幕上正在播放影视剧")
    inspector.tap("observe-record")
    page.get_by_test_id("code-chosen").wait_for(state="detached")
    inspector.tap("tab-end")
    gallery.look("finish")
    inspector.finish()
    gallery.look("finished")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_console_looks_right(
    district: District, browser_for: OpenBrowser, language: str
) -> None:
    wrong: list[str] = []
    kinds: set[str] = set()
    for username, role in ROLES.items():
        browser = browser_for(district.server.url, "desk", language=language, name=username)
        page = browser.open()
        gallery = Gallery(page, f"console-{role}", language)
        page.goto("/office/login")
        if not kinds:
            gallery.look("login")
        page.fill("input[name=username]", username)
        page.fill("input[name=password]", district.passwords[username])
        page.press("input[name=password]", "Enter")
        page.wait_for_url(lambda url: "/login" not in url)
        _walk_every_link(page, gallery, kinds)
        wrong += [f"{role} {fault}" for fault in gallery.wrong + browser.errors]
        browser.close()
    assert not wrong, "\n".join(wrong)
    assert len(kinds) > 12, f"only {sorted(kinds)} were found"


def _walk_every_link(page: Page, gallery: Gallery, kinds: set[str]) -> None:
    """Follow every link of the console once per kind of page: two findings are one kind. What an earlier role saw is
    not looked at again, but for the first page, which differs."""
    waiting = [page.url]
    kinds.discard("/office/")
    while waiting:
        address = waiting.pop(0)
        path = re.sub(r"^https?://[^/]+", "", address).split("#")[0]
        kind = _AN_ID.sub("x", path.split("?")[0])
        if kind in kinds:
            continue
        kinds.add(kind)
        answer = page.goto(address)
        assert answer is not None
        if not (answer.headers.get("content-type") or "").startswith("text/html"):
            continue
        name = kind.removeprefix("/office/").strip("/").replace("/", "-") or "home"
        if answer.status >= 400:
            gallery.wrong.append(f"{name}: answers {answer.status} to a link shown at {address}")
            continue
        gallery.look(name)
        waiting += page.eval_on_selector_all(
            "a[href^='/office/']:not([download]):not([data-plain]):not([href*='/language/'])",
            "links => links.map(link => link.href)",
        )
