"""What the database itself refuses, on both databases."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError

from annotations.models import Alias, Annotation, AnnotationSpeaker, AnnotationTag, Span, Speaker, Tag
from newsreader.models import Membership, Project
from tests.factories import make_annotation, make_article, make_member, make_project, make_speaker, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Membership:
    return make_member()


def refused(make: Callable[..., Any], *args: Any, **values: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(*args, **values)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 3)])
def test_a_span_holds_something_of_the_text(member: Membership, start: int, end: int) -> None:
    made = make_annotation(make_article(member.project), member)
    refused(Span.objects.create, annotation=made, start=start, end=end, quote="x")


def test_two_spans_of_one_annotation_do_not_begin_together(member: Membership) -> None:
    made = make_annotation(make_article(member.project), member, spans=[(0, 4)])
    refused(Span.objects.create, annotation=made, start=0, end=9, quote="x")


def test_a_uid_is_once_in_a_project_and_free_in_another(member: Membership) -> None:
    uid = uuid.uuid4()
    article = make_article(member.project)
    make_annotation(article, member, uid=uid)
    refused(make_annotation, article, member, uid=uid)
    other = make_member()
    assert make_annotation(make_article(other.project), other, uid=uid).uid == uid


def test_speakers_have_a_name_of_their_own_but_unnamed_ones_share(member: Membership) -> None:
    project = member.project
    make_speaker(project, "Änne Groß")
    refused(make_speaker, project, "ÄNNE GROSS")
    make_speaker(project, "ein Diplomat", "unnamed")
    assert make_speaker(project, "ein Diplomat", "unnamed").pk
    assert make_speaker(make_project(), "Änne Groß").pk


def test_an_alias_is_once_with_a_speaker(member: Membership) -> None:
    speaker = make_speaker(member.project, "Änne Groß", "person", "Groß")
    refused(Alias.objects.create, speaker=speaker, name="Gross", key="gross")
    assert make_speaker(member.project, "Otto Groß", "person", "Groß").pk


def test_tags_have_a_name_of_their_own_among_siblings(member: Membership) -> None:
    project = member.project
    root = make_tag(project, "Kosten")
    refused(make_tag, project, "kosten")
    make_tag(project, "Kosten", parent=root)
    refused(make_tag, project, "KOSTEN", parent=root)


@pytest.mark.parametrize("values", [{"color": 0}, {"color": 13}, {"shortcut": 0}, {"shortcut": 10}])
def test_slots_and_keys_have_their_range(member: Membership, values: dict[str, int]) -> None:
    refused(make_tag, member.project, **values)


def test_a_key_belongs_to_one_tag(member: Membership) -> None:
    make_tag(member.project, "Eins", shortcut=1)
    refused(make_tag, member.project, "Zwei", shortcut=1)
    assert make_tag(make_project(), "Eins", shortcut=1).pk


def test_a_speaker_and_a_tag_are_once_in_an_annotation(member: Membership) -> None:
    speaker, tag = make_speaker(member.project), make_tag(member.project)
    made = make_annotation(make_article(member.project), member, speakers=(speaker,), tags=(tag,))
    refused(AnnotationSpeaker.objects.create, annotation=made, speaker=speaker, position=1)
    refused(AnnotationTag.objects.create, annotation=made, tag=tag, position=1)


def test_what_annotations_refer_to_stays(member: Membership) -> None:
    speaker, tag = make_speaker(member.project), make_tag(member.project)
    make_tag(member.project, "Unten", parent=tag)
    article = make_article(member.project)
    make_annotation(article, member, speakers=(speaker,), tags=(tag,))
    for row in (speaker, tag, member, article.texts.get()):
        with pytest.raises(RestrictedError):
            row.delete()


def test_an_annotation_takes_its_parts_along_and_leaves_the_names(member: Membership) -> None:
    speaker, tag = make_speaker(member.project), make_tag(member.project)
    made = make_annotation(make_article(member.project), member, speakers=(speaker,), tags=(tag,))
    made.delete()
    parts = (Span, AnnotationSpeaker, AnnotationTag)
    assert not any(model.objects.exists() for model in parts)
    assert (Speaker.objects.count(), Tag.objects.count()) == (1, 1)


def test_a_project_goes_with_everything(member: Membership) -> None:
    speaker, tag = make_speaker(member.project), make_tag(member.project)
    make_tag(member.project, "Unten", parent=tag)
    make_annotation(make_article(member.project), member, speakers=(speaker,), tags=(tag,))
    member.project.delete()
    rows = (Project, Annotation, Speaker, Tag)
    assert not any(model.objects.exists() for model in rows)
