"""The pages on which a lead corrects a text, and on which its versions are read."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Annotation
from newsreader.changes import ChangeSet
from newsreader.corrections import texts
from newsreader.models import Article, Membership
from tests.factories import TEXT, client_of, make_annotation, make_article, make_member

pytestmark = pytest.mark.django_db

NEW = TEXT.replace("Die Prüfung", "Die gründliche Prüfung").replace("zu spät", "spät")


@pytest.fixture
def article(lead: Membership) -> Article:
    return make_article(lead.project)


def address(article: Article, name: str = "text", *more: int) -> str:
    return reverse(name, args=[article.project.slug, article.uid, *more])


def send(lead: Membership, article: Article, **data: Any) -> Any:
    data = {"version": 1, "text": NEW, "reason": "damage", "remark": "Zeile fehlte", "do": "apply", **data}
    return client_of(lead).post(address(article), data)


def test_the_page_holds_the_text(lead: Membership, article: Article) -> None:
    page = client_of(lead).get(address(article)).text
    assert f">\n{TEXT}</textarea>" in page


def test_a_preview_shows_the_difference_and_what_becomes_of_annotations(
    lead: Membership, article: Article
) -> None:
    make_annotation(article, lead, "Brücke")
    make_annotation(article, lead)
    make_annotation(article, lead, "Das ist zu spät")
    answer = send(lead, article, do="preview")
    assert answer.status_code == 200
    assert "<ins>gründliche </ins>" in answer.text
    assert "<del> zu</del>" in answer.text
    assert "<b>1</b> annotation stays in place" in answer.text
    assert "<b>1</b> annotation moves along" in answer.text
    assert "<b>1</b> annotation will wait for review" in answer.text
    assert '<q lang="de">Das ist zu spät</q>' in answer.text
    assert article.texts.count() == 1
    assert not ChangeSet.objects.exists()


def test_it_is_applied_with_its_reason(lead: Membership, article: Article) -> None:
    make_annotation(article, lead, "Das ist zu spät")
    answer = send(lead, article)
    assert answer.status_code == 302
    assert answer.url.startswith(address(article, "article"))
    page = client_of(lead).get(answer.url).text
    assert "gründliche" in page
    why = article.texts.get(version=2).correction
    assert (why.member, why.reason, why.remark) == (lead, "damage", "Zeile fehlte")
    made = ChangeSet.objects.get()
    assert (made.action, made.article, made.member) == ("text", article, lead)


def test_a_browsers_newlines_change_nothing(lead: Membership, article: Article) -> None:
    answer = send(lead, article, text=TEXT.replace("\n", "\r\n"))
    assert answer.status_code == 422
    assert "nothing has been changed" in answer.text


def test_going_back_keeps_what_was_written(lead: Membership, article: Article) -> None:
    answer = send(lead, article, do="edit")
    assert answer.status_code == 200
    assert f">\n{NEW}</textarea>" in answer.text
    assert 'value="Zeile fehlte"' in answer.text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"text": ""}, "This field is required"),
        ({"text": " \n "}, "only white space"),
        ({"text": "x" * 1_000_001}, "longer than 1,000,000"),
        ({"text": "a\0b"}, "Null characters"),
        ({"reason": ""}, "This field is required"),
        ({"reason": "unfug"}, "Select a valid choice"),
        ({"remark": "x" * 501}, "at most 500"),
        ({"version": "x"}, "whole number"),
        ({"do": "unfug"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    lead: Membership, article: Article, data: dict[str, str], sentence: str
) -> None:
    answer = send(lead, article, **data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "text" in data or NEW in answer.text
    assert article.texts.count() == 1


def test_a_text_of_a_million_characters_is_taken(lead: Membership, article: Article) -> None:
    assert send(lead, article, text="Wörter und Umlaute. " * 50_000).status_code == 302
    article.refresh_from_db()
    assert article.length == 999_999 + 1


def test_after_somebody_elses_correction_both_are_shown(lead: Membership, article: Article) -> None:
    other = make_member(lead.project, "lead")
    texts.correct(other, article, 1, TEXT.replace("Kosten", "Ausgaben"), "update")
    answer = send(lead, article)
    assert answer.status_code == 409
    assert "Somebody else has corrected this text" in answer.text
    assert "<del>Ausgaben</del><ins>Kosten</ins>" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert article.texts.count() == 2


@pytest.mark.parametrize("role", ["coder", "reader"])
def test_only_leads_correct(lead: Membership, article: Article, role: str) -> None:
    member = make_member(lead.project, role)
    assert client_of(member).get(address(article)).status_code == 403
    assert send(member, article).status_code == 403
    page = client_of(member).get(address(article, "article")).text
    assert address(article) not in page
    assert article.texts.count() == 1


def test_it_is_not_found_by_others(article: Article) -> None:
    outsider = client_of(make_member(role="lead"))
    for name, more in (("text", ()), ("versions", ()), ("version", (1,))):
        assert outsider.get(address(article, name, *more)).status_code == 404


def test_u_takes_it_back(lead: Membership, article: Article) -> None:
    mark = make_annotation(article, lead)
    send(lead, article)
    client_of(lead).post(reverse("undo-here", args=[lead.project.slug, article.uid]))
    article.refresh_from_db()
    assert article.text_version == 1
    assert Annotation.objects.get(pk=mark.pk).text.version == 1


def test_the_versions_say_who_and_why_and_what_differs(lead: Membership, article: Article) -> None:
    send(lead, article)
    page = client_of(make_member(lead.project, "reader")).get(address(article, "versions")).text
    assert "Zeile fehlte" in page
    assert lead.name in page
    assert "<ins>gründliche </ins>" in page
    back = client_of(lead).get(address(article, "versions"), {"one": 2, "other": 1}).text
    assert "<del>gründliche </del>" in back


@pytest.mark.parametrize("query", [{"one": "x"}, {"one": 7, "other": 9}, {"page": "x"}, {"one": -1}])
def test_nonsense_for_versions_is_no_error(lead: Membership, article: Article, query: dict[str, Any]) -> None:
    assert client_of(lead).get(address(article, "versions"), query).status_code == 200


def test_an_earlier_version_is_read_with_its_marks(lead: Membership, article: Article) -> None:
    mark = make_annotation(article, lead, "Das ist zu spät")
    send(lead, article)
    client = client_of(lead)
    assert f'data-ids="{mark.uid}"' in client.get(address(article, "version", 1)).text
    assert str(mark.uid) not in client.get(address(article, "version", 2)).text
    assert client.get(address(article, "version", 3)).status_code == 404


def test_more_versions_are_no_more_queries(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    send(lead, article)
    with CaptureQueriesContext(connection) as few:
        client.get(address(article, "versions"))
    for version in range(2, 8):
        send(lead, article, version=version, text=f"{TEXT} {version}")
    with CaptureQueriesContext(connection) as many:
        client.get(address(article, "versions"))
    assert len(many) <= len(few)


def test_more_annotations_are_no_more_queries(lead: Membership, article: Article) -> None:
    make_annotation(article, lead)
    make_annotation(article, lead, "Das ist zu spät")
    with CaptureQueriesContext(connection) as few:
        send(lead, article, do="preview")
    for _ in range(10):
        make_annotation(article, lead)
        make_annotation(article, make_member(lead.project), "Das ist zu spät")
    with CaptureQueriesContext(connection) as many:
        send(lead, article, do="preview")
    assert len(many) <= len(few)
