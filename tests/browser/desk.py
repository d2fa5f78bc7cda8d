"""A person at the console's screen: each method is one act, by the names of the forms' fields."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect


class Desk:
    """One signed-in person in one window."""

    def __init__(self, page: Page, base_url: str) -> None:
        self.page = page
        self.base_url = base_url

    def sign_in(self, username: str, password: str) -> None:
        self.page.goto("/office/login")
        self.page.locator("[name=username]").fill(username)
        self.page.locator("[name=password]").fill(password)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url("**/office/")

    def sign_out(self) -> None:
        self.page.locator("form[action$='/logout'] button").click()
        self.page.wait_for_url("**/office/login*")

    def submit(self, form: Locator, values: Mapping[str, str | Path | bool]) -> None:
        """Fill fields by their name, press the form's own button, wait for the page that says it is done."""
        self.fill(form, values)
        self.press(form.locator("button:not([type=button])").last)

    def press(self, button: Locator) -> None:
        """Press a button that leads to a page that says it is done. Its address loses `done` at once, so the sentence
        on the page is what counts."""
        with self.page.expect_navigation(timeout=90_000):
            button.click()
        self.page.locator(".notice-done").first.wait_for()

    def fill(self, form: Locator, values: Mapping[str, str | Path | bool]) -> None:
        """Fill fields by their name."""
        for name, value in values.items():
            field = form.locator(f"[name={name}]").first
            if isinstance(value, Path):
                field.set_input_files(str(value))
            elif isinstance(value, bool):
                field.set_checked(value)
            elif field.evaluate("e => e.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)

    # -- phones and campaigns ---------------------------------------------------------------------------------------

    def invite(self, inspector: str, team: str) -> str:
        """The enrolment code, as it stands on the screen once."""
        self.page.goto("/office/devices")
        form = self.page.locator("form[data-into='#made']")
        self.fill(form, {"inspector": inspector, "team": team})
        form.locator("button").click()
        code = self.page.locator("[data-code]")
        code.wait_for()
        return code.inner_text().strip()

    def open_campaign(self, name_zh: str, name_en: str, plan: str, day: str) -> None:
        self.page.goto("/office/campaigns/new")
        names = {"name_zh": name_zh, "name_en": name_en}
        dates = {"starts": day, "ends": day}
        self.submit(self.page.locator("form.card"), names | {"plan_number": plan} | dates)

    def assign(self, unit: str) -> None:
        """Every free phone to that unit, today."""
        form = self.page.locator("form[action$='/visits']")
        form.locator("[name=unit]").select_option(unit)
        for box in form.locator("[name=device]").all():
            box.check()
        self.submit(form, {})
        expect(self.page.locator("table tbody tr")).to_have_count(1)

    # -- findings ---------------------------------------------------------------------------------------------------

    def findings(self, stage: str = "verify") -> list[str]:
        self.page.goto(f"/office/findings?stage={stage}")
        links = self.page.locator(
            "a[href*='/office/findings/'][data-row], [data-row] a[href*='/office/findings/']"
        )
        found = links.evaluate_all("all => all.map(a => new URL(a.href).pathname.split('/').pop())")
        return list(dict.fromkeys(found))

    def open_finding(self, finding: str) -> None:
        self.page.goto(f"/office/findings/{finding}")

    def deed(self, act: str, values: Mapping[str, str | Path | bool]) -> None:
        """Open one act's form on the finding's page, fill it, do it."""
        form = self.page.locator(f"form[action*='/{act}']")
        form.locator("xpath=ancestor::details").locator("summary").first.click()
        self.submit(form, values)

    # -- exposure ---------------------------------------------------------------------------------------------------

    def mask_photographs(self, most: int) -> int:
        """Draw one box on every photograph that waits for it, with the mouse; how many there were."""
        for masked in range(most + 1):
            self.page.goto("/office/redactions")
            waiting = self.page.locator("main table a.btn")
            if waiting.count() == 0:
                return masked
            waiting.first.click()
            self.draw_box(0.1, 0.1, 0.4, 0.4)
            self.press(self.page.locator("form[data-masker] button.btn-primary"))
        raise AssertionError(f"more than {most} photographs wait")

    def draw_box(self, left: float, top: float, right: float, bottom: float) -> None:
        """Drag from one corner to the other; shares of the picture's width and height."""
        image = self.page.locator("[data-picture] img")
        self.page.wait_for_function(
            "() => { const i = document.querySelector('[data-picture] img'); return i.complete && i.naturalWidth > 0 }"
        )
        image.scroll_into_view_if_needed()
        box = image.bounding_box()
        assert box is not None
        mouse = self.page.mouse
        mouse.move(box["x"] + left * box["width"], box["y"] + top * box["height"])
        mouse.down()
        mouse.move(box["x"] + right * box["width"], box["y"] + bottom * box["height"], steps=4)
        mouse.up()

    def approve_copies(self, most: int) -> int:
        """Look at every waiting copy of somebody else at full size and approve it."""
        for approved in range(most + 1):
            self.page.goto("/office/redactions")
            waiting = self.page.locator("li.shot a")
            if waiting.count() == 0:
                return approved
            waiting.first.click()
            self.submit(self.page.locator("form[action$='/approve']"), {"looked": True})
        raise AssertionError(f"more than {most} copies wait")

    def sign_checklist(self, finding: str) -> None:
        self.page.goto(f"/office/findings/{finding}/redactions")
        form = self.page.locator("form[action$='/checklist']")
        for box in form.locator("[name=item]").all():
            box.check()
        self.submit(form, {})

    def request_publication(self, number: str, title: str, findings: int) -> str:
        """From the one campaign there is; the findings that lack nothing are ticked already. Gives the page's path."""
        self.page.goto("/office/publications")
        self.page.locator(".campaign-card h2 a").first.click()
        expect(self.page.locator("[name=finding]:checked")).to_have_count(findings)
        form = self.page.locator("#compose")
        self.fill(form, {"number": number, "title": title})
        self.press(form.locator("button.btn-primary"))
        return self.page.url.split("?")[0]

    def approve_publication(self, path: str) -> None:
        self.page.goto(path)
        self.submit(self.page.locator("form[action$='/approve']"), {"looked": True})

    def issue_publication(self, path: str) -> None:
        self.page.goto(path)
        self.press(self.page.locator("form[action$='/issue'] button"))

    def download(self, link: str, folder: Path) -> Path:
        """Follow a download link whose address ends so; the file as it was saved."""
        with self.page.expect_download() as waiting:
            self.page.locator(f"a[download][href$='{link}']").first.click()
        target = folder / link
        waiting.value.save_as(target)
        return target
