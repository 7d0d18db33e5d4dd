"""The codebook as it was."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from annotations.codebook import moments, proposing, recoding, saving
from annotations.models import Tag
from newsreader.changes import ChangeSet, recording
from newsreader.models import Membership
from newsreader.undo import undo
from tests.factories import make_annotation, make_article, make_member, make_tag

pytestmark = pytest.mark.django_db

Tree = list[tuple[uuid.UUID, str, int, str, bool]]


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def shown(moment: moments.Moment) -> Tree:
    rows = [row.node for row in moment.rows]
    return [(n.tag.uid, n.path, n.tag.color, n.tag.description, bool(n.tag.archived_at)) for n in rows]


def save(lead: Membership, name: str, known: Tag | None = None, **values: object) -> Tag:
    tag = Tag.objects.get(pk=known.pk) if known else Tag(project=lead.project)
    saving.save(lead, tag, {"name": name, "parent": None, **values})
    return tag


def latest(lead: Membership) -> ChangeSet:
    return lead.project.change_sets.order_by("-pk")[0]


def test_after_each_action_it_is_as_it_was_then(lead: Membership) -> None:
    seen: list[tuple[ChangeSet | None, Tree]] = [(None, [])]

    def done(act: Callable[[], object]) -> None:
        act()
        seen.append((latest(lead), shown(moments.moment(lead, latest(lead)))))

    one, two = save(lead, "Öffnung"), save(lead, "Kosten")
    seen.clear()
    done(lambda: save(lead, "Brücke"))
    bridge = Tag.objects.get(name="Brücke")
    make_annotation(make_article(lead.project), lead, tags=(one,))
    done(lambda: save(lead, "Sperrung", one, parent=bridge, color=7, description="Wann"))
    done(lambda: saving.archive(lead, bridge, back=False, branch=True))
    done(lambda: recoding.merge(lead, Tag.objects.get(pk=one.pk), two))
    done(lambda: undo(lead, latest(lead)))
    done(lambda: recoding.split(lead, Tag.objects.get(uid=one.uid), "Teil"))
    done(lambda: saving.remove(lead, Tag.objects.get(uid=two.uid)))
    done(lambda: proposing.propose(lead, {"name": "Vorschlag", "kind": "claim", "parent": None}))
    trees = [tree for _, tree in seen]
    assert all(before != after for before, after in pairwise(trees))
    for change_set, tree in seen:
        assert shown(moments.moment(lead, change_set)) == tree
    assert shown(moments.moment(lead, None)) == []


def test_a_change_that_holds_a_part_of_a_state_is_taken_back_in_part(lead: Membership) -> None:
    tag = save(lead, "Öffnung", description="Jetzt")
    before = latest(lead)
    with recording(lead, "tag.update") as record:
        record("tag", tag.uid, {"description": "Vorher"}, {"description": "Jetzt"})
    [(_, path, _, description, _)] = shown(moments.moment(lead, before))
    assert (path, description) == ("Öffnung", "Vorher")


def test_what_became_of_a_tag_since_is_said(lead: Membership) -> None:
    kept, renamed, gone = save(lead, "A"), save(lead, "B"), save(lead, "C")
    then = latest(lead)
    save(lead, "Neu", renamed)
    saving.remove(lead, gone)
    save(lead, "D")
    found = moments.moment(lead, then)
    assert [(row.node.tag.uid, row.now, row.differs) for row in found.rows] == [
        (kept.uid, "A", False),
        (renamed.uid, "Neu", True),
        (gone.uid, "", True),
    ]
    assert found.added == ["D"]


def test_a_day_ends_with_its_last_action(lead: Membership) -> None:
    save(lead, "A")
    first = latest(lead)
    ChangeSet.objects.filter(pk=first.pk).update(created_at=first.created_at - timedelta(days=3))
    save(lead, "B")
    day = timezone.localdate(first.created_at)
    assert moments.last_on(lead.project, day) == latest(lead)
    assert moments.last_on(lead.project, day - timedelta(days=2)) == first
    assert moments.last_on(lead.project, day - timedelta(days=4)) is None


def test_a_tag_from_before_history_was_always_there(lead: Membership) -> None:
    make_tag(lead.project, "Immer")
    assert [path for _, path, *_ in shown(moments.moment(lead, None))] == ["Immer"]
