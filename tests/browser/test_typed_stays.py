"""Two editors, a refusal, a database that is away, a session that has ended: what was typed stays."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import expect

from annotations.models import Annotation
from newsreader.models import Article, Membership
from tests.browser.article_page import cards, drag, press
from tests.browser.conftest import Read, SignIn
from tests.factories import make_annotation, make_member


def test_of_two_editors_the_second_keeps_what_was_typed(
    read: Read, article: Article, coder: Membership
) -> None:
    annotation = make_annotation(article, coder)
    lead = make_member(coder.project, Membership.Role.LEAD)
    first, second = read(), read(lead)
    for page in (first, second):
        page.locator("mark.seg").first.click()
        press(page, "n")
        expect(page.locator("textarea")).to_be_focused()
    first.keyboard.type("Meine Notiz")
    press(first, "Escape")
    expect(first.locator(".card-note")).to_have_text("Meine Notiz")
    second.keyboard.type("Andere Notiz")
    expect(second.locator(".conflict")).to_contain_text("Meine Notiz")
    expect(second.locator("textarea")).to_have_value("Andere Notiz")
    expect(second.locator("textarea")).to_be_focused()
    second.keyboard.type("!")
    press(second, "Escape")  # no way to overwrite by accident
    annotation.refresh_from_db()
    assert annotation.note == "Meine Notiz"
    second.locator("[name=close]").click()
    expect(second.locator(".card-note")).to_have_text("Andere Notiz!")


def test_the_second_editor_can_take_what_stands_now(read: Read, article: Article, coder: Membership) -> None:
    made = make_annotation(article, coder)
    page = read()
    page.locator("mark.seg").first.click()
    press(page, "n")
    expect(page.locator("textarea")).to_be_focused()
    type(made).objects.filter(pk=made.pk).update(note="von anderen", version=9)
    page.keyboard.type("von mir")
    page.get_by_role("link", name="Take what stands now").click()
    expect(page.locator("textarea")).to_have_value("von anderen")
    expect(page.locator(".conflict")).to_have_count(0)


def test_what_was_typed_and_selected_survives_a_refusal(
    read: Read, article: Article, coder: Membership
) -> None:
    make_annotation(article, coder)
    page = read()
    page.locator("mark.seg").first.click()
    press(page, "n")
    expect(page.locator("textarea")).to_be_focused()
    page.route("**/annotations/**", lambda route: route.fulfill(status=429))
    page.keyboard.type("bleibt")
    expect(page.locator("#status")).to_contain_text("Wait a minute")
    expect(page.locator("textarea")).to_have_value("bleibt")
    drag(page, "Donau", "bezahlt")
    with page.expect_response("**/annotations/"):
        press(page, "h")
    expect(page.locator("[data-toolbar]")).to_be_visible()
    page.unroute("**/annotations/**")
    press(page, "h")
    cards(page, 2)
    page.locator("[name=close]").click()
    expect(page.locator(".card-note")).to_have_text("bleibt")


def test_what_was_typed_while_the_database_is_away_is_saved_once_it_is_back(
    read: Read, article: Article, coder: Membership
) -> None:
    made = make_annotation(article, coder)
    page = read()
    page.locator("mark.seg").first.click()
    press(page, "n")
    expect(page.locator("textarea")).to_be_focused()
    away: dict[str, Any] = {
        "status": 503,
        "content_type": "text/plain",
        "headers": {"Retry-After": "1"},
        "body": "Away.",
    }
    page.route("**/annotations/**", lambda route: route.fulfill(**away))
    page.keyboard.type("bleibt")
    expect(page.locator("#status")).to_contain_text("Away.")
    expect(page.locator("textarea")).to_have_value("bleibt")
    page.unroute("**/annotations/**")
    expect(page.locator(".card .saved")).to_contain_text("saved")
    expect(page.locator("#status")).to_be_empty()
    made.refresh_from_db()
    assert made.note == "bleibt"


def test_what_was_typed_is_saved_after_signing_in_elsewhere(
    read: Read, sign_in: SignIn, article: Article, coder: Membership
) -> None:
    page = read()
    drag(page, "Prüfung", "länger")
    page.keyboard.press("n")
    note = page.locator("textarea[name=note]")
    expect(note).to_be_focused()
    page.context.clear_cookies(name="sessionid")
    note.fill("bleibt")
    expect(page.locator("#status a[target=_blank]")).to_be_visible()
    assert coder.user
    sign_in(page, coder.user)
    host = urlsplit(page.url).hostname or ""
    page.context.add_cookies([{"name": "csrftoken", "value": "n" * 32, "domain": host, "path": "/"}])
    note.fill("bleibt da")
    expect(page.locator(".card .saved")).to_contain_text("saved")
    assert Annotation.objects.get().note == "bleibt da"
