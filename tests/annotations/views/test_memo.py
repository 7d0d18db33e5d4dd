"""The memo on an article, and finding comments and memos by their words."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.models import Comment, Memo
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from newsreader.purging.rows import purge_articles
from newsreader.undo import Conflict, redo, undo
from tests.annotations.views.test_comment import address, get, post, texts
from tests.factories import (
    client_of,
    make_article,
    make_comment,
    make_member,
    make_project,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project)


def test_a_memo_is_written_changed_taken_away_and_comes_back(coder: Membership, article: Article) -> None:
    assert "Nothing is noted" in get(coder, "article-comments", article.uid).text
    answer = post(coder, "memo", article.uid, text=" Zweimal dieselbe Quelle? 🤔 ", seen="")
    assert answer.url == address(coder, "article-comments", article.uid)
    assert "Zweimal dieselbe Quelle? 🤔" in get(coder, "article-comments", article.uid).text
    other = make_member(coder.project)
    post(other, "memo", article.uid, text="Nein.", seen=Memo.objects.get().text)
    first, second = ChangeSet.objects.order_by("pk")
    with pytest.raises(Conflict):
        undo(coder, first)
    undo(other, second)
    assert Memo.objects.get().text == "Zweimal dieselbe Quelle? 🤔"
    post(coder, "memo", article.uid, text=" ", seen=Memo.objects.get().text)
    assert not Memo.objects.exists()
    gone = ChangeSet.objects.latest("pk")
    undo(coder, gone)
    assert Memo.objects.get().words
    redo(coder, ChangeSet.objects.get(pk=gone.pk))
    assert not Memo.objects.exists()
    assert "Memo on an article changed" in get(coder, "article-history", article.uid).text


def test_of_two_who_write_at_once_the_second_sees_both(coder: Membership, article: Article) -> None:
    post(coder, "memo", article.uid, text="Erst so", seen="")
    late = post(coder, "memo", article.uid, text="Anders", seen="")
    assert late.status_code == 409
    assert "Erst so" in late.text
    assert "Anders" in late.text
    assert post(coder, "memo", article.uid, text="Anders", seen="Erst so").status_code == 302
    assert Memo.objects.get().text == "Anders"


def test_who_may_write_a_memo(coder: Membership, article: Article) -> None:
    assert get(make_member(coder.project, "reader"), "memo", article.uid).status_code == 403
    assert client_of(make_member()).get(address(coder, "memo", article.uid)).status_code == 404
    assert get(coder, "memo", uuid.uuid4()).status_code == 404
    assert client_of(coder).delete(address(coder, "memo", article.uid)).status_code == 405
    for wrong in ("x" * 10_001, "a\0b"):
        assert post(coder, "memo", article.uid, text=wrong).status_code == 422
    assert not Memo.objects.exists()
    blind = make_project(visibility="blind")
    one = make_article(blind)
    assert post(make_member(blind), "memo", one.uid, text="x").status_code == 403
    assert post(make_member(blind, "lead"), "memo", one.uid, text="Für alle").status_code == 302
    assert "Für alle" in get(make_member(blind), "article-comments", one.uid).text


def test_a_memo_goes_with_its_article(coder: Membership, article: Article) -> None:
    post(coder, "memo", article.uid, text="vertraulich", seen="")
    purge_articles(coder.project, [article.uid])
    assert not Memo.objects.exists()
    assert not ChangeSet.objects.exists()


@pytest.mark.parametrize("typed", ["prüfung", "PRUEF", "pruf wortl", "„wörtlich“"])
def test_threads_and_memos_are_found_by_the_beginnings_of_words(
    coder: Membership, article: Article, typed: str
) -> None:
    said = "Wörtlich nach der Prüfung? 🤔"
    thread = make_comment(article, coder, "Frage")
    make_comment(article, coder, said, thread=thread)
    make_comment(article, coder, "Nachprüfung, unwörtlich", resolved_at=None)
    Memo.objects.create(article=article, text=said)
    make_tag(coder.project, "Öffnung", memo=said)
    make_tag(coder.project, "Kosten", memo="anderes")
    voice = make_speaker(coder.project)
    type(voice).objects.update(memo=said)
    assert texts(get(coder, "comments", q=typed).text) == ["Frage", said]
    memos = get(coder, "comments", show="memos", q=typed).text
    assert texts(memos) == [said] * 3
    assert all(name in memos for name in (str(article), "Öffnung", "Änne Groß"))
    assert "Kosten" not in memos


def test_words_find_nothing_that_is_not_to_be_seen() -> None:
    project = make_project(visibility="blind")
    one, two, lead = make_member(project), make_member(project), make_member(project, "lead")
    article = make_article(project)
    thread = make_comment(article, lead, "an alle")
    make_comment(article, two, "geheim", thread=thread)
    assert texts(get(one, "comments", q="geheim").text) == []
    assert texts(get(two, "comments", q="geheim").text) == ["an alle", "geheim"]


def test_words_that_hold_signs_of_a_pattern_are_words(coder: Membership, article: Article) -> None:
    make_comment(article, coder, "ganz anderes")
    assert texts(get(coder, "comments", q="% _").text) == ["ganz anderes"]  # no word, nothing asked
    assert "Nothing holds these words" in get(coder, "comments", q="g%s").text
    for wrong in ("x" * 201, "a\0b"):
        assert get(coder, "comments", q=wrong).status_code == 422


def test_questions_do_not_grow_with_memos(coder: Membership) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert get(coder, "comments", show="memos", q="wort").status_code == 200
        return len(queries)

    def add(n: int) -> Any:
        Memo.objects.create(article=make_article(coder.project, f"Titel {n}"), text="Wort")
        return make_tag(coder.project, f"Tag {n}", memo="Wort")

    add(1)
    before = asked()
    add(2)
    add(3)
    assert asked() == before
    assert Comment.objects.count() == 0
