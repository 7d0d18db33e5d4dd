"""A real Chromium on a real server: how long until an article with its cards is drawn, how much it fetches.

Each opening is a new browser context, as at a first visit: nothing is cached. "Drawn" is the first frame
after the last card has got its place, which static/js/level.js marks; what moves later is a layout shift.
"""

import os
import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, CDPSession, ViewportSize, sync_playwright

from tools import chromium

from .client import session_of
from .figure import Figure
from .installation import SLUG, Installation

ROUNDS = 15
WARM_UP = 2
TARGETS = {0: 220, 50: 250, 500: 400}
VIEW: ViewportSize = {"width": 1360, "height": 900}

# Milliseconds from the start of the navigation until it is drawn, and the sum of the layout shifts.
DRAWN = """count => new Promise((resolve, reject) => {
  let shift = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) shift += e.value; })
    .observe({ type: "layout-shift", buffered: true });
  const begin = performance.now();
  const look = () => {
    const margin = document.getElementById("margin");
    const cards = margin ? margin.querySelectorAll(".card").length : -1;
    const mark = performance.getEntriesByName("wortlaut:drawn")[0];
    if (cards === count && mark) {
      return setTimeout(() => resolve([mark.startTime, shift]), 300);
    }
    if (performance.now() - begin > 20000) return reject(new Error(`${cards} cards of ${count}`));
    requestAnimationFrame(look);
  };
  look();
})"""


def figures(installation: Installation) -> Iterator[Figure]:
    session = session_of(installation.user)  # before Playwright, in whose event loop Django refuses its ORM
    with installation.served() as root, chrome() as browser:
        for count, target in TARGETS.items():
            address = root + reverse("article", args=[SLUG, installation.opened[count].uid])
            runs = [_open(browser, address, session, count) for _ in range(WARM_UP + ROUNDS)][WARM_UP:]
            times = [time for time, _shift, _wire in runs]
            name = f"browser until {count} annotations are drawn"
            note = f"layout shift {max(shift for _t, shift, _w in runs):.3f}"
            yield Figure(name, statistics.median(times), "ms", target, note, min(times))
            if count == 0:
                wire = statistics.median(wire for _t, _s, wire in runs) / 1000
                yield Figure("first article page on the wire", wire, "KB", 100)


@contextmanager
def chrome() -> Iterator[Browser]:
    path = chromium.obtain()
    if path is None:
        raise RuntimeError(chromium.MISSING)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


def _open(browser: Browser, address: str, session: str, count: int) -> tuple[float, float, float]:
    """Milliseconds until it is drawn, layout shift, bytes on the wire with headers."""
    context = browser.new_context(viewport=VIEW, locale="de-DE")
    try:
        sign_in(context, address, session)
        page = context.new_page()
        received = _count_bytes(context.new_cdp_session(page))
        page.goto(address, wait_until="commit")
        time, shift = page.evaluate(DRAWN, count)
        return time, shift, sum(received)
    finally:
        context.close()


def sign_in(context: BrowserContext, address: str, session: str) -> None:
    host = urlsplit(address).hostname or ""
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": session, "domain": host, "path": "/"}])


def _count_bytes(session: CDPSession) -> list[float]:
    """What every answer takes on the wire, as the browser counts it."""
    received: list[float] = []
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: received.append(event["encodedDataLength"]))
    return received
