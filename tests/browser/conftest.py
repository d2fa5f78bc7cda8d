"""Fixtures of the browser tests: one Playwright a session, servers and browsers that end with the test."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests.browser.chromium import DESK, PHONE, Browser
from tests.browser.field_office import field_office as field_office


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver, once."""
    with sync_playwright() as driver:
        yield driver


OpenBrowser = Callable[..., Browser]


@pytest.fixture
def browser_for(playwright: Playwright, tmp_path: Path) -> Iterator[OpenBrowser]:
    """Make browsers: `browser_for(url, "phone"|"desk", language="en", name="second")`; all are closed at the end."""
    made: list[Browser] = []

    def make(
        url: str,
        kind: str = "phone",
        *,
        language: str = "zh",
        name: str = "first",
        flags: Sequence[str] = (),
    ) -> Browser:
        viewport = PHONE if kind == "phone" else DESK
        browser = Browser(
            playwright, tmp_path / f"profile-{kind}-{name}", url, viewport, language, flags=flags
        )
        made.append(browser)
        return browser

    yield make
    for browser in made:
        browser.close()
