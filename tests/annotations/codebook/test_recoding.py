"""Merging, recoding and splitting: every annotation comes along, and undo brings each one back."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import translation

from annotations.codebook import recoding
from annotations.codebook.recoding import Which
from annotations.models import Annotation, AnnotationTag, Tag
from annotations.naming import Refused
from annotations.recording import annotation_state, tag_state
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.undo import redo, undo
from tests.factories import make_annotation, make_article, make_member, make_speaker, make_tag

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def everything(lead: Membership) -> dict[uuid.UUID, Any]:
    marks = Annotation.objects.filter(project=lead.project).with_parts()
    tags = Tag.objects.of(lead.project).select_related("parent", "proposed_by")
    return {row.uid: annotation_state(row) for row in marks} | {row.uid: tag_state(row) for row in tags}


def mark(lead: Membership, *tags: tuple[Tag, str], **values: Any) -> Annotation:
    article = lead.project.articles.first() or make_article(lead.project)
    made = make_annotation(article, lead, tags=tuple(tag for tag, _ in tags), **values)
    for tag, stance in tags:
        AnnotationTag.objects.filter(annotation=made, tag=tag).update(stance=stance)
    return made


def said(made: Annotation) -> list[tuple[str, str]]:
    links = AnnotationTag.objects.filter(annotation=made).order_by("position")
    return list(links.values_list("tag__name", "stance"))


def taken_back_and_brought_again(lead: Membership, before: Any, done: ChangeSet | None) -> None:
    after = everything(lead)
    assert done and after != before
    undo(lead, done)
    assert everything(lead) == before
    redo(lead, ChangeSet.objects.get(pk=done.pk))
    assert everything(lead) == after


def test_a_merge_takes_annotations_stances_and_tags_below_and_comes_back(lead: Membership) -> None:
    old, new = (make_tag(lead.project, name, "claim") for name in ("Zu spät", "Kommt zu spät"))
    below = make_tag(lead.project, "Unten", "claim", parent=old)
    one = mark(lead, (below, ""), (old, "for"))
    both = mark(lead, (old, "for"), (new, "against"))
    other = mark(lead, (old, "unclear"), (new, ""))
    before = everything(lead)
    foreseen = recoding.check_merge(old, new)
    assert (foreseen.moving.own, foreseen.both, foreseen.differing) == (3, 2, 1)
    done = recoding.merge(lead, old, new)
    assert done.moved == 3
    assert said(one) == [("Unten", ""), ("Kommt zu spät", "for")]
    assert said(both) == [("Kommt zu spät", "against")]
    assert said(other) == [("Kommt zu spät", "unclear")]
    assert list(new.children.all()) == [below]
    assert not Tag.objects.filter(pk=old.pk).exists()
    taken_back_and_brought_again(lead, before, done.change_set)


def test_a_tag_merged_into_one_below_it_gives_it_its_place(lead: Membership) -> None:
    top = make_tag(lead.project, "Oben")
    old = make_tag(lead.project, "Alt", parent=top)
    between = make_tag(lead.project, "Dazwischen", parent=old)
    new = make_tag(lead.project, "Neu", parent=between)
    mark(lead, (old, ""))
    before = everything(lead)
    done = recoding.merge(lead, old, new)
    new.refresh_from_db()
    between.refresh_from_db()
    assert (new.parent, between.parent) == (top, new)
    taken_back_and_brought_again(lead, before, done.change_set)


def refusals(lead: Membership) -> Iterator[tuple[Tag, Tag, str]]:
    claim, topic = make_tag(lead.project, "These", "claim"), make_tag(lead.project, "Thema")
    yield claim, claim, "into itself"
    mark(lead, (claim, "for"))
    yield claim, topic, "holds stances"
    one, two = make_tag(lead.project, "Eins"), make_tag(lead.project, "Zwei")
    for above in (one, two):
        make_tag(lead.project, "Gleich", parent=above)
    yield one, two, "Below both"
    make_tag(lead.project, "Oben")
    high = make_tag(lead.project, "Hoch")
    low = make_tag(lead.project, "Oben", parent=high)
    yield high, low, "beside a tag of this name"


def test_what_cannot_be_merged_is_refused_with_a_sentence(lead: Membership) -> None:
    for tag, into, sentence in list(refusals(lead)):
        before = everything(lead)
        with pytest.raises(Refused, match=sentence):
            recoding.merge(lead, tag, into)
        assert everything(lead) == before
    assert not ChangeSet.objects.exists()


def test_recoding_takes_those_of_a_speaker_only(lead: Membership) -> None:
    voice = make_speaker(lead.project)
    old, new = make_tag(lead.project, "Alt"), make_tag(lead.project, "Neu")
    hers, others = mark(lead, (old, ""), speakers=(voice,)), mark(lead, (old, ""))
    before = everything(lead)
    done = recoding.recode(lead, old, new, Which(speaker=voice))
    assert (done.moved, said(hers), said(others)) == (1, [("Neu", "")], [("Alt", "")])
    taken_back_and_brought_again(lead, before, done.change_set)


def test_splitting_takes_those_chosen_to_a_new_tag_of_the_same_kind(lead: Membership) -> None:
    top = make_tag(lead.project, "Oben")
    old = make_tag(lead.project, "Alt", "claim", parent=top)
    chosen, other = mark(lead, (old, "against")), mark(lead, (old, "for"))
    before = everything(lead)
    done = recoding.split(lead, old, "Neu", Which(marks=[chosen.uid]))
    assert (done.tag.parent, done.tag.kind) == (top, "claim")
    assert (said(chosen), said(other)) == ([("Neu", "against")], [("Alt", "for")])
    taken_back_and_brought_again(lead, before, done.change_set)


def test_an_annotation_of_another_tag_does_not_move(lead: Membership) -> None:
    old, new, third = (make_tag(lead.project, name) for name in ("Alt", "Neu", "Drittens"))
    made = mark(lead, (third, ""))
    assert recoding.recode(lead, old, new, Which(marks=[made.uid])).moved == 0
    assert said(made) == [("Drittens", "")]


def test_a_tag_that_is_gone_by_now_is_refused(lead: Membership) -> None:
    old, new = make_tag(lead.project, "Alt"), make_tag(lead.project, "Neu")
    late = Tag.objects.get(pk=new.pk)
    new.delete()
    with pytest.raises(Refused, match="Somebody was quicker"):
        recoding.merge(lead, old, late)


def test_statements_do_not_grow_with_the_annotations(
    lead: Membership, django_assert_max_num_queries: Any
) -> None:
    old, new = make_tag(lead.project, "Alt"), make_tag(lead.project, "Neu")
    for n in range(150):
        mark(lead, (old, ""), spans=[(n, n + 1)])
    with django_assert_max_num_queries(45):
        done = recoding.merge(lead, old, new)
    assert done.moved == 150 and done.change_set
    with django_assert_max_num_queries(45):
        undo(lead, done.change_set)
    assert old.uid in {tag.uid for tag in Tag.objects.all()}
    assert AnnotationTag.objects.filter(tag__uid=old.uid).count() == 150
