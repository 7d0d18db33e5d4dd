"""Two speakers become one, and one key makes them two again."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Annotation, Speaker
from newsreader.models import Membership
from tests.browser.conftest import SignIn
from tests.factories import make_annotation, make_article, make_member, make_speaker

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lead(transactional_db: None) -> Membership:
    return make_member(role="lead")


def speakers_of(mark: Annotation) -> list[str]:
    return list(mark.speakers.values_list("name", flat=True))


def test_merge_and_undo(page: Page, sign_in: SignIn, lead: Membership) -> None:
    kept, gone = make_speaker(lead.project), make_speaker(lead.project, "Frau Groß")
    mark = make_annotation(make_article(lead.project), lead, speakers=(gone,))
    make_annotation(make_article(lead.project), lead, speakers=(kept,))
    assert lead.user
    sign_in(page, lead.user)
    page.goto(f"/p/{lead.project.slug}/speakers/{gone.uid}/")
    page.get_by_role("link", name="Merge …").click()
    page.get_by_label("Find by name").fill("gross")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Änne Groß").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("“Frau Groß” becomes “Änne Groß”")
    page.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Änne Groß")
    expect(page.locator(".quote")).to_have_count(2)
    assert speakers_of(mark) == ["Änne Groß"]
    toast = page.locator("[data-toast]")
    expect(toast).to_contain_text("Speakers merged")
    page.keyboard.press("u")
    expect(toast).to_contain_text("Undone: Speakers merged")
    expect(page.locator(".quote")).to_have_count(1)
    assert speakers_of(mark) == ["Frau Groß"]
    assert Speaker.objects.get(name="Frau Groß").uid == gone.uid
