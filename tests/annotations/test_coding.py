"""Coding by several people at once, on real connections; and what one call writes or refuses."""

import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import translation

from annotations import coding, cutting
from annotations.coding import Coding, Stale
from annotations.models import Annotation, Speaker, Tag
from annotations.naming import Refused
from newsreader.changes import Change, ChangeSet
from newsreader.models import CodingState, Membership
from newsreader.undo import redo, undo
from tests.factories import (
    TEXT,
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_speaker,
    make_tag,
)

EDITORS = 8


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What `work(0..7)` answers or raises, each in a thread and on a connection of its own, all at once."""
    barrier = Barrier(EDITORS)

    def one(number: int) -> Any:
        try:
            barrier.wait(timeout=30)
            return work(number)
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(EDITORS) as pool:
        return list(pool.map(one, range(EDITORS)))


@pytest.mark.django_db(transaction=True)
def test_of_eight_editors_one_wins_and_seven_are_told() -> None:
    member = make_member()
    made = make_annotation(make_article(member.project), member)

    def edit(number: int) -> Any:
        return coding.update(member, made, 1, Coding(note=f"von {number}", new_tags=(f"Thema {number}",)))

    answers = at_once(edit)
    won = [number for number, answer in enumerate(answers) if isinstance(answer, Annotation)]
    assert len(won) == 1, answers
    assert sum(isinstance(answer, Stale) for answer in answers) == EDITORS - 1, answers
    made.refresh_from_db()
    assert (made.note, made.version) == (f"von {won[0]}", 2)
    assert list(Tag.objects.values_list("name", flat=True)) == [f"Thema {won[0]}"]
    assert ChangeSet.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_eight_editors_over_http() -> None:
    member = make_member()
    made = make_annotation(make_article(member.project), member)
    url = reverse("annotation", args=[member.project.slug, made.uid])
    clients = [client_of(member) for _ in range(EDITORS)]
    answers = at_once(lambda n: clients[n].post(url, {"version": 1, "note": f"von {n}"}))
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * 7


@pytest.mark.django_db(transaction=True)
def test_one_create_that_is_sent_eight_times_is_one_annotation() -> None:
    member = make_member()
    article = make_article(member.project)
    uid = uuid.uuid4()
    said = Coding(note="Öffnung", new_speakers=("Änne Groß",), new_tags=("Öffnung",))
    answers = at_once(lambda n: coding.create(member, article, 1, [(0, 6)], said, uid=uid))
    assert {getattr(answer, "pk", answer) for answer in answers} == {Annotation.objects.get().pk}
    assert (ChangeSet.objects.count(), Speaker.objects.count(), Tag.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_coders_who_name_the_same_new_tag_and_speaker_share_them() -> None:
    first = make_member()
    article = make_article(first.project)
    members = [first, *(make_member(first.project) for _ in range(EDITORS - 1))]
    said = Coding(new_speakers=("Änne Groß",), new_tags=("Öffnung",))
    answers = at_once(lambda n: coding.create(members[n], article, 1, [(n, n + 6)], said))
    assert all(isinstance(answer, Annotation) for answer in answers), answers
    assert Tag.objects.get().annotations.count() == EDITORS
    assert Speaker.objects.get().annotations.count() == EDITORS
    assert sorted(Change.objects.values_list("kind", flat=True)) == ["annotation"] * 8 + ["speaker", "tag"]


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_a_removal_at_once_leave_one_of_both() -> None:
    member = make_member()
    made = make_annotation(make_article(member.project), member)

    def either(number: int) -> Any:
        if number % 2:
            return coding.remove(member, made)
        return coding.update(member, made, 1, Coding(note=f"von {number}"))

    answers = at_once(either)
    assert not Annotation.objects.exists()
    assert all(isinstance(answer, Stale | Annotation | None) for answer in answers), answers
    assert list(ChangeSet.objects.order_by("pk").values_list("action", flat=True))[-1] == "annotation.remove"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences are compared as they stand in the source, whatever language the last request left."""
    with translation.override("en"):
        yield


@pytest.fixture
def member(db: None) -> Membership:
    return make_member()


def test_a_refusal_in_the_middle_takes_back_what_came_before(member: Membership) -> None:
    article = make_article(member.project)
    made = make_annotation(article, member, note="vorher")
    foreign = make_tag(make_member().project)
    said = Coding(note="x", new_speakers=("Neue Stimme",), new_tags=("Neues",), tags=((foreign.uid, ""),))
    with pytest.raises(Refused):
        coding.create(member, article, 1, [(0, 6)], said)
    with pytest.raises(Refused):
        coding.update(member, made, 1, said)
    assert (Annotation.objects.get().note, Speaker.objects.count(), Tag.objects.count()) == ("vorher", 0, 1)
    assert not (ChangeSet.objects.exists() or CodingState.objects.exists())


def test_a_new_name_after_known_ones_is_denied_as_a_whole(member: Membership) -> None:
    article = make_article(member.project)
    member.project.speakers_open = False
    known = make_speaker(member.project)
    with pytest.raises(PermissionDenied):
        coding.create(member, article, 1, [(0, 6)], Coding(speakers=(known.uid,), new_speakers=("Neue",)))
    assert not Annotation.objects.exists()


def test_a_new_tag_in_a_closed_codebook_is_a_proposal_that_comes_and_goes_with_undo(
    member: Membership,
) -> None:
    member.project.codebook_open = False
    member.project.save()
    article = make_article(member.project)
    made = coding.create(member, article, 1, [(0, 6)], Coding(new_claims=(("Neues", "for"),)))
    tag = made.tags.get()
    assert (tag.proposal, tag.proposed_by, tag.kind) == ("open", member, "claim")
    done = ChangeSet.objects.get()
    undo(member, done)
    assert not Tag.objects.exists()
    redo(member, ChangeSet.objects.get(pk=done.pk))
    assert Tag.objects.get().proposed_by == member


def test_chosen_tags_come_before_new_ones_and_keep_their_stance(member: Membership) -> None:
    claim = make_tag(member.project, "Brücke öffnen", "claim")
    said = Coding(tags=((claim.uid, "for"),), new_tags=("Neues", "brücke öffnen", "Neues"))
    made = coding.create(member, make_article(member.project), 1, [(0, 6)], said)
    links = [(link.tag.name, link.stance) for link in made.tag_links.all()]
    assert links == [("Brücke öffnen", "for"), ("Neues", "")]


def test_a_speaker_ends_the_reason_for_none(member: Membership) -> None:
    article = make_article(member.project)
    made = coding.create(member, article, 1, [(0, 6)], Coding(no_speaker="author"))
    assert made.no_speaker == "author"
    voice = make_speaker(member.project)
    changed = coding.update(member, made, 1, Coding(no_speaker="author", speakers=(voice.uid, voice.uid)))
    assert changed.no_speaker == ""
    assert [link.speaker for link in changed.speaker_links.all()] == [voice]


def test_the_removed_is_stale_and_removing_twice_is_quiet(member: Membership) -> None:
    made = make_annotation(make_article(member.project), member)
    coding.remove(member, made)
    coding.remove(member, made)
    with pytest.raises(Stale) as problem:
        coding.update(member, made, 1, Coding(note="spät"))
    assert problem.value.now is None
    assert ChangeSet.objects.count() == 1


def test_an_old_text_version_is_refused(member: Membership) -> None:
    article = make_article(member.project)
    article.text_version = 2
    article.save()
    for version in (1, 2):
        with pytest.raises(Refused, match="load the page again"):
            coding.create(member, article, version, [(0, 6)], Coding())


def test_the_first_mark_begins_an_open_article_and_no_other(member: Membership) -> None:
    for before, after in [("open", "progress"), ("progress", "progress"), ("done", "done")]:
        article = make_article(member.project)
        CodingState.objects.create(member=member, article=article, state=before)
        coding.create(member, article, 1, [(0, len(TEXT))], Coding())
        assert CodingState.objects.get(article=article).state == after


@pytest.mark.django_db(transaction=True)
def test_a_tag_and_a_speaker_that_go_while_they_are_used_are_a_sentence() -> None:
    lead = make_member(role=Membership.Role.LEAD)
    project, article = lead.project, make_article(lead.project)
    clients = [client_of(lead) for _ in range(EDITORS)]
    for _ in range(3):
        tag, speaker = make_tag(project), make_speaker(project)

        def act(number: int, tag: Tag = tag, speaker: Speaker = speaker) -> int:
            name, uid = [("tag-edit", tag.uid), ("speaker-edit", speaker.uid)][number % 2]
            if number < 4:
                return (
                    clients[number].post(reverse(name, args=[project.slug, uid]), {"remove": "1"}).status_code
                )
            said = {"text_version": "1", "span": "0-6", "tag": tag.uid, "speaker": speaker.uid}
            url = reverse("annotations", args=[project.slug, article.uid])
            return clients[number].post(url, said).status_code

        assert set(at_once(act)) <= {302, 404, 422}
        Annotation.objects.all().delete()
        Tag.objects.all().delete()
        Speaker.objects.all().delete()
    for action in ("tag.remove", "speaker.remove"):
        removed = Change.objects.filter(change_set__action=action).values_list("object", flat=True)
        assert len(set(removed)) == len(removed), "one removal is one change set"


def test_spans_are_added_within_one_version_of_the_text_only(member: Membership) -> None:
    article = make_article(member.project)
    made = make_annotation(article, member)
    text = article.texts.get()
    newer = {"version": 2, "text": "Neu. " + text.text, "sha256": "0" * 64, "length": text.length + 5}
    article.texts.create(rules_version=1, blocks=text.blocks, **newer)
    article.text_version = 2
    article.save()
    with pytest.raises(Refused, match="load the page again"):
        cutting.toggle(member, made, 2, [(0, 3)])
    assert made.spans.get().quote == made.quote


def test_spans_are_never_more_than_an_import_takes(member: Membership) -> None:
    article = make_article(member.project, "ab, " * 300)
    made = coding.create(member, article, 1, [(n * 4, n * 4 + 2) for n in range(100)], Coding())
    with pytest.raises(Refused, match="too many"):
        cutting.toggle(member, made, 1, [(800, 802)])
    assert made.spans.count() == 100
