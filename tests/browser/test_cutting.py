"""The edges of a passage in a real browser: by keys, by handles, by mouse and by finger."""

from playwright.sync_api import Page, expect

from annotations.models import Annotation, Span
from newsreader.models import Article, Membership
from tests.browser.article_page import DRAG, TEXT, cards, drag, press, quotes
from tests.browser.conftest import Read
from tests.factories import make_annotation, make_article, make_speaker

QUOTE = "Wir öffnen erst, wenn alles hält"


def pull(page: Page, handle: str, words: str) -> None:
    """Drags a handle to the end of the words, once it stands where the passage ends."""
    span = Span.objects.get()
    at = str(span.start if handle == "start" else span.end)
    expect(page.locator(f".handle.{handle}")).to_have_attribute("data-at", at)
    box = page.locator(f".handle.{handle}").bounding_box()
    assert box
    _, (x, y) = page.evaluate(DRAG, [words, words])
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(x, y, steps=4)
    page.mouse.up()


def test_edges_move_by_key_and_one_undo_takes_the_movement_back(
    read: Read, article: Article, coder: Membership
) -> None:
    make_annotation(article, coder, "öffnen erst, wenn")
    page = read()
    page.locator("mark.seg").first.click()
    press(page, *["Alt+Shift+ArrowRight"] * 3, "Alt+Shift+ArrowLeft", "Alt+Shift+ArrowUp")
    expect(page.locator("mark.seg")).to_have_text("Wir öffnen erst, wenn alles hält")
    assert quotes() == [QUOTE]
    press(page, "Alt+Shift+ArrowDown")
    expect(page.locator("mark.seg")).to_have_text("öffnen erst, wenn alles hält")
    press(page, "u")
    expect(page.locator("mark.seg")).to_have_text("öffnen erst, wenn")


def test_handles_follow_the_pointer(read: Read, article: Article, coder: Membership) -> None:
    make_annotation(article, coder, "Wir öffnen")
    page = read()
    expect(page.locator(".handle")).to_have_count(0)
    page.locator("mark.seg").first.click()
    expect(page.locator(".handle")).to_have_count(2)
    pull(page, "end", "wenn all")
    expect(page.locator("mark.seg")).to_have_text("Wir öffnen erst, wenn alles")
    pull(page, "end", "öff")
    expect(page.locator("mark.seg")).to_have_text("Wir öffnen")
    press(page, "u")
    expect(page.locator("mark.seg")).to_have_text("Wir öffnen erst, wenn alles")


def test_what_is_marked_is_taken_away_by_the_same_key(
    read: Read, article: Article, coder: Membership
) -> None:
    make_annotation(article, coder)
    page = read()
    page.locator("mark.seg").first.click()
    drag(page, "erst", "erst")
    press(page, "Shift+H")
    expect(page.locator("mark.seg")).to_have_count(2)
    assert quotes() == ["Wir öffnen […] , wenn alles hält"]
    press(page, "u")
    expect(page.locator("mark.seg")).to_have_count(1)


def test_a_quotation_is_split_at_the_caret_and_joined_again(
    read: Read, article: Article, coder: Membership
) -> None:
    make_annotation(article, coder, speakers=(make_speaker(coder.project),), note="Notiz")
    page = read()
    _, (x, y) = page.evaluate(DRAG, ["erst, w", "erst, w"])
    page.mouse.click(x - 2, y)
    press(page, "p")
    cards(page, 2)
    assert quotes() == ["Wir öffnen erst,", "wenn alles hält"]
    expect(page.locator(".card-speakers")).to_have_text(["Änne Groß", "Änne Groß"])
    page.locator("mark.seg", has_text="wenn alles").click()
    press(page, "b")
    cards(page, 1)
    assert quotes() == [QUOTE]
    expect(page.locator("[data-toast]")).to_contain_text("Joined")
    press(page, "u")
    cards(page, 2)
    press(page, "u")
    cards(page, 1)
    assert [row.note for row in Annotation.objects.all()] == ["Notiz"]


def test_a_form_offers_the_same_and_loses_nothing(read: Read, article: Article, coder: Membership) -> None:
    make_annotation(article, coder, "Änne Groß am Montag. Die Kosten")
    page = read()
    page.locator(".card [data-edit]").click()
    page.get_by_label("Note").fill("getippt")
    page.locator(".card-more > summary").click()
    page.locator(".card-more details > summary").click()
    page.get_by_role("button", name="Split", exact=True).click()
    cards(page, 2)
    assert quotes()[1] == "Die Kosten"
    expect(page.locator(".card-note")).to_have_text("getippt")


def test_without_scripts_a_form_splits(read: Read, article: Article, coder: Membership) -> None:
    made = make_annotation(article, coder, "Änne Groß am Montag. Die Kosten")
    page = read(java_script_enabled=False)
    page.goto(f"/p/{coder.project.slug}/annotations/{made.uid}/")
    page.locator(".card-more > summary").click()
    page.locator(".card-more details > summary").click()
    page.get_by_role("button", name="Split", exact=True).click()
    cards(page, 2)
    assert quotes() == ["Änne Groß am Montag.", "Die Kosten"]


def test_the_second_part_of_an_interrupted_quotation_is_offered_to_be_joined(
    read: Read, coder: Membership
) -> None:
    text = "Groß\n\n„Wir öffnen“, sagte sie, „wenn alles hält.“ Das war alles."
    interrupted = make_article(coder.project, text)
    page = read()
    page.goto(f"/p/{coder.project.slug}/articles/{interrupted.uid}/")
    drag(page, "Wir", "öffnen")
    press(page, "h")
    cards(page, 1)
    drag(page, "wenn", "hält")
    press(page, "h")
    cards(page, 2)
    page.get_by_role("button", name="Join with the one before").click()
    cards(page, 1)
    assert Annotation.objects.get().quote == "„Wir öffnen“ […] „wenn alles hält.“"
    press(page, "u")
    cards(page, 2)


def test_by_finger_a_handle_moves_and_a_mention_is_set(
    read: Read, article: Article, coder: Membership
) -> None:
    made = make_annotation(article, coder, "Wir öffnen")
    page = read(fragment=f"#card-{made.uid}", has_touch=True, is_mobile=True)
    box = page.locator(".handle.end").bounding_box()
    assert box and box["width"] >= 24
    _, (x, y) = page.evaluate(DRAG, ["wenn all", "wenn all"])
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *point: float) -> None:
        points = [{"x": point[0], "y": point[1]}] if point else []
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    touch("touchMove", x, y)
    touch("touchEnd")
    expect(page.locator("mark.seg")).to_have_text("Wir öffnen erst, wenn alles")
    drag(page, "nne", "Gro")  # as its long press would
    page.get_by_role("button", name="Mention", exact=True).click()
    at = TEXT.index("Änne Groß")
    expect(page.locator(".card.current")).to_have_attribute("data-places", f"mention:{at}-{at + 9}")
