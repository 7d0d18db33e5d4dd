"""Accepting, correcting and rejecting suggestions, one by one and in bulk; each undone as one."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from annotations import coding
from annotations.coding import Coding
from annotations.models import Annotation, Decision, Speaker, Suggestion
from annotations.naming import Refused
from annotations.recording import annotation_state
from annotations.scheme import set_scheme
from annotations.spans import NewPlace
from annotations.suggesting import deciding, showing
from annotations.suggesting.proposing import Choice
from newsreader import undo
from newsreader.changes import ChangeSet
from newsreader.models import Article, CodingState, Membership, Project
from newsreader.undo import last_action
from tests.factories import (
    TEXT,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_suggestion,
)

pytestmark = pytest.mark.django_db

SECOND = "»Das ist zu spät«"


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project)


def open_to(member: Membership, article: Article) -> list[Suggestion]:
    return showing.in_article(member, article)


def take_back(member: Membership, article: Article) -> None:
    action = last_action(member, article)
    assert action
    undo.undo(member, action)


def verdicts() -> list[tuple[str, bool]]:
    return list(Decision.objects.order_by("pk").values_list("verdict", "in_bulk"))


def test_a_suggestion_never_changes(article: Article) -> None:
    made = make_suggestion(article)
    with pytest.raises(DatabaseError), transaction.atomic():
        Suggestion.objects.filter(pk=made.pk).update(form="indirect")
    with pytest.raises(DatabaseError), transaction.atomic():
        made.save()
    assert Suggestion.objects.get().form == "direct"


def test_accepting_makes_the_members_own_annotation(coder: Membership, article: Article) -> None:
    cue = TEXT.index("sagte")
    made = make_suggestion(article, cue=[[cue, cue + 5]])
    deciding.accept(coder, made)
    mark = Annotation.objects.with_parts().get()
    assert mark.owner == coder and mark.suggestion == made and mark.saw_suggestions
    assert mark.quote == made.quote and mark.form == "direct"
    assert [(part.role, part.quote) for part in mark.parts.all()] == [
        ("cue", "sagte"),
        ("mention", "Änne Groß"),
    ]
    assert [link.speaker.name for link in mark.speaker_links.all()] == ["Änne Groß"]
    assert verdicts() == [("accepted", False)]
    assert CodingState.objects.get().state == "progress"
    assert ChangeSet.objects.get().action == "suggestion.accept"
    assert open_to(coder, article) == []


def test_annotation_speaker_and_decision_are_undone_and_brought_back_together(
    coder: Membership, article: Article
) -> None:
    made = make_suggestion(article)
    mark = deciding.accept(coder, made)
    before = annotation_state(Annotation.objects.with_parts().get())
    take_back(coder, article)
    assert not Annotation.objects.exists() and not Decision.objects.exists() and not Speaker.objects.exists()
    assert open_to(coder, article) == [made]
    undone = undo.last_undone(coder, article)
    assert undone
    undo.redo(coder, undone)
    assert annotation_state(Annotation.objects.with_parts().get()) == before
    assert before["suggestion"] == str(made.uid)
    assert Annotation.objects.get().uid == mark.uid and verdicts() == [("accepted", False)]


def test_rejecting_is_undone_too(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    deciding.reject(coder, made)
    assert open_to(coder, article) == [] and verdicts() == [("rejected", False)]
    take_back(coder, article)
    assert open_to(coder, article) == [made] and verdicts() == []


@pytest.mark.parametrize("name", ["Änne Groß", "die Bürgermeisterin", "aenne gross"])
def test_a_speaker_who_is_there_is_found_by_name_and_alias(
    coder: Membership, article: Article, name: str
) -> None:
    known = make_speaker(coder.project, "Änne Groß", "person", "die Bürgermeisterin")
    mark = deciding.accept(coder, make_suggestion(article, speaker=name))
    assert list(mark.speakers.all()) == [known]


def test_who_could_be_several_is_chosen_first(coder: Membership, article: Article) -> None:
    for name in ("Änne Groß", "Ute Klein"):
        make_speaker(coder.project, name, "person", "die Bürgermeisterin")
    made = make_suggestion(article, speaker="die Bürgermeisterin")
    with pytest.raises(Refused):
        deciding.accept(coder, made)
    assert not Annotation.objects.exists() and not Decision.objects.exists()
    chosen = Speaker.objects.get(name="Ute Klein")
    mark = deciding.accept(coder, made, Choice(speaker=chosen.uid))
    assert list(mark.speakers.all()) == [chosen] and verdicts() == [("corrected", False)]


def test_an_unnamed_source_is_the_same_within_an_article_only(coder: Membership, article: Article) -> None:
    other = make_article(coder.project)
    name = "ein Diplomat"
    marks = [
        deciding.accept(coder, make_suggestion(here, quote, name, is_unnamed=True))
        for here, quote in ((article, SECOND), (article, "Brücke über"), (other, SECOND))
    ]
    first, second, third = [mark.speakers.get() for mark in marks]
    assert first == second != third
    assert {first.kind, third.kind} == {"unnamed"}


def test_where_speakers_are_closed_the_mention_stays(coder: Membership, article: Article) -> None:
    Project.objects.filter(pk=coder.project_id).update(speakers_open=False)
    coder.project.refresh_from_db()
    made = make_suggestion(article)
    mark = deciding.accept(coder, made)
    assert not mark.speakers.exists() and mark.parts.get().quote == "Änne Groß"
    other = make_suggestion(article, SECOND)
    with pytest.raises(PermissionDenied):
        deciding.accept(coder, other, Choice(new_speaker="Jörg Weiß"))


def test_the_same_accept_twice_is_one_annotation(coder: Membership, article: Article) -> None:
    made, uid = make_suggestion(article), uuid.uuid4()
    assert deciding.accept(coder, made, uid=uid) == deciding.accept(coder, made, uid=uid)
    with pytest.raises(deciding.Decided):
        deciding.accept(coder, made)
    with pytest.raises(deciding.Decided):
        deciding.reject(coder, made)
    assert Annotation.objects.count() == 1


def test_in_a_shared_project_a_decision_is_everybodys(coder: Membership, article: Article) -> None:
    other = make_member(coder.project)
    first, second = make_suggestion(article), make_suggestion(article, SECOND)
    deciding.reject(coder, first)
    assert open_to(other, article) == [second]
    with pytest.raises(deciding.Decided):
        deciding.accept(other, first)


def test_in_a_blind_project_everybody_decides_alone() -> None:
    coder = make_member(make_project(visibility="blind"))
    other, lead = make_member(coder.project), make_member(coder.project, "lead")
    article = make_article(coder.project)
    made = make_suggestion(article)
    deciding.accept(coder, made)
    assert open_to(coder, article) == []
    assert open_to(other, article) == open_to(lead, article) == [made]
    deciding.reject(other, made)
    deciding.accept(lead, made)
    assert sorted(verdicts()) == [("accepted", False), ("accepted", False), ("rejected", False)]


def test_nothing_is_open_where_half_of_it_is_marked(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    half = made.start + made.length // 2 + 1
    few = make_annotation(article, coder, spans=[(made.start - 3, made.start + 4)])
    assert open_to(coder, article) == [made]
    few.delete()
    make_annotation(article, coder, spans=[(made.start - 3, half)])
    assert open_to(coder, article) == []


def test_a_newer_version_supersedes_and_what_was_rejected_stays_so(
    coder: Membership, article: Article
) -> None:
    first, second = make_suggestion(article), make_suggestion(article, SECOND)
    deciding.reject(coder, first)
    start = first.start
    again = make_suggestion(article, detector="rules/1", spans=[[start + 1, first.end - 1]])
    newer = make_suggestion(article, SECOND, detector="rules/1")
    assert open_to(coder, article) == [newer]
    with pytest.raises(deciding.Decided):
        deciding.accept(coder, second)
    assert {again, newer} <= set(Suggestion.objects.all())


def test_in_bulk_is_one_action_that_nobody_has_read(coder: Membership, article: Article) -> None:
    make_suggestion(article, confidence=0.95)
    make_suggestion(article, SECOND, "Jörg Weiß", confidence=0.91)
    make_suggestion(article, "Die Prüfung dauert länger", "", confidence=0.9)
    make_suggestion(article, "Die Kosten seien noch offen", confidence=0.99, form="indirect")
    done = deciding.accept_direct(coder, article, 90)
    assert (done.made, done.left) == (2, 0)
    assert verdicts() == [("accepted", True)] * 2
    assert len(open_to(coder, article)) == 2
    take_back(coder, article)
    assert not Annotation.objects.exists() and len(open_to(coder, article)) == 4


def test_bulk_leaves_those_whose_speaker_could_be_several(coder: Membership, article: Article) -> None:
    for name in ("Änne Groß", "Ute Klein"):
        make_speaker(coder.project, name, "person", "die Bürgermeisterin")
    make_suggestion(article, speaker="die Bürgermeisterin", confidence=0.95)
    make_suggestion(article, SECOND, "Jörg Weiß", confidence=0.95)
    done = deciding.accept_direct(coder, article, 90)
    assert (done.made, done.left) == (1, 1) and len(open_to(coder, article)) == 1


def test_an_edit_corrects_what_was_accepted_and_reads_what_was_not(
    coder: Membership, article: Article
) -> None:
    make_suggestion(article, confidence=0.95)
    deciding.accept_direct(coder, article, 90)
    mark = Annotation.objects.get()
    said = Coding(form="direct", note="gelesen", speakers=tuple(mark.speakers.values_list("uid", flat=True)))
    places = tuple(NewPlace(p.role, p.start, p.end) for p in mark.parts.all())
    said = Coding(**{**said.__dict__, "places": places})
    mark = coding.update(coder, mark, mark.version, said)
    assert verdicts() == [("accepted", False)]
    coding.update(coder, mark, mark.version, Coding(**{**said.__dict__, "form": "indirect"}))
    assert verdicts() == [("corrected", False)]
    take_back(coder, article)
    assert verdicts() == [("accepted", False)]
    take_back(coder, article)
    assert verdicts() == [("accepted", True)]


def test_who_saves_it_as_it_is_has_read_it(coder: Membership, article: Article) -> None:
    make_suggestion(article, confidence=0.95)
    deciding.accept_direct(coder, article, 90)
    mark = Annotation.objects.get()
    places = tuple(NewPlace(p.role, p.start, p.end) for p in mark.parts.all())
    speakers = tuple(mark.speakers.values_list("uid", flat=True))
    coding.update(coder, mark, mark.version, Coding(form="direct", speakers=speakers, places=places))
    assert verdicts() == [("accepted", False)]


def test_the_project_cuts_as_it_does_elsewhere(coder: Membership, article: Article) -> None:
    lead = make_member(coder.project, "lead")
    values = {
        "unit": "quotation",
        "joins_interrupted": True,
        "holds_marks": False,
        "holds_final_mark": True,
        "shows_suggestions": True,
    }
    set_scheme(lead, values)
    mark = deciding.accept(coder, make_suggestion(article))
    assert mark.spans.get().quote == "Wir öffnen erst, wenn alles hält"


def test_a_new_speaker_is_of_the_kind_that_its_name_tells(coder: Membership, article: Article) -> None:
    for name, kind in (
        ("Verkehrsministerium", "state"),
        ("Deutsche Bahn", "organisation"),
        ("Jörg Weiß", "person"),
    ):
        made = deciding.accept(coder, make_suggestion(make_article(coder.project), speaker=name))
        assert made.speakers.get().kind == kind
