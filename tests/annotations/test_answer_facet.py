"""The article list narrowed by what is answered of whole articles."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation
from django.utils.http import urlencode

from annotations.models import Annotation, Value, Variable
from newsreader import listing
from newsreader.models import Article, Membership, Project
from tests.factories import make_annotation, make_article, make_member, make_project, make_variable

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def member() -> Membership:
    return make_member()


def answer(variable: Variable, article: Article, member: Membership, value: str) -> None:
    whole = Annotation.objects.filter(article=article, owner=member, is_whole=True).first()
    whole = whole or make_annotation(article, member, is_whole=True)
    Value.objects.create(variable=variable, annotation=whole, value=value)


def page(member: Membership, **asked: str) -> Any:
    return listing.page_of(member, QueryDict(urlencode(asked)))


def titles(member: Membership, **asked: str) -> list[str]:
    return sorted(row.article.title for row in page(member, **asked).rows)


def counts(member: Membership, name: str = "answer", **asked: str) -> dict[str, int]:
    groups = [group for group in page(member, **asked).groups if group.name == name]
    return {str(o.choice.label): o.choice.count for g in groups for o in g.shown + g.more}


def test_narrows_and_counts_by_choice_and_yes_or_no(member: Membership) -> None:
    genre = make_variable(member.project, "Gattung", "article", position=0)
    local = make_variable(member.project, "Lokal", "article", kind="yes_no", position=1)
    make_variable(member.project, "Anlass", "article", kind="text")
    first, second, _third = (make_article(member.project, title=title) for title in "ABC")
    other = make_member(member.project)
    answer(genre, first, member, "scharf")
    answer(genre, first, other, "scharf")  # one article, said twice
    answer(genre, second, other, "sachlich")
    answer(local, first, member, "yes")
    assert counts(member) == {"Gattung: sachlich": 1, "Gattung: scharf": 1, "Lokal: yes": 1}
    sharp = f"{genre.uid}:scharf"
    assert titles(member, answer=sharp) == ["A"]
    assert [chip.label for chip in page(member, answer=sharp).chips] == ["Gattung: scharf"]
    assert counts(member, answer=sharp) == counts(member)
    assert counts(member, annotated="no") == {}
    assert titles(member, answer=f"{local.uid}:yes", annotated="yes") == ["A"]
    assert titles(member, answer=f"{local.uid}:no") == []


def test_in_a_blind_project_a_coder_counts_only_their_own() -> None:
    coder = make_member(make_project(visibility=Project.Visibility.BLIND))
    other = make_member(coder.project)
    genre = make_variable(coder.project, of="article")
    first, second = make_article(coder.project, title="A"), make_article(coder.project, title="B")
    answer(genre, first, coder, "scharf")
    answer(genre, second, other, "scharf")
    assert counts(coder) == {"Tonfall: scharf": 1}
    assert titles(coder, answer=f"{genre.uid}:scharf") == ["A"]
    lead = make_member(coder.project, "lead")
    assert counts(lead) == {"Tonfall: scharf": 2}


@pytest.mark.parametrize("asked", ["", "kein:scharf", "{uid}", "{uid}:", "{text}:scharf", "{foreign}:scharf"])
def test_what_is_no_answer_is_refused(member: Membership, asked: str) -> None:
    make_article(member.project, title="A")
    uids = {
        "uid": make_variable(member.project, of="article").uid,
        "text": make_variable(member.project, "Anlass", "article", kind="text").uid,
        "foreign": make_variable(make_project(), of="article").uid,
    }
    found = page(member, answer=asked.format(**uids))
    assert bool(found.form.errors) is bool(asked)
    assert len(found.rows) == (0 if asked else 1)


def test_a_project_without_fields_shows_no_such_filter(member: Membership) -> None:
    make_article(member.project)
    make_variable(member.project, "Alt", "article", archived_at=member.joined_at)
    assert counts(member) == {}


def test_what_i_still_have_to_answer_is_a_list_of_work(member: Membership) -> None:
    genre = make_variable(member.project, "Gattung", "article", required=True)
    reason = make_variable(member.project, "Anlass", "article", kind="text", required=True)
    make_variable(member.project, "Frei", "article")
    make_variable(member.project, "Tonfall", required=True)
    first, second, third = (make_article(member.project, title=title) for title in "ABC")
    other = make_member(member.project)
    answer(genre, first, member, "scharf")
    answer(genre, second, other, "scharf")  # that is theirs, and I am asked all the same
    answer(reason, third, member, "Wahl")
    assert counts(member, "missing") == {"Gattung": 2, "Anlass": 2}
    assert titles(member, missing=str(genre.uid)) == ["B", "C"]
    assert counts(member, "missing", annotated="yes", answer=f"{genre.uid}:scharf") == {
        "Gattung": 1,
        "Anlass": 2,
    }
    assert titles(member, missing=str(reason.uid), answer=f"{genre.uid}:scharf") == ["A", "B"]
    for article in (second, third):
        answer(genre, article, member, "sachlich")
    assert counts(member, "missing") == {"Anlass": 2}
    assert titles(member, missing=str(genre.uid)) == []
    assert counts(make_member(member.project, "reader"), "missing") == {}  # who is never asked
    assert page(
        member, missing=str(make_variable(make_project(), of="article", required=True).uid)
    ).form.errors
