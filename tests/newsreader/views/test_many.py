"""Correcting one value in several articles."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from newsreader.views import many
from tests.factories import client_of, make_article, make_member, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(lead: Membership) -> list[Article]:
    return [make_article(lead.project, title=f"Brücke {n}") for n in range(3)]


def address(lead: Membership, query: str = "") -> str:
    return reverse("correct-many", args=[lead.project.slug]) + query


def picked(*articles: Article) -> str:
    return "?" + "&".join(f"article={article.uid}" for article in articles)


def post(lead: Membership, query: str, **data: Any) -> Any:
    return client_of(lead).post(address(lead, query), data)


def genres(lead: Membership) -> list[str]:
    return list(lead.project.articles.order_by("pk").values_list("genre", flat=True))


def test_only_the_picked_ones_are_changed(lead: Membership, articles: list[Article]) -> None:
    page = client_of(lead).get(address(lead, picked(*articles[:2]))).text
    assert "Brücke 0" in page and "Brücke 2" not in page
    answer = post(lead, picked(*articles[:2]), count=2, genre="interview", published="Mai 2019")
    assert answer.status_code == 302
    assert genres(lead) == ["interview", "interview", ""]
    articles[0].refresh_from_db()
    assert (articles[0].published, articles[0].origins["published"]) == ("2019-05", "member")
    assert ChangeSet.objects.get().changes.count() == 2


def test_without_picks_the_whole_filtered_list_is_meant(lead: Membership, articles: list[Article]) -> None:
    make_article(lead.project, title="Fähre", text="Die Fähre liegt fest.")
    answer = post(lead, "?q=Brücke&sort=title", count=3, source="Küstenfunk")
    assert answer.headers["Location"].endswith("/articles/?q=Br%C3%BCcke&sort=title")
    sources = lead.project.articles.order_by("pk").values_list("source__name", flat=True)
    assert list(sources) == ["Küstenfunk"] * 3 + [None]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"count": 3}, "Write at least one value"),
        ({"count": 2, "genre": "news"}, "The list has changed meanwhile"),
        ({"genre": "news"}, "The list has changed meanwhile"),
        ({"count": 3, "published": "neulich", "genre": "news"}, "Write a date as 2017"),
        ({"count": 3, "genre": "unfug"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said(
    lead: Membership, articles: list[Article], data: dict[str, Any], sentence: str
) -> None:
    answer = post(lead, "", **data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not ChangeSet.objects.exists()


@pytest.mark.parametrize("query", ["?article=x", "?from=gestern"])
def test_nonsense_picks_nothing(lead: Membership, articles: list[Article], query: str) -> None:
    assert "No article is picked" in client_of(lead).get(address(lead, query)).text
    assert post(lead, query, count=0, genre="news").status_code == 422
    assert genres(lead) == ["", "", ""]


def test_too_many_at_once(lead: Membership, articles: list[Article], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many, "TOGETHER", 2)
    assert "At most 2 articles at once" in client_of(lead).get(address(lead)).text
    assert post(lead, "", count=3, genre="news").status_code == 422


def test_more_articles_are_no_more_queries(lead: Membership, articles: list[Article]) -> None:
    client = client_of(lead)
    with CaptureQueriesContext(connection) as few:
        client.get(address(lead))
    for _ in range(5):
        make_article(lead.project, source="Ahletaler Bote")
    with CaptureQueriesContext(connection) as many_more:
        client.get(address(lead))
    assert len(many_more) == len(few)


def test_articles_of_other_projects_are_not_touched(lead: Membership) -> None:
    foreign = make_article(make_project())
    assert post(lead, picked(foreign), count=1, genre="news").status_code == 422
    foreign.refresh_from_db()
    assert foreign.genre == ""


@pytest.mark.parametrize("role", ["reader", "coder"])
def test_only_leads(lead: Membership, articles: list[Article], role: str) -> None:
    client = client_of(make_member(lead.project, role))
    assert client.get(address(lead)).status_code == 403
    assert client.post(address(lead)).status_code == 403
    listed = reverse("articles", args=[lead.project.slug])
    assert address(lead) not in client.get(listed).text
    assert address(lead) in client_of(lead).get(listed).text


def test_not_mine(lead: Membership) -> None:
    assert client_of(make_member(role="lead")).get(address(lead)).status_code == 404


def test_wrong_method(lead: Membership) -> None:
    assert client_of(lead).delete(address(lead)).status_code == 405
