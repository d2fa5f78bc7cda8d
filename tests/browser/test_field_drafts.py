"""What is being written survives a reload, a killed page, a lock and a dead server."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.chromium import Browser
from tests.browser.conftest import OpenBrowser
from tests.browser.field_office import FieldOffice, open_office
from tests.browser.inspector import Inspector
from tests.browser.pictures import jpeg, write

NOTE = "空位，去向牌写“在岗”"


def begin(browser: Browser, office: FieldOffice) -> Inspector:
    """A registered phone in the middle of a visit, at the observation."""
    page = browser.open()
    inspector = Inspector(page)
    inspector.open_app()
    inspector.enrol(office.code())
    page.get_by_test_id("assignment").first.wait_for()
    browser.controlled(page)
    inspector.start_visit()
    return inspector


def write_half(inspector: Inspector, photo: Path) -> None:
    inspector.choose_code("A03")
    inspector.attach([photo])
    inspector.write("observe-note", NOTE)
    # A person's next touch is the camera, which puts the draft down before it opens.
    inspector.tap("photo-camera")
    inspector.page.get_by_test_id("camera").wait_for()


def expect_half(page: Page) -> None:
    expect(page.get_by_test_id("draft-restored")).to_be_visible()
    expect(page.get_by_test_id("code-chosen")).to_contain_text("A03")
    expect(page.get_by_test_id("observe-note").locator("textarea")).to_have_value(NOTE)
    expect(page.get_by_test_id("photo-tile")).to_have_count(1)


def test_a_page_killed_with_the_camera_open_comes_back_by_itself(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    browser = browser_for(field_office.url)
    inspector = begin(browser, field_office)
    write_half(inspector, write(tmp_path, "desk.jpg", jpeg()))
    browser.kill()

    page = browser.open(offline=True)
    inspector = Inspector(page)
    inspector.open_app()
    inspector.unlock()
    expect_half(page)
    inspector.tap("observe-record")
    expect(page.get_by_test_id("code-chosen")).to_have_count(0)

    page.reload()
    inspector.unlock()
    page.get_by_test_id("visit").wait_for()
    expect(page.get_by_test_id("code-open")).to_be_visible()
    expect(page.get_by_test_id("draft-restored")).to_have_count(0)
    inspector.tap("tab-end")
    expect(page.locator("[data-testid=record][data-type='observation.recorded']")).to_have_count(1)
    assert browser.errors == []


def test_a_reload_offline_asks_for_the_passphrase_and_returns_to_the_same_place(
    browser_for: OpenBrowser, field_office: FieldOffice
) -> None:
    browser = browser_for(field_office.url)
    inspector = begin(browser, field_office)
    inspector.see_seat("302", "3 号窗口")
    browser.offline(True)
    response = inspector.page.reload()
    assert response is not None
    assert response.from_service_worker
    inspector.unlock()
    inspector.page.get_by_test_id("visit").wait_for()
    expect(inspector.page.get_by_test_id("seat")).to_have_count(1)


def test_the_lock_hides_everything_and_keeps_what_was_being_written(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    browser = browser_for(field_office.url)
    inspector = begin(browser, field_office)
    inspector.choose_code("A03")
    inspector.attach([write(tmp_path, "desk.jpg", jpeg())])
    inspector.write("observe-note", NOTE)
    inspector.tap("lock")
    inspector.page.get_by_test_id("unlock").wait_for()
    assert NOTE not in inspector.page.content()
    inspector.unlock()
    expect_half(inspector.page)


def test_out_of_sight_it_locks_by_itself_but_not_while_a_picker_is_open(
    browser_for: OpenBrowser, field_office: FieldOffice
) -> None:
    browser = browser_for(field_office.url)
    inspector = begin(browser, field_office)
    page = inspector.page
    inspector.tap("tab-note")
    with page.expect_file_chooser():
        inspector.tap("photo-picker")
    _hide(page)
    expect(page.get_by_test_id("visit")).to_be_visible()
    page.get_by_test_id("photo-input").dispatch_event("cancel")
    _hide(page)
    page.get_by_test_id("unlock").wait_for()


def _hide(page: Page) -> None:
    page.evaluate(
        """() => {
          Object.defineProperty(document, 'visibilityState', { configurable: true, get: () => 'hidden' });
          document.dispatchEvent(new Event('visibilitychange'));
        }"""
    )


def test_with_a_dead_server_work_goes_on_and_is_sent_when_it_is_back(
    browser_for: OpenBrowser, tmp_path: Path
) -> None:
    office = open_office(tmp_path / "office")
    try:
        browser = browser_for(office.url)
        inspector = begin(browser, office)
        page = inspector.page
        office.server.kill()
        inspector.see_seat("302", "5 号窗口", "empty")
        inspector.leave_visit()
        inspector.send()
        expect(page.get_by_test_id("where-error")).not_to_have_text("没有")
        assert inspector.count("where-unsent") + inspector.count("where-unknown") > 0
        office.server.start()
        inspector.send()
        expect(page.get_by_test_id("where-unsent")).to_have_text("0", timeout=30_000)
        expect(page.get_by_test_id("where-unknown")).to_have_text("0", timeout=30_000)
        assert inspector.count("where-logged") == inspector.count("where-kept")
    finally:
        office.server.stop()
        office.store.close()
