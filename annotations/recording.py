"""How speakers, tags and annotations are read and put back by history and undo.

A state names other objects by uid, so that it outlives their rows and can be read in an export of history.
"""

import random
import uuid
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from django.db import IntegrityError

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import State, Words
from newsreader.models import Membership, Project
from newsreader.search.language import folded_key

from .models import Alias, Annotation, AnnotationSpeaker, AnnotationTag, Span, Speaker, Tag


def speaker_state(speaker: Speaker, aliases: Iterable[str] | None = None) -> State:
    """`aliases` spares the question when who asks has just written them."""
    known = speaker.aliases.values_list("name", flat=True) if aliases is None else aliases
    return {"name": speaker.name, "kind": speaker.kind, "aliases": sorted(known)}


def tag_state(tag: Tag) -> State:
    return {
        "parent": str(tag.parent.uid) if tag.parent else None,
        "name": tag.name,
        "kind": tag.kind,
        "color": tag.color,
        "shortcut": tag.shortcut,
        "description": tag.description,
    }


class Parts(NamedTuple):
    """Spans in text order, speakers in order, tags with their stances in order."""

    spans: list[tuple[int, int]]
    speakers: list[uuid.UUID]
    tags: list[tuple[uuid.UUID, str]]


def parts_of(annotation: Annotation) -> Parts:
    return Parts(
        [(span.start, span.end) for span in annotation.spans.all()],
        [link.speaker.uid for link in annotation.speaker_links.all()],
        [(link.tag.uid, link.stance) for link in annotation.tag_links.all()],
    )


def annotation_state(annotation: Annotation, parts: Parts | None = None) -> State:
    """Everything that a member can set, and whose it is. `version` is left out: it only ever grows. `parts`
    spares the questions when who asks has just written them."""
    known = parts or parts_of(annotation)
    return {
        "article": str(annotation.article.uid),
        "text_version": annotation.text.version,
        "owner": str(annotation.owner.uid),
        "spans": [list(span) for span in known.spans],
        "form": annotation.form,
        "no_speaker": annotation.no_speaker,
        "speakers": [str(uid) for uid in known.speakers],
        "tags": [[str(uid), stance] for uid, stance in known.tags],
        "note": annotation.note,
        "created_at": annotation.created_at.isoformat(),
    }


def _read_speakers(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    return {s.uid: speaker_state(s) for s in project.speakers.filter(uid__in=uids).select_for_update()}


def _write_speaker(project: Project, uid: uuid.UUID, state: State | None) -> None:
    if state is None:
        project.speakers.filter(uid=uid).delete()
        return
    values = {"name": state["name"], "key": folded_key(state["name"]), "kind": state["kind"]}
    speaker, _ = Speaker.objects.update_or_create(project=project, uid=uid, defaults=values)
    set_aliases(speaker, state["aliases"])


def set_aliases(speaker: Speaker, names: Iterable[str]) -> None:
    speaker.aliases.all().delete()
    keyed = {folded_key(name): name for name in names}
    Alias.objects.bulk_create(Alias(speaker=speaker, name=name, key=key) for key, name in keyed.items())


def _read_tags(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = project.tags.filter(uid__in=uids).select_related("parent").select_for_update(of=("self",))
    return {row.uid: tag_state(row) for row in rows}


def _write_tag(project: Project, uid: uuid.UUID, state: State | None) -> None:
    if state is None:
        project.tags.filter(uid=uid).delete()
        return
    parent = project.tags.get(uid=state["parent"]) if state["parent"] else None
    if uid in line_of(parent):
        raise IntegrityError("a tag below itself")  # its parent has come to stand below it since
    values = {**state, "parent": parent, "key": folded_key(state["name"])}
    Tag.objects.update_or_create(project=project, uid=uid, defaults=values)


def line_of(tag: Tag | None) -> Iterator[uuid.UUID]:
    """The tag and all those that it stands below."""
    while tag:
        yield tag.uid
        tag = tag.parent


def _read_annotations(project: Project, uids: list[uuid.UUID]) -> dict[uuid.UUID, State]:
    rows = Annotation.objects.filter(project=project, uid__in=uids).with_parts()
    rows = rows.select_for_update(of=("self",))
    return {row.uid: annotation_state(row) for row in rows}


def _write_annotation(project: Project, uid: uuid.UUID, state: State | None) -> None:
    if state is None:
        Annotation.objects.filter(project=project, uid=uid).delete()
        return
    article = project.articles.get(uid=state["article"])
    text = article.texts.get(version=state["text_version"])
    annotation, is_new = Annotation.objects.update_or_create(
        project=project,
        uid=uid,
        defaults={
            "article": article,
            "text": text,
            "owner": project.memberships.get(uid=state["owner"]),
            "form": state["form"],
            "no_speaker": state["no_speaker"],
            "note": state["note"],
            "created_at": datetime.fromisoformat(state["created_at"]),
        },
    )
    if is_new:
        # Counting again from 1 would meet the version of a form that was opened before the removal.
        annotation.version = random.randrange(1, 2**30)
        annotation.save(update_fields=["version"])
    Annotation.objects.filter(pk=annotation.pk).touch()
    set_spans(annotation, [(start, end) for start, end in state["spans"]], text.text)
    set_speakers(annotation, project, [uuid.UUID(uid) for uid in state["speakers"]])
    set_tags(annotation, project, [(uuid.UUID(uid), stance) for uid, stance in state["tags"]])


def set_spans(annotation: Annotation, spans: Iterable[tuple[int, int]], text: str) -> None:
    """Replace the spans, in code points of `text`; each keeps what stands there."""
    annotation.spans.all().delete()
    write_spans(annotation, spans, text)


def write_spans(annotation: Annotation, spans: Iterable[tuple[int, int]], text: str) -> None:
    """As `set_spans`, of an annotation without any."""
    Span.objects.bulk_create(
        Span(annotation=annotation, start=start, end=end, quote=text[start:end]) for start, end in spans
    )


def set_speakers(annotation: Annotation, project: Project, uids: list[uuid.UUID]) -> None:
    """Replace the speakers, in this order. Raises KeyError for one that the project does not have."""
    annotation.speaker_links.all().delete()
    add_speakers(annotation, project, uids)


def add_speakers(annotation: Annotation, project: Project, uids: list[uuid.UUID]) -> None:
    """As `set_speakers`, to an annotation without any."""
    if not uids:
        return
    pks = dict(project.speakers.filter(uid__in=uids).values_list("uid", "pk"))
    AnnotationSpeaker.objects.bulk_create(
        AnnotationSpeaker(annotation=annotation, speaker_id=pks[uid], position=n)
        for n, uid in enumerate(uids)
    )


def set_tags(annotation: Annotation, project: Project, tags: list[tuple[uuid.UUID, str]]) -> None:
    """Replace the tags with their stances, in this order. Raises KeyError for one of another project."""
    annotation.tag_links.all().delete()
    add_tags(annotation, project, tags)


def add_tags(annotation: Annotation, project: Project, tags: list[tuple[uuid.UUID, str]]) -> None:
    """As `set_tags`, to an annotation without any."""
    if not tags:
        return
    pks = dict(project.tags.filter(uid__in=[uid for uid, _ in tags]).values_list("uid", "pk"))
    AnnotationTag.objects.bulk_create(
        AnnotationTag(annotation=annotation, tag_id=pks[uid], stance=stance, position=n)
        for n, (uid, stance) in enumerate(tags)
    )


def _speaker_words(project: Project, states: list[State]) -> Words:
    return {("kind", value): label for value, label in Speaker.Kind.choices}


def _tag_words(project: Project, states: list[State]) -> Words:
    parents = project.tags.filter(uid__in={state["parent"] for state in states if state["parent"]})
    return {
        **{("kind", value): label for value, label in Tag.Kind.choices},
        **{("parent", str(uid)): name for uid, name in parents.values_list("uid", "name")},
    }


def _annotation_words(project: Project, states: list[State]) -> Words:
    speakers = project.speakers.filter(uid__in={uid for state in states for uid in state["speakers"]})
    tags = project.tags.filter(uid__in={uid for state in states for uid, _stance in state["tags"]})
    return {
        **{("form", value): label for value, label in Annotation.Form.choices},
        **{("no_speaker", value): label for value, label in Annotation.NoSpeaker.choices},
        **{("tags", value): label for value, label in AnnotationTag.Stance.choices},
        **{("tags", str(uid)): name for uid, name in tags.values_list("uid", "name")},
        **{("speakers", str(uid)): name for uid, name in speakers.values_list("uid", "name")},
    }


def _may_put(add: Action, edit: Action) -> Callable[[Membership, State | None, State | None], bool]:
    """Of tags and speakers: what is not there is added, what is there is changed. Whether it may go is
    decided by the action that is taken back (access.may_undo)."""

    def may(member: Membership, now: State | None, wanted: State | None) -> bool:
        if wanted is None or now == wanted:
            return True
        return access.may(member, add if now is None else edit)

    return may


def _may_put_annotation(member: Membership, now: State | None, wanted: State | None) -> bool:
    return access.may_edit_of(member, (now or wanted or {}).get("owner"))


def register() -> None:
    may_tag = _may_put(Action.ADD_TAG, Action.EDIT_TAG)
    may_speaker = _may_put(Action.ADD_SPEAKER, Action.EDIT_SPEAKER)
    for kind in (
        changes.Kind("tag", 0, _read_tags, _write_tag, _tag_words, may_tag),
        changes.Kind("speaker", 1, _read_speakers, _write_speaker, _speaker_words, may_speaker),
        changes.Kind(
            "annotation", 2, _read_annotations, _write_annotation, _annotation_words, _may_put_annotation
        ),
    ):
        changes.register(kind)
