"""Undo and redo of real marks: the tags and speakers that came with them come and go in the right order."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations import coding
from annotations.coding import Coding
from annotations.models import Annotation
from annotations.recording import annotation_state, speaker_state, tag_state
from newsreader import states, undo
from newsreader.changes import ChangeSet
from newsreader.models import Article, CodingState, Membership, Project
from tests.factories import make_article, make_member

pytestmark = pytest.mark.django_db

NEW = Coding(form="direct", note="Öffnung 🚧", new_speakers=("Änne Groß",), new_tags=("Öffnung", "Kosten"))


@pytest.fixture
def member() -> Membership:
    return make_member()


@pytest.fixture
def article(member: Membership) -> Article:
    return make_article(member.project)


def everything(project: Project) -> dict[uuid.UUID, Any]:
    """The states of all marks, speakers and tags of the project, by uid."""
    marks = Annotation.objects.filter(project=project).with_parts()
    return {
        **{row.uid: annotation_state(row) for row in marks},
        **{row.uid: speaker_state(row) for row in project.speakers.all()},
        **{row.uid: tag_state(row) for row in project.tags.select_related("parent")},
    }


def mark(member: Membership, article: Article, start: int = 0, what: Coding = NEW) -> Annotation:
    return coding.create(member, article, 1, [(start, start + 6)], what)


def change(member: Membership, annotation: Annotation, what: Coding) -> None:
    annotation.refresh_from_db()
    coding.update(member, annotation, annotation.version, what)


def undo_last(member: Membership, article: Article) -> ChangeSet:
    found = undo.last_action(member, article)
    assert found is not None
    return undo.undo(member, found)


def redo_last(member: Membership, article: Article) -> ChangeSet:
    found = undo.last_undone(member, article)
    assert found is not None
    return undo.redo(member, found)


def test_a_mark_with_new_tags_and_speakers_goes_and_comes_whole(member: Membership, article: Article) -> None:
    mark(member, article)
    made = everything(member.project)
    assert len(made) == 4
    undo_last(member, article)
    assert everything(member.project) == {}
    redo_last(member, article)
    assert everything(member.project) == made


def test_a_removed_mark_comes_back_with_its_quote(member: Membership, article: Article) -> None:
    made = mark(member, article)
    before = everything(member.project)
    coding.remove(member, made)
    undo_last(member, article)
    assert everything(member.project) == before
    back = Annotation.objects.get(uid=made.uid)
    assert [span.quote for span in back.spans.all()] == ["Brücke"]


def test_undoing_a_change_makes_an_open_form_stale(member: Membership, article: Article) -> None:
    made = mark(member, article)
    change(member, made, Coding(note="anders"))
    made.refresh_from_db()
    seen = made.version
    undo_last(member, article)
    with pytest.raises(coding.Stale):
        coding.update(member, made, seen, Coding(note="noch anders"))


def test_a_mark_that_somebody_else_has_changed_is_a_conflict(member: Membership, article: Article) -> None:
    made = mark(member, article)
    change(make_member(member.project, Membership.Role.LEAD), made, Coding(note="berichtigt"))
    with pytest.raises(undo.Conflict) as caught:
        undo_last(member, article)
    assert [now["note"] for _change, _left, now in caught.value.objects if now] == ["berichtigt"]
    assert Annotation.objects.get(uid=made.uid).note == "berichtigt"


def test_a_tag_that_others_use_by_now_stays(member: Membership, article: Article) -> None:
    mark(member, article)
    tag = member.project.tags.get(name="Kosten")
    other = make_member(member.project)
    mark(other, article, 10, Coding(tags=((tag.uid, ""),)))
    undo_last(member, article)
    assert [t.name for t in member.project.tags.all()] == ["Kosten"]
    assert Annotation.objects.get().owner == other
    redo_last(member, article)
    assert Annotation.objects.count() == 2
    assert sorted(t.name for t in member.project.tags.all()) == ["Kosten", "Öffnung"]


def test_a_tag_that_was_made_anew_since_is_a_conflict(member: Membership, article: Article) -> None:
    mark(member, article)
    first = ChangeSet.objects.get()
    undo.undo(member, first)
    mark(member, article, 20)
    with pytest.raises(undo.Conflict):
        undo.redo(member, first)
    assert Annotation.objects.count() == 1


def test_the_coding_state_goes_back(member: Membership, article: Article) -> None:
    states.set_state(member, article, CodingState.State.IRRELEVANT, "Wetterbericht")
    states.set_state(member, article, CodingState.State.DONE)
    undo_last(member, article)
    assert states.state_of(member, article).reason == "Wetterbericht"
    undo_last(member, article)
    assert not CodingState.objects.exists()
    redo_last(member, article)
    assert states.state_of(member, article).state == CodingState.State.IRRELEVANT


@pytest.mark.django_db(transaction=True)
def test_of_two_who_undo_at_once_one_does(member: Membership, article: Article) -> None:
    mark(member, article)
    first = ChangeSet.objects.get()

    def take_back(_number: int) -> str:
        try:
            return undo.undo(member, first).action
        except undo.NothingToUndo:
            return "nothing"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take_back, range(2))) == ["nothing", "undo"]
    assert everything(member.project) == {}


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["create", "update", "remove"]),
        st.integers(0, 3),
        st.sampled_from(["", "Öffnung", "Kosten"]),
    ),
    max_size=6,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_undoing_everything_ends_where_it_began(
    member: Membership, article: Article, steps: list[tuple[str, int, str]]
) -> None:
    with transaction.atomic():
        for what, number, name in steps:
            act(member, article, what, number, Coding(new_tags=(name,) if name else (), note=name * number))
        reached = everything(member.project)
        while found := undo.last_action(member, article):
            undo.undo(member, found)
        assert everything(member.project) == {}
        while found := undo.last_undone(member, article):
            undo.redo(member, found)
        assert everything(member.project) == reached
        transaction.set_rollback(True)


def act(member: Membership, article: Article, what: str, number: int, said: Coding) -> None:
    marks = list(Annotation.objects.filter(article=article).order_by("pk"))
    if what == "create" or not marks:
        mark(member, article, number, said)
    elif what == "update":
        change(member, marks[number % len(marks)], said)
    else:
        coding.remove(member, marks[number % len(marks)])


def test_a_redo_does_not_add_to_a_codebook_that_was_closed_meanwhile(
    member: Membership, article: Article
) -> None:
    mark(member, article)
    undo_last(member, article)
    Project.objects.filter(pk=article.project_id).update(codebook_open=False)
    member = Membership.objects.get(pk=member.pk)
    last = undo.last_undone(member, article)
    assert last is not None
    with pytest.raises(PermissionDenied):
        undo.redo(member, last)
    assert everything(member.project) == {}


def test_who_leads_no_longer_leaves_the_work_of_others_alone(article: Article) -> None:
    lead = make_member(article.project, Membership.Role.LEAD)
    theirs = mark(make_member(article.project), article)
    change(lead, theirs, Coding(note="von der Leitung"))
    lead.role = Membership.Role.CODER
    with pytest.raises(PermissionDenied):
        undo_last(lead, article)
    theirs.refresh_from_db()
    assert theirs.note == "von der Leitung"
