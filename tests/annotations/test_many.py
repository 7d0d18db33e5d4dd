"""Many annotations at once: changed, recorded in parts, and put back as they were."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from annotations import many
from annotations.models import Annotation, Value
from annotations.recording import annotation_state
from newsreader.changes import ChangeSet, recording
from newsreader.models import Membership
from newsreader.purging.rows import purge_articles
from newsreader.undo import Conflict, redo, undo
from tests.factories import (
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_tag,
    make_variable,
)

pytestmark = pytest.mark.django_db(transaction=True)


def states(lead: Membership) -> dict[uuid.UUID, Any]:
    rows = Annotation.objects.filter(project=lead.project).with_parts().order_by("pk")
    return {row.uid: annotation_state(row) for row in rows}


def edit(lead: Membership, part: str, turn: many.Turn) -> tuple[int, ChangeSet]:
    with recording(lead, "annotation.update") as record:
        changed = many.edit(record, lead.project, lead.project.annotations.all(), part, turn)
    assert record.change_set is not None
    return changed, record.change_set


def always(value: Any) -> many.Turn:
    return lambda _old: value


@pytest.fixture
def lead() -> Membership:
    """A project with four annotations of two members, one of them without anything."""
    lead = make_member(make_project(), Membership.Role.LEAD)
    coder = make_member(lead.project)
    article = make_article(lead.project)
    old, new = make_speaker(lead.project, "Groß"), make_speaker(lead.project, "Änne Groß")
    claim = make_tag(lead.project, "Zu spät", "claim")
    make_annotation(article, lead, speakers=(old,), tags=(claim,))
    make_annotation(article, coder, speakers=(new, old), tags=(claim,))
    make_annotation(article, coder, speakers=(old, new))
    make_annotation(article, coder)
    return lead


def uid_of(lead: Membership, name: str) -> uuid.UUID:
    return lead.project.speakers.get(name=name).uid


def test_a_speaker_takes_the_place_of_another_and_undo_gives_it_back(lead: Membership) -> None:
    before = states(lead)
    old, new = uid_of(lead, "Groß"), uid_of(lead, "Änne Groß")
    changed, change_set = edit(lead, "speakers", many.replaced(old, new))
    assert changed == 3
    after = states(lead)
    assert [state["speakers"] for state in after.values()] == [[str(new)]] * 3 + [[]]
    assert all(row.version == 2 for row in lead.project.annotations.filter(speakers__isnull=False))
    undo(lead, change_set)
    assert states(lead) == before
    redo(lead, ChangeSet.objects.get(pk=change_set.pk))
    assert states(lead) == after


def test_what_the_action_did_not_touch_may_have_changed_since(lead: Membership) -> None:
    old, new = uid_of(lead, "Groß"), uid_of(lead, "Änne Groß")
    _, change_set = edit(lead, "speakers", many.replaced(old, new))
    lead.project.annotations.update(note="seitdem")
    undo(lead, change_set)
    assert {state["note"] for state in states(lead).values()} == {"seitdem"}
    assert lead.project.annotations.filter(speakers__uid=old).count() == 3


def test_what_it_touched_may_not(lead: Membership) -> None:
    old, new = uid_of(lead, "Groß"), uid_of(lead, "Änne Groß")
    _, change_set = edit(lead, "speakers", many.replaced(old, new))
    mark = lead.project.annotations.filter(speakers__uid=new).first()
    assert mark
    mark.speaker_links.all().delete()
    before = states(lead)
    with pytest.raises(Conflict) as conflict:
        undo(lead, change_set)
    assert [change.object for change, _expected, _now in conflict.value.objects] == [mark.uid]
    assert states(lead) == before


def test_every_part_that_can_be_changed_in_bulk_comes_back(lead: Membership) -> None:
    speaker, variable = uid_of(lead, "Groß"), make_variable(lead.project)
    Value.objects.create(variable=variable, annotation=lead.project.annotations.first(), value="scharf")
    wanted: dict[str, Any] = {
        "form": "indirect",
        "certainty": "probable",
        "date": "2014-03",
        "note": "überall",
        "occasion": "zu Reuters",
        "quotes_words": True,
        "addressee": str(speaker),
        "tags": [],
        "values": [[str(variable.uid), "sachlich"]],
    }
    for part, value in wanted.items():
        before = states(lead)
        _, change_set = edit(lead, part, always(value))
        assert [state[part] for state in states(lead).values()] == [value] * 4
        undo(lead, change_set)
        assert states(lead) == before


def test_the_days_of_a_date_follow_it(lead: Membership) -> None:
    edit(lead, "date", always("2014-03"))
    mark = lead.project.annotations.all()[0]
    assert (str(mark.date_from), str(mark.date_to)) == ("2014-03-01", "2014-03-31")


def test_a_coder_takes_back_what_was_theirs_only(lead: Membership) -> None:
    _, change_set = edit(lead, "note", always("vom Lead"))
    coder = lead.project.memberships.get(role="coder")
    ChangeSet.objects.filter(pk=change_set.pk).update(member=coder)
    with pytest.raises(PermissionDenied):
        undo(coder, ChangeSet.objects.get(pk=change_set.pk))
    assert set(lead.project.annotations.values_list("note", flat=True)) == {"vom Lead"}


def test_what_history_holds_of_an_article_goes_with_it(lead: Membership) -> None:
    edit(lead, "note", always("vertraulich"))
    purge_articles(lead.project, lead.project.articles.values_list("uid", flat=True))
    assert not ChangeSet.objects.filter(project=lead.project).exists()


A, B, C = (uuid.UUID(int=n) for n in (1, 2, 3))


@pytest.mark.parametrize(
    ("tags", "then"),
    [
        ([(A, "for"), (C, "")], [(B, "for"), (C, "")]),
        ([(B, ""), (A, "against")], [(B, "against")]),
        ([(A, "for"), (B, "against")], [(B, "against")]),
        ([(C, "unclear")], [(C, "unclear")]),
    ],
)
def test_a_stance_moves_along_and_never_over_another(tags: list[Any], then: list[Any]) -> None:
    def pairs(tags: list[Any]) -> list[list[str]]:
        return [[str(uid), stance] for uid, stance in tags]

    assert many.recoded(A, B)(pairs(tags)) == pairs(then)
    assert many.recoded(A, None)(pairs(tags)) == [pair for pair in pairs(tags) if pair[0] != str(A)]


def test_statements_do_not_grow_with_the_annotations(
    lead: Membership, django_assert_max_num_queries: Any
) -> None:
    article = lead.project.articles.get()
    old, new = lead.project.speakers.order_by("key")
    for n in range(120):
        make_annotation(article, lead, speakers=(old,), spans=[(n, n + 5)])
    with django_assert_max_num_queries(16):
        edit(lead, "speakers", many.replaced(old.uid, new.uid))
