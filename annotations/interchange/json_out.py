"""The JSON format, version 1, out: docs/formats.md says what each key means."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from newsreader.models import Article, ArticleText, CodingState
from newsreader.snapshot import snapshot

from ..models import Speaker, Tag
from . import rows
from .rows import Mark
from .selection import Content, Selection, with_parts

FORMAT, VERSION = "wortlaut", 1
TEXT_CHUNK = 20  # articles held at once while their texts go along; a text may have a million characters

Entry = dict[str, Any]


def stream(selection: Selection, content: Content, exported_at: datetime) -> Iterator[str]:
    """The file in pieces, of one moment of the database. Memory does not grow with the project, but for the
    codebook and the members."""
    with snapshot():
        yield from rows.pieces(_file(selection, content, exported_at))


def _file(selection: Selection, content: Content, exported_at: datetime) -> Iterator[str]:
    project = selection.project
    tags, paths = rows.tags_in_order(selection.tags())
    members = [{"id": str(m.uid), "name": m.name} for m in selection.members()]
    head = {
        "format": FORMAT,
        "version": VERSION,
        "generator": "Wortlaut",
        "project": {"slug": project.slug, "name": project.name},
        "exported_at": rows.moment(exported_at),
        "filter": {**selection.described(), "content": content.value},
        "counts": _counts(selection, len(members), len(tags)),
    }
    yield "{\n"
    yield from (f"{_dumps(key)}: {_dumps(value)},\n" for key, value in head.items())
    yield from _array("members", members)
    yield from _array("articles", _articles(selection, content), ",\n")
    speakers = selection.speakers().prefetch_related("aliases").iterator(chunk_size=rows.CHUNK)
    yield from _array("speakers", map(_speaker, speakers), ",\n")
    yield from _array("tags", (_tag(tag, paths[tag.pk]) for tag in tags), ",\n")
    marks = (_annotation(mark, content) for mark in rows.marks(selection, content))
    yield from _array("annotations", marks, "\n")
    yield "}\n"


def _dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


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
        "annotations": selection.annotations().count(),
        "suggestions": 0,
    }


def _articles(selection: Selection, content: Content) -> Iterator[Entry]:
    texts = content is Content.TEXTS
    found = with_parts(selection.articles(), selection, texts)
    for article in found.iterator(chunk_size=TEXT_CHUNK if texts else rows.CHUNK):
        yield _article(article, content)


def _article(article: Article, content: Content) -> Entry:
    current: ArticleText = article.current[0]  # type: ignore[attr-defined]  # put there by with_parts, as are
    states: list[CodingState] = article.coded  # type: ignore[attr-defined]  # these two
    copy_of = article.copy_uid  # type: ignore[attr-defined]
    bare = content is Content.BARE
    entry = {
        "id": str(article.uid),
        "title": article.title or None,
        "kicker": None if bare else article.kicker or None,
        "lead": None if bare else article.lead or None,
        "author": article.author or None,
        "source": article.source.name if article.source else None,
        "published": article.published or None,
        "section": article.section or None,
        "page": article.page or None,
        "url": article.url or None,
        "archive_id": article.archive_id or None,
        "retrieved": article.retrieved or None,
        "genre": article.genre or None,
        "language": article.language,
        "filename": article.filename or None,
        "copy_of": str(copy_of) if copy_of else None,
        "text_version": article.text_version,
        "text_sha256": current.sha256,
        "length": current.length,
        "states": [_state(state) for state in states],
    }
    if content is Content.TEXTS:
        entry["text"] = current.text
        entry["blocks"] = [{"kind": kind, "start": s, "end": e} for kind, s, e, *_origin in current.blocks]
    return entry


def _state(row: CodingState) -> Entry:
    return {"member": str(row.member.uid), "state": row.state, "reason": row.reason or None}


def _speaker(speaker: Speaker) -> Entry:
    aliases = sorted(alias.name for alias in speaker.aliases.all())
    entry = {"id": str(speaker.uid), "name": speaker.name, "kind": speaker.kind, "aliases": aliases}
    return {**entry, "roles": []}


def _tag(tag: Tag, path: list[str]) -> Entry:
    return {
        "id": str(tag.uid),
        "path": path,
        "kind": tag.kind,
        "color": tag.color,
        "shortcut": tag.shortcut,
        "description": tag.description or None,
    }


def _annotation(mark: Mark, content: Content) -> Entry:
    bare = content is Content.BARE
    return {
        "id": str(mark.uid),
        "article": str(mark.article),
        "text_version": mark.text_version,
        "spans": [{"start": s, "end": e, "text": None if bare else text} for s, e, text in mark.spans],
        "quote": None if bare else mark.quote,
        "prefix": None if bare else mark.prefix,
        "suffix": None if bare else mark.suffix,
        "form": mark.form or None,
        "speakers": [str(uid) for uid, *_named in mark.speakers],
        "no_speaker": mark.no_speaker or None,
        "mention": None,
        "cue": None,
        "addressee": None,
        "date": None,
        "tags": [{"tag": str(uid), "stance": stance or None} for uid, _pk, _kind, stance in mark.tags],
        "note": mark.note or None,
        "certainty": None,
        "owner": str(mark.owner),
        "status": None,
        "origin": "member",
        "derived_from": None,
        "confidence": None,
        "created_at": rows.moment(mark.created_at),
        "modified_at": rows.moment(mark.modified_at),
    }
