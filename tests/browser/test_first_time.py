"""Somebody's first minutes: from the sign-in link to the first quote with its speaker and a tag."""

import re
from typing import Literal

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from annotations.models import Annotation
from newsreader.accounts import first_lead, make_sign_in_link
from tests.browser.article_page import drag
from tests.browser.conftest import NewPage

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]

MOST = 12
TITLE = "Verkehrsministerium: Kein Geld für Sanierung der Drehbrücke"
QUOTE = ("Das Angebot", "nicht ewig liegen")
SPEAKER = "ein Sprecher des Ministeriums"


class Person:
    """Counts what a person does: a click, a selection with the mouse, a word typed, a key pressed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.actions = 0

    def opens(self, address: str) -> None:
        self.actions += 1
        self.page.goto(address)

    def clicks(self, role: Literal["button", "link"], name: str) -> None:
        self.actions += 1
        self.page.get_by_role(role, name=name).first.click()

    def selects(self, first: str, last: str) -> None:
        self.actions += 1
        drag(self.page, first, last)

    def types(self, words: str) -> None:
        """Into the field that has come."""
        self.actions += 1
        expect(self.page.locator("input:focus")).to_be_visible()
        self.page.keyboard.type(words)

    def presses(self, key: str) -> None:
        self.actions += 1
        self.page.keyboard.press(key)


def test_from_the_link_to_the_first_tagged_quote(new_page: NewPage) -> None:
    call_command("load_sample", verbosity=0)
    page = new_page(viewport={"width": 1360, "height": 900})
    person = Person(page)
    person.opens(make_sign_in_link(first_lead()))
    person.clicks("button", "Sign in")
    expect(page).to_have_url(re.compile("/articles/$"))
    before = set(Annotation.objects.values_list("pk", flat=True))
    person.clicks("link", TITLE)
    person.selects(*QUOTE)
    expect(page.locator("[data-toolbar]")).to_be_visible()
    person.presses("t")
    person.types("Erste Wahl")
    person.presses("Enter")
    expect(page.locator(".card.current .chip")).to_have_text("Erste Wahl")
    person.presses("s")
    person.types(SPEAKER)
    person.presses("Enter")
    expect(page.locator(".saved")).to_contain_text("saved")
    (made,) = Annotation.objects.exclude(pk__in=before)
    assert [tag.name for tag in made.tags.all()] == ["Erste Wahl"]
    assert [speaker.name for speaker in made.speakers.all()] == [SPEAKER]
    assert person.actions <= MOST
