"""Reviewing an article's suggestions by keys alone, by mouse, and on a phone."""

from playwright.sync_api import Locator, Page, expect

from annotations.models import Annotation, Decision
from newsreader.models import Article, Membership
from tests.browser.article_page import press
from tests.browser.conftest import Read
from tests.factories import make_article, make_speaker, make_suggestion

COUNT = 15
SENTENCES = [f"„Satz {n:02} gilt für alle“, sagte Rednerin {n % 3} am Montag." for n in range(COUNT)]


def fifteen(coder: Membership) -> Article:
    article = make_article(coder.project, "Was gesagt wurde\n\n" + "\n\n".join(SENTENCES))
    for n in range(COUNT):
        quote = f"„Satz {n:02} gilt für alle“"
        make_suggestion(article, quote, f"Rednerin {n % 3}", confidence=0.95 if n < 3 else 0.8)
    return article


def open_page(read: Read, coder: Membership, article: Article, **options: object) -> Page:
    page = read(**options)
    page.goto(f"/p/{coder.project.slug}/articles/{article.uid}/")
    page.wait_for_load_state()
    return page


def drag(page: Page, edge: str, to: Locator, share: float) -> None:
    """A handle to a place in the first line of an element, a share of its width from the left."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    handle, mark = page.locator(f"[data-handles] .handle.{edge}").bounding_box(), to.bounding_box()
    assert handle and mark
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(mark["x"] + mark["width"] * share, mark["y"] + mark["height"] / 2, steps=4)
    page.mouse.up()


def verdicts() -> dict[str, int]:
    found: dict[str, int] = {}
    for verdict in Decision.objects.values_list("verdict", flat=True):
        found[verdict] = found.get(verdict, 0) + 1
    return found


def test_fifteen_suggestions_are_reviewed_by_keys_alone(read: Read, coder: Membership) -> None:
    make_speaker(coder.project, "Rednerin 0")
    article = fifteen(coder)
    page = open_page(read, coder, article)
    expect(page.locator(".card.suggestion")).to_have_count(COUNT)
    press(page, "y")  # leads to the first and decides nothing
    expect(page.locator(".card.suggestion.current")).to_contain_text("Satz 00")
    expect(page.locator(".card-new")).to_have_count(10)
    press(page, *["y"] * 10, "x", "x", "s")  # without a pause
    field = page.locator("#pick-speaker")
    expect(field).to_be_focused()
    page.keyboard.type("Jemand anders")
    expect(page.get_by_role("option", name="Jemand anders")).to_be_visible()
    press(page, "Enter")
    expect(page.locator(".card.suggestion.current")).to_contain_text("Satz 13")
    expect(page.locator(".card-new")).to_have_count(0)
    press(page, "y", "e")
    form = page.locator(".card.editing")
    expect(form).to_be_visible()
    expect(form.locator(".chips").first).to_contain_text("Rednerin 2")
    form.locator("select[name=form]").select_option("indirect")
    form.get_by_role("button", name="Save").click()
    expect(page.locator(".card.suggestion")).to_have_count(0)
    expect(page.locator("mark.suggested")).to_have_count(0)
    assert verdicts() == {"accepted": 11, "rejected": 2, "corrected": 2}
    assert Annotation.objects.filter(saw_suggestions=True).exclude(suggestion=None).count() == 13
    names = [mark.speakers.get().name for mark in Annotation.objects.order_by("spans__start")]
    assert names[:3] == ["Rednerin 0", "Rednerin 1", "Rednerin 2"] and "Jemand anders" in names
    expect(page.locator("#annotation-count")).to_have_text("13 annotations")


def test_a_suggestion_is_edited_and_nothing_is_saved_before(read: Read, coder: Membership) -> None:
    page = open_page(read, coder, fifteen(coder))
    press(page, "y", "e")
    form = page.locator(".card.editing")
    expect(form.locator(".chips").first).to_contain_text("Rednerin 0")
    expect(form.locator("[data-passage] q")).to_have_text("„Satz 00 gilt für alle“")
    form.locator("textarea").fill("Eine Notiz")
    form.locator("textarea").press("Escape")
    expect(page.locator(".card.suggestion.current")).to_contain_text("Satz 00")
    assert not Annotation.objects.exists() and not Decision.objects.exists()
    press(page, "e")
    passage = form.locator("[data-passage] q")
    expect(passage).to_be_visible()
    expect(page.locator("[data-handles] .handle")).to_have_count(2)
    page.locator("#text").evaluate("text => document.activeElement.blur()")
    page.keyboard.press("Alt+Shift+ArrowLeft")
    expect(passage).to_have_text("„Satz 00 gilt für alle")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(passage).to_have_text("Satz 00 gilt für alle")
    drag(page, "end", page.locator("#text mark.suggested").first, 0.45)
    expect(passage).to_have_text("Satz 00 gilt")
    assert not Annotation.objects.exists()
    page.locator("#text mark.suggested").first.evaluate(
        "mark => getSelection().setBaseAndExtent(mark.firstChild, 3, mark.firstChild, 9)"
    )
    form.locator("[data-passage-set]").click()
    expect(passage).to_have_text("tz 00")
    page.keyboard.press("Alt+Shift+ArrowRight")
    expect(passage).to_have_text("Satz 00 gilt")  # from the middle of a word on: it grows
    form.get_by_role("button", name="Save").click()
    expect(page.locator(".card.suggestion.current")).to_contain_text("Satz 01")
    [mark] = Annotation.objects.all()
    assert (mark.quote, mark.speakers.get().name) == ("Satz 00 gilt", "Rednerin 0")
    assert verdicts() == {"corrected": 1}
    press(page, "u")
    expect(page.locator(".card.suggestion")).to_have_count(COUNT)


def test_u_brings_the_last_one_back(read: Read, coder: Membership) -> None:
    page = open_page(read, coder, fifteen(coder))
    press(page, "y", "x")
    expect(page.locator(".card.suggestion")).to_have_count(COUNT - 1)
    press(page, "u")
    expect(page.locator(".card.suggestion")).to_have_count(COUNT)
    expect(page.locator(".card.suggestion.current")).to_contain_text("Satz 00")  # the next key is about it
    assert not Decision.objects.exists()


def test_by_mouse_and_in_bulk(read: Read, coder: Membership) -> None:
    page = open_page(read, coder, fifteen(coder))
    card = page.locator(".card.suggestion").nth(5)
    card.click()
    expect(card).to_contain_text("Rednerin 2 after it")
    card.get_by_role("button", name="Reject").click()
    expect(page.locator(".card.suggestion")).to_have_count(COUNT - 1)
    page.get_by_role("button", name="Accept 3 direct quotes above 90 % unread").click()
    expect(page.locator(".card.suggestion")).to_have_count(COUNT - 4)
    expect(page.locator("[data-toast]").last).to_contain_text("3 accepted, unread.")
    assert Decision.objects.filter(in_bulk=True).count() == 3
    unread = page.locator(".card-unread")
    expect(unread).to_have_count(3)
    page.locator(".card:has(.card-unread)").first.click()
    press(page, "y")
    expect(unread).to_have_count(2)
    press(page, "y")
    expect(unread).to_have_count(1)
    assert Decision.objects.filter(in_bulk=True).count() == 1


def test_fewer_and_more_are_shown(read: Read, coder: Membership) -> None:
    page = open_page(read, coder, fifteen(coder))
    page.locator("#suggestions summary").click()
    page.locator("#least-suggestions").fill("90")
    expect(page.locator(".card.suggestion")).to_have_count(3)
    expect(page.locator("#suggestions")).to_contain_text("from 90 % on, without reported speech")
    page.locator("#least-suggestions").focus()
    press(page, *["ArrowLeft"] * 3)  # drawn anew meanwhile, and the slider stays under the fingers
    expect(page.locator(".card.suggestion")).to_have_count(COUNT)
    press(page, *["ArrowRight"] * 3)
    expect(page.locator(".card.suggestion")).to_have_count(3)
    expect(page.locator("#least-suggestions")).to_be_focused()
    expect(page.locator("[data-least]")).to_have_text("from a confidence of 90 %")
    page.get_by_label("Show suggestions").uncheck()
    expect(page.locator(".card.suggestion")).to_have_count(0)
    expect(page.locator("#suggestions")).to_contain_text("You have hidden them.")


def test_a_mark_of_ones_own_takes_its_place(read: Read, coder: Membership) -> None:
    article = make_article(coder.project)
    make_suggestion(article)
    page = open_page(read, coder, article)
    expect(page.locator(".card.suggestion")).to_have_count(1)
    press(page, "j", "j", "j", "v", "h")
    expect(page.locator("mark.seg:not(.only)").first).to_be_visible()
    expect(page.locator(".card.suggestion")).to_have_count(0)
    page.locator("mark.seg").first.click()
    page.locator(".card [data-remove]").click()
    expect(page.locator(".card.suggestion")).to_have_count(1)


def test_on_a_phone_the_sheet_goes_on_to_the_next(read: Read, coder: Membership) -> None:
    page = open_page(read, coder, fifteen(coder), viewport={"width": 390, "height": 844}, has_touch=True)
    page.locator("mark.suggested").first.tap()
    sheet = page.locator("#sheet")
    expect(sheet).to_contain_text("Satz 00")
    sheet.get_by_role("button", name="Accept").tap()
    expect(sheet).to_contain_text("Satz 01")
    expect(page.locator(".card.suggestion")).to_have_count(COUNT - 1)


def test_the_queue_is_reviewed_by_keys(read: Read, coder: Membership) -> None:
    article = fifteen(coder)
    page = read()
    page.goto(f"/p/{coder.project.slug}/suggestions/")
    page.wait_for_load_state()
    rows = page.locator("[data-queued]")
    expect(rows).to_have_count(COUNT)
    press(page, "y", "y", "y", "x")
    expect(rows).to_have_count(COUNT - 3)
    assert verdicts() == {"accepted": 2, "rejected": 1}
    press(page, "u")
    expect(rows).to_have_count(COUNT - 2)
    expect(page.locator("[data-queued]:focus")).to_contain_text("Satz 02")  # what has come back is current
    expect(page.locator("[data-toast]")).to_contain_text("Undone")
    press(page, "s")
    expect(page.locator("#pick-speaker")).to_be_focused()
    page.keyboard.type("Jemand anders")
    expect(page.get_by_role("option", name="Jemand anders")).to_be_visible()
    press(page, "Enter")
    expect(rows).to_have_count(COUNT - 3)
    assert verdicts() == {"accepted": 2, "corrected": 1}
    press(page, "e")
    page.wait_for_url(f"**/articles/{article.uid}/#card-*")
    expect(page.locator(".card.editing [data-proposed]")).to_be_visible()


def test_the_queue_shows_fewer_and_more_at_once(read: Read, coder: Membership) -> None:
    fifteen(coder)
    page = read()
    page.goto(f"/p/{coder.project.slug}/suggestions/?order=speaker")
    page.wait_for_load_state()
    page.locator("#showing-queue summary").click()
    page.locator("#least-queue").focus()
    press(page, *["End"])
    expect(page.locator("[data-queued]")).to_have_count(3)
    expect(page.locator("#least-queue")).to_be_focused()
    expect(page.locator("[aria-current=true]")).to_have_text("by speaker")
    page.get_by_label("Show suggestions").uncheck()
    expect(page.locator("main")).to_contain_text("You have hidden them.")
    expect(page.locator(".count")).to_have_count(0)
