"""Change sets, undo and redo, on objects that live in a table of the suite's own: one dictionary.

The annotations wing has its own test with real marks; here it is about the order of things.
"""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import RestrictedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreader import changes, undo
from newsreader.changes import Change, ChangeSet, State
from newsreader.models import Article, Membership, Project
from tests.factories import make_article, make_member

pytestmark = pytest.mark.django_db


@dataclass
class Shelf:
    """Books, and notes that refer to them: a note cannot be without its book, nor a book leave its notes."""

    books: dict[uuid.UUID, State] = field(default_factory=dict)
    notes: dict[uuid.UUID, State] = field(default_factory=dict)

    def all(self) -> dict[uuid.UUID, State]:
        return {**self.books, **self.notes}

    def write_book(self, project: Project, uid: uuid.UUID, state: State | None) -> None:
        if state is None:
            if any(note["book"] == str(uid) for note in self.notes.values()):
                raise RestrictedError("in use", set())
            self.books.pop(uid, None)
            return
        if any(other != uid and book["title"] == state["title"] for other, book in self.books.items()):
            raise IntegrityError("title")
        self.books[uid] = state

    def write_note(self, project: Project, uid: uuid.UUID, state: State | None) -> None:
        if state is None:
            self.notes.pop(uid, None)
            return
        self.books[uuid.UUID(state["book"])]
        self.notes[uid] = state

    def register(self) -> None:
        changes.register(changes.Kind("book", 0, reader(self.books), self.write_book))
        changes.register(changes.Kind("note", 1, reader(self.notes), self.write_note))


def reader(rows: dict[uuid.UUID, State]) -> Callable[[Project, list[uuid.UUID]], dict[uuid.UUID, State]]:
    return lambda project, uids: {uid: rows[uid] for uid in uids if uid in rows}


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    known = dict(changes._kinds)
    shelf = Shelf()
    shelf.register()
    yield shelf
    changes._kinds.clear()
    changes._kinds.update(known)


@pytest.fixture
def member() -> Membership:
    return make_member()


@pytest.fixture
def article(member: Membership) -> Article:
    return make_article(member.project)


def put(
    shelf: Shelf,
    member: Membership,
    article: Article | None,
    *objects: tuple[str, uuid.UUID, State | None],
    edit: uuid.UUID | None = None,
) -> ChangeSet | None:
    """One action: these objects come to be in these states."""
    with changes.recording(member, "put", article, edit=edit) as record:
        for kind, uid, state in objects:
            rows = shelf.books if kind == "book" else shelf.notes
            record(kind, uid, rows.get(uid), state)
            (shelf.write_book if kind == "book" else shelf.write_note)(member.project, uid, state)
    return record.change_set


def done(*args: Any, **kwargs: Any) -> ChangeSet:
    change_set = put(*args, **kwargs)
    assert change_set is not None
    return change_set


def book(title: str = "Brücke") -> State:
    return {"title": title}


def undo_here(member: Membership, article: Article) -> bool:
    found = undo.last_action(member, article)
    if found:
        undo.undo(member, found)
    return found is not None


def redo_here(member: Membership, article: Article) -> bool:
    found = undo.last_undone(member, article)
    if found:
        undo.redo(member, found)
    return found is not None


def test_an_action_that_changes_nothing_is_no_change_set(shelf: Shelf, member: Membership) -> None:
    uid = uuid.uuid4()
    done(shelf, member, None, ("book", uid, book()))
    assert put(shelf, member, None, ("book", uid, book())) is None
    assert ChangeSet.objects.count() == 1


def test_an_object_that_one_action_touches_twice_is_one_change(shelf: Shelf, member: Membership) -> None:
    uid = uuid.uuid4()
    first = done(shelf, member, None, ("book", uid, book("a")), ("book", uid, book("b")))
    assert list(first.changes.values_list("before", "after__title")) == [(None, "b")]
    undo.undo(member, first)
    assert shelf.books == {}


def test_what_fails_leaves_no_change_set(shelf: Shelf, member: Membership) -> None:
    with pytest.raises(KeyError):
        put(shelf, member, None, ("note", uuid.uuid4(), {"book": str(uuid.uuid4())}))
    assert not ChangeSet.objects.exists()


def test_undo_and_redo_of_creating_changing_and_removing(
    shelf: Shelf, member: Membership, article: Article
) -> None:
    uid = uuid.uuid4()
    history: list[dict[uuid.UUID, State]] = [{}]
    for state in (book("a"), book("b"), None):
        done(shelf, member, article, ("book", uid, state))
        history.append(dict(shelf.books))
    for before in reversed(history[:-1]):
        assert undo_here(member, article)
        assert shelf.books == before
    assert not undo_here(member, article)
    for after in history[1:]:
        assert redo_here(member, article)
        assert shelf.books == after
    assert not redo_here(member, article)


def test_after_a_new_action_nothing_is_redone(shelf: Shelf, member: Membership, article: Article) -> None:
    done(shelf, member, article, ("book", uuid.uuid4(), book("a")))
    undo_here(member, article)
    done(shelf, member, article, ("book", uuid.uuid4(), book("b")))
    assert not redo_here(member, article)
    undo_here(member, article)
    assert redo_here(member, article)
    assert [b["title"] for b in shelf.books.values()] == ["b"]


def test_undo_here_is_about_my_own_actions_in_this_article(
    shelf: Shelf, member: Membership, article: Article
) -> None:
    done(shelf, member, make_article(member.project), ("book", uuid.uuid4(), book("elsewhere")))
    done(shelf, make_member(member.project), article, ("book", uuid.uuid4(), book("somebody's")))
    assert not undo_here(member, article)
    assert not redo_here(member, article)


def test_undoing_an_undo_is_a_redo_and_the_other_way_round(shelf: Shelf, member: Membership) -> None:
    uid = uuid.uuid4()
    first = done(shelf, member, None, ("book", uid, book()))
    undone = undo.undo(member, first)
    assert (undone.action, undone.undoes, uid in shelf.books) == ("undo", first, False)
    redone = undo.undo(member, undone)
    assert (redone.action, redone.undoes, uid in shelf.books) == ("redo", first, True)
    again = undo.undo(member, redone)
    assert (again.action, uid in shelf.books) == ("undo", False)


def test_only_what_is_in_force_can_be_taken_back(shelf: Shelf, member: Membership) -> None:
    first = done(shelf, member, None, ("book", uuid.uuid4(), book()))
    with pytest.raises(undo.NothingToUndo):
        undo.redo(member, first)
    undone = undo.undo(member, first)
    first.refresh_from_db()
    with pytest.raises(undo.NothingToUndo):
        undo.undo(member, first)
    with pytest.raises(undo.NothingToUndo):
        undo.redo(member, undone)
    undo.redo(member, first)
    undone.refresh_from_db()
    assert undone.undone
    with pytest.raises(undo.NothingToUndo):
        undo.undo(member, undone)


def test_undone_from_the_history_by_the_lead_is_not_redone_with_a_key(
    shelf: Shelf, member: Membership, article: Article
) -> None:
    first = done(shelf, member, article, ("book", uuid.uuid4(), book()))
    lead = make_member(member.project, Membership.Role.LEAD)
    undo.undo(lead, first)
    assert not redo_here(member, article)
    assert not undo_here(member, article)
    assert redo_here(lead, article)
    assert undo_here(member, article)


def test_two_who_undo_the_same_action_undo_it_once(shelf: Shelf, member: Membership) -> None:
    first = done(shelf, member, None, ("book", uuid.uuid4(), book()))
    stale = ChangeSet.objects.get(pk=first.pk)
    undo.undo(member, first)
    with pytest.raises(undo.NothingToUndo):
        undo.undo(member, stale)
    assert ChangeSet.objects.filter(action="undo").count() == 1


def test_what_somebody_has_changed_since_is_a_conflict(shelf: Shelf, member: Membership) -> None:
    one, two = uuid.uuid4(), uuid.uuid4()
    first = done(shelf, member, None, ("book", one, book("a")), ("book", two, book("b")))
    done(shelf, make_member(member.project), None, ("book", two, book("c")))
    with pytest.raises(undo.Conflict) as caught:
        undo.undo(member, first)
    assert [(c.object, left, now) for c, left, now in caught.value.objects] == [(two, book("b"), book("c"))]
    assert shelf.books == {one: book("a"), two: book("c")}
    first.refresh_from_db()
    assert not first.undone


def test_what_somebody_has_removed_since_is_a_conflict(shelf: Shelf, member: Membership) -> None:
    uid = uuid.uuid4()
    first = done(shelf, member, None, ("book", uid, book()))
    done(shelf, make_member(member.project), None, ("book", uid, None))
    with pytest.raises(undo.Conflict):
        undo.undo(member, first)


def test_a_name_that_is_taken_by_now_is_a_conflict(shelf: Shelf, member: Membership) -> None:
    first = done(shelf, member, None, ("book", uuid.uuid4(), book("a")))
    undo.undo(member, first)
    done(shelf, member, None, ("book", uuid.uuid4(), book("a")))
    with pytest.raises(undo.Conflict):
        undo.redo(member, first)


def test_what_it_refers_to_is_gone_is_a_conflict(shelf: Shelf, member: Membership) -> None:
    shelf_book, note = uuid.uuid4(), uuid.uuid4()
    about = done(shelf, member, None, ("book", shelf_book, book()))
    noted = done(shelf, member, None, ("note", note, {"book": str(shelf_book)}))
    undo.undo(member, noted)
    undo.undo(member, about)
    with pytest.raises(undo.Conflict):
        undo.redo(member, noted)
    assert shelf.all() == {}


def test_what_others_refer_to_goes_last_and_comes_first(shelf: Shelf, member: Membership) -> None:
    one, note = uuid.uuid4(), uuid.uuid4()
    with changes.recording(member, "put") as record:  # recorded in the order that would break
        shelf.books[one], shelf.notes[note] = book(), {"book": str(one)}
        record("note", note, None, {"book": str(one)})
        record("book", one, None, book())
    assert record.change_set is not None
    undo.undo(member, record.change_set)
    assert shelf.all() == {}
    undo.redo(member, record.change_set)
    assert shelf.all() == {one: book(), note: {"book": str(one)}}


def test_what_only_a_change_refers_to_can_go(shelf: Shelf, member: Membership) -> None:
    one, two, note = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    done(shelf, member, None, ("book", one, book()), ("note", note, {"book": str(one)}))
    moved = done(shelf, member, None, ("book", two, book("b")), ("note", note, {"book": str(two)}))
    undo.undo(member, moved)
    assert shelf.all() == {one: book(), note: {"book": str(one)}}


def test_what_others_have_come_to_use_stays(shelf: Shelf, member: Membership) -> None:
    one, mine, other = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    note = {"book": str(one)}
    first = done(shelf, member, None, ("book", one, book()), ("note", mine, note))
    done(shelf, make_member(member.project), None, ("note", other, note))
    undone = undo.undo(member, first)
    assert shelf.all() == {one: book(), other: note}
    assert [c.object for c in undone.changes.all()] == [mine]
    undo.redo(member, first)
    assert shelf.all() == {one: book(), other: note, mine: note}


def test_it_is_a_conflict_when_all_of_it_is_in_use(shelf: Shelf, member: Membership) -> None:
    one = uuid.uuid4()
    first = done(shelf, member, None, ("book", one, book()))
    done(shelf, member, None, ("note", uuid.uuid4(), {"book": str(one)}))
    with pytest.raises(undo.Conflict):
        undo.undo(member, first)
    first.refresh_from_db()
    assert not first.undone


def test_what_cannot_be_put_back_is_not_undone(shelf: Shelf, member: Membership) -> None:
    with changes.recording(member, "stone") as record:
        record("stone", uuid.uuid4(), None, {"title": "Brücke"})
    assert record.change_set is not None
    with pytest.raises(undo.NothingToUndo):
        undo.undo(member, record.change_set)


def test_the_autosaves_of_one_edit_are_one_change_set(
    shelf: Shelf, member: Membership, article: Article
) -> None:
    uid, edit = uuid.uuid4(), uuid.uuid4()
    done(shelf, member, article, ("book", uid, book("B")))
    for title in ("Br", "Brü", "Brück"):
        done(shelf, member, article, ("book", uid, book(title)), edit=edit)
    assert ChangeSet.objects.count() == 2
    assert Change.objects.order_by("-id").values_list("before__title", "after__title")[0] == ("B", "Brück")
    undo_here(member, article)
    assert shelf.books == {uid: book("B")}


def test_an_edit_that_comes_back_to_where_it_began_leaves_nothing(shelf: Shelf, member: Membership) -> None:
    uid, edit = uuid.uuid4(), uuid.uuid4()
    done(shelf, member, None, ("book", uid, book("B")))
    done(shelf, member, None, ("book", uid, book("Br")), edit=edit)
    assert put(shelf, member, None, ("book", uid, book("B")), edit=edit) is None
    assert ChangeSet.objects.count() == 1


def test_an_edit_goes_on_as_a_new_change_set_after_anything_else(
    shelf: Shelf, member: Membership, article: Article
) -> None:
    uid, edit = uuid.uuid4(), uuid.uuid4()
    done(shelf, member, article, ("book", uid, book("a")))
    done(shelf, member, article, ("book", uid, book("b")), edit=edit)
    undo_here(member, article)
    done(shelf, member, article, ("book", uid, book("c")), edit=edit)
    assert ChangeSet.objects.filter(edit=edit).count() == 2
    undo_here(member, article)
    assert shelf.books == {uid: book("a")}


def test_an_edit_does_not_go_on_in_what_the_lead_has_taken_back(shelf: Shelf, member: Membership) -> None:
    uid, edit = uuid.uuid4(), uuid.uuid4()
    done(shelf, member, None, ("book", uid, book("a")))
    first = done(shelf, member, None, ("book", uid, book("b")), edit=edit)
    undo.undo(make_member(member.project, Membership.Role.LEAD), first)
    assert done(shelf, member, None, ("book", uid, book("c")), edit=edit) != first


def test_an_edit_does_not_swallow_what_somebody_else_did_in_between(shelf: Shelf, member: Membership) -> None:
    uid, edit = uuid.uuid4(), uuid.uuid4()
    done(shelf, member, None, ("book", uid, book("a")))
    done(shelf, member, None, ("book", uid, book("b")), edit=edit)
    done(shelf, make_member(member.project), None, ("book", uid, book("corrected")))
    last = done(shelf, member, None, ("book", uid, book("corrected, too")), edit=edit)
    undo.undo(member, last)
    assert shelf.books == {uid: book("corrected")}


ACTIONS = st.one_of(
    st.tuples(st.just("put"), st.integers(0, 3), st.sampled_from(["a", "b", "c", None])),
    st.tuples(st.just("undo"), st.just(0), st.none()),
    st.tuples(st.just("redo"), st.just(0), st.none()),
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ACTIONS, max_size=12))
def test_undo_and_redo_are_those_of_an_editor(
    shelf: Shelf, member: Membership, article: Article, steps: list[tuple[str, int, str | None]]
) -> None:
    """Any sequence goes as with two stacks, and undoing everything ends at the empty shelf."""
    with transaction.atomic():
        shelf.books.clear()
        uids = [uuid.uuid4() for _ in range(4)]
        past: list[dict[uuid.UUID, State]] = []
        future: list[dict[uuid.UUID, State]] = []
        for what, number, title in steps:
            before = dict(shelf.books)
            if what == "put":
                state = {"title": f"{title}{number}"} if title else None
                if put(shelf, member, article, ("book", uids[number], state)):
                    past, future = [*past, before], []
            elif what == "undo":
                assert undo_here(member, article) is bool(past)
                if past:
                    future.append(before)
                    assert shelf.books == past.pop()
            else:
                assert redo_here(member, article) is bool(future)
                if future:
                    past.append(before)
                    assert shelf.books == future.pop()
        while undo_here(member, article):
            pass
        assert shelf.books == {}
        transaction.set_rollback(True)


def changed_by_two(member: Membership) -> tuple[ChangeSet, uuid.UUID]:
    """A book that the member has named anew, and somebody else after them, who also shelved it elsewhere."""
    uid, other = uuid.uuid4(), make_member(member.project)
    with changes.recording(member, "put") as record:
        record("book", uid, {"title": "Brücke", "place": "A"}, {"title": "Ahle", "place": "A"})
    change_set = record.change_set
    assert change_set is not None
    with changes.recording(other, "put") as record:
        record("book", uid, {"title": "Ahle", "place": "A"}, {"title": "Fluss", "place": "B"})
    return change_set, uid


def test_mine_all_the_same_takes_back_what_i_changed_and_nothing_else(
    shelf: Shelf, member: Membership
) -> None:
    change_set, uid = changed_by_two(member)
    shelf.books[uid] = {"title": "Fluss", "place": "B"}
    taken: dict[uuid.UUID, State | None] = {}

    def write(project: Project, uid: uuid.UUID, state: State | None) -> None:
        taken[uid] = state
        shelf.books[uid] |= state or {}

    changes.register(changes.Kind("book", 0, reader(shelf.books), write))
    with pytest.raises(undo.Conflict):
        undo.undo(member, change_set)
    done = undo.undo(member, change_set, undo.Settle.MINE)
    assert taken[uid] == {"title": "Brücke"}
    assert shelf.books[uid] == {"title": "Brücke", "place": "B"}
    # Nothing is lost: what the other had named it is in history, and comes back.
    assert done.changes.get().before == {"title": "Fluss"}
    with pytest.raises(undo.Conflict):
        undo.redo(member, ChangeSet.objects.get(pk=change_set.pk))
    undo.redo(member, ChangeSet.objects.get(pk=change_set.pk), undo.Settle.MINE)
    assert shelf.books[uid] == {"title": "Ahle", "place": "B"}


def test_what_is_to_be_left_stays_and_the_rest_goes_back(shelf: Shelf, member: Membership) -> None:
    mine, theirs = put_book(shelf, member, "Brücke", "Ahle", "Moor")
    shelf.books[theirs] = {"title": "Fluss"}
    change_set = ChangeSet.objects.latest("id")
    with pytest.raises(undo.Conflict) as caught:
        undo.undo(member, change_set)
    assert [change.object for change, _left, _now in caught.value.objects] == [theirs]
    undo.undo(member, change_set, undo.Settle.LEAVE)
    assert shelf.books == {theirs: {"title": "Fluss"}, mine: {"title": "Brücke"}}


def put_book(shelf: Shelf, member: Membership, before: str, *after: str) -> list[uuid.UUID]:
    """One action that names as many books anew as there are names."""
    uids = [uuid.uuid4() for _name in after]
    with changes.recording(member, "put") as record:
        for n, (uid, name) in enumerate(zip(uids, after, strict=True)):
            shelf.books[uid] = {"title": name}
            record("book", uid, {"title": before if n == 0 else f"{before} {n}"}, {"title": name})
    return uids


def test_where_all_was_changed_there_is_nothing_left_to_take_back(shelf: Shelf, member: Membership) -> None:
    change_set, uid = changed_by_two(member)
    shelf.books[uid] = {"title": "Fluss", "place": "B"}
    with pytest.raises(undo.NothingToUndo):
        undo.undo(member, change_set, undo.Settle.LEAVE)
    assert shelf.books[uid]["title"] == "Fluss"
