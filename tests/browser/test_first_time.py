"""The first minutes: from the link that `make run` prints to a quote with its tag and its speaker."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from annotations.models import Annotation
from newsreader.accounts import make_sign_in_link
from newsreader.models import Article, Membership
from tests.browser.article_page import cards, drag
from tests.browser.conftest import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

MOST = 12


def test_from_the_link_to_the_first_tagged_quote_and_its_speaker(
    new_page: NewPage, coder: Membership, article: Article
) -> None:
    """An action is a page opened, a click, a drag, a key, or one run of typing. Nothing is prepared: tag and
    speaker are new. The link printed is the address of the first page."""
    actions = 0

    def does(act: Callable[[], object]) -> None:
        nonlocal actions
        actions += 1
        act()

    assert coder.user
    link = make_sign_in_link(coder.user)
    page = new_page(viewport={"width": 1360, "height": 900})
    keyboard = page.keyboard
    option = page.locator("[role=option]")

    does(lambda: page.goto(link))
    does(page.get_by_role("button", name="Sign in").click)
    does(page.locator("[data-row] a").first.click)
    expect(page.locator("#text")).to_be_visible()
    does(lambda: drag(page, "Wir öffnen", "hält"))
    does(lambda: keyboard.press("t"))
    does(lambda: keyboard.type("Öffnung"))
    expect(option.first).to_contain_text("Öffnung")
    does(lambda: keyboard.press("Enter"))
    cards(page, 1)
    expect(page.locator(".card.current .chip")).to_have_text("Öffnung")
    does(lambda: keyboard.press("s"))
    expect(page.locator(".card-form [role=combobox]:focus")).to_be_visible()
    does(lambda: keyboard.type("Änne Groß"))
    expect(option.first).to_contain_text("Änne Groß")
    does(lambda: keyboard.press("Enter"))
    expect(page.locator(".card .chip", has_text="Änne Groß")).to_be_visible()
    expect(page.locator(".saved")).to_contain_text("saved")

    made = Annotation.objects.get()
    assert made.quote == "„Wir öffnen erst, wenn alles hält“"
    assert [tag.name for tag in made.tags.all()] == ["Öffnung"]
    assert [speaker.name for speaker in made.speakers.all()] == ["Änne Groß"]
    assert actions <= MOST
