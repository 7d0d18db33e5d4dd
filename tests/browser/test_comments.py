"""A thread: asked on a card, answered by whom it names, resolved."""

from playwright.sync_api import expect

from annotations.models import Comment
from newsreader.models import Article, Membership
from tests.browser.conftest import Read
from tests.factories import make_annotation, make_member


def test_a_question_is_asked_answered_and_resolved(read: Read, coder: Membership, article: Article) -> None:
    other = make_member(coder.project)
    mark = make_annotation(article, coder, "Letzter Satz")
    page = read(fragment=f"#card-{mark.uid}")
    page.locator(".card-actions").get_by_role("link", name="Comments").click()
    page.get_by_label("New comment").fill(f"Gehört das dazu, @{other.name}? 🤔")
    page.get_by_role("button", name="Send").last.click()
    expect(page.locator(".mention")).to_have_text(f"@{other.name}")
    asked = read(other)
    expect(asked.locator(".card-comments")).to_have_text("1 open comment")
    asked.locator("details.menu summary").click()
    asked.locator(".menu").get_by_role("link", name="Comments").click()
    asked.get_by_role("link", name="that mention me").click()
    asked.get_by_text("Answer").first.click()
    asked.get_by_label("Answer").fill("Ja.")
    asked.get_by_role("button", name="Send").click()
    expect(asked.locator(".comment-text")).to_have_count(2)
    asked.get_by_role("button", name="Resolve").click()
    expect(asked.locator("[data-toast]")).to_contain_text("resolved")
    expect(asked.get_by_role("heading", name="No open comment")).to_be_visible()
    assert [c.resolved_at is None for c in Comment.objects.all()] == [False, True]


def test_people_are_offered_after_an_at_sign(read: Read, coder: Membership, article: Article) -> None:
    for name in ("Änne Groß", "Jörg Weiß", "Jörn Weser"):
        Membership.objects.filter(pk=make_member(coder.project).pk).update(name=name)
    mark = make_annotation(article, coder, "Letzter Satz")
    page = read(fragment=f"#card-{mark.uid}")
    page.locator(".card-actions").get_by_role("link", name="Comments").click()
    field, offered = page.get_by_label("New comment"), page.get_by_role("option")
    field.press_sequentially("Post an a@jo")
    expect(offered).to_have_count(0)
    field.press_sequentially(", @joer")
    expect(offered).to_have_text(["Jörg Weiß", "Jörn Weser"])
    field.press("ArrowDown")
    expect(page.locator("[aria-selected=true]")).to_have_text("Jörn Weser")
    expect(field).to_have_attribute("aria-activedescendant", "new-comment-people-1")
    field.press("Enter")
    expect(field).to_have_value("Post an a@jo, @Jörn Weser ")
    expect(offered).to_have_count(0)
    field.press_sequentially("und @gro")
    page.get_by_role("option", name="Änne Groß").click()
    field.press_sequentially("@")
    expect(offered).to_have_count(3)
    field.press("Escape")
    expect(offered).to_have_count(0)
    field.press("Backspace")
    expect(field).to_have_value("Post an a@jo, @Jörn Weser und @Änne Groß ")
    page.get_by_role("button", name="Send").last.click()
    expect(page.locator(".mention")).to_have_text(["@Jörn Weser", "@Änne Groß"])
