"""Comments: threads on annotations and articles, who sees them, and taking them back."""

import re
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations import coding, comments
from annotations.models import Annotation, Comment
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from newsreader.undo import Conflict, redo, undo
from tests.factories import (
    client_of,
    make_annotation,
    make_article,
    make_comment,
    make_member,
    make_project,
    make_user,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coder() -> Membership:
    return make_member(user=make_user("anne", "Änne Groß"))


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project)


@pytest.fixture
def mark(coder: Membership, article: Article) -> Annotation:
    return make_annotation(article, coder)


def address(member: Membership, name: str, *uid: object) -> str:
    return reverse(name, args=[member.project.slug, *uid])


def get(member: Membership, name: str, *uid: object, **query: Any) -> Any:
    return client_of(member).get(address(member, name, *uid), query)


def post(member: Membership, name: str, *uid: object, **data: Any) -> Any:
    return client_of(member).post(address(member, name, *uid), data)


def texts(html: str) -> list[str]:
    found = re.findall(r'<p class="comment-text">(.*?)</p>', html, re.S)
    return [re.sub(r"<[^>]+>", "", text) for text in found]


def test_a_thread_on_an_annotation(coder: Membership, mark: Annotation) -> None:
    other = make_member(coder.project)
    answer = post(other, "annotation-comments", mark.uid, text="Wörtlich, @änne groß? 🤔 <b>")
    first = Comment.objects.get()
    assert answer.url == f"{address(coder, 'annotation-comments', mark.uid)}#c-{first.uid}"
    assert (first.author, first.annotation, first.article) == (other, mark, mark.article)
    assert list(first.mentioned.all()) == [coder]
    assert post(coder, "comment-answer", first.uid, text="Ja.").status_code == 302
    page = get(coder, "annotation-comments", mark.uid).text
    assert texts(page) == ["Wörtlich, @änne groß? 🤔 &lt;b&gt;", "Ja."]
    assert '<b class="mention">@änne groß</b>' in page
    assert "Wir öffnen erst" in page
    assert texts(get(coder, "article-comments", mark.article.uid).text) == texts(page)


def test_card_and_article_say_what_is_open(coder: Membership, mark: Annotation) -> None:
    resolved = make_comment(mark.article, coder, annotation=mark)
    for _ in range(2):
        make_comment(mark.article, coder, annotation=mark)
    make_comment(mark.article, coder)
    make_comment(mark.article, coder, annotation=mark, thread=resolved)
    post(coder, "comment-state", resolved.uid, resolved="on")
    page = get(coder, "article", mark.article.uid).text
    assert "2 open comments" in page
    assert re.search(r">Comments 1</a>", page)


def is_resolved(thread: Comment) -> bool:
    return bool(Comment.objects.get(pk=thread.pk).resolved_at)


def test_a_thread_is_resolved_by_anybody_and_taken_back_by_who_did(
    coder: Membership, mark: Annotation
) -> None:
    other = make_member(coder.project)
    thread = make_comment(mark.article, coder, annotation=mark)
    post(other, "comment-state", thread.uid, resolved="on")
    done = ChangeSet.objects.get(action="comment.resolve")
    assert is_resolved(thread)
    undo(other, done)
    assert not is_resolved(thread)
    redo(other, ChangeSet.objects.get(pk=done.pk))
    post(coder, "comment-state", thread.uid)
    assert ChangeSet.objects.filter(action="comment.reopen").count() == 1
    assert post(coder, "comment-state", thread.uid).status_code == 302
    assert ChangeSet.objects.filter(action="comment.reopen").count() == 1


def test_one_edits_and_deletes_what_one_said_and_undo_brings_it_back(
    coder: Membership, article: Article
) -> None:
    post(coder, "article-comments", article.uid, text="Erst so")
    comment = Comment.objects.get()
    page = get(coder, "comment", comment.uid).text
    [seen] = re.findall(r'name="seen" value="([^"]+)"', page)
    assert post(coder, "comment", comment.uid, text="Dann so", seen=seen).status_code == 302
    comment.refresh_from_db()
    assert (comment.text, comment.is_edited) == ("Dann so", True)
    late = post(coder, "comment", comment.uid, text="Noch anders", seen=seen)
    assert late.status_code == 409
    assert "Dann so" in late.text
    assert "Noch anders" in late.text
    undo(coder, ChangeSet.objects.get(action="comment.update"))
    comment.refresh_from_db()
    assert comment.text == "Erst so"
    assert post(coder, "comment-removal", comment.uid).url == address(coder, "article-comments", article.uid)
    assert not Comment.objects.exists()
    undo(coder, ChangeSet.objects.get(action="comment.remove"))
    assert Comment.objects.get().text == "Erst so"


def test_others_words_are_theirs(coder: Membership, article: Article) -> None:
    other, lead = make_member(coder.project), make_member(coder.project, "lead")
    comment = make_comment(article, coder)
    for member in (other, lead):
        assert post(member, "comment", comment.uid, text="x").status_code == 403
    assert post(other, "comment-removal", comment.uid).status_code == 403
    comments.update(coder, comment, comment.modified_at, "Anders")
    ChangeSet.objects.update(member=other)
    with pytest.raises(PermissionDenied):
        undo(other, ChangeSet.objects.get())
    assert post(lead, "comment-removal", comment.uid).status_code == 302
    assert not Comment.objects.exists()


def test_what_was_answered_stays(coder: Membership, article: Article) -> None:
    thread = make_comment(article, coder)
    make_comment(article, coder, thread=thread)
    refused = post(coder, "comment-removal", thread.uid)
    assert refused.status_code == 422
    assert "Others have answered" in refused.text
    assert Comment.objects.count() == 2


def test_a_beginning_that_was_answered_since_is_not_undone(coder: Membership, article: Article) -> None:
    post(coder, "article-comments", article.uid, text="Frage")
    thread = Comment.objects.get()
    post(make_member(coder.project), "comment-answer", thread.uid, text="Antwort")
    with pytest.raises(Conflict):
        undo(coder, ChangeSet.objects.filter(member=coder).get())
    assert Comment.objects.count() == 2


def test_an_annotation_goes_and_comes_back_with_its_threads(coder: Membership, mark: Annotation) -> None:
    thread = make_comment(mark.article, coder, annotation=mark)
    make_comment(mark.article, make_member(coder.project), "Antwort", annotation=mark, thread=thread)
    coding.remove(coder, mark)
    assert not Comment.objects.exists()
    removed = ChangeSet.objects.get()
    undo(coder, removed)  # one comment is somebody else's
    assert [c.text for c in Comment.objects.all()] == ["Wörtlich? 🤔", "Antwort"]
    redo(coder, ChangeSet.objects.get(pk=removed.pk))
    assert not Comment.objects.exists()


def test_the_list_shows_open_ones_mentions_and_resolved_ones(coder: Membership, mark: Annotation) -> None:
    other = make_member(coder.project)
    post(other, "article-comments", mark.article.uid, text="Alt und erledigt")
    post(coder, "comment-state", Comment.objects.get().uid, resolved="on")
    post(other, "annotation-comments", mark.uid, text="Offen")
    open_one = Comment.objects.latest("pk")
    post(other, "comment-answer", open_one.uid, text="Was meint @anne?")
    shown = {show: texts(get(coder, "comments", show=show).text) for show in ("", "me", "resolved", "all")}
    assert shown[""] == ["Offen", "Was meint @anne?"]
    assert shown["me"] == shown[""]
    assert shown["resolved"] == ["Alt und erledigt"]
    assert shown["all"] == [*shown[""], "Alt und erledigt"]
    assert texts(get(other, "comments", show="me").text) == []
    assert texts(get(coder, "comments", show="Unfug").text) == shown[""]
    assert "name somebody with @" in get(make_member(), "comments").text
    answer = post(coder, "comment-state", open_one.uid, resolved="on", back="on")
    assert answer.url == address(coder, "comments")


def test_in_a_blind_project_a_coder_sees_what_belongs_to_what_is_theirs() -> None:
    project = make_project(visibility="blind")
    one, two, lead = make_member(project), make_member(project), make_member(project, "lead")
    article = make_article(project)
    mine, others = make_annotation(article, one), make_annotation(article, two)
    for author, text, about in (
        (lead, "zu meiner", mine), (two, "zu der anderen", others), (two, "zum Artikel, geheim", None),
        (lead, "an alle", None),
    ):  # fmt: skip
        made = make_comment(article, author, text, annotation=about)
        if text == "an alle":
            make_comment(article, two, "Antwort, geheim", thread=made)
            make_comment(article, one, "meine Antwort", thread=made)
    assert texts(get(one, "comments", show="all").text) == ["an alle", "meine Antwort", "zu meiner"]
    assert texts(get(one, "article-comments", article.uid).text) == ["zu meiner", "an alle", "meine Antwort"]
    assert len(texts(get(lead, "comments", show="all").text)) == 6
    assert get(one, "annotation-comments", others.uid).status_code == 404
    hidden = Comment.objects.get(text="zu der anderen")
    for name in ("comment", "comment-answer", "comment-state", "comment-removal"):
        assert post(one, name, hidden.uid, text="x").status_code == 404
    post(one, "article-comments", article.uid, text=f"@{two.name} und @{lead.name}")
    assert list(Comment.objects.latest("pk").mentioned.all()) == [lead]
    assert f"@{two.name}" not in get(one, "article-comments", article.uid).text.split("Name somebody")[1]


@pytest.mark.parametrize("wrong", ["", " \n ", "x" * 10_001, "a\0b"], ids=["none", "space", "long", "nul"])
def test_what_is_wrong_is_422_and_stays_typed(coder: Membership, article: Article, wrong: str) -> None:
    thread = make_comment(article, coder)
    sent = [("article-comments", article.uid), ("comment-answer", thread.uid), ("comment", thread.uid)]
    for name, uid in sent:
        answer = post(coder, name, uid, text=wrong)
        assert answer.status_code == 422
        assert "errorlist" in answer.text
    assert not ChangeSet.objects.exists()


def test_who_may(coder: Membership, article: Article, mark: Annotation) -> None:
    reader = make_member(coder.project, "reader")
    stranger = client_of(make_member())
    thread = make_comment(article, coder)
    places = [("article-comments", article.uid), ("annotation-comments", mark.uid)]
    for name, uid in places:
        assert get(reader, name, uid).status_code == 200
        assert "<textarea" not in get(reader, name, uid).text
        assert post(reader, name, uid, text="x").status_code == 403
        assert stranger.get(address(coder, name, uid)).status_code == 404
        assert client_of(coder).delete(address(coder, name, uid)).status_code == 405
        assert get(coder, name, uuid.uuid4()).status_code == 404
    for name in ("comment-answer", "comment-state", "comment-removal"):
        assert post(reader, name, thread.uid, text="x").status_code == 403
        assert get(coder, name, thread.uid).status_code == 405
        assert post(coder, name, uuid.uuid4(), text="x").status_code == 404
    answer = make_comment(article, coder, thread=thread)
    assert post(coder, "comment-answer", answer.uid, text="x").status_code == 404


@pytest.mark.parametrize("page", ["comments", "article-comments", "annotation-comments", "article"])
def test_queries_do_not_grow_with_threads_or_answers(
    coder: Membership, article: Article, mark: Annotation, page: str
) -> None:
    uid = {"article-comments": article.uid, "article": article.uid, "annotation-comments": mark.uid}.get(page)

    def asked() -> int:
        client = client_of(coder)
        url = address(coder, page, *filter(None, [uid]))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    def add(n: int) -> None:
        other = make_member(coder.project)
        thread = make_comment(article, other, f"Faden {n}", annotation=mark)
        thread.mentioned.add(coder)
        for _ in range(n):
            make_comment(article, coder, annotation=mark, thread=thread).mentioned.add(other)

    add(1)
    before = asked()
    add(3)
    add(2)
    assert asked() == before
