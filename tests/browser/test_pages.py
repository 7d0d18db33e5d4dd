"""Every page of the app, each asked the same questions: is its HTML right, is it accessible in light, in dark
and on a phone, does it fit a narrow window with wide spacing, can all of it be used by keyboard, at 200 %
zoom, on paper and in forced colours, is the console empty, and does it work without JavaScript?

One site is made for all of them, and put back as it was before each; so is the page that walks through them,
without its cookies: nothing of ours is kept in the browser but these."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test import Client
from django.urls import resolve
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from newsreader.faults import Crowded
from tests.browser import looks
from tests.browser.cases import PAGES, Case, visit
from tests.browser.conftest import SignIn, new_context
from tests.browser.looks import OVERFLOW
from tests.browser.site import Site, make_site
from tests.browser.standing import Standing
from tests.everything import addresses, paths
from tests.nu import Nu, started

pytestmark = pytest.mark.once

WIDE: ViewportSize = {"width": 1360, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
NARROW: ViewportSize = {"width": 320, "height": 640}
# target-size is in WCAG 2.2 AA, but axe leaves it off unless asked.
AXE = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "rules": {"target-size": {"enabled": True}},
}
# A theme changes colours and nothing else.
COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
BY_AXE = "async (options) => (await axe.run(document, options)).violations"
# WCAG 2.2, 1.4.12. A constructed sheet, because the content policy forbids style elements.
TEXT_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

# What answers a GET without being a page of its own.
NO_PAGES = {
    "project": "leads on to the articles",
    "original": "a download",
    "backup": "a download",
    "codebook-csv": "a download",
    "speakers-csv": "a download",
    "export-download": "a download",
    "export-training": "a download",
    "speaker-options": "a part of a page: the list below a field",
    "suggestion-passage": "a part of a page: the passage in the form of a suggestion",
    "tag-options": "a part of a page: the list below a field",
}


class Walker:
    """The pages that go through all cases, one for each kind of context."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.browser, self.url = browser, url
        self.pages: dict[bool, Page] = {}
        self.problems: list[str] = []

    def page(self, java_script_enabled: bool = True) -> Iterator[Page]:
        """For one case, after which it has forgotten what it saw."""
        if java_script_enabled not in self.pages:
            kind = {"viewport": WIDE, "java_script_enabled": java_script_enabled}
            context = new_context(self.browser, self.url, self.problems, **kind)
            self.pages[java_script_enabled] = context.new_page()
        page = self.pages[java_script_enabled]
        page.set_viewport_size(WIDE)
        yield page
        page.goto("about:blank")
        page.emulate_media(media="null", color_scheme="null", forced_colors="null")
        page.context.clear_cookies()
        problems, self.problems[:] = [*self.problems], []
        assert problems == []


@pytest.fixture(scope="module")
def nu() -> Iterator[Nu]:
    with started() as checker:
        yield checker


@pytest.fixture(scope="module")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In the place of what empties all tables after every test."""
    with django_db_blocker.unblock(), Standing.now() as empty:
        yield
        empty.again()


@pytest.fixture(scope="module")
def made(transactional_db: None) -> Iterator[tuple[Site, Standing]]:
    site = make_site()
    with Standing.now() as standing:
        yield site, standing


@pytest.fixture
def site(made: tuple[Site, Standing]) -> Site:
    site, standing = made
    standing.again()
    return site


@pytest.fixture(scope="module")
def walker(browser: Browser, live_server: LiveServer) -> Iterator[Walker]:
    walker = Walker(browser, live_server.url)
    yield walker
    for page in walker.pages.values():
        page.context.close()


@pytest.fixture
def page(walker: Walker) -> Iterator[Page]:
    yield from walker.page()


@pytest.fixture
def plain_page(walker: Walker) -> Iterator[Page]:
    """Without JavaScript."""
    yield from walker.page(java_script_enabled=False)


def test_every_address_that_answers_a_get_is_among_the_pages(site: Site) -> None:
    seen = {
        resolve(case.address.format(**site.places).partition("?")[0]).url_name
        for case in PAGES.values()
        if case.status not in (403, 404)
    }
    answering = {
        name
        for name, route, _entry in addresses()
        for path in paths(route, name, "leer", str(uuid.uuid4()))
        if Client().get(path).status_code != 405
    }
    assert answering - seen == set(NO_PAGES)


def violations(page: Page, look: str, options: dict[str, Any]) -> list[str]:
    """What axe finds, a line for each element. axe is in the page already."""
    return [
        f"{look}: {found['id']}: {node['target']} {node['failureSummary']}"
        for found in page.evaluate(
            "async (options) => (await axe.run(document, options)).violations", options
        )
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("case", PAGES.values(), ids=PAGES.keys())
def test_page(page: Page, plain_page: Page, sign_in: SignIn, site: Site, nu: Nu, case: Case) -> None:
    said: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        # The browser itself reports every answer 4xx.
        if not message.text.startswith("Failed to load resource"):
            said.append(message.text)

    page.on("console", listen)
    assert nu.errors(visit(page, case, site, sign_in)) == []
    check_looks(page)
    page.set_viewport_size(WIDE)
    assert list(looks.by_keyboard(page)) == []
    page.remove_listener("console", listen)
    assert said == []

    if not case.needs_script:
        check_without_javascript(plain_page, case, site, sign_in)


def check_looks(page: Page) -> None:
    assert page.title()
    expect(page.locator("h1")).to_have_count(1)

    page.evaluate(AXE_SCRIPT)
    found = violations(page, "light", AXE)
    page.emulate_media(color_scheme="dark")
    found += violations(page, "dark", COLOURS)
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(PHONE)
    found += violations(page, "phone", AXE)
    assert found == []

    page.set_viewport_size(NARROW)
    assert page.evaluate(OVERFLOW) == 0
    page.evaluate(TEXT_SPACING)
    assert page.evaluate(OVERFLOW) == 0
    assert [*looks.in_forced_colours(page), *looks.zoomed(page), *looks.printed(page)] == []


@pytest.mark.usefixtures("transactional_db")
def test_the_page_of_a_fault(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    def crowded(*_args: Any, **_more: Any) -> None:
        raise Crowded

    monkeypatch.setattr("newsreader.views.accounts.render", crowded)
    page.goto("/sign-in/")
    expect(page.locator("h1")).to_have_text("Not possible just now")
    check_looks(page)


def check_without_javascript(page: Page, case: Case, site: Site, sign_in: SignIn) -> None:
    visit(page, case, site, sign_in)
    expect(page.locator("main h1")).to_be_visible()
    assert page.evaluate(OVERFLOW) == 0
