"""Registering a phone: every way in, every fault in words, nothing typed is lost by one."""

from datetime import timedelta
from pathlib import Path

import pytest
import segno
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.field_office import FieldOffice
from tests.browser.inspector import PASSPHRASE, Inspector


@pytest.fixture
def phone(browser_for: OpenBrowser, field_office: FieldOffice) -> Inspector:
    """An unregistered phone with the app open."""
    inspector = Inspector(browser_for(field_office.url).open())
    inspector.open_app()
    inspector.page.get_by_test_id("enrol").wait_for()
    return inspector


def expect_fault(page: Page, code: str) -> None:
    expect(page.locator(f"[data-testid=fault][data-code={code}]")).to_be_visible()
    expect(page.get_by_test_id("enrol-pass").locator("input")).to_have_value(PASSPHRASE)


def test_a_code_is_read_however_it_is_typed(phone: Inspector, field_office: FieldOffice) -> None:
    phone.enrol(f" {field_office.code().lower().replace('-', ' ')} ")
    phone.page.get_by_test_id("assignment").first.wait_for()


def test_a_wrong_code_says_so(phone: Inspector) -> None:
    phone.enrol("0000-0000-0000")
    expect_fault(phone.page, "enrol_code_unknown")


def test_a_used_code_says_so(phone: Inspector, field_office: FieldOffice, browser_for: OpenBrowser) -> None:
    code = field_office.code()
    phone.enrol(code)
    phone.page.get_by_test_id("today").wait_for()
    second = Inspector(browser_for(field_office.url, name="second").open())
    second.open_app()
    second.enrol(code)
    expect_fault(second.page, "enrol_code_used")


def test_an_expired_code_says_so(phone: Inspector, field_office: FieldOffice) -> None:
    phone.enrol(field_office.code(valid_for=timedelta(seconds=-1)))
    expect_fault(phone.page, "enrol_code_expired")


def test_an_office_other_than_the_one_in_the_link_is_refused(
    phone: Inspector, field_office: FieldOffice
) -> None:
    phone.page.goto(f"/field/#e={field_office.code()}&k=bm90LXRoaXMtb2ZmaWNlLWtleS1idXQtYW5vdGhlci0x")
    phone.page.reload()
    for field in ("enrol-pass", "enrol-pass-again"):
        phone.write(field, PASSPHRASE)
    phone.tap("enrol-submit")
    expect_fault(phone.page, "office_key_mismatch")


def test_without_a_network_the_form_stays_filled(
    phone: Inspector, field_office: FieldOffice, browser_for: OpenBrowser
) -> None:
    phone.page.context.set_offline(True)
    phone.enrol(field_office.code())
    expect_fault(phone.page, "offline_enrol")
    phone.page.context.set_offline(False)
    phone.tap("enrol-submit")
    phone.page.get_by_test_id("today").wait_for()


def test_a_login_page_with_200_is_not_taken_for_the_office(
    phone: Inspector, field_office: FieldOffice
) -> None:
    phone.page.context.route(
        "**/api/v1/**",
        lambda route: route.fulfill(status=200, content_type="text/html", body="<html>wifi login</html>"),
    )
    phone.enrol(field_office.code())
    expect_fault(phone.page, "not_our_server")


@pytest.mark.parametrize("weak", ["1234567", "12345678901", "aaaaaaaaaaaa", "qwertyuiop"])
def test_a_passphrase_easy_to_guess_is_not_taken(
    phone: Inspector, field_office: FieldOffice, weak: str
) -> None:
    phone.write("enrol-code", field_office.code())
    phone.write("enrol-pass", weak)
    phone.write("enrol-pass-again", weak)
    expect(phone.page.get_by_test_id("enrol-strength")).not_to_be_empty()
    expect(phone.page.get_by_test_id("enrol-submit")).to_be_disabled()


def test_two_passphrases_that_differ_are_not_taken(phone: Inspector, field_office: FieldOffice) -> None:
    phone.write("enrol-code", field_office.code())
    phone.write("enrol-pass", PASSPHRASE)
    phone.write("enrol-pass-again", PASSPHRASE + "x")
    expect(phone.page.get_by_test_id("enrol-submit")).to_be_disabled()


def test_a_wrong_passphrase_opens_nothing_and_the_right_one_does(
    phone: Inspector, field_office: FieldOffice
) -> None:
    phone.enrol(field_office.code())
    phone.page.get_by_test_id("today").wait_for()
    phone.tap("lock")
    phone.unlock("not the passphrase 1")
    expect(phone.page.locator("[data-testid=fault][data-code=passphrase_wrong]")).to_be_visible()
    expect(phone.page.get_by_test_id("assignment")).to_have_count(0)
    phone.unlock()
    phone.page.get_by_test_id("assignment").first.wait_for()


def _film(folder: Path, text: str) -> Path:
    """What the camera sees: the office's QR code on a sheet of paper, as a film of a few frames."""
    picture, film = folder / "qr.png", folder / "qr.mjpeg"
    segno.make(text, error="m").save(picture, scale=7, border=6)
    code = Image.open(picture).convert("RGB")
    frame = Image.new("RGB", (1280, 720), (235, 235, 230))
    frame.paste(code, ((1280 - code.width) // 2, (720 - code.height) // 2))
    still = folder / "frame.jpg"
    frame.save(still, quality=92)
    film.write_bytes(still.read_bytes() * 5)
    return film


def test_the_offices_qr_code_is_read_by_the_camera(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    text = f"{field_office.url}/field/#e={field_office.code()}&k={field_office.store.keys.sign_kid}"
    browser = browser_for(field_office.url)
    browser.flags = [f"--use-file-for-fake-video-capture={_film(tmp_path, text)}"]
    inspector = Inspector(browser.open())
    inspector.open_app()
    inspector.tap("enrol-scan")
    inspector.page.get_by_test_id("scan").wait_for(state="detached")
    for field in ("enrol-pass", "enrol-pass-again"):
        inspector.write(field, PASSPHRASE)
    inspector.tap("enrol-submit")
    inspector.page.get_by_test_id("assignment").first.wait_for()


def test_a_qr_code_of_another_office_names_its_address(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    browser = browser_for(field_office.url)
    elsewhere = "https://other.example/field/#e=7K3M-9QTF-X2DV&k=abc"
    browser.flags = [f"--use-file-for-fake-video-capture={_film(tmp_path, elsewhere)}"]
    inspector = Inspector(browser.open())
    inspector.open_app()
    inspector.tap("enrol-scan")
    expect(inspector.page.get_by_test_id("scan")).to_contain_text("https://other.example")
