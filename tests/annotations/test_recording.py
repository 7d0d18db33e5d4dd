"""States of speakers, tags and annotations: written back they read the same; what cannot be is refused."""

import uuid
from typing import Any

import pytest
from django.db import IntegrityError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotations.codebook.saving import save
from annotations.models import Annotation, Speaker, Tag
from annotations.recording import annotation_state
from annotations.recording.annotation import set_spans, set_speakers, set_tags
from newsreader import changes, undo
from newsreader.changes import ChangeSet
from newsreader.models import Membership, Project
from tests.factories import make_annotation, make_article, make_member, make_project, make_speaker, make_tag

pytestmark = pytest.mark.django_db


@pytest.fixture
def member() -> Membership:
    return make_member(role="lead")


def read(project: Project, kind: str, uid: uuid.UUID) -> Any:
    return changes.kinds()[kind].read(project, [uid]).get(uid)


def write(project: Project, kind: str, uid: uuid.UUID, state: Any) -> None:
    changes.kinds()[kind].write(project, uid, state)


def test_every_kind_comes_back_as_it_was(member: Membership) -> None:
    project = member.project
    above = make_tag(project, "Verkehr")
    claim = make_tag(
        project, "Brücke öffnen", "claim", parent=above, color=7, shortcut=3, description="Ob 🚧"
    )
    voice = make_speaker(project, "Änne Groß", "person", "die Bürgermeisterin", "Groß")
    article = make_article(project)
    made = make_annotation(
        article,
        member,
        speakers=(voice,),
        tags=(claim, above),
        note="öäü",
        form="direct",
        spans=[(0, 3), (9, 12)],
    )
    made.tag_links.filter(tag=claim).update(stance="for")
    objects = [("annotation", made.uid), ("speaker", voice.uid), ("tag", claim.uid), ("tag", above.uid)]
    before = [read(project, *each) for each in objects]
    for kind, uid in objects:
        write(project, kind, uid, None)
    assert not (Annotation.objects.exists() or Speaker.objects.exists() or Tag.objects.exists())
    for (kind, uid), state in reversed(list(zip(objects, before, strict=True))):
        write(project, kind, uid, state)
    assert [read(project, *each) for each in objects] == before
    assert Annotation.objects.get().created_at == made.created_at


def test_a_state_is_read_and_written_in_its_own_project_only(member: Membership) -> None:
    made = make_annotation(make_article(member.project), member)
    other = make_project()
    assert read(other, "annotation", made.uid) is None
    write(other, "annotation", made.uid, None)
    assert Annotation.objects.exists()


def test_one_unknown_among_known_is_a_key_error(member: Membership) -> None:
    project, other = member.project, make_project()
    made = make_annotation(make_article(project), member)
    known, foreign = make_speaker(project), make_speaker(other)
    with pytest.raises(KeyError):
        set_speakers(made, project, [known.uid, foreign.uid])
    tag, foreign_tag = make_tag(project), make_tag(other)
    with pytest.raises(KeyError):
        set_tags(made, project, [(tag.uid, ""), (foreign_tag.uid, "")])
    with pytest.raises(KeyError):
        set_tags(made, project, [(uuid.uuid4(), "")])


def test_a_version_grows_when_a_state_is_written(member: Membership) -> None:
    made = make_annotation(make_article(member.project), member)
    state = annotation_state(made)
    write(member.project, "annotation", made.uid, {**state, "note": "anders"})
    made.refresh_from_db()
    assert (made.note, made.version) == ("anders", 2)


def test_redo_makes_no_circle_of_tags(member: Membership) -> None:
    project = member.project
    one, two = make_tag(project, "Eins"), make_tag(project, "Zwei")
    save(member, one, {"parent": two})
    moved = ChangeSet.objects.get()
    undo.undo(member, moved)
    save(member, Tag.objects.get(pk=two.pk), {"parent": Tag.objects.get(pk=one.pk)})
    with pytest.raises(undo.Conflict):
        undo.redo(member, moved)
    assert Tag.objects.get(pk=one.pk).parent is None


def test_a_tag_below_itself_cannot_be_written(member: Membership) -> None:
    tag = make_tag(member.project)
    state = read(member.project, "tag", tag.uid)
    with pytest.raises(IntegrityError):
        write(member.project, "tag", tag.uid, {**state, "parent": str(tag.uid)})


# Emoji, umlauts in both forms, soft hyphens, right-to-left text, markup.
LETTERS = st.sampled_from(
    [*'aäß<&">', "a\u0308", "\u00ad", "🚧", "👩\u200d🚒", "אב", "\u0301", " ", "„", "“"]
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(LETTERS, min_size=2, max_size=40).map("".join), st.data())
def test_a_span_keeps_what_stands_there(text: str, data: st.DataObject) -> None:
    member = make_member()
    made = make_annotation(make_article(member.project, text, title="x"), member, spans=[(0, 1)])
    edges = data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=8, unique=True).map(sorted))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    set_spans(made, spans, text)
    assert [(s.start, s.end) for s in made.spans.all()] == spans
    assert all(s.quote == text[s.start : s.end] for s in made.spans.all())
