"""An inspector at the phone's screen: each method is what a person does with a thumb, in the words of the work."""

from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

PASSPHRASE = "correct horse 9 battery"


class Inspector:
    """Knows the screens by their test ids only, so that words and looks may change."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def tap(self, testid: str) -> None:
        self.page.get_by_test_id(testid).click()

    def write(self, testid: str, text: str) -> None:
        self._input(self.page.get_by_test_id(testid)).fill(text)

    def _input(self, found: Locator) -> Locator:
        found.wait_for()  # what is asked for next doesn't wait by itself
        inside = found.locator("input, textarea")
        return inside if inside.count() else found

    # -- the phone --------------------------------------------------------------------------------------------------

    def open_app(self) -> None:
        self.page.goto("/field/")

    def enrol(self, code: str, passphrase: str = PASSPHRASE) -> None:
        self.page.get_by_test_id("enrol").wait_for()
        self.write("enrol-code", code)
        self.write("enrol-pass", passphrase)
        self.write("enrol-pass-again", passphrase)
        self.tap("enrol-submit")

    def unlock(self, passphrase: str = PASSPHRASE) -> None:
        self.page.get_by_test_id("unlock").wait_for()
        self.write("unlock-pass", passphrase)
        self.tap("unlock-submit")

    def send(self) -> None:
        """Go to what is where and press the button; waits until it has answered."""
        self.tap("nav-where")
        self.tap("send-now")
        expect(self.page.get_by_test_id("send-now")).to_be_enabled(timeout=60_000)

    def count(self, testid: str) -> int:
        return int(self.page.get_by_test_id(testid).inner_text())

    # -- the visit --------------------------------------------------------------------------------------------------

    def start_visit(self) -> None:
        self.tap("start-visit")
        self.page.get_by_test_id("visit").wait_for()

    def resume_visit(self) -> None:
        self.tap("open-visit")
        self.page.get_by_test_id("visit").wait_for()

    def see_seat(self, room: str, plate: str, state: str = "occupied") -> None:
        self.tap("tab-seats")
        self.write("seat-room", room)
        self.write("seat-plate", plate)
        self.tap(f"seat-{state}")
        if state == "window_unattended":
            self.tap("window-record")
        expect(self.page.get_by_test_id("seat").filter(has_text=plate)).to_be_visible()

    def show_identity(self) -> None:
        self.tap("tab-roll")
        self.tap("show-identity")
        self.page.get_by_test_id("person").first.wait_for()

    def mark(self, staff: str, state: str, *, claimed_by: str = "科长") -> None:
        """One tap for here and not here; a claim names who says so."""
        self.tap("tab-roll")
        row = self.page.locator(f'[data-testid=person][data-staff="{staff}"]')
        row.get_by_test_id(f"mark-{state}").click()
        if state.endswith("_claimed"):
            self.write("claimed-by", claimed_by)
            self.tap("record-mark")
        expect(row).to_have_attribute("data-state", state)

    def answer(self, item: str, answer: str, note: str = "", photos: Sequence[Path] = ()) -> None:
        self.tap("tab-list")
        card = self.page.locator(f'[data-testid=item][data-item="{item}"]')
        card.get_by_test_id(f"answer-{answer}").click()
        if answer == "no":
            self.attach(photos, within=self.page.get_by_test_id("item-sheet"))
            self.write("item-note", note)
            self.tap("item-record")
        expect(card).to_have_attribute("data-answer", answer)

    def attach(self, photos: Sequence[Path], within: Locator | None = None) -> None:
        """From the picker, as the system's dialog would hand them over."""
        if not photos:
            return
        where = within or self.page.locator("main")
        before = where.get_by_test_id("photo-tile").count()
        where.get_by_test_id("photo-input").set_input_files([str(photo) for photo in photos])
        expect(where.get_by_test_id("photo-tile")).to_have_count(before + len(photos), timeout=60_000)

    def observe(self, code: str, note: str, photos: Sequence[Path] = (), *, shots: int = 0) -> None:
        """记一条: a fact, photographs from the picker or the camera in the app, a note."""
        self.choose_code(code)
        self.attach(photos)
        if shots:
            self.shoot(shots)
        self.write("observe-note", note)
        self.tap("observe-record")
        expect(self.page.get_by_test_id("code-chosen")).to_have_count(0, timeout=60_000)

    def choose_code(self, code: str) -> None:
        self.tap("tab-note")
        self.tap("code-open")
        self.page.locator(f'[data-testid=code][data-code="{code}"]').click()
        expect(self.page.get_by_test_id("code-chosen")).to_be_visible()

    def shoot(self, shots: int) -> None:
        self.tap("photo-camera")
        for n in range(1, shots + 1):
            self.tap("shutter")
            expect(self.page.get_by_test_id("camera-taken")).to_contain_text(str(n))
        self.tap("camera-close")

    def finish(self) -> None:
        self.tap("tab-end")
        self.tap("finish")
        self.page.get_by_test_id("reopen").wait_for()

    def leave_visit(self) -> None:
        self.tap("back")
        self.page.get_by_test_id("today").wait_for()
