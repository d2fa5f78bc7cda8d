"""The console's frame in a real Chromium: forms that keep what was typed, the keyboard, the role switch, the import."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from server.identity.accounts import NewAccount, accounts_of, create_account
from server.projections.work import unit_of_work
from tests.browser.conftest import OpenBrowser
from tests.browser.field_office import FieldOffice
from tests.support.rosters import ROSTER

pytestmark = pytest.mark.browser
PASSWORD = "seven-grey-herons"
PEOPLE = {"shell-admin": ("administrator", "管信"), "shell-director": ("director", "郑明")}


@pytest.fixture
def page(field_office: FieldOffice, browser_for: OpenBrowser) -> Iterator[Page]:
    with unit_of_work(field_office.store) as office:
        there = {one.username for one in accounts_of(office)}
        for username, (role, name) in PEOPLE.items():
            if username not in there:
                create_account(
                    office, "system", NewAccount(username, PASSWORD, [role], name, must_change=False)
                )
    browser = browser_for(field_office.url, "desk")
    yield browser.open()
    assert browser.errors == []


def sign_in(page: Page, username: str) -> None:
    page.goto("/office/login")
    page.fill("#username", username)
    page.fill("#password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/office/$"))


def test_a_refused_form_keeps_what_was_typed_and_says_why(page: Page) -> None:
    sign_in(page, "shell-admin")
    page.goto("/office/accounts/new")
    page.fill("[name=display_zh]", "李四")
    page.fill("[name=username]", "shell-admin")
    page.check("[name=roles][value=reviewer]")
    page.click("form.card .btn-primary")
    expect(page.locator("[data-form-notice]")).to_contain_text("已被使用")
    assert page.input_value("[name=display_zh]") == "李四"
    assert page.is_checked("[name=roles][value=reviewer]")


def test_when_the_server_cannot_be_reached_nothing_typed_is_lost(page: Page) -> None:
    sign_in(page, "shell-admin")
    page.goto("/office/accounts/new")
    page.fill("[name=display_zh]", "李四")
    page.fill("[name=username]", "lisi-offline")
    page.check("[name=roles][value=reviewer]")
    page.context.set_offline(True)
    page.click("form.card .btn-primary")
    expect(page.locator("[data-form-notice]")).to_contain_text("没有送到服务器")
    assert page.input_value("[name=username]") == "lisi-offline"
    page.context.set_offline(False)
    page.click("form.card .btn-primary")
    expect(page.locator(".secret-code")).to_have_text(re.compile(r"^\w{4}(-\w{4}){3}$"))


def test_one_click_switches_the_role_in_a_demonstration(page: Page) -> None:
    sign_in(page, "shell-admin")
    page.locator(".demo button", has_text="主任").first.click()
    expect(page.locator(".who span")).to_have_text("主任")


def test_the_keyboard_walks_rows_and_presses_marked_buttons(page: Page) -> None:
    sign_in(page, "shell-admin")
    page.goto("/office/accounts")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    first = page.locator("[data-row] a").first
    expect(first).to_be_focused()
    page.keyboard.press("n")
    page.wait_for_url("**/accounts/new")


def test_an_import_is_previewed_then_confirmed_with_the_same_file(page: Page) -> None:
    sign_in(page, "shell-director")
    page.goto("/office/roster/import")
    roster = ROSTER.replace(b"LJ01", b"ZZ01")
    page.set_input_files("#file", {"name": "名册.csv", "mimeType": "text/csv", "buffer": roster})
    page.click("#import .btn-primary")
    expect(page.locator("[data-count=added]")).to_have_text("2")
    page.click("#preview .btn-primary")
    page.wait_for_url(re.compile(r"/office/roster$"))
    expect(page.locator("[data-notice]")).to_have_text("名册已导入。")


def test_choosing_another_file_takes_the_old_preview_away(page: Page) -> None:
    sign_in(page, "shell-director")
    page.goto("/office/roster/import")
    page.set_input_files(
        "#file", {"name": "a.csv", "mimeType": "text/csv", "buffer": ROSTER.replace(b"LJ01", b"ZY01")}
    )
    page.click("#import .btn-primary")
    expect(page.locator("[data-count=added]")).to_be_visible()
    page.set_input_files("#file", {"name": "b.csv", "mimeType": "text/csv", "buffer": ROSTER})
    expect(page.locator("[data-count=added]")).to_have_count(0)
