"""Cards on the article page: editing, undoing, two people at once, a phone, reading only."""

import re
from datetime import date
from itertools import pairwise

from playwright.sync_api import expect

from newsreader.models import Article, Membership
from tests.browser.article_page import TEXT, cards, drag, press
from tests.browser.conftest import Read
from tests.factories import make_annotation, make_article, make_member, make_speaker, make_tag


def test_a_note_saves_itself_and_stays(read: Read, article: Article, coder: Membership) -> None:
    make_annotation(article, coder)
    page = read()
    page.locator("mark.seg").first.click()
    press(page, "n")
    page.keyboard.type("Stand im Brief ")
    # Playwright types an umlaut without a key press, which only a field that is there can take.
    expect(page.locator(".card-form textarea")).to_be_focused()
    page.keyboard.type("ü")
    expect(page.locator(".saved")).to_contain_text("saved")
    page.keyboard.type("ber die Brücke")
    press(page, "Escape")
    expect(page.locator(".card-note")).to_have_text("Stand im Brief über die Brücke")
    assert page.evaluate("document.activeElement.className").startswith("card")
    page.reload()
    expect(page.locator(".card.current .card-note")).to_have_text("Stand im Brief über die Brücke")


def test_delete_undo_redo(read: Read, article: Article, coder: Membership) -> None:
    make_annotation(article, coder)
    page = read()
    page.locator("mark.seg").first.click()
    page.locator(".card [data-remove]").click()
    cards(page, 0)
    expect(page.locator("mark.seg")).to_have_count(0)
    press(page, "u")
    cards(page, 1)
    expect(page.locator("[data-toast]")).to_contain_text("Undone")
    press(page, "Shift+Z")
    cards(page, 0)
    press(page, "Control+z")
    cards(page, 1)
    drag(page, "Donau", "bezahlt")  # the page that was drawn again behaves as before
    press(page, "h")
    cards(page, 2)


def test_cards_stand_in_order_and_a_click_on_an_overlap_lists_them(
    read: Read, article: Article, coder: Membership
) -> None:
    speaker = make_speaker(coder.project)
    make_annotation(article, coder, "Die Kosten seien noch offen")
    make_annotation(article, coder, speakers=(speaker,), note="lang\n" * 8)
    make_annotation(article, coder, "wenn alles hält“, sagte Änne")
    page = read()
    page.locator("mark.two").click()
    entries = page.locator("[data-popover] a")
    expect(entries).to_have_count(2)
    entries.first.click()
    expect(page.locator(".card.current .card-speakers")).to_have_text("Änne Groß")
    boxes = [card.bounding_box() for card in page.locator(".card").all()]
    for upper, lower in pairwise(boxes):
        assert upper and lower and upper["y"] + upper["height"] <= lower["y"]


def test_on_a_phone_the_toolbar_is_below_and_cards_come_as_a_sheet(
    read: Read, article: Article, coder: Membership
) -> None:
    make_annotation(article, coder)
    page = read(viewport={"width": 390, "height": 480}, has_touch=True, is_mobile=True)
    # At the lower edge of the view, where the bar would hide it.
    page.evaluate("document.querySelectorAll('.block')[3].scrollIntoView(false)")
    page.evaluate("getSelection().selectAllChildren(document.querySelectorAll('.block')[3])")
    bar = page.locator("[data-toolbar]")
    expect(bar).to_be_visible()
    box = bar.bounding_box()
    assert box and box["y"] + box["height"] == 480
    selected = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().bottom")
    assert selected < box["y"]
    page.locator("[data-act=highlight]").tap()
    cards(page, 2)
    page.locator("mark.seg").first.tap()
    expect(page.locator("#sheet .card-quote")).to_have_text("Wir öffnen erst, wenn alles hält")
    page.locator("#sheet [data-edit]").tap()
    page.locator("#sheet textarea").fill("vom Telefon")
    page.locator("#sheet [name=close]").tap()
    expect(page.locator("#sheet .card-note")).to_have_text("vom Telefon")
    page.locator("#sheet > button").tap()
    expect(page.locator("#margin .card")).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_going_back_brings_the_marks_made_since(read: Read, article: Article, coder: Membership) -> None:
    page = read()
    drag(page, "Prüfung", "länger")
    page.keyboard.press("h")
    cards(page, 1)
    page.locator(".pager a", has_text="list").click()
    expect(page.locator("[data-row]")).to_have_count(1)
    page.go_back()
    cards(page, 1)


def test_a_reader_reads(read: Read, article: Article, coder: Membership) -> None:
    make_annotation(article, coder)
    page = read(make_member(coder.project, Membership.Role.READER))
    press(page, "j", "v", "h", "t", "1")
    expect(page.locator("[data-toolbar], [data-edit], [data-remove]")).to_have_count(0)
    cards(page, 1)


def test_citation_is_copied(read: Read, article: Article, coder: Membership) -> None:
    make_annotation(article, coder, speakers=(make_speaker(coder.project),))
    page = read(permissions=["clipboard-read", "clipboard-write"])
    page.locator("mark.seg").first.click()
    press(page, "c")
    expect(page.locator("[data-toast]")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == f"„Wir öffnen erst, wenn alles hält“ (Änne Groß), {article.title}, para. 2"


def test_done_leads_to_the_next_article_and_back(read: Read, article: Article, coder: Membership) -> None:
    article.published_from = date(2024, 5, 9)
    article.save()
    other = make_article(coder.project, TEXT, title="Ein älterer", published_from=date(2024, 5, 8))
    page = read()
    press(page, "d")
    expect(page).to_have_url(re.compile(str(other.uid)))
    page.wait_for_load_state()  # a page that is on its way hears no key
    press(page, "K")
    expect(page).to_have_url(re.compile(str(article.uid)))
    expect(page.locator("#state")).to_contain_text("done")
    page.wait_for_load_state()
    press(page, "J")
    expect(page).to_have_url(re.compile(str(other.uid)))


def test_the_combobox_keeps_escape_and_backspace_to_itself(
    read: Read, article: Article, coder: Membership
) -> None:
    tag = make_tag(coder.project, "Kosten", "claim")
    make_tag(coder.project, "Ärger")
    make_annotation(article, coder, tags=(tag,))
    page = read()
    page.locator("mark.seg").first.click()
    press(page, "t")
    field = page.get_by_role("combobox", name="Tag")
    expect(field).to_be_focused()
    page.keyboard.type("aerger")
    expect(page.locator("[role=option]")).to_have_count(3)  # the tag, and a new topic or claim
    press(page, "Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_be_focused()
    field.fill("")
    press(page, "Backspace")
    expect(page.locator(".saved")).to_contain_text("saved")
    page.keyboard.type("aerger")
    press(page, "Enter")  # before the server has answered
    expect(page.locator("form .chip")).to_contain_text("Ärger")
    press(page, "Escape")
    expect(page.locator(".card > .chips")).to_have_text("Ärger")


def test_the_words_that_name_who_speaks_are_set_by_key_and_taken_away(
    read: Read, article: Article, coder: Membership
) -> None:
    made = make_annotation(article, coder)
    page = read()
    page.locator("mark.seg").first.click()
    drag(page, "nne", "Gro")
    press(page, "m")  # the card is closed, and stays so
    expect(page.locator(".card.current")).to_have_attribute("data-places", re.compile("mention:"))
    assert page.evaluate("[...CSS.highlights.get('mention')].map(String)") == ["Änne Groß"]
    press(page, "o")
    page.locator(".card-more > summary").click()
    drag(page, "sagte", "sagte")
    page.locator("[data-place=cue] [data-place-set]").click()
    expect(page.locator(".saved")).to_contain_text("saved")
    assert dict(made.parts.values_list("role", "quote")) == {"mention": "Änne Groß", "cue": "sagte"}
    page.locator("[data-place=mention] [data-place-remove]").click()
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator(".card.editing")).to_have_count(0)
    assert [part.quote for part in made.parts.all()] == ["sagte"]


def test_speakers_change_places_by_button_and_key(read: Read, article: Article, coder: Membership) -> None:
    voices = tuple(make_speaker(coder.project, name) for name in ("Änne", "Björn", "Cem"))
    made = make_annotation(article, coder, speakers=voices)
    page = read()
    page.locator(".card [data-edit]").click()
    page.get_by_role("button", name="Move forward Cem").click()
    press(page, "Enter", "ArrowRight")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator(".card-speakers")).to_have_text("Änne, Cem, Björn")
    assert [link.speaker.name for link in made.speaker_links.all()] == ["Änne", "Cem", "Björn"]


def test_a_wrong_date_is_told_and_nothing_else_is_lost(
    read: Read, article: Article, coder: Membership
) -> None:
    make_annotation(article, coder)
    page = read()
    page.locator(".card [data-edit]").click()
    page.locator(".card-more > summary").click()
    page.get_by_label("Where, on what occasion").fill("zu Reuters")
    page.get_by_label("Said on").fill("30.3.2017")
    press(page, "Tab")
    expect(page.locator(".card .errorlist")).to_contain_text("2017-03-30")
    page.get_by_label("Said on").fill("2017-03-30")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.locator(".card-facts")).to_have_text("30 March 2017zu Reuters")
