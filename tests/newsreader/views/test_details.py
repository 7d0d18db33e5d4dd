"""The page on which a lead corrects an article's metadata."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.factories import client_of, make_article, make_member, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(lead: Membership) -> Article:
    return make_article(
        lead.project,
        source="Ahletaler Bote",
        published="2017-03",
        origins={"title": "rule:headline/1", "source": "csv"},
    )


def address(article: Article, query: str = "") -> str:
    return reverse("details", args=[article.project.slug, article.uid]) + query


def sent(client: Client, article: Article) -> dict[str, Any]:
    """What a browser sends when the page is saved as it is."""
    page = client.get(address(article)).text
    data = dict(re.findall(r'<input type="hidden" name="(seen-[a-z_]+)" value="([^"]*)"', page))
    data |= dict(re.findall(r'<input type="text" name="([a-z_]+)" value="([^"]*)"', page))
    data |= {"genre": "", "lead": ""}
    return data


def test_nothing_changes_when_nothing_is_changed(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    answer = client.post(address(article, "?sort=title"), sent(client, article))
    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"/articles/{article.uid}/?sort=title")
    assert not ChangeSet.objects.exists()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("30. März 2018", "2018-03-30"),
        ("30 March 2018", "2018-03-30"),
        ("März 2018", "2018-03"),
        ("30.3.2018", "2018-03-30"),
        ("2018-03", "2018-03"),
        ("2018", "2018"),
        ("", ""),
    ],
)
def test_a_date_may_be_written_as_people_do(
    lead: Membership, article: Article, typed: str, stored: str
) -> None:
    client = client_of(lead)
    client.post(address(article), sent(client, article) | {"published": typed})
    article.refresh_from_db()
    assert (article.published, article.origins["published"]) == (stored, "member")


@pytest.mark.parametrize(("language", "written"), [("de", "30. März 2017"), ("en", "30 March 2017")])
def test_a_date_is_shown_as_people_write_it(
    lead: Membership, article: Article, language: str, written: str
) -> None:
    Article.objects.filter(pk=article.pk).update(published="2017-03-30")
    page = client_of(lead).get(address(article), headers={"Accept-Language": language}).text
    assert f'name="published" value="{written}"' in page
    assert 'name="seen-published" value="2017-03-30"' in page


def test_each_value_says_where_it_comes_from(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    client.post(address(article), sent(client, article) | {"author": "Änne Groß"})
    page = client.get(address(article)).text
    for words in ("rule “headline”, version 1", "from the CSV file", f"set by {lead.name}", "not known"):
        assert f'<span class="help origin">{words}</span>' in page
    assert "Back to “–” (not known)" in page


def test_a_value_is_taken_back(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    client.post(address(article), sent(client, article) | {"title": "Neu"})
    client.post(address(article), sent(client, article) | {"back": "title"})
    article.refresh_from_db()
    assert (article.title, article.origins["title"]) == (
        "Brücke über die Ahle bleibt gesperrt",
        "rule:headline/1",
    )


def test_both_a_value_and_the_way_back_are_too_much(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    answer = client.post(address(article), sent(client, article) | {"title": "Neu", "back": "title"})
    assert answer.status_code == 422
    assert "Either write a value or take it back" in answer.text


@pytest.mark.parametrize(
    ("key", "typed", "sentence"),
    [
        ("published", "neulich", "Write a date as 2017"),
        ("language", "Deutsch!", "Write a language as its code"),
        ("language", "", "This field is required"),
        ("title", "x" * 501, "at most 500"),
        ("genre", "unfug", "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    lead: Membership, article: Article, key: str, typed: str, sentence: str
) -> None:
    client = client_of(lead)
    data = sent(client, article) | {"author": "Jörg Weiß"} | {key: typed}
    answer = client.post(address(article), data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Jörg Weiß"' in answer.text
    article.refresh_from_db()
    assert article.author == ""


def test_a_conflict_shows_both_and_keeps_what_was_typed(lead: Membership, article: Article) -> None:
    client, other = client_of(lead), client_of(make_member(lead.project, "lead"))
    mine, theirs = sent(client, article), sent(other, article)
    other.post(address(article), theirs | {"title": "Deins", "page": "7"})
    answer = client.post(address(article), mine | {"title": "Meins", "author": "Änne"})
    assert answer.status_code == 409
    assert "Now: Deins" in answer.text
    assert "Yours: Meins" in answer.text
    for part in ('name="title" value="Meins"', 'name="author" value="Änne"', 'name="page" value="7"'):
        assert part in answer.text
    again = dict(re.findall(r'type="(?:text|hidden)" name="([a-z_-]+)" value="([^"]*)"', answer.text))
    assert client.post(address(article), again | {"genre": "", "lead": ""}).status_code == 302
    article.refresh_from_db()
    assert (article.title, article.author, article.page) == ("Meins", "Änne", "7")


def test_what_another_set_meanwhile_is_not_taken_back(lead: Membership, article: Article) -> None:
    client, other = client_of(lead), client_of(make_member(lead.project, "lead"))
    client.post(address(article), sent(client, article) | {"title": "Neu"})
    mine = sent(client, article)
    other.post(address(article), sent(other, article) | {"title": "Neuer"})
    answer = client.post(address(article), mine | {"back": "title"})
    assert answer.status_code == 409
    assert "Now: Neuer" in answer.text and "Yours: back to what stood before" in answer.text
    assert 'name="back" value="title" checked' in answer.text
    article.refresh_from_db()
    assert article.title == "Neuer"


def test_markup_in_a_value_is_shown_and_not_run(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    client.post(address(article), sent(client, article) | {"author": '"><script>alert(1)</script>'})
    assert "<script>alert" not in client.get(address(article)).text


@pytest.mark.parametrize("role", ["reader", "coder"])
def test_only_leads(lead: Membership, article: Article, role: str) -> None:
    client = client_of(make_member(lead.project, role))
    assert client.get(address(article)).status_code == 403
    assert client.post(address(article), {"title": "x"}).status_code == 403
    assert address(article) not in client.get(reverse("article", args=[lead.project.slug, article.uid])).text


def test_not_mine(article: Article) -> None:
    other = make_member(role="lead")
    assert client_of(other).get(address(article)).status_code == 404
    foreign = reverse("details", args=[other.project.slug, article.uid])
    assert client_of(other).post(foreign, {"title": "x"}).status_code == 404


def test_wrong_method(lead: Membership, article: Article) -> None:
    assert client_of(lead).delete(address(article)).status_code == 405


def test_the_article_leads_here_and_the_list_follows(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    page = client.get(reverse("article", args=[lead.project.slug, article.uid]) + "?sort=title").text
    assert f'href="{address(article)}?sort=title"' in page
    client.post(address(article), sent(client, article) | {"published": "Mai 2019", "source": "Küstenfunk"})
    rows = client.get(reverse("articles", args=[lead.project.slug])).text
    assert "May 2019" in rows
    assert "Küstenfunk ·" in rows


def test_the_page_asks_no_more_for_more_sources(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address(article))
    for n in range(20):
        make_source(lead.project, f"Blatt {n}")
    with CaptureQueriesContext(connection) as many:
        page = client.get(address(article)).text
    assert "Blatt 19" in page
    assert len(many) == len(few)
