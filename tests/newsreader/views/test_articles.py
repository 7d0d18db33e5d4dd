"""The page of the article list: page and fragment, who may, what is wrong, and how many queries it takes."""

import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsreader.models import Membership
from tests.factories import (
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_tag,
    make_user,
)

pytestmark = pytest.mark.django_db


def address(member: Membership, query: str = "") -> str:
    return f"/p/{member.project.slug}/articles/{query}"


def shown(client: Client, url: str) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def test_a_row_shows_title_source_date_length_and_state() -> None:
    member = make_member(role="reader")
    article = make_article(
        member.project, source="Ahletaler Bote", published="2017-03", title="<b>Brücke</b>"
    )
    page = shown(client_of(member), address(member, "?sort=title"))
    assert "&lt;b&gt;Brücke&lt;/b&gt;" in page
    assert f"/articles/{article.uid}/?sort=title" in page
    assert "Ahletaler Bote" in page and "March 2017" in page and "247 characters" in page
    assert '<b class="state state-open">open</b>' in page


def test_numbers_and_dates_in_german() -> None:
    member = make_member()
    make_article(member.project, "Ärger " * 300, published="2017-03-30", title="Ärger")
    client = client_of(member)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    page = shown(client, address(member))
    assert "30. März 2017" in page and "1.800" in page


def test_an_article_without_a_headline_shows_its_label() -> None:
    member = make_member()
    make_article(member.project, title="", label="Die Prüfung dauert …")
    page = shown(client_of(member), address(member))
    assert "Die Prüfung dauert …" in page and "no headline" in page and "untitled" in page


def test_a_search_marks_its_hits() -> None:
    member = make_member()
    make_article(member.project)
    page = shown(client_of(member), address(member, "?q=PRUEFUNG"))
    assert '<mark class="hit">Prüfung</mark> dauert länger 🚧' in page


def test_a_fragment_is_the_list_alone_and_sets_the_shortest_address() -> None:
    member = make_member()
    make_article(member.project)
    response = client_of(member).get(address(member, "?q=&from=&sort=title"), HTTP_HX_REQUEST="true")
    page = response.content.decode()
    assert "<html" not in page and page.count('id="list"') == 1
    assert response.headers["HX-Push-Url"] == address(member, "?sort=title")
    assert "HX-Request" in response.headers["Vary"]


@pytest.mark.parametrize("fragment", [{}, {"HTTP_HX_REQUEST": "true"}])
def test_what_makes_no_sense_is_422_with_a_sentence(fragment: dict[str, str]) -> None:
    member = make_member()
    make_article(member.project)
    response = client_of(member).get(address(member, "?from=gestern&read=no"), **fragment)  # type: ignore[arg-type]
    page = response.content.decode()
    assert response.status_code == 422
    assert "Write a date as 2017, 2017-03 or 2017-03-30." in page
    assert 'value="gestern"' in page
    assert f'href="{address(member, "?read=no")}"' in page


def test_an_empty_project_says_how_to_import() -> None:
    lead = make_member(role="lead")
    page = shown(client_of(lead), address(lead))
    assert f"import_articles FOLDER --project {lead.project.slug}" in page
    reader = make_member(lead.project, role="reader")
    assert "import_articles" not in shown(client_of(reader), address(reader))


def test_no_hit_offers_the_way_back() -> None:
    member = make_member()
    make_article(member.project)
    page = shown(client_of(member), address(member, "?q=Nashorn"))
    assert "No article is like this" in page and "0 of 1" in page
    assert f'href="{address(member)}"' in page


def test_who_may_see_it() -> None:
    member = make_member(role="reader")
    assert Client().get(address(member)).status_code == 302
    assert Client().get(address(member), HTTP_HX_REQUEST="true").status_code == 401
    stranger = client_of(make_member(make_project()))
    assert stranger.get(address(member)).status_code == 404
    assert client_of(member).post(address(member)).status_code == 405


def test_more_rows_and_annotations_take_no_more_queries() -> None:
    member = make_member()
    client = client_of(member)

    def add(number: int) -> None:
        for n in range(number):
            article = make_article(member.project, source=f"Quelle {n} {uuid.uuid4()}")
            owner = make_member(member.project, user=make_user())
            speaker = make_speaker(member.project, f"Sprecher {uuid.uuid4()}")
            tag = make_tag(member.project, f"Öffnung {uuid.uuid4()}")
            make_annotation(article, owner, speakers=(speaker,), tags=(tag,))
            make_annotation(article, member, tags=(tag,))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(client, address(member, "?q=Prüfung&sort=source"))
        return len(captured)

    add(1)
    before = queries()
    add(6)
    assert queries() == before <= 9
