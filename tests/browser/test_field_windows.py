"""Two windows of one phone, and a new version of the app: neither may touch what is being written."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from server.settings import from_environment
from tests.browser.conftest import OpenBrowser
from tests.browser.field_office import FieldOffice, open_office
from tests.browser.inspector import Inspector
from tests.browser.test_field_drafts import NOTE, begin


def test_only_one_window_records_and_the_other_gives_way_with_its_draft_kept(
    browser_for: OpenBrowser, field_office: FieldOffice
) -> None:
    browser = browser_for(field_office.url)
    first = begin(browser, field_office)
    first.choose_code("A03")
    first.write("observe-note", NOTE)
    second = Inspector(browser.context.new_page())
    second.open_app()
    second.page.locator("[data-testid=gate][data-reason=elsewhere]").wait_for()
    second.tap("gate-take")
    second.unlock()
    expect(second.page.get_by_test_id("observe-note").locator("textarea")).to_have_value(NOTE)
    expect(first.page.locator("[data-testid=gate][data-reason=elsewhere]")).to_be_visible()


def test_a_new_version_waits_until_it_is_wanted_and_never_interrupts_a_record(
    browser_for: OpenBrowser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = tmp_path / "client"
    shutil.copytree(from_environment().client, client)
    monkeypatch.setenv("MINGCHA_CLIENT", str(client))
    office = open_office(tmp_path / "office")
    try:
        browser = browser_for(office.url)
        inspector = begin(browser, office)
        page = inspector.page
        inspector.tap("tab-note")
        inspector.write("observe-note", NOTE)
        worker = client / "field" / "sw.js"
        worker.write_text(worker.read_text("utf-8") + "\n// a later version\n", "utf-8")
        page.evaluate(
            "() => navigator.serviceWorker.getRegistration().then(r => r.update()).then(() => true)"
        )
        page.wait_for_function(
            "() => navigator.serviceWorker.getRegistration().then(r => r.waiting !== null)"
        )
        expect(page.get_by_test_id("update-offer")).to_have_count(0)
        expect(page.get_by_test_id("observe-note").locator("textarea")).to_have_value(NOTE)
        inspector.leave_visit()
        page.get_by_test_id("update-offer").wait_for()
        with page.expect_navigation():
            inspector.tap("update-apply")
        page.get_by_test_id("unlock").wait_for()
        expect(page.get_by_test_id("update-offer")).to_have_count(0)
    finally:
        office.server.stop()
        office.store.close()
