"""Two speakers become one, and everything that was so before is so again after undo."""

import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from annotations.models import Annotation, Role, Speaker, Value
from annotations.naming import Refused
from annotations.recording import annotation_state, speaker_state
from annotations.speakers.merging import foresee, merge
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.undo import Conflict, redo, undo
from tests.factories import (
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_variable,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def all_of(lead: Membership) -> dict[uuid.UUID, Any]:
    """The state of every annotation and every speaker."""
    marks = Annotation.objects.filter(project=lead.project).with_parts()
    found = {mark.uid: annotation_state(mark) for mark in marks}
    return found | {s.uid: speaker_state(s) for s in Speaker.objects.of(lead.project)}


def there_and_back(lead: Membership, kept: Speaker, gone: Speaker) -> dict[uuid.UUID, Any]:
    """What is so after the merge; undo brings what was, redo the merge again."""
    before = all_of(lead)
    change_set = merge(lead, kept, gone)
    after = all_of(lead)
    undo(lead, change_set)
    assert all_of(lead) == before
    redo(lead, ChangeSet.objects.get(pk=change_set.pk))
    assert all_of(lead) == after
    return after


def test_every_statement_names_the_one_that_stays(lead: Membership) -> None:
    kept, gone = make_speaker(lead.project, "Änne Groß"), make_speaker(lead.project, "Groß", "person", "Gro")
    other, coder = make_speaker(lead.project, "Jörg Weiß"), make_member(lead.project)
    article = make_article(lead.project)
    alone = make_annotation(article, coder, speakers=(gone,), addressee=other)
    among = make_annotation(article, lead, speakers=(other, gone), addressee=gone)
    both = make_annotation(article, coder, speakers=(gone, kept))
    addressed = make_annotation(article, coder, speakers=(other,), addressee=gone)
    foreseen = foresee(lead, kept, gone)
    assert (foreseen.quotes, foreseen.of_both, foreseen.addressed) == (3, 1, 2)
    assert foreseen.names == ["Gro", "Groß"]
    after = there_and_back(lead, kept, gone)
    one, two = str(kept.uid), str(other.uid)
    assert [after[mark.uid]["speakers"] for mark in (alone, among, both, addressed)] == [
        [one], [two, one], [one], [two],
    ]  # fmt: skip
    assert [after[mark.uid]["addressee"] for mark in (alone, among, addressed)] == [two, one, one]
    assert after[kept.uid]["aliases"] == ["Gro", "Groß"]
    assert gone.uid not in after


def test_what_one_said_of_itself_stands_and_the_other_fills_the_gaps(lead: Membership) -> None:
    kept = make_speaker(lead.project, "Nato", "organisation", "die Allianz")
    gone = make_speaker(lead.project, "NATO-Bündnis", "organisation", "Allianz", "Die  Allianz")
    Speaker.objects.filter(pk=kept.pk).update(memo="eins")
    Speaker.objects.filter(pk=gone.pk).update(memo="zwei", identifier="Q7184")
    tone = make_variable(lead.project, of="speaker")
    Value.objects.create(variable=tone, speaker=kept, value="scharf")
    Value.objects.create(variable=tone, speaker=gone, value="sachlich")
    for speaker in (kept, gone):
        Role.objects.create(speaker=speaker, title="Bündnis", since="1949-04-04")
    Role.objects.create(speaker=gone, title="Mitglied", organisation=kept)
    state = there_and_back(lead, kept, gone)[kept.uid]
    assert state["aliases"] == ["Allianz", "NATO-Bündnis", "die Allianz"]
    assert (state["memo"], state["identifier"]) == ("eins\n\nzwei", "Q7184")
    assert state["values"] == [[str(tone.uid), "scharf"]]
    assert state["roles"] == [
        ["office", "Bündnis", "1949-04-04", "", None],
        ["office", "Mitglied", "", "", None],
    ]


def test_who_belongs_to_the_one_that_goes_belongs_to_the_one_that_stays(lead: Membership) -> None:
    kept, gone = (make_speaker(lead.project, name, "organisation") for name in ("Nato", "OTAN"))
    staff = make_speaker(lead.project, "Stab", "organisation")
    Speaker.objects.filter(pk=staff.pk).update(part_of=gone)
    person = make_speaker(lead.project)
    Role.objects.create(speaker=person, title="Sprecherin", organisation=gone, since="2014")
    assert foresee(lead, kept, gone).related == 2
    after = there_and_back(lead, kept, gone)
    assert after[staff.uid]["part_of"] == str(kept.uid)
    assert after[person.uid]["roles"] == [["office", "Sprecherin", "2014", "", str(kept.uid)]]


@pytest.mark.parametrize("upwards", [True, False])
def test_nothing_comes_to_stand_below_itself(lead: Membership, upwards: bool) -> None:
    """Top, middle, bottom: the outer two become one, whichever stays."""
    top, middle, bottom = (make_speaker(lead.project, name, "organisation") for name in ("A1", "B1", "C1"))
    Speaker.objects.filter(pk=middle.pk).update(part_of=top)
    Speaker.objects.filter(pk=bottom.pk).update(part_of=middle)
    kept, gone = (top, bottom) if upwards else (bottom, top)
    after = there_and_back(lead, kept, gone)
    assert (after[kept.uid]["part_of"], after[middle.uid]["part_of"]) == (None, str(kept.uid))


def test_the_wording_of_an_unnamed_source_finds_nobody(lead: Membership) -> None:
    kept, gone = make_speaker(lead.project), make_speaker(lead.project, "ein Diplomat", "unnamed")
    assert there_and_back(lead, kept, gone)[kept.uid]["aliases"] == []
    unnamed = make_speaker(lead.project, "ein Diplomat", "unnamed")
    with pytest.raises(Refused):
        merge(lead, unnamed, kept)


def test_a_coder_merges_what_is_theirs_alone_and_takes_it_back(lead: Membership) -> None:
    coder = make_member(lead.project)
    kept, gone = make_speaker(lead.project), make_speaker(lead.project, "Groß")
    make_annotation(make_article(lead.project), coder, speakers=(gone,))
    before = all_of(lead)
    change_set = merge(coder, kept, gone)
    undo(coder, change_set)
    assert all_of(lead) == before
    gone = lead.project.speakers.get(uid=gone.uid)
    make_annotation(make_article(lead.project), lead, speakers=(gone,))
    with pytest.raises(Refused):
        merge(coder, kept, gone)
    lead.project.speakers_open = False
    lead.project.save()
    coder.refresh_from_db()
    with pytest.raises(PermissionDenied):
        merge(Membership.objects.get(pk=coder.pk), kept, gone)


def test_a_name_that_is_taken_by_now_stands_in_the_way_of_undo(lead: Membership) -> None:
    kept, gone = make_speaker(lead.project), make_speaker(lead.project, "Groß")
    make_annotation(make_article(lead.project), lead, speakers=(gone,))
    change_set = merge(lead, kept, gone)
    make_speaker(lead.project, "Groß")
    before = all_of(lead)
    with pytest.raises(Conflict):
        undo(lead, change_set)
    assert all_of(lead) == before


def test_with_oneself_or_with_one_who_is_gone(lead: Membership) -> None:
    kept, gone = make_speaker(lead.project), make_speaker(lead.project, "Groß")
    with pytest.raises(Refused):
        merge(lead, kept, kept)
    merge(lead, kept, gone)
    with pytest.raises(Refused):
        merge(lead, kept, gone)
    assert not make_project().change_sets.exists()
