"""Real Chromium as a phone and as a desk, driven by Playwright on a profile folder, so that a closed browser opened
again finds what it had stored. The camera is Chromium's own test picture or a file given to it."""

import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from playwright.sync_api import BrowserContext, Page, Playwright
from playwright.sync_api import Error as PlaywrightError

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
)
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1440, "height": 900}
LOCALES = {"zh": "zh-CN", "en": "en-GB"}


def executable() -> str:
    """Debian's Chromium. Raises AssertionError where there is none: a browser test is never skipped silently."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    raise AssertionError("no Chromium here; on Debian: apt-get install chromium")


@dataclass
class Browser:
    """One profile folder, open or closed. `errors` collects what pages threw and what their console called an error."""

    playwright: Playwright
    profile: Path
    base_url: str
    viewport: Mapping[str, int]
    language: str = "zh"
    permissions: Sequence[str] = ("camera", "geolocation")
    flags: Sequence[str] = ()
    errors: list[str] = field(default_factory=list)
    _context: BrowserContext | None = None

    @property
    def context(self) -> BrowserContext:
        assert self._context is not None, "the browser is closed"
        return self._context

    @property
    def page(self) -> Page:
        """The first page of the window; a persistent context always has one."""
        return self.context.pages[0]

    def open(self, *, offline: bool = False) -> Page:
        """Open the profile. `offline` holds from the first moment on, before any page is asked for."""
        touch = self.viewport["width"] < 600
        self._context = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=executable(),
            args=[*FLAGS, *self.flags],
            base_url=self.base_url,
            viewport={"width": self.viewport["width"], "height": self.viewport["height"]},
            has_touch=touch,
            is_mobile=touch,
            device_scale_factor=2 if touch else 1,
            locale=LOCALES[self.language],
            timezone_id="Asia/Shanghai",
            permissions=list(self.permissions),
            geolocation={"latitude": 30.2741, "longitude": 120.1551, "accuracy": 20},
            reduced_motion="reduce",
            offline=offline,
        )
        self._context.set_default_timeout(20_000)
        self._context.on("page", self._listen)
        for page in self._context.pages:
            self._listen(page)
        return self.page

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def offline(self, state: bool) -> None:
        """Pull the cable, or plug it in again. One emulation session only: a second one would defeat it."""
        self.context.set_offline(state)

    def controlled(self, page: Page) -> None:
        """Wait until the service worker serves this page, so that the network may go."""
        page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    def close(self) -> None:
        """Close the window as a person does."""
        if self._context is not None:
            self._context.close()
            self._context = None

    def kill(self) -> None:
        """The system kills the browser: every process on this profile, at once."""
        mark = f"--user-data-dir={self.profile}"
        victims = [p for p in psutil.process_iter(["cmdline"]) if mark in (p.info["cmdline"] or [])]
        for victim in victims:
            victim.kill()
        psutil.wait_procs(victims, timeout=20)
        with suppress(PlaywrightError):  # the driver is told of a browser that is gone already
            self.close()
        self._context = None
