"""Coding by keys alone, and how many of them it takes."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Annotation
from newsreader.models import Article, Membership
from tests.browser.article_page import cards, press
from tests.browser.conftest import Read
from tests.factories import make_annotation, make_speaker, make_tag

MOST = 8
SENTENCE = "Die Kosten seien noch offen."


@pytest.fixture
def used_before(article: Article, coder: Membership) -> None:
    """A speaker and a claim that the coder has used, among others that begin alike."""
    for name in ("Gerd Hahn", "Greta Ott", "Karl Weiß"):
        make_speaker(coder.project, name)
    for name in ("Kosten senken", "Kein Geld ausgeben"):
        make_tag(coder.project, name, "claim")
    speaker = make_speaker(coder.project, "Änne Groß")
    claim = make_tag(coder.project, "Kosten begrenzen", "claim")
    make_annotation(article, coder, "Letzter Satz", speakers=(speaker,), tags=(claim,))


def select_the_sentence(page: Page) -> None:
    press(page, *"jjjjj", "v")
    expect(page.locator("[data-toolbar]")).to_be_visible()


def the_new_one() -> tuple[str, list[str], list[tuple[str, str]]]:
    made = Annotation.objects.latest("pk")
    tags = [(link.tag.name, link.stance) for link in made.tag_links.all()]
    return made.quote, [link.speaker.name for link in made.speaker_links.all()], tags


WAYS = {
    "marked first": ["h", "s", "g", "Enter", "Tab", "k", "Enter", "+"],
    "speaker first": ["s", "g", "Enter", "t", "k", "Enter", "+"],
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.usefixtures("used_before")
def test_a_quote_has_speaker_tag_and_stance_in_at_most_eight_presses(
    read: Read, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    page = read()
    select_the_sentence(page)
    press(page, *WAYS[way])  # as fast as the keys go: nothing waits for the page
    with capsys.disabled():
        print(f"\n{way}: {len(WAYS[way])} key presses for a quote with speaker, tag and stance")
    assert len(WAYS[way]) <= MOST
    cards(page, 2)
    expect(page.locator(".saved")).to_contain_text("saved")
    press(page, "Escape")
    expect(page.locator(".card.editing")).to_have_count(0)
    expect(page.locator(".card.current .stance")).to_have_text("for")
    assert the_new_one() == (SENTENCE, ["Änne Groß"], [("Kosten begrenzen", "for")])


@pytest.mark.usefixtures("used_before")
def test_what_is_kept_goes_with_every_mark_until_the_article_ends(read: Read) -> None:
    page = read()
    select_the_sentence(page)
    press(page, "s", "g", "Enter")
    cards(page, 2)
    expect(page.locator("mark.seg.current")).to_have_count(1)
    press(page, "f", "j", "v", "h")
    cards(page, 3)
    expect(page.locator(".card.current .card-speakers")).to_have_text("Änne Groß")
    assert the_new_one() == ("Mehr nicht.", ["Änne Groß"], [])
    press(page, "k", "k", "v")
    expect(page.locator("[data-hold]")).to_have_text("Änne Groß")
    expect(page.locator("[data-hold]")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-hold]").click()
    press(page, "h")
    cards(page, 4)
    assert the_new_one()[1] == []
    page.reload()
    select_the_sentence(page)
    expect(page.locator("[data-hold]")).to_have_count(0)


@pytest.mark.usefixtures("used_before")
def test_a_stance_is_set_by_key_on_the_closed_card(read: Read) -> None:
    page = read()
    page.locator("mark.seg").first.click()
    for key, words in (("-", "against"), ("=", "ambivalent"), (".", "unclear"), ("+", "for")):
        press(page, key)
        expect(page.locator(".card.current .stance")).to_have_text(words)
    press(page, "0")
    expect(page.locator(".card.current .stance")).to_have_count(0)


def test_a_claim_that_is_made_while_coding_has_its_stance_at_once(read: Read, coder: Membership) -> None:
    page = read()
    select_the_sentence(page)
    press(page, "h", "t")
    page.keyboard.type("Sparen")
    page.get_by_role("option", name="Create the claim").click()
    press(page, "-")
    expect(page.locator(".saved")).to_contain_text("saved")
    press(page, "Escape")
    expect(page.locator(".card.current .stance")).to_have_text("against")
    assert the_new_one()[2] == [("Sparen", "against")]


def test_after_escape_reading_goes_on_where_it_was(read: Read) -> None:
    page = read()
    select_the_sentence(page)
    press(page, "Escape", "Escape", "j", "v")
    expect(page.locator("[data-toolbar]")).to_be_visible()
    assert page.evaluate("getSelection().toString()") == "Mehr nicht."


@pytest.mark.usefixtures("used_before")
def test_a_field_that_is_asked_for_by_key_offers_what_was_used_lately(read: Read) -> None:
    page = read()
    select_the_sentence(page)
    press(page, "h")
    cards(page, 2)
    press(page, "t")
    expect(page.get_by_role("option").first).to_contain_text("Kosten begrenzen")
    press(page, "Escape")
    expect(page.locator(".card.editing")).to_have_count(0)
    press(page, "t")
    expect(page.get_by_role("option").first).to_be_visible()
    press(page, "ArrowDown", "Enter", "Escape")
    expect(page.locator(".card.editing")).to_have_count(0)
    assert the_new_one() == (SENTENCE, [], [("Kosten begrenzen", "")])
