"""Photographs of a mark in the roll call and of a checklist's "no": whatever kills the page, they are found again, and
the office receives the very bytes."""

import hashlib
import os
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.chromium import Browser
from tests.browser.conftest import OpenBrowser
from tests.browser.field_office import FieldOffice
from tests.browser.inspector import Inspector
from tests.browser.looks import faults, picture, settle
from tests.browser.pictures import jpeg, write
from tests.browser.test_field_drafts import begin

BOARD = "在岗"


def row_of(page: Page, staff: str) -> Locator:
    return page.locator(f'[data-testid=person][data-staff="{staff}"]')


def open_sheet(inspector: Inspector, staff: str) -> Locator:
    row_of(inspector.page, staff).get_by_test_id("person-open").click()
    sheet = inspector.page.get_by_test_id("person-sheet")
    sheet.wait_for()
    return sheet


def first_staff(page: Page) -> str:
    return page.get_by_test_id("person").first.get_attribute("data-staff") or ""


def after_a_kill(browser: Browser) -> Inspector:
    browser.kill()
    inspector = Inspector(browser.open(offline=True))
    inspector.open_app()
    inspector.unlock()
    return inspector


def camera_again(inspector: Inspector, sheet: Locator) -> None:
    """A person's next touch is the camera, which puts the draft down before it opens."""
    sheet.get_by_test_id("photo-camera").click()
    inspector.page.get_by_test_id("camera").wait_for()


def shoot_one(inspector: Inspector, sheet: Locator) -> None:
    sheet.get_by_test_id("photo-camera").click()
    inspector.tap("shutter")
    expect(inspector.page.get_by_test_id("camera-taken")).to_contain_text("1")
    inspector.tap("camera-close")


def test_an_absence_photographed_in_both_looks_survives_a_kill_and_reaches_the_office(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    browser = browser_for(field_office.url)
    inspector = begin(browser, field_office)
    inspector.show_identity()
    staff = first_staff(inspector.page)
    desk, clock = jpeg(801, 602, (90, 40, 10)), jpeg(802, 603, (10, 40, 90))

    sheet = open_sheet(inspector, staff)
    sheet.get_by_test_id("sheet-absent_unverified").click()
    inspector.attach([write(tmp_path, "desk.jpg", desk)], within=sheet)
    inspector.write("board", BOARD)
    shoot_one(inspector, sheet)
    expect(sheet.get_by_test_id("photo-tile")).to_have_count(2)
    camera_again(inspector, sheet)

    inspector = after_a_kill(browser)
    page = inspector.page
    sheet = page.get_by_test_id("person-sheet")
    expect(sheet.get_by_test_id("draft-restored")).to_be_visible()
    expect(sheet.get_by_test_id("sheet-absent_unverified")).to_have_attribute("aria-checked", "true")
    expect(sheet.get_by_test_id("board").locator("input")).to_have_value(BOARD)
    expect(sheet.get_by_test_id("photo-tile")).to_have_count(2)
    inspector.tap("record-mark")
    expect(sheet).to_have_count(0)
    row = row_of(page, staff)
    expect(row).to_have_attribute("data-state", "absent_unverified")
    expect(row.get_by_test_id("person-photos")).to_have_attribute("data-count", "2")

    sheet = open_sheet(inspector, staff)
    expect(sheet.get_by_test_id("look").get_by_test_id("photo-tile")).to_have_count(2)
    expect(sheet.get_by_test_id("draft-restored")).to_have_count(0)
    sheet.get_by_test_id("sheet-absent_unverified").click()
    sheet.get_by_test_id("photo-input").set_input_files([str(write(tmp_path, "clock.jpg", clock))])
    expect(sheet.get_by_test_id("photo-tile")).to_have_count(3)
    inspector.tap("record-look")
    expect(row.get_by_test_id("person-photos")).to_have_attribute("data-count", "3")

    inspector.tap("tab-end")
    marks = page.locator("[data-testid=record][data-type='person.marked']")
    expect(marks).to_have_count(2)
    expect(marks.get_by_test_id("photo-tile")).to_have_count(3)
    browser.offline(False)
    inspector.leave_visit()
    inspector.send()
    expect(page.get_by_test_id("where-unsent")).to_have_text("0", timeout=60_000)
    expect(page.get_by_test_id("where-photos")).to_contain_text("0", timeout=60_000)
    assert {hashlib.sha256(c).hexdigest() for c in (desk, clock)} <= field_office.media_hashes()
    assert browser.errors == []


def test_a_camera_that_kills_the_page_before_its_first_picture_finds_the_sheet_open_again(
    browser_for: OpenBrowser, field_office: FieldOffice
) -> None:
    browser = browser_for(field_office.url)
    inspector = begin(browser, field_office)
    inspector.show_identity()
    sheet = open_sheet(inspector, first_staff(inspector.page))
    camera_again(inspector, sheet)
    inspector = after_a_kill(browser)
    inspector.page.get_by_test_id("person-sheet").wait_for()
    inspector.tap("sheet-close")
    expect(inspector.page.get_by_test_id("person-unfinished")).to_have_count(0)


def test_a_sheet_closed_by_hand_keeps_its_photograph_and_one_tap_does_not_pass_it_by(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    inspector = begin(browser_for(field_office.url), field_office)
    inspector.show_identity()
    page = inspector.page
    staff = first_staff(page)
    inspector.attach([write(tmp_path, "desk.jpg", jpeg())], within=open_sheet(inspector, staff))
    inspector.tap("sheet-close")
    row = row_of(page, staff)
    expect(row.get_by_test_id("person-unfinished")).to_be_visible()
    expect(row).to_have_attribute("data-state", "unchecked")
    inspector.tap("tab-seats")
    inspector.tap("tab-roll")
    expect(row.get_by_test_id("person-unfinished")).to_be_visible()
    expect(page.get_by_test_id("person-sheet")).to_have_count(0)
    row.get_by_test_id("mark-absent_unverified").click()
    sheet = page.get_by_test_id("person-sheet")
    expect(sheet.get_by_test_id("photo-tile")).to_have_count(1)
    expect(sheet.get_by_test_id("sheet-absent_unverified")).to_have_attribute("aria-checked", "true")
    inspector.tap("record-mark")
    expect(row.get_by_test_id("person-photos")).to_have_attribute("data-count", "1")
    expect(row.get_by_test_id("person-unfinished")).to_have_count(0)


def test_a_no_in_the_checklist_opens_again_after_a_kill(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path
) -> None:
    browser = browser_for(field_office.url)
    inspector = begin(browser, field_office)
    inspector.tap("tab-list")
    item = inspector.page.get_by_test_id("item").nth(1).get_attribute("data-item")
    card = f'[data-testid=item][data-item="{item}"]'
    inspector.page.locator(card).get_by_test_id("answer-no").click()
    sheet = inspector.page.get_by_test_id("item-sheet")
    inspector.write("item-note", "没有意见箱")
    inspector.attach([write(tmp_path, "wall.jpg", jpeg())], within=sheet)
    camera_again(inspector, sheet)

    inspector = after_a_kill(browser)
    sheet = inspector.page.get_by_test_id("item-sheet")
    expect(sheet.get_by_test_id("draft-restored")).to_be_visible()
    expect(sheet.get_by_test_id("item-note").locator("textarea")).to_have_value("没有意见箱")
    expect(sheet.get_by_test_id("photo-tile")).to_have_count(1)
    inspector.tap("item-record")
    expect(inspector.page.locator(card)).to_have_attribute("data-answer", "no")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sheet_of_a_person_looks_right(
    browser_for: OpenBrowser, field_office: FieldOffice, tmp_path: Path, language: str
) -> None:
    inspector = begin(browser_for(field_office.url, language=language), field_office)
    inspector.show_identity()
    page, staff = inspector.page, first_staff(inspector.page)
    wrong: list[str] = []
    folder = os.environ.get("MINGCHA_SCREENSHOTS")
    photos = [write(tmp_path, f"{n}.jpg", jpeg(640, 480, (40 * n, 90, 120))) for n in range(1, 4)]

    def look(name: str) -> None:
        settle(page)
        picture(page, Path(folder) if folder else None, f"{language}-mark-{name}")
        wrong.extend(f"{name}: {fault}" for fault in faults(page, language))

    sheet = open_sheet(inspector, staff)
    sheet.get_by_test_id("sheet-absent_unverified").click()
    inspector.attach(photos[:2], within=sheet)
    look("first")
    page.get_by_test_id("record-mark").scroll_into_view_if_needed()
    look("first-below")
    inspector.tap("record-mark")
    expect(sheet).to_have_count(0)
    look("row")
    inspector.attach(photos[2:], within=open_sheet(inspector, staff))
    look("second")
    inspector.tap("sheet-close")
    look("row-unfinished")
    assert wrong == []
