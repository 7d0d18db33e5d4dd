"""Two members on one article; what one of them types is never lost to the other."""

from playwright.sync_api import expect

from annotations.models import Annotation
from newsreader.models import Article, Membership
from tests.browser.article_page import drag, press
from tests.browser.conftest import Read
from tests.factories import make_annotation, make_member


def test_the_second_of_two_sees_both_versions_and_loses_nothing(
    read: Read, article: Article, coder: Membership
) -> None:
    made = make_annotation(article, coder)
    lead = make_member(coder.project, "lead")
    mine, theirs = read(), read(lead)
    for page in (mine, theirs):
        page.locator(".card [data-edit]").click()
        page.locator(".card-more > summary").click()
    theirs.get_by_label("Where, on what occasion").fill("im Rat")
    theirs.get_by_label("Said on").fill("2018")
    theirs.get_by_role("button", name="Done", exact=True).click()
    expect(theirs.locator(".card-facts")).to_have_text("2018im Rat")

    mine.get_by_label("Where, on what occasion").fill("zu Reuters")
    mine.get_by_label("Note").fill("von mir")
    press(mine, "Tab")
    conflict = mine.locator(".card .conflict")
    expect(conflict).to_contain_text("2018 · im Rat")
    expect(mine.get_by_label("Note")).to_have_value("von mir")
    expect(mine.locator("[name=occasion]")).to_have_value("zu Reuters")
    mine.wait_for_timeout(1600)  # nothing saves itself over what is disputed
    assert Annotation.objects.get(pk=made.pk).occasion == "im Rat"
    mine.get_by_role("button", name="Done", exact=True).click()
    expect(mine.locator(".card-note")).to_have_text("von mir")
    expect(mine.locator(".card-facts")).to_have_text("zu Reuters")

    drag(theirs, "wenn", "wenn")  # the other goes on, on a page that is late by now
    press(theirs, "Shift+H")
    expect(theirs.locator("mark.seg")).to_have_count(2)
    expect(theirs.locator(".card-note")).to_have_text("von mir")
