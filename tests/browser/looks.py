"""What must hold for every screen, in both languages: nothing sticks out sideways, every picture is there, English mode
shows no Chinese but content, and axe finds nothing serious."""

import re
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.server import ROOT

AXE = ROOT / "client_pwa" / "node_modules" / "axe-core" / "axe.min.js"

_WIDTH = "() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
# A page of panes scrolls inside its panes; a window that scrolls too shows nothing but an empty stretch.
_TWICE = """() => document.body.classList.contains('has-desk')
  && document.documentElement.scrollHeight > document.documentElement.clientHeight"""
_BROKEN_PICTURES = """() => [...document.images]
  .filter(i => i.getClientRects().length && !(i.complete && i.naturalWidth > 0))
  .map(i => i.currentSrc || i.outerHTML)"""
_TEXTS = """() => {
  const found = [];
  const silent = new Set(['SCRIPT', 'STYLE', 'TEMPLATE', 'NOSCRIPT']);
  const meant = (e) => e.closest('[data-content]') !== null;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!parent || meant(parent) || silent.has(parent.tagName)) continue;
    found.push(walker.currentNode.textContent.trim());
  }
  for (const element of document.querySelectorAll('*')) {
    if (meant(element)) continue;
    for (const name of ['placeholder', 'aria-label', 'title', 'alt']) {
      const value = element.getAttribute(name);
      if (value) found.push(value);
    }
  }
  // A page about one thing is titled with its name, which is content.
  const contents = [...document.querySelectorAll('[data-content]')].map(e => e.textContent.trim());
  return contents.some(c => c && document.title.startsWith(c)) ? found : found.concat(document.title);
}"""
_AXE_RUN = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
  .filter(v => ['serious', 'critical'].includes(v.impact))
  .map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ') + ' — ' + n.failureSummary).join(' | '))"""
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def settle(page: Page) -> None:
    """Wait for fonts and pictures, so that the screenshot shows what a person sees."""
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.wait_for_function("() => [...document.images].every(i => i.complete || i.loading === 'lazy')")


def faults(page: Page, language: str) -> list[str]:
    """Every rule of looks that this page breaks, in words; an empty list is a good page."""
    found: list[str] = []
    scroll, client = page.evaluate(_WIDTH)
    if scroll > client:
        found.append(f"the page is {scroll} px wide in a window of {client} px")
    if page.evaluate(_TWICE):
        found.append("the window scrolls beside its panes")
    found += [f"a picture does not show: {source}" for source in page.evaluate(_BROKEN_PICTURES)]
    if language == "en":
        found += [
            f"Chinese in English mode: {text}" for text in page.evaluate(_TEXTS) if _CHINESE.search(text)
        ]
    page.evaluate(AXE.read_text())
    found += [f"axe: {violation}" for violation in page.evaluate(_AXE_RUN)]
    return found


def picture(page: Page, folder: Path | None, name: str, *, full_page: bool = False) -> None:
    """Take the screenshot, where somebody wants it."""
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=full_page)
