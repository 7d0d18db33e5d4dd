"""A lead recodes the passages of a tag in bulk, and takes it back."""

from playwright.sync_api import Page, expect

from annotations.models import AnnotationTag
from newsreader.models import Membership
from tests.browser.conftest import SignIn
from tests.factories import make_annotation, make_article, make_member, make_tag


def stances(member: Membership) -> list[tuple[str, str]]:
    links = AnnotationTag.objects.filter(tag__project=member.project).order_by("annotation")
    return list(links.values_list("tag__name", "stance"))


def test_passages_are_recoded_in_bulk_and_come_back(page: Page, sign_in: SignIn) -> None:
    lead = make_member(role="lead")
    old, _new = (make_tag(lead.project, name, "claim") for name in ("Zu spät", "Kommt zu spät"))
    article = make_article(lead.project)
    for quote in ("Wir öffnen erst", "Das ist zu spät"):
        make_annotation(article, lead, quote, tags=(old,))
    AnnotationTag.objects.update(stance="against")
    assert lead.user
    sign_in(page, lead.user)
    page.goto(f"/p/{lead.project.slug}/codebook/{old.uid}/")
    page.get_by_role("link", name="Recode, split").click()
    page.get_by_label("To this tag").select_option("Kommt zu spät")
    page.get_by_role("button", name="What would change?").click()
    expect(page.get_by_text("2 passages move.")).to_be_visible()
    page.get_by_role("button", name="Recode", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Kommt zu spät")
    assert stances(lead) == [("Kommt zu spät", "against")] * 2
    page.wait_for_load_state()  # a page that is on its way hears no key
    page.keyboard.press("u")
    expect(page.locator("#toasts")).to_contain_text("Undone: Passages recoded")
    assert stances(lead) == [("Zu spät", "against")] * 2
