"""Tagging every occurrence of a name, from a selection to the undo."""

from playwright.sync_api import expect

from annotations.models import Annotation, Tag
from newsreader.models import Article, Membership
from tests.browser.article_page import drag, press
from tests.browser.conftest import Read
from tests.factories import make_article, make_tag


def test_every_occurrence_of_a_name_is_tagged_and_taken_back(
    read: Read, coder: Membership, article: Article
) -> None:
    make_tag(coder.project, "Bürgermeisterin")
    make_article(coder.project, "Rückblick\n\nÄnne Groß kam 🚧. Dann ging Änne Groß.")
    page = read()
    drag(page, "Änne", "Groß")
    expect(page.locator("[data-toolbar]")).to_be_visible()
    press(page, "*")
    expect(page.get_by_label("Name or phrase")).to_have_value("Änne Groß")
    page.wait_for_load_state()
    page.get_by_label("in the whole project").check()
    expect(page.locator(".hits mark")).to_have_count(3)
    page.wait_for_load_state()
    tag = page.get_by_role("combobox", name="Tag")
    tag.fill("burg")
    expect(page.get_by_role("option").first).to_contain_text("Bürgermeisterin")
    press(page, "Enter")
    button = page.get_by_role("button", name="Tag those that are ticked")
    expect(button).to_contain_text("3")
    page.wait_for_load_state()
    page.locator(".hits input[type=checkbox]").first.uncheck()
    expect(button).to_contain_text("2")
    button.click()
    expect(page.locator("[data-toast]")).to_contain_text("2 passages tagged")
    assert Tag.objects.get().annotations.count() == 2
    page.locator("[data-toast]").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-toast]")).to_contain_text("Undone")
    assert not Annotation.objects.exists()
