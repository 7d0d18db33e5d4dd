"""What is served in production is one script and one sheet: marking works with them."""

import pytest
from playwright.sync_api import expect

from newsreader.models import Article, Membership
from tests.browser.article_page import cards, drag, press
from tests.browser.conftest import NewPage, SignIn

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_marking_with_the_joined_files(
    new_page: NewPage, sign_in: SignIn, coder: Membership, article: Article
) -> None:
    page = new_page(viewport={"width": 1360, "height": 900})
    assert coder.user
    sign_in(page, coder.user)
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
