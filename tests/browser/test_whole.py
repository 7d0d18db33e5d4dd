"""Saying something of the whole article, in the browser."""

from playwright.sync_api import expect

from annotations.models import Annotation
from tests.browser.conftest import Read


def test_a_note_on_the_whole_article_saves_itself_and_is_undone(read: Read) -> None:
    page = read()
    page.get_by_text("About the whole article").click()
    expect(page.locator(".card.editing [role=combobox]")).to_be_focused()  # by then htmx listens
    note = page.locator(".card.editing textarea[name=note]")
    note.fill("Eine Kolumne")
    expect(page.locator(".card .saved")).to_contain_text("saved")
    note.fill("Eine Kolumne 🤔")
    page.get_by_role("button", name="Done", exact=True).click()
    card = page.locator("#margin > .card")
    expect(card.locator(".card-note")).to_have_text("Eine Kolumne 🤔")
    assert Annotation.objects.get(is_whole=True).note == "Eine Kolumne 🤔"
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    expect(page.get_by_text("About the whole article")).to_be_visible()
    page.keyboard.press("Z")
    expect(card.locator(".card-note")).to_have_text("Eine Kolumne 🤔")
