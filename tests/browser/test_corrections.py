"""A lead corrects an article: what is wrong is right in a few keys, and the list follows."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Annotation
from newsreader.models import Article, ArticleText
from tests.browser.article_page import drag
from tests.browser.conftest import SignIn
from tests.factories import make_annotation, make_article, make_member

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def article(page: Page, sign_in: SignIn) -> Article:
    """Its headline was taken for a paragraph, and nobody knows its date. The page shows it to its lead."""
    lead = make_member(role="lead")
    article = make_article(lead.project, title="", label="Die Prüfung dauert länger …")
    text = ArticleText.objects.get(article=article)
    text.blocks[0][0] = "paragraph"
    text.save(update_fields=["blocks"])
    assert lead.user
    sign_in(page, lead.user)
    page.goto(f"/p/{lead.project.slug}/articles/{article.uid}/")
    return article


def go(page: Page, keys: str, address: str) -> None:
    """Presses the keys outside of all fields, and waits until the page that they lead to is ready."""
    page.wait_for_load_state()
    page.locator("h1").first.click()
    with page.expect_navigation(url=address):
        for key in keys:
            page.keyboard.press(key)


def test_a_headline_and_a_date_are_set_right_and_the_list_follows(page: Page, article: Article) -> None:
    go(page, "gb", "**/blocks/")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.get_by_role("checkbox").first).to_be_checked()
    page.get_by_label("Kind").select_option("headline")
    page.get_by_role("button", name="Set").click()
    expect(page.locator(".toast")).to_contain_text("These values follow: Title.")
    expect(page.locator(".block-row b").first).to_have_text("headline")

    go(page, "u", "**/blocks/")
    expect(page.locator(".block-row b").first).to_have_text("paragraph")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Kind").select_option("headline")
    page.get_by_role("button", name="Set").click()
    expect(page.locator(".block-row b").first).to_have_text("headline")

    go(page, "gd", "**/details/")
    expect(page.get_by_label("Title", exact=True)).to_have_value("Brücke über die Ahle bleibt gesperrt")
    page.get_by_label("Published").fill("7. März 2017")
    page.keyboard.press("Enter")
    expect(page.locator(".meta-line time")).to_have_text("7 March 2017")
    expect(page.locator("#text h1")).to_have_text("Brücke über die Ahle bleibt gesperrt")

    page.goto(f"/p/{article.project.slug}/articles/")
    expect(page.locator(".row-title")).to_have_text("Brücke über die Ahle bleibt gesperrt")
    expect(page.locator(".row-meta")).to_contain_text("7 March 2017")

    with page.expect_navigation():
        page.locator(".row-title").click()
    page.keyboard.press("u")
    expect(page.locator(".meta-line")).to_contain_text("undated")
    page.keyboard.press("u")
    expect(page.locator("#text h1")).to_have_class("untitled")


def test_articles_are_picked_with_x(page: Page, article: Article) -> None:
    other = make_article(article.project, title="Anders")
    page.goto(f"/p/{article.project.slug}/articles/?sort=title")
    for key in "jjx":
        page.keyboard.press(key)
    page.get_by_role("link", name="Correct 1 picked …").click()
    expect(page.locator(".named")).to_have_text("Anders")
    page.get_by_label("Source").fill("Küstenfunk")
    page.get_by_role("button", name="Set in all of them").click()
    expect(page.locator(".toast")).to_contain_text("1 article changed.")
    expect(page.locator(f"#a-{other.uid} .row-meta")).to_contain_text("Küstenfunk")
    expect(page.locator(f"#a-{article.uid} .row-meta")).not_to_contain_text("Küstenfunk")


def test_a_text_is_corrected_and_its_review_list_settled_by_keys(page: Page, article: Article) -> None:
    lead = article.project.memberships.get()
    make_annotation(article, lead, "öffnen erst, wenn alles hält")
    make_annotation(article, lead, "Das ist zu spät")
    go(page, "gx", "**/text/")
    field = page.get_by_label("Text", exact=True)
    field.fill(field.input_value().replace("alles hält", "es hält").replace("zu spät", "spät"))
    page.locator("[name=reason][value=damage]").check()
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("main")).to_contain_text("2 annotations will wait for review")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".toast [data-undo]")).to_be_visible()

    page.locator("summary", has_text="2 annotations wait for review").click()
    page.get_by_role("link", name="Review now").click()
    expect(page.locator("[data-case]")).to_have_count(2)
    go(page, "jy", "**/review/**")
    expect(page.locator("[data-case]")).to_have_count(1)
    page.get_by_text("The text as it is now").click()
    page.locator("#text .block").last.scroll_into_view_if_needed()
    drag(page, "Das ist", "spät")
    expect(page.locator("[data-words-for]")).to_have_value("Das ist spät")
    go(page, "yy", "**/review/**")
    expect(page.get_by_role("heading", name="Nothing waits for review")).to_be_visible()
    assert [mark.quote for mark in Annotation.objects.order_by("pk")] == [
        "öffnen erst, wenn es hält",
        "Das ist spät",
    ]

    go(page, "u", "**/review/**")
    expect(page.locator("[data-case]")).to_have_count(1)
    assert Annotation.objects.waiting().get().quote == "Das ist zu spät"
