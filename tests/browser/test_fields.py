"""A project's own fields: what is missing, answered, refused, and taken back, on a card or for many."""

import re

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Speaker
from newsreader.models import Article, Membership
from tests.browser.article_page import press
from tests.browser.conftest import Read, SignIn
from tests.factories import make_annotation, make_article, make_member, make_speaker, make_variable


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


@pytest.mark.once
def test_the_articles_of_a_list_are_answered_at_once_and_taken_back_with_one_key(
    page: Page, sign_in: SignIn
) -> None:
    coder = make_member()
    make_variable(coder.project, "Gattung", "article", options=["Bericht", "Gespräch"])
    for n in range(3):
        make_article(coder.project, title=f"Brücke {n}", source=("Bote", "Rundschau")[n % 2])
    assert coder.user is not None
    sign_in(page, coder.user)
    page.goto(f"/p/{coder.project.slug}/articles/")
    page.get_by_role("link", name="Bote 2").click()
    expect(page.locator(".results-head .count")).to_have_text("2 of 3")
    page.get_by_role("link", name="Fields …").click()
    expect(page.locator(".page-head .count")).to_have_text("2 articles")
    expect(page.get_by_text("Answered so far: 0 of 2.")).to_be_visible()
    page.get_by_role("button", name="Answer for 2 articles").click()
    expect(page.locator("main [role=alert]")).to_contain_text("Say at least one thing")
    page.get_by_label("Gattung").select_option("Gespräch")
    page.get_by_role("button", name="Answer for 2 articles").click()
    expect(page.locator("[data-toast]")).to_contain_text("2 articles changed.")
    expect(page).to_have_url(re.compile(r"/articles/\?source=[0-9a-f-]{36}$"))
    answered = page.get_by_role("link", name="Gattung: Gespräch 2")
    expect(answered).to_be_visible()
    page.wait_for_load_state()  # a page that is on its way hears no key
    page.keyboard.press("u")
    expect(answered).to_be_hidden()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("link", name="Fields of 1 picked …").click()
    expect(page.locator(".page-head .count")).to_have_text("1 article")


@pytest.mark.once
def test_speakers_that_are_ticked_are_answered_and_taken_back_from_the_history(
    page: Page, sign_in: SignIn
) -> None:
    lead = make_member(role="lead")
    party = make_variable(lead.project, "Lager", "speaker")
    for name in ("Änne Groß", "Jörg Weiß"):
        make_speaker(lead.project, name)
    assert lead.user is not None
    sign_in(page, lead.user)
    page.goto(f"/p/{lead.project.slug}/speakers/")
    page.get_by_label("Tick Jörg Weiß").check()
    page.get_by_role("button", name="Fields of 1 ticked …").click()
    expect(page.locator(".named")).to_have_text("Jörg Weiß")
    page.get_by_label("Lager").select_option("scharf")
    page.get_by_role("button", name="Answer for 1 speaker").click()
    expect(page.locator("[data-toast]")).to_contain_text("1 speaker changed.")
    assert [value.speaker for value in party.values.all()] == [Speaker.objects.get(name="Jörg Weiß")]
    page.goto(f"/p/{lead.project.slug}/history/")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator("[data-toast]")).to_contain_text("Undone: Fields of several speakers answered")
    assert not party.values.exists()
