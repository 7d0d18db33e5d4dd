"""The filter: each condition narrows, all of them together, and both ways of asking answer alike."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from annotations.filtering import Filter
from annotations.models import Annotation, Role, Speaker
from newsreader.corrections import texts
from newsreader.models import Project
from tests.annotations.interchange.support import coded_project
from tests.factories import (
    TEXT,
    make_annotation,
    make_article,
    make_comment,
    make_member,
    make_project,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db


def quotes(chosen: Filter) -> set[str]:
    """What is found, by its first words; the database is asked in both ways."""
    found = {mark.quote[:14] for mark in chosen.annotations()}
    assert found == {mark.quote[:14] for mark in chosen.annotations(by_article=True)}
    return found


FIRST, TWO, BARE, LATE = "Wir öffnen ers", "öffnen erst, w", "Die Br […] Die", "Viel zu teuer"


@pytest.fixture
def project() -> Project:
    return coded_project()[0]


@pytest.fixture
def marks(project: Project) -> dict[str, str]:
    """The quotes that there are, by the names that the tests give them."""
    found = {mark.quote[:14] for mark in project.annotations.all()}
    first, two, late = (next(q for q in found if q.startswith(begin[:10])) for begin in (FIRST, TWO, LATE))
    [bare] = found - {first, two, late}
    return {"first": first, "two": two, "late": late, "bare": bare}


def test_an_empty_filter_means_all(project: Project, marks: dict[str, str]) -> None:
    assert quotes(Filter(project)) == set(marks.values())
    assert Filter(project).is_empty


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"tag": "Geld"}, ["first", "two", "late"]),  # those below it count
        ({"tag": "Geld", "alone": True}, ["first", "two"]),
        ({"tag": "Die Fähre ist zu teuer"}, ["two", "late"]),
        ({"tag": "Die Fähre ist zu teuer", "stance": "for"}, ["late"]),
        ({"stance": "for"}, ["late"]),
        ({"stance": "against"}, []),
        ({"speaker": "Änne Groß"}, ["first", "two"]),
        ({"speaker": "Änne Groß", "tag": "Die Fähre ist zu teuer"}, ["two"]),
        ({"speaker_kind": "unnamed"}, ["two", "late"]),
        ({"speaker_kind": "person", "tag": "Geld"}, ["first", "two"]),
        ({"addressee": "ein Fahrgast"}, ["two"]),
        ({"form": "direct"}, ["first"]),
        ({"certainty": "probable"}, ["two"]),
        ({"kind": "nested"}, ["two"]),
        ({"kind": "words"}, ["two"]),
        ({"kind": "whole"}, []),
        ({"kind": "waiting"}, []),
        ({"lacks": "speaker"}, []),  # of the one without somebody has said why
        ({"lacks": "tag"}, ["bare"]),
        ({"lacks": "stance"}, ["two"]),
        ({"lacks": "form"}, ["two", "bare", "late"]),
        ({"source": "Ahletaler Bote"}, ["first", "two", "bare"]),
        ({"said_first": "2024-04", "said_last": "2024-04"}, ["two"]),  # its own date
        ({"said_first": "2024-05", "said_last": "2024-05"}, ["first", "bare"]),
        ({"first": "2024-05-20"}, ["first", "two", "bare"]),
        ({"last": "2024-04"}, []),
    ],
)
def test_every_condition_narrows(
    project: Project, marks: dict[str, str], asked: dict[str, Any], found: list[str]
) -> None:
    rows: dict[str, Any] = {"tag": project.tags, "source": project.sources}
    rows |= dict.fromkeys(("speaker", "addressee"), project.speakers)
    asked = {key: rows[key].get(name=value) if key in rows else value for key, value in asked.items()}
    assert quotes(Filter(project, **asked)) == {marks[name] for name in found}
    assert not Filter(project, **asked).is_empty


def test_the_owner_narrows_and_nothing_crosses_the_wall_of_a_project() -> None:
    project, anna, ben = coded_project()
    assert Filter(project, owner=ben).annotations().count() == 2
    assert Filter(project, owner=anna, form="direct").annotations(by_article=True).count() == 1
    other = make_member(make_project())
    make_annotation(make_article(other.project), other, form="direct")
    assert Filter(project, form="direct").annotations().count() == 1


def test_a_stance_and_its_tag_are_of_one_coding() -> None:
    """For the ferry and against the bridge is not "for the bridge"."""
    member = make_member()
    ferry, bridge = (make_tag(member.project, name, "claim") for name in ("Fähre", "Brücke"))
    mark = make_annotation(make_article(member.project), member, tags=(ferry, bridge))
    mark.tag_links.filter(tag=ferry).update(stance="for")
    mark.tag_links.filter(tag=bridge).update(stance="against")
    assert Filter(member.project, tag=ferry, stance="for").annotations().exists()
    for by_article in (True, False):
        chosen = Filter(member.project, tag=bridge, stance="for")
        assert not chosen.annotations(by_article=by_article).exists()


def test_whole_articles_and_those_that_wait_are_found() -> None:
    lead = make_member(role="lead")
    article = make_article(lead.project, published="2024", published_from=date(2024, 1, 1))
    whole = make_annotation(article, lead, is_whole=True)
    waits = make_annotation(article, lead)
    texts.correct(lead, article, 1, TEXT.replace("wenn alles hält", "wenn es hält"), "damage", "")
    assert Filter(lead.project, kind="whole").annotations().get() == whole
    assert Filter(lead.project, kind="waiting").annotations().get() == waits
    assert set(Filter(lead.project, lacks="speaker").annotations()) == {waits}
    make_comment(article, lead)
    make_comment(article, lead, annotation=whole, resolved_at=timezone.now())
    assert not Filter(lead.project, kind="discussed").annotations().exists()
    make_comment(article, lead, annotation=waits)
    assert Filter(lead.project, kind="discussed").annotations().get() == waits


@pytest.mark.parametrize(
    ("since", "until", "said", "published", "found"),
    [
        ("", "", "", "", True),
        ("2014-10-01", "2024-09-30", "", "2024-05-03", True),
        ("2014-10-01", "2024-09-30", "", "2024-10-01", False),
        ("2014-10-01", "2024-09-30", "2024-09", "2024-10-01", True),  # what counts is when it was said
        ("2014-10", "2024", "", "2024-12-31", True),
        ("2014-10", "2024", "", "2014-09-30", False),
        ("2014-10", "2024", "", "2014", True),  # it may have been
        ("2014-10", "2024", "", "", True),
    ],
)
def test_who_belonged_to_an_organisation_when_it_was_said(
    since: str, until: str, said: str, published: str, found: bool
) -> None:
    member = make_member()
    nato, speaker = make_speaker(member.project, "Nato", "organisation"), make_speaker(member.project)
    Role.objects.create(speaker=speaker, organisation=nato, title="Generalsekretär", since=since, until=until)
    article = make_article(member.project, published=published)
    mark = make_annotation(article, member, speakers=(speaker,), date=said)
    make_annotation(article, member, "Die Kosten seien noch offen")
    for by_article in (False, True):
        rows = Filter(member.project, organisation=nato).annotations(by_article=by_article)
        assert list(rows) == ([mark] if found else [])


def test_an_organisation_and_its_parts_belong_to_it() -> None:
    member = make_member()
    nato, council = (make_speaker(member.project, name, "organisation") for name in ("Nato", "Nato-Rat"))
    Speaker.objects.filter(pk=council.pk).update(part_of=nato)
    for speaker in (nato, council, make_speaker(member.project)):
        make_annotation(make_article(member.project), member, speakers=(speaker,))
    assert Filter(member.project, organisation=nato).annotations().count() == 2


def test_articles_are_those_where_something_like_it_was_said(project: Project) -> None:
    speaker = project.speakers.get(name="Änne Groß")
    assert Filter(project, speaker=speaker).articles().count() == 1
    assert Filter(project, owner=project.memberships.latest("pk")).articles().count() == 3
    assert Annotation.objects.count() == 4
    assert make_speaker(project, "Niemand") not in Filter(project).annotations().values("speakers")
