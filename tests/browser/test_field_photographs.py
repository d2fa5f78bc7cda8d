"""Bad photographs: each is kept or refused in clear words, and nothing else is lost by it."""

import hashlib
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenBrowser
from tests.browser.field_office import FieldOffice
from tests.browser.inspector import Inspector
from tests.browser.pictures import heic, jpeg, truncated_jpeg, write
from tests.browser.test_field_drafts import begin


def tile(page: Page, n: int) -> tuple[str | None, bool]:
    """What a tile shows and whether it is flagged as maybe damaged."""
    found = page.get_by_test_id("photos").get_by_test_id("photo-tile").nth(n)
    expect(found).not_to_have_attribute("data-kind", "loading")
    return found.get_attribute("data-kind"), found.get_attribute("data-damaged") is not None


def test_files_that_are_no_photographs_are_refused_and_the_good_one_stays(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    inspector = begin(browser_for(field_office.url), field_office)
    inspector.choose_code("A03")
    files = [
        write(tmp_path, "empty.jpg", b""),
        write(tmp_path, "page.jpg", b"<!doctype html><html><title>login</title></html>"),
        write(tmp_path, "good.jpg", jpeg()),
    ]
    page = inspector.page
    page.get_by_test_id("photo-input").set_input_files([str(f) for f in files])
    refused = page.get_by_test_id("photo-refused").locator("[data-code]")
    expect(refused).to_have_count(2)
    assert [refused.nth(n).get_attribute("data-code") for n in range(2)] == ["photo_empty", "photo_not_image"]
    expect(refused.nth(1)).to_contain_text("page.jpg")
    expect(page.get_by_test_id("photo-tile")).to_have_count(1)
    inspector.tap("observe-record")
    expect(page.get_by_test_id("code-chosen")).to_have_count(0)


def test_a_file_beyond_the_limit_is_refused_before_it_is_read(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    inspector = begin(browser_for(field_office.url), field_office)
    inspector.choose_code("A03")
    huge = tmp_path / "huge.jpg"
    with huge.open("wb") as file:
        file.write(jpeg())
        file.truncate(64 * 1024 * 1024 + 1)
    inspector.page.get_by_test_id("photo-input").set_input_files(str(huge))
    expect(inspector.page.locator("[data-code=photo_too_large]")).to_be_visible()


def test_what_cannot_be_shown_gets_a_neutral_tile_and_reaches_the_office_byte_for_byte(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    inspector = begin(browser_for(field_office.url), field_office)
    page = inspector.page
    contents = {
        "iphone.heic": heic(),
        "cut.jpg": truncated_jpeg(),
        "eighty.jpg": jpeg(10_000, 8_000),
        "plain.jpg": jpeg(321, 123),
    }
    inspector.choose_code("A03")
    inspector.attach([write(tmp_path, name, content) for name, content in contents.items()])
    assert tile(page, 0) == ("hidden", False)
    assert tile(page, 1)[1] is True
    assert tile(page, 2) == ("large", False)
    assert tile(page, 3) == ("picture", False)
    inspector.tap("observe-record")
    expect(page.get_by_test_id("code-chosen")).to_have_count(0)
    inspector.finish()
    inspector.leave_visit()
    inspector.send()
    expect(page.get_by_test_id("where-photos")).to_contain_text("0", timeout=60_000)
    expect(page.get_by_test_id("where-unsent")).to_have_text("0")
    assert {hashlib.sha256(c).hexdigest() for c in contents.values()} <= field_office.media_hashes()


def test_a_sideways_photograph_is_shown_upright(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    from PIL import Image

    turned = tmp_path / "turned.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (640, 480), (200, 30, 30)).save(turned, exif=exif)
    inspector = begin(browser_for(field_office.url), field_office)
    inspector.choose_code("A03")
    inspector.attach([turned])
    assert tile(inspector.page, 0)[0] == "picture"
    size = inspector.page.locator("[data-testid=photo-tile] canvas").evaluate("c => [c.width, c.height]")
    assert size[1] > size[0]


def test_the_camera_in_the_app_keeps_the_size_of_its_still(
    browser_for: OpenBrowser, field_office: FieldOffice
) -> None:
    inspector = begin(browser_for(field_office.url), field_office)
    inspector.choose_code("A03")
    inspector.tap("photo-camera")
    inspector.tap("shutter")
    expect(inspector.page.get_by_test_id("camera-taken")).to_have_text("已拍 1 张，3840×2160")
    inspector.tap("camera-close")
    expect(inspector.page.get_by_test_id("photo-tile")).to_have_count(1)


def test_a_camera_that_is_refused_says_so_and_leaves_the_gallery(
    browser_for: OpenBrowser, field_office: FieldOffice
) -> None:
    inspector: Inspector = begin(browser_for(field_office.url), field_office)
    page = inspector.page
    page.evaluate(
        """() => { navigator.mediaDevices.getUserMedia = () =>
             Promise.reject(new DOMException('no', 'NotAllowedError')); }"""
    )
    inspector.tap("tab-note")
    inspector.tap("photo-camera")
    expect(page.locator("[data-testid=fault][data-code=camera_refused]")).to_be_visible()
    inspector.tap("camera-close")
    expect(page.get_by_test_id("photo-picker")).to_be_enabled()
