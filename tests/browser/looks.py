"""How a page looks and is walked through when it is neither light, dark nor a phone: by the keyboard alone,
at 200 % zoom, in print and in forced colours. Each check gives a sentence for everything that is wrong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, ViewportSize

ASKED = Path(__file__).with_suffix(".js").read_text(encoding="utf-8")
# WCAG 2.2, 1.4.4: 1280 CSS pixels at 200 % zoom are 640.
ZOOMED: ViewportSize = {"width": 640, "height": 450}
# What of A4 print.css leaves between the margins, at 96 dots an inch.
SHEET: ViewportSize = {"width": 635, "height": 970}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOST_STOPS = 400


def ask(page: Page, question: str) -> Any:
    return page.evaluate(f"{ASKED}.{question}()")


def by_keyboard(page: Page) -> Iterator[str]:
    """Walks once around with Tab: everything that can be used is reached, in view, uncovered, and shows that
    it has the focus (WCAG 2.1.1, 2.1.2, 2.4.7, 2.4.11)."""
    if ask(page, "stops") == 0:
        return
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        stop = ask(page, "focused")
        if stop["end"]:
            break
        yield from (f"by keyboard: {stop['name']} {wrong}" for wrong in stop["wrong"])
    yield from (f"by keyboard: Tab never reaches {one}" for one in ask(page, "leftOut"))


def zoomed(page: Page) -> Iterator[str]:
    """At 200 % the page needs no scrolling from side to side (WCAG 1.4.4)."""
    page.set_viewport_size(ZOOMED)
    if wide := page.evaluate(OVERFLOW):
        yield f"at 200 %: {wide} pixels too wide"


def printed(page: Page) -> Iterator[str]:
    """On paper, from a dark screen too: dark words on a light ground, within the sheet, nothing to press."""
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print", color_scheme="dark")
    yield from (f"in print: {wrong}" for wrong in ask(page, "printed"))
    if wide := page.evaluate(OVERFLOW):
        yield f"in print: {wide} pixels too wide"
    page.emulate_media(media="screen", color_scheme="light")


def in_forced_colours(page: Page) -> Iterator[str]:
    """What the system's own colours leave without an edge or a sign."""
    page.emulate_media(forced_colors="active")
    yield from (f"in forced colours: {wrong}" for wrong in ask(page, "forced"))
    page.emulate_media(forced_colors="none")
