"""What narrows and orders the list, with newsreader's own facets only: it must work without annotations."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from newsreader import dates, listing
from newsreader.listing import registry
from newsreader.listing.order import SORTS
from newsreader.models import Article, CodingState, Membership, Reading
from tests.factories import make_article, make_member, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_other_wing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_registered", [])


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def member() -> Membership:
    return make_member()


def dated(member: Membership, title: str, published: str = "", **values: Any) -> Article:
    if published:
        first, last = dates.bounds(published)
        values |= {"published": published, "published_from": first, "published_to": last}
    return make_article(member.project, f"{title} 🚧", title=title, **values)


def titles(member: Membership, address: str = "") -> list[str]:
    page = listing.page_of(member, QueryDict(address))
    assert not page.form.errors
    return [row.article.title for row in page.rows]


def counts(member: Membership, name: str, address: str = "") -> dict[str, int]:
    page = listing.page_of(member, QueryDict(address))
    group = next(group for group in page.groups if group.name == name)
    return {str(o.choice.label): o.choice.count for o in group.shown + group.more}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("from=2017-03-15", ["2018", "2017-03-30", "2017-03", "2017"]),
        ("from=2017-03-31", ["2018", "2017-03", "2017"]),
        ("to=2017-03-29", ["2017-03", "2017"]),
        ("from=2017-03&to=2017-03", ["2017-03-30", "2017-03", "2017"]),
        ("from=2018", ["2018"]),
        ("undated=yes", ["undated"]),
        ("", ["2018", "2017-03-30", "2017-03", "2017", "undated"]),
        ("sort=oldest", ["2017", "2017-03", "2017-03-30", "2018", "undated"]),
    ],
)
def test_a_partial_date_matches_a_range_that_it_overlaps(
    member: Membership, address: str, found: list[str]
) -> None:
    for published in ("2017", "2017-03", "2017-03-30", "2018"):
        dated(member, published, published)
    dated(member, "undated")
    assert titles(member, address) == found
    assert counts(member, "undated", address) == {"undated": 1}


def test_narrows_by_words_source_state_and_read(member: Membership) -> None:
    bridge, tunnel = dated(member, "Brücke", source="Bote"), dated(member, "Tunnel", source="Rundschau")
    dated(member, "Straße")
    CodingState.objects.create(member=member, article=bridge, state="done")
    CodingState.objects.create(member=member, article=tunnel, state="open")
    CodingState.objects.create(member=make_member(member.project), article=tunnel, state="done")
    Reading.objects.create(member=member, article=tunnel)
    assert bridge.source
    assert titles(member, "q=brücken") == ["Brücke"]
    assert titles(member, f"source={bridge.source.uid}") == ["Brücke"]
    assert titles(member, "state=done") == ["Brücke"]
    assert titles(member, "state=open&sort=title") == ["Straße", "Tunnel"]
    assert titles(member, "read=yes") == ["Tunnel"]
    assert titles(member, "read=no&sort=title") == ["Brücke", "Straße"]
    assert titles(member, f"read=yes&source={bridge.source.uid}") == []


def test_a_count_says_how_long_the_list_will_be(member: Membership) -> None:
    for n in range(3):
        article = dated(member, f"Brücke {n}", source="Bote" if n else "Rundschau")
    CodingState.objects.create(member=member, article=article, state="progress")
    dated(make_member(), "Anderswo", source="Bote")
    assert counts(member, "source") == {"Bote": 2, "Rundschau": 1}
    assert counts(member, "state") == {"open": 2, "in progress": 1, "done": 0, "not relevant": 0}
    assert counts(member, "source", "state=open") == {"Bote": 1, "Rundschau": 1}
    assert counts(member, "state", "state=open")["in progress"] == 1
    assert counts(member, "read", "q=brücke -2") == {"read": 0, "unread": 2}


def test_a_link_of_a_choice_keeps_the_other_filters_and_drops_the_page(member: Membership) -> None:
    dated(member, "Brücke")
    page = listing.page_of(member, QueryDict("q=brücke&read=no&from=&page=1"))
    links = {o.choice.label: o.query for g in page.groups for o in g.shown}
    assert links["done"] == "?q=br%C3%BCcke&read=no&state=done"
    assert links["unread"] == "?q=br%C3%BCcke"
    assert links["undated"] == "?q=br%C3%BCcke&read=no&undated=yes"
    assert [(c.label, c.query) for c in page.chips] == [
        ("brücke", "?read=no"),
        ("unread", "?q=br%C3%BCcke"),
    ]


def test_an_unnarrowed_choice_comes_first_when_it_is_chosen(member: Membership) -> None:
    for n in range(10):
        rare = dated(member, f"{n}", source=f"Quelle {n}")
    dated(member, "x", source="Quelle 0")
    assert rare.source
    page = listing.page_of(member, QueryDict(f"source={rare.source.uid}"))
    group = next(group for group in page.groups if group.name == "source")
    assert [o.choice.label for o in group.shown][:2] == ["Quelle 9", "Quelle 0"]
    assert group.shown[0].current and len(group.more) == 2


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("from=gestern", "from"),
        ("to=2017-13", "to"),
        ("from=2018&to=2017", "to"),
        ("undated=yes&from=2017", "undated"),
        ("source=7", "source"),
        ("source=9b2f0f7e-5a53-4f4b-8d2c-0c62d3d0a001", "source"),
        ("state=gone", "state"),
        ("read=perhaps", "read"),
        ("sort=random", "sort"),
        ("page=0", "page"),
        ("page=x", "page"),
        ("q=%00", "q"),
        ("q=" + "x" * 1001, "q"),
    ],
)
def test_senseless_parameters_are_errors_of_their_field(member: Membership, address: str, field: str) -> None:
    dated(member, "Brücke")
    page = listing.page_of(member, QueryDict(address))
    assert list(page.form.errors) == [field]
    assert page.rows == [] and field not in page.form.given()


def test_a_source_of_another_project_is_none_of_this(member: Membership) -> None:
    other = dated(make_member(), "Anderswo", source="Bote")
    assert other.source
    page = listing.page_of(member, QueryDict(f"source={other.source.uid}"))
    assert "source" in page.form.errors


def test_pages(member: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsreader.listing.page.PAGE", 2)
    for n in range(5):
        dated(member, f"{n}")
    page = listing.page_of(member, QueryDict("sort=title&page=2"))
    assert [row.article.title for row in page.rows] == ["2", "3"]
    assert (page.first, page.last, page.found, page.pages) == (3, 4, 5, 3)
    assert (page.previous, page.next) == ("?sort=title", "?sort=title&page=3")
    beyond = listing.page_of(member, QueryDict("sort=title&page=99"))
    assert [row.article.title for row in beyond.rows] == ["4"] and beyond.next == ""


@pytest.mark.parametrize("sort", SORTS)
def test_neighbours_walk_the_whole_list_and_back(member: Membership, sort: str) -> None:
    """With equal and missing dates, sources and lengths, so that ties are walked too."""
    for n in range(9):
        dated(member, f"Titel {n // 2}", ("2017", "2018-02", "")[n % 3], source=("", "Bote", "Zeit")[n // 3])
    params = QueryDict(f"sort={sort}")
    listed = [row.article.pk for row in listing.page_of(member, params).rows]
    rows = [Article.objects.get(pk=pk) for pk in listed]
    assert len(rows) == 9
    for before, after in pairwise(rows):
        assert listing.neighbours(member, params, before).next == after
        assert listing.neighbours(member, params, after).previous == before
    assert listing.neighbours(member, params, rows[0]).previous is None
    assert listing.neighbours(member, params, rows[-1]).next is None


def test_an_article_that_left_the_list_keeps_its_neighbours(member: Membership) -> None:
    first, gone, last = [dated(member, title) for title in "abc"]
    CodingState.objects.create(member=member, article=gone, state="done")
    params = QueryDict("state=open&sort=title")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert listing.neighbours(member, params, gone) == (first, last)
    assert len(queries) == 2
    assert listing.neighbours(member, QueryDict("state=?"), gone) == (None, None)


def test_the_query_of_a_list_goes_with_its_articles() -> None:
    params = QueryDict("q= dach &from=&sort=title&page=3&other=1")
    assert listing.list_query(params) == "?q=dach&sort=title"
    assert listing.list_query(QueryDict("page=2")) == ""


def test_a_search_that_was_half_understood_says_so(member: Membership) -> None:
    dated(member, "Brücke")
    with translation.override("en"):
        page = listing.page_of(member, QueryDict('q="brücke'))
    assert [row.article.title for row in page.rows] == ["Brücke"]
    assert page.problems == ["A quotation mark is not closed."]


def test_an_empty_project_has_an_empty_list() -> None:
    page = listing.page_of(make_member(make_project()), QueryDict(""))
    assert (page.total, page.found, page.rows, page.next) == (0, 0, [], "")
