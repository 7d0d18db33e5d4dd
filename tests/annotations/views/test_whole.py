"""What a member says of an article as a whole, over HTTP: made by the first word, edited, taken back."""

import uuid
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotations.filtering import Filter
from annotations.interchange import csv_out
from annotations.interchange.selection import Content, Selection
from annotations.models import Annotation
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.annotations.interchange.support import read, schema
from tests.annotations.views.requests import FRAGMENT, address, removing, saying, turn
from tests.factories import client_of, make_annotation, make_article, make_member, make_project, make_tag

pytestmark = pytest.mark.django_db

LINK = "data-whole"


def whole(article: Article, member: Membership, fragment: bool = True, **data: Any) -> Any:
    url = address("whole", article.project, article.uid)
    headers = FRAGMENT if fragment else {}
    return client_of(member).post(url, {"version": 1, **data}, headers=headers)


def page(article: Article, member: Membership) -> str:
    return client_of(member).get(address("article", article.project, article.uid)).text


def test_the_first_word_makes_it_and_the_same_form_goes_on(coder: Membership, article: Article) -> None:
    tag = make_tag(coder.project)
    uid, edit = uuid.uuid4(), uuid.uuid4()
    assert LINK in page(article, coder)
    assert whole(article, coder, uid=uid, edit=edit).status_code == 204  # nothing said, nothing made
    assert not Annotation.objects.exists()
    made = whole(article, coder, uid=uid, edit=edit, note="Eine Kolum", form="direct")
    assert f'id="version-{uid}" value="1"' in made.text
    closed = whole(article, coder, uid=uid, edit=edit, note="Eine Kolumne", tag=tag.uid, close="1")
    assert "On the whole article" in closed.text
    found = Annotation.objects.get()
    assert (found.uid, found.is_whole, found.note, found.form) == (uid, True, "Eine Kolumne", "")
    assert ChangeSet.objects.get().action == "annotation.create"  # one edit, one action
    drawn = page(article, coder)
    assert LINK not in drawn
    assert drawn.index("Eine Kolumne") < drawn.index("</article>", drawn.index('id="margin"'))
    assert saying(found, coder, version=2, note="Keine", form="direct").status_code == 200
    assert Annotation.objects.get(form="").note == "Keine"


def test_the_form_as_fragment_and_as_page(coder: Membership, article: Article) -> None:
    url = address("whole", coder.project, article.uid)
    for headers in ({}, FRAGMENT):
        drawn = client_of(coder).get(url, headers=headers).text
        assert 'name="note"' in drawn
        assert 'name="no_speaker"' not in drawn
    assert whole(article, coder, fragment=False, uid=uuid.uuid4(), note="Da").status_code == 302
    assert whole(article, coder, fragment=False, uid=uuid.uuid4()).status_code == 422


def test_what_is_invalid_keeps_what_was_typed(coder: Membership, article: Article) -> None:
    refused = whole(article, coder, uid=uuid.uuid4(), note="Da", tag="keine")
    assert refused.status_code == 422
    assert "Da</textarea>" in refused.text
    assert whole(article, coder, note="Da").status_code == 422
    assert not Annotation.objects.exists()


def test_another_window_has_said_something_already(coder: Membership, article: Article) -> None:
    whole(article, coder, uid=uuid.uuid4(), note="Hier")
    late = whole(article, coder, uid=uuid.uuid4(), note="Dort")
    assert late.status_code == 422
    assert "another window" in late.text
    assert Annotation.objects.get().note == "Hier"


def test_a_closed_form_with_nothing_in_it_gives_way_to_the_link(coder: Membership, article: Article) -> None:
    uid = uuid.uuid4()
    closed = whole(article, coder, uid=uid, close="1").text
    assert LINK in closed
    assert f'id="card-{uid}"' in closed


def test_it_is_deleted_and_comes_back(coder: Membership, article: Article) -> None:
    whole(article, coder, uid=uuid.uuid4(), note="Da")
    made = Annotation.objects.get()
    assert LINK in removing(made, coder).text
    assert LINK in page(article, coder)
    turn("undo-here", article, coder)
    assert Annotation.objects.get(is_whole=True).note == "Da"
    turn("undo-here", article, coder)
    assert not Annotation.objects.exists()


def test_who_may_and_who_sees_it() -> None:
    project = make_project(visibility="blind")
    anna, bela, lead = (make_member(project, role) for role in ("coder", "coder", "lead"))
    article = make_article(project)
    whole(article, anna, uid=uuid.uuid4(), note="Annas Wort")
    whole(article, bela, uid=uuid.uuid4(), note="Belas Wort")
    assert "Belas Wort" not in page(article, anna)
    assert "Belas Wort" in page(article, lead)
    reader = make_member(project, "reader")
    assert LINK not in page(article, reader)
    assert whole(article, reader, uid=uuid.uuid4(), note="Da").status_code == 403
    stranger = make_article(make_project())
    url = address("whole", project, stranger.uid)
    assert client_of(anna).get(url).status_code == 404
    assert client_of(anna).put(url).status_code == 405


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("annotation-spans", {"span": "0-5"}),
        ("annotation-edge", {"edge": "end", "step": "1"}),
        ("annotation-split", {"at": "3"}),
    ],
)
def test_it_has_no_passage_and_gets_none(
    coder: Membership, article: Article, name: str, data: dict[str, str]
) -> None:
    made = make_annotation(article, coder, is_whole=True, note="Da")
    url = address(name, coder.project, made.uid)
    refused = client_of(coder).post(url, {"text_version": 1, **data}, headers=FRAGMENT)
    assert refused.status_code == 422
    assert "about the whole article" in refused.text
    assert not made.spans.exists()


def test_lists_and_exports_hold_it(coder: Membership, article: Article) -> None:
    tag = make_tag(coder.project)
    make_annotation(article, coder, note="Stelle")
    made = make_annotation(article, coder, is_whole=True, note="Ganzes", tags=(tag,))
    assert "On the whole article" in client_of(coder).get(address("tag", coder.project, tag.uid)).text
    assert (
        "On the whole article"
        in client_of(coder).get(address("annotation-history", coder.project, made.uid)).text
    )
    selection = Selection(Filter(coder.project))
    for content in (Content.QUOTES, Content.BARE):
        data = read(selection, content)
        Draft202012Validator(schema()).validate(data)
        first, second = data["annotations"]
        assert (first["whole"], first["spans"], first["quote"], first["note"]) == (True, [], None, "Ganzes")
        assert not second["whole"]
    rows = csv_out.preview(selection, Content.QUOTES, 5)
    assert (rows[0]["start"], rows[0]["quote"], rows[0]["note"]) == ("", "", "Ganzes")
