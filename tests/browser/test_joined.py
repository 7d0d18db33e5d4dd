"""What is served in production is one script and one sheet: marking works with them."""

from collections.abc import Callable

import pytest
from django.contrib.staticfiles.finders import get_finders
from playwright.sync_api import Page, Route, expect

from newsreader.models import Article, Membership
from newsreader.staticfiles import JOINED, with_joined
from tests.browser.article_page import cards, drag, press
from tests.browser.conftest import NewPage, SignIn

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

TYPES = {"js": "text/javascript", "css": "text/css"}


def serve_joined(page: Page) -> None:
    paths = with_joined({name: (storage, name) for f in get_finders() for name, storage in f.list(None)})
    for name in JOINED:
        storage, path = paths[name]
        page.route(f"**/static/{name}", answer(storage.open(path).read(), TYPES[name.rpartition(".")[2]]))


def answer(body: bytes, kind: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=body, content_type=kind)


def test_marking_with_the_joined_files(
    new_page: NewPage, sign_in: SignIn, coder: Membership, article: Article
) -> None:
    page = new_page(viewport={"width": 1360, "height": 900})
    assert coder.user
    sign_in(page, coder.user)
    serve_joined(page)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"/p/{coder.project.slug}/articles/{article.uid}/")
    drag(page, "Wir öffnen", "alles hält")
    expect(page.locator("[data-toolbar]")).to_be_visible()
    press(page, "h")
    cards(page, 1)
    press(page, "?")
    expect(page.locator("dialog")).to_be_visible()
    scripts = [url for url in fetched if url.endswith((".js", ".css"))]
    assert len(scripts) == 4, scripts  # htmx and the joined ones
