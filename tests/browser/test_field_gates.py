"""Where the app cannot work it says why and what to do, before anything is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.browser import looks
from tests.browser.chromium import FLAGS, PHONE, executable
from tests.browser.field_office import FieldOffice

ANDROID = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"
)
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)


@contextmanager
def visitor(
    playwright: Playwright, url: str, agent: str, language: str = "zh-CN", script: str = ""
) -> Iterator[Page]:
    """A fresh browser that calls itself `agent` and knows inspect.example as this machine."""
    flags = [*FLAGS, "--host-resolver-rules=MAP inspect.example 127.0.0.1"]
    browser = playwright.chromium.launch(executable_path=executable(), args=flags)
    try:
        page = browser.new_context(user_agent=agent, viewport=PHONE, locale=language).new_page()
        page.add_init_script(script)
        page.goto(f"{url}/field/")
        yield page
    finally:
        browser.close()


def expect_gate(page: Page, reason: str) -> None:
    expect(page.locator(f"[data-testid=gate][data-reason={reason}]")).to_be_visible()
    expect(page.get_by_test_id("enrol")).to_have_count(0)


def test_an_insecure_address_is_explained(playwright: Playwright, field_office: FieldOffice) -> None:
    with visitor(playwright, f"http://inspect.example:{field_office.server.port}", ANDROID) as page:
        expect_gate(page, "insecure")
        expect(page.get_by_test_id("gate")).to_contain_text("https")


@pytest.mark.parametrize("mark", ["MicroMessenger/8.0.50", "QQ/9.0.8", "DingTalk/7.5.0", "wxwork/4.1.20"])
def test_a_chat_program_is_told_apart_and_the_way_out_is_shown(
    playwright: Playwright, field_office: FieldOffice, mark: str
) -> None:
    with visitor(playwright, field_office.url, f"{ANDROID} {mark}") as page:
        expect_gate(page, "chat")
        expect(page.get_by_test_id("gate")).to_contain_text(field_office.url)


def test_an_iphone_outside_its_home_screen_is_led_there(
    playwright: Playwright, field_office: FieldOffice
) -> None:
    with visitor(playwright, field_office.url, IPHONE) as page:
        expect_gate(page, "ios")


def test_an_old_browser_is_told_what_it_lacks(playwright: Playwright, field_office: FieldOffice) -> None:
    script = "delete Navigator.prototype.locks"
    with visitor(playwright, field_office.url, ANDROID, script=script) as page:
        expect_gate(page, "old")
        expect(page.get_by_test_id("gate")).to_contain_text("Web Locks")


def test_a_private_window_that_refuses_storage_is_explained(
    playwright: Playwright, field_office: FieldOffice
) -> None:
    script = "indexedDB.open = () => { throw new DOMException('refused', 'SecurityError'); }"
    with visitor(playwright, field_office.url, ANDROID, script=script) as page:
        expect_gate(page, "private")


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_a_gate_page_keeps_the_rules_of_looks(
    playwright: Playwright, field_office: FieldOffice, language: str
) -> None:
    with visitor(playwright, field_office.url, f"{ANDROID} MicroMessenger/8", language) as page:
        expect_gate(page, "chat")
        assert looks.faults(page, language[:2]) == []
