"""The JSON format, version 2, out: docs/formats.md says what each key means."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone

from newsreader.models import Project
from newsreader.snapshot import snapshot

from ..models import Tag
from . import article_rows, comment_rows, field_rows, mark_rows, rows, speaker_rows, suggestion_rows
from .document import TAG_TEXTS
from .mark_rows import Mark
from .selection import Content, Selection

FORMAT, VERSION = "wortlaut", 2

Entry = dict[str, Any]


def stream(selection: Selection, content: Content, exported_at: datetime) -> Iterator[str]:
    """The file in pieces, of one moment of the database. Memory does not grow with the project, but for the
    codebook and the members."""
    with snapshot():
        yield from rows.pieces(_file(selection, content, exported_at))


def moment_of(project: Project) -> datetime:
    """What an export of the project states as its moment: now, and of a release that of the release, so that
    its whole export has the checksum of the release."""
    return project.release.made_at if project.release else timezone.now()


def _file(selection: Selection, content: Content, exported_at: datetime) -> Iterator[str]:
    project = selection.project
    tags, paths = rows.tags_in_order(selection.tags())
    members = [{"id": str(m.uid), "name": m.name} for m in selection.members()]
    head = {
        "format": FORMAT,
        "version": VERSION,
        "generator": "Wortlaut",
        "project": {"slug": project.origin.slug, "name": project.name},
        "exported_at": rows.moment(exported_at),
        "filter": {**selection.described(), "content": content.value},
        "counts": _counts(selection, len(members), len(tags)),
    }
    yield "{\n"
    yield from (f"{_dumps(key)}: {_dumps(value)},\n" for key, value in head.items())
    yield from _array("members", members)
    yield from _array("articles", article_rows.entries(selection, content), ",\n")
    yield from _array("speakers", speaker_rows.entries(selection), ",\n")
    yield from _array("tags", (_tag(tag, paths[tag.pk], content) for tag in tags), ",\n")
    yield from _array("fields", map(field_rows.entry, selection.fields()), ",\n")
    yield from _array("comments", comment_rows.comments(selection), ",\n")
    yield from _array("memos", comment_rows.memos(selection), ",\n")
    known = {tag.pk: str(tag.uid) for tag in tags}
    marks = (_annotation(mark, known, content) for mark in mark_rows.marks(selection, content))
    yield from _array("annotations", marks, ",\n" if selection.suggestions else "\n")
    if selection.suggestions:
        yield from _array("suggestions", suggestion_rows.entries(selection, content), "\n")
    yield "}\n"


_dumps = json.JSONEncoder(ensure_ascii=False).encode


def _array(name: str, entries: Iterable[Entry], end: str = ",\n") -> Iterator[str]:
    """One entry a line, so that two exports can be compared by any diff."""
    yield f"{_dumps(name)}: ["
    before = "\n"
    for entry in entries:
        yield before + _dumps(entry)
        before = ",\n"
    yield "\n]" + end


def _counts(selection: Selection, members: int, tags: int) -> Entry:
    return {
        "members": members,
        "articles": selection.articles().count(),
        "speakers": selection.speakers().count(),
        "tags": tags,
        "fields": selection.fields().count(),
        "annotations": selection.annotations().count(),
        "suggestions": suggestion_rows.of(selection).count() if selection.suggestions else 0,
    }


def _tag(tag: Tag, path: list[str], content: Content) -> Entry:
    """The examples are quotes."""
    bare = content is Content.BARE
    return {
        "id": str(tag.uid),
        "path": path,
        "kind": tag.kind,
        "color": tag.color,
        "shortcut": tag.shortcut,
        **{name: (not (bare and name == "examples") and getattr(tag, name)) or None for name in TAG_TEXTS},
        "archived": bool(tag.archived_at),
    }


def _annotation(mark: Mark, tags: dict[int, str], content: Content) -> Entry:
    bare = content is Content.BARE
    wordless = bare or not mark.spans
    places = {role: _place(start, end, None if bare else text) for role, start, end, text in mark.places}
    return {
        "id": mark.id,
        "article": mark.article.id,
        "text_version": mark.text_version,
        "kept": mark.is_kept,
        "whole": mark.is_whole,
        "spans": [_place(start, end, None if bare else text) for start, end, text in mark.spans],
        "quote": None if wordless else mark.quote,
        "prefix": None if wordless else mark.prefix,
        "suffix": None if wordless else mark.suffix,
        "form": mark.form or None,
        "speakers": [speaker for speaker, *_named in mark.speakers],
        "no_speaker": mark.no_speaker or None,
        "roles": [
            said
            for (uid, *_named), held in zip(mark.speakers, mark.held, strict=True)
            for said in speaker_rows.then(uid, held)
        ],
        "mention": places.get("mention"),
        "cue": places.get("cue"),
        "addressee": mark.addressee,
        "addressee_mention": places.get("addressee"),
        "date": mark.date or None,
        "occasion": mark.occasion or None,
        "quotes_words": mark.quotes_words,
        "inside": mark.inside,
        "tags": [{"tag": tags[pk], "stance": stance or None} for pk, stance in mark.tags],
        "fields": field_rows.entries(mark.answers),
        "note": mark.note or None,
        "certainty": mark.certainty or None,
        "owner": mark.owner.id,
        "status": _status(mark),
        "origin": "member",
        "derived_from": mark.suggestion and {"suggestion": mark.suggestion, "detector": mark.detector},
        "confidence": mark.confidence,
        "saw_suggestions": mark.saw_suggestions,
        "created_at": mark.created_at,
        "modified_at": mark.modified_at,
    }


def _status(mark: Mark) -> str | None:
    """What its owner has made of the suggestion."""
    return "accepted_unread" if mark.is_unread and mark.verdict == "accepted" else mark.verdict


def _place(start: int, end: int, text: str | None) -> Entry:
    return {"start": start, "end": end, "text": text}
