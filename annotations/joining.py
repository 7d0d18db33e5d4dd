"""Making one annotation of two."""

from collections.abc import Iterable
from itertools import chain
from typing import Any

from django.db.models import F
from django.utils.translation import gettext

from newsreader import changes
from newsreader.changes import Recorder, State
from newsreader.models import Membership

from .coding import Stale
from .models import NOTE_LIMIT, Annotation
from .naming import Refused
from .nesting import above
from .recording.annotation import annotation_state, read, write
from .spans import check, merged
from .suggesting.correcting import follow

EITHER = ("form", "date", "occasion", "certainty", "addressee", "quotes_words")
"""What is taken from the second where the first does not say it."""


def join(member: Membership, annotation: Annotation, other: Annotation) -> None:
    """Let `annotation` reach over the spans of `other` as well, with the speakers, tags, notes and comments
    of both; `other` is gone then. Where both say one thing differently the first is right. The caller has
    asked who may edit both. Raises Stale or Refused."""
    with changes.recording(member, "annotation.join", annotation.article) as record:
        row, second = _locked(annotation, other)
        if row.text_id != second.text_id or row.is_whole or second.is_whole:
            raise Refused(gettext("Only two passages of the same text can be joined."))
        before, taken = annotation_state(row), annotation_state(second)
        state = _joined(before, taken, row.text.text)
        state["inside"] = _inside(row, second)
        check([(start, end) for start, end in state["spans"]], row.text.length)
        _move_nested(row, second, record)
        _move_comments(row, second, record)
        write(member.project, row.uid, state)
        for one, was in ((row, before), (second, taken)):
            follow(one, was, state, record)
        second.delete()
        record("annotation", row.uid, before, read(member.project, [row.uid])[row.uid])
        record("annotation", second.uid, taken, None)


def _locked(annotation: Annotation, other: Annotation) -> tuple[Annotation, Annotation]:
    if annotation.pk == other.pk:
        raise Refused(gettext("Only two passages of the same text can be joined."))
    rows = Annotation.objects.filter(pk__in=(annotation.pk, other.pk)).with_parts().order_by("pk")
    found = {row.pk: row for row in rows.select_for_update(of=("self",))}
    if len(found) < 2:
        raise Stale(None)
    return found[annotation.pk], found[other.pk]


def _joined(one: State, two: State, text: str) -> State:
    spans = merged(sorted((start, end) for start, end in [*one["spans"], *two["spans"]]), text)
    speakers = list(dict.fromkeys([*one["speakers"], *two["speakers"]]))
    note = "\n\n".join(dict.fromkeys(note for note in (one["note"], two["note"]) if note))
    if len(note) > NOTE_LIMIT:
        raise Refused(gettext("The two notes are too long for one. Please shorten them first."))
    return {
        **one,
        **{name: one[name] or two[name] for name in EITHER},
        "spans": [list(span) for span in spans],
        "speakers": speakers,
        "no_speaker": "" if speakers else one["no_speaker"] or two["no_speaker"],
        "tags": _united(one["tags"], two["tags"]),
        "places": _united(one["places"], two["places"]),
        "values": _united(one["values"], two["values"]),
        "note": note,
    }


def _united(one: Iterable[list[Any]], two: Iterable[list[Any]]) -> list[list[Any]]:
    """Each once, by what it begins with; the first that says something counts."""
    found: dict[str, list[Any]] = {}
    for key, *said in chain(one, two):
        if key not in found or not any(found[key]):
            found[key] = said
    return [[key, *said] for key, said in found.items()]


def _inside(row: Annotation, other: Annotation) -> str | None:
    """What the two are inside of, unless that is one of them, or inside of one."""
    for around in (row.inside, other.inside):
        if around and not {row.pk, other.pk} & set(above(around)):
            return str(around.uid)
    return None


def _move_nested(row: Annotation, other: Annotation, record: Recorder) -> None:
    nested = other.nested.exclude(pk=row.pk)
    for one in nested.select_for_update(of=("self",)).order_by("pk"):
        record("annotation", one.uid, {"inside": str(other.uid)}, {"inside": str(row.uid)})
    nested.update(inside=row, version=F("version") + 1)
    other.nested.filter(pk=row.pk).update(inside=None)


def _move_comments(row: Annotation, other: Annotation, record: Recorder) -> None:
    for uid in other.comments.order_by("pk").values_list("uid", flat=True):
        record("comment", uid, {"annotation": str(other.uid)}, {"annotation": str(row.uid)})
    other.comments.update(annotation=row)
