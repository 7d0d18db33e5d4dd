"""Journeys in a real Chromium against a live server. Without a browser the run fails; nothing is skipped."""

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.test import Client, override_settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from newsreader.models import Article, Membership, User
from newsreader.staticfiles import JOINED, with_joined
from tests.browser import article_page
from tests.factories import make_article, make_member
from tools import chromium

# Playwright keeps an event loop in the test's thread, which makes Django refuse its ORM there.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

WAIT_MILLISECONDS = 10_000
# What Chromium and htmx log of an answer 4xx or 503.
ANSWERED = tuple(
    said + status
    for said in (
        "Failed to load resource: the server responded with a status of ",
        "Response Status Error Code ",
    )
    for status in ("4", "503")
)

NewPage = Callable[..., Page]
SignIn = Callable[[Page, User], None]
Read = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.obtain()
    if path is None:
        pytest.fail(chromium.MISSING)
    # Chromium's sandbox refuses to work for root, who runs the suite in a container.
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session", autouse=True)
def joined(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The server answers with the scripts and sheets that production serves in one piece: they are found
    before what they are joined from. (Put in by a route they would cost a page its cache and send each of its
    requests round by Playwright.)"""
    paths = with_joined({name: (storage, name) for f in get_finders() for name, storage in f.list(None)})
    folder = tmp_path_factory.mktemp("joined")
    for name in JOINED:
        storage, path = paths[name]
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(storage.open(path).read())
    with override_settings(STATICFILES_DIRS=[folder, *settings.STATICFILES_DIRS]):
        yield


def new_context(browser: Browser, url: str, problems: list[str], **options: Any) -> BrowserContext:
    """Asks for English unless the option `locale` says otherwise. It is a problem when a page logs an error,
    throws, or asks any other server for anything; an answer 4xx or 503 is part of many journeys."""

    def on_console(message: ConsoleMessage) -> None:
        answered = message.text.startswith(ANSWERED)
        if message.type == "error" and not answered:
            problems.append(f"console: {message.text}")

    def on_request(request: Request) -> None:
        if not request.url.startswith((url, "data:", "blob:", "about:")):
            problems.append(f"request to {request.url}")

    context = browser.new_context(base_url=url, **{"locale": "en-US", **options})
    context.set_default_timeout(WAIT_MILLISECONDS)
    context.on("console", on_console)
    context.on("request", on_request)
    context.on("weberror", lambda error: problems.append(f"script: {error.error}"))
    return context


@pytest.fixture
def new_page(browser: Browser, live_server: LiveServer) -> Iterator[NewPage]:
    """Makes pages, each in a context of its own; options are those of Playwright's `new_context`. The test
    fails when there is a problem with one."""
    problems: list[str] = []
    contexts = []

    def make(**options: Any) -> Page:
        context = new_context(browser, live_server.url, problems, **options)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(new_page: NewPage) -> Page:
    return new_page()


@pytest.fixture
def sign_in(live_server: LiveServer) -> SignIn:
    """Signs a user in on a page's context, past the sign-in page."""

    def sign(page: Page, user: User) -> None:
        client = Client()
        client.force_login(user)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        host = urlsplit(live_server.url).hostname or ""
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "domain": host, "path": "/"}])

    return sign


@pytest.fixture
def coder(transactional_db: None) -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project, article_page.TEXT)


@pytest.fixture
def read(new_page: NewPage, sign_in: SignIn, coder: Membership, article: Article) -> Read:
    """Opens the article as the coder, or as another member."""

    def open_page(member: Membership = coder, fragment: str = "", **options: Any) -> Page:
        page = new_page(**{"viewport": {"width": 1360, "height": 900}, **options})
        assert member.user
        sign_in(page, member.user)
        page.goto(f"/p/{coder.project.slug}/articles/{article.uid}/{fragment}")
        return page

    return open_page
