"""The JSON format, version 2, in: bytes to a Document that holds together. Nothing is stored here."""

import hashlib
import json
from collections.abc import Callable, Collection
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from newsreader.importing.blocks import BLOCK_KINDS
from newsreader.importing.decode import LIMIT
from newsreader.importing.report import sentence
from newsreader.importing.values import LIMITS, ValueProblem, checked
from newsreader.models import CodingState

from ..models import NAME_LIMIT, NOTE_LIMIT, Tag
from . import fields_in
from .document import (
    TAG_TEXTS,
    AnnotationEntry,
    ArticleEntry,
    CommentEntry,
    Document,
    FieldEntry,
    Member,
    SpeakerEntry,
    State,
    SuggestionEntry,
    TagEntry,
    TextEntry,
)
from .json_comments_in import check_memos, check_threads, comment, memo
from .json_marks_in import annotation, check_together, stretch
from .json_out import FORMAT, VERSION
from .json_suggestions_in import suggestion
from .reading import Place, Refused, is_article_text
from .speakers_in import check_above, speaker

VALUES = tuple(key for key in LIMITS if key != "credit")  # the keys of an article's metadata in the format
READ = (1, VERSION)  # a file of version 1 lacks what came with 2: nobody has said it
STATES = tuple(state for state in CodingState.State.values if state != CodingState.State.OPEN)

E = TypeVar(
    "E",
    Member,
    ArticleEntry,
    SpeakerEntry,
    TagEntry,
    FieldEntry,
    AnnotationEntry,
    CommentEntry,
    SuggestionEntry,
)


def read(data: bytes) -> Document:
    """Raises Refused with a sentence for whatever is not as docs/formats.md says."""
    root = _root(data)
    members = _entries(root, "members", lambda p: Member(p.uid("id"), p.name("name", 150)))
    known = {member.uid for member in members}
    articles = _entries(root, "articles", lambda p: _article(p, known))
    fields = _entries(root, "fields", fields_in.field)
    asked = {field.uid: field for field in fields}
    speakers = _entries(root, "speakers", lambda p: speaker(p, asked))
    check_above(root, speakers)
    tags = _entries(root, "tags", _tag)
    by_uid = {article.uid: article for article in articles}
    named = ({s.uid for s in speakers}, {t.uid for t in tags}, known)
    annotations = _entries(root, "annotations", lambda p: annotation(p, by_uid, *named, asked))
    name = root.object("project").text("name", NAME_LIMIT) if root.value.get("project") else ""
    check_together(annotations)
    marks = {mark.uid: mark for mark in annotations}
    comments = _entries(root, "comments", lambda p: comment(p, by_uid, marks, known))
    check_threads(comments)
    memos = [memo(place, by_uid) for place in root.objects("memos")]
    check_memos(memos)
    found = _entries(root, "suggestions", lambda p: suggestion(p, by_uid, known))
    return Document(name, members, articles, speakers, tags, fields, annotations, comments, memos, found)


def _root(data: bytes) -> Place:
    try:
        value = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Refused(_("The file is no JSON: %(reason)s.") % {"reason": error}) from None
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise Refused(_("The file is JSON, but no export of Wortlaut: it does not say “format”: “wortlaut”."))
    if value.get("version") not in READ:
        said = _("The file has version %(version)s of the format; this Wortlaut reads version %(known)d.")
        raise Refused(said % {"version": value.get("version"), "known": VERSION})
    return Place("", value)


def _entries(root: Place, key: str, one: Callable[[Place], E]) -> list[E]:
    entries = [one(place) for place in root.objects(key)]
    if len({entry.uid for entry in entries}) != len(entries):
        raise root.refuse(key, _("One id stands here twice."))
    return entries


def _article(place: Place, members: Collection[UUID]) -> ArticleEntry:
    current, earlier = _text(place), [_text(text) for text in place.objects("earlier_texts")]
    if len({text.version for text in (current, *earlier)}) <= len(earlier):
        raise place.refuse("earlier_texts", _("One version stands here twice."))
    return ArticleEntry(
        uid=place.uid("id"),
        values=_values(place),
        filename=place.text("filename", 1000),
        copy_of=place.uid_or_none("copy_of"),
        current=current,
        earlier=earlier,
        states=[_state(state, members) for state in place.objects("states")],
    )


def _text(place: Place) -> TextEntry:
    length = place.number("length", 1, LIMIT)
    sha256 = place.text("text_sha256", 64)
    text = place.text("text", LIMIT) or None
    if text is not None:
        _check_text(place, text, length, sha256)
    version = place.number("text_version", 1, 1_000_000)
    return TextEntry(version, sha256, length, text, _blocks(place, length))


def _check_text(place: Place, text: str, length: int, sha256: str) -> None:
    if not is_article_text(text):
        raise place.refuse("text", _("The text is empty, is not in NFC or has control characters."))
    if len(text) != length:
        raise place.refuse("length", _("The text has %(length)d characters.") % {"length": len(text)})
    if hashlib.sha256(text.encode()).hexdigest() != sha256:
        raise place.refuse("text_sha256", _("This is not the digest of the text."))


def _values(place: Place) -> dict[str, str]:
    values = {}
    for key in VALUES:
        try:
            value = checked(key, place.text(key, LIMITS[key]))
        except ValueProblem as problem:
            raise place.refuse(key, sentence(problem)) from None
        if value:
            values[key] = value
    return values


def _blocks(place: Place, length: int) -> list[tuple[str, int, int]]:
    blocks = []
    for block in place.objects("blocks"):
        kind = block.choice("kind", BLOCK_KINDS)
        if not kind:
            raise block.refuse("kind", _("This is missing."))
        blocks.append((kind, *stretch(block, length)))
    if any(end > start for (_k, _s, end), (_k2, start, _e) in pairwise(blocks)):
        raise place.refuse("blocks", _("The blocks must stand in text order and may not overlap."))
    return blocks


def _state(place: Place, members: Collection[UUID]) -> State:
    state = place.choice("state", STATES)
    if not state:
        raise place.refuse("state", _("This is missing."))
    return State(place.reference("member", members), state, place.text("reason", 500))


def _tag(place: Place) -> TagEntry:
    path = place.names("path", NAME_LIMIT)
    if not path:
        raise place.refuse("path", _("A name is missing."))
    shortcut = None if place.value.get("shortcut") is None else place.number("shortcut", 1, 9)
    kind = place.choice("kind", Tag.Kind.values) or Tag.Kind.TOPIC
    texts = {name: place.text(name, NOTE_LIMIT) for name in TAG_TEXTS}
    color, archived = place.number("color", 1, 12), place.flag("archived")
    return TagEntry(place.uid("id"), path, kind, color, shortcut, texts, archived)
