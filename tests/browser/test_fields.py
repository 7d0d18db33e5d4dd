"""A project's own fields on a card: what is missing, answered, refused, and taken back."""

from playwright.sync_api import expect

from newsreader.models import Article, Membership
from tests.browser.article_page import press
from tests.browser.conftest import Read
from tests.factories import make_annotation, make_variable


def test_a_field_is_answered_on_the_card_and_taken_back(
    read: Read, article: Article, coder: Membership
) -> None:
    make_variable(coder.project, required=True, instruction="Wie es klingt")
    make_variable(coder.project, "Betrag", kind="number", position=1)
    make_annotation(article, coder)
    page = read()
    missing = page.locator(".card-missing")
    expect(missing).to_have_text("Still missing: Tonfall")
    page.locator("[data-edit]").first.evaluate("link => link.click()")
    page.get_by_label("Tonfall").select_option("scharf")
    expect(page.locator(".saved")).to_contain_text("saved")
    expect(missing).to_be_hidden()
    page.locator(".card-more > summary").click()
    page.get_by_label("Betrag").fill("viel")
    page.get_by_label("Betrag").press("Tab")
    expect(page.get_by_text("Write a number")).to_be_visible()
    expect(page.get_by_label("Betrag")).to_have_value("viel")
    page.get_by_label("Betrag").fill("1,50")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator(".card-facts")).to_have_text("Tonfall: scharfBetrag: 1.5")
    press(page, "u")
    expect(missing).to_have_text("Still missing: Tonfall")
