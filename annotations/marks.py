"""The marks of one article as a member sees them, and the segments that they are in the text (their cards are
in cards.py). Rows come as tuples and become HTML in one pass, escaped here: ten times quicker than objects.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.functional import cached_property

from newsreader import access
from newsreader.models import Article, Membership
from newsreader.reader import Draw, Line

from .anchoring import JOINER
from .answers import on_cards
from .models import (
    Annotation,
    AnnotationPart,
    AnnotationSpeaker,
    AnnotationTag,
    Role,
    Span,
    Speaker,
    Variable,
    is_unread,
)
from .segments import cut
from .then import add_roles


@dataclass
class Mark:
    """One annotation as its card and its segments show it; or a suggestion as its segments do."""

    pk: int
    uid: uuid.UUID
    owner_pk: int
    owner: str
    form: str
    no_speaker: str
    note: str
    created_at: datetime
    is_whole: bool = False
    date: str = ""
    occasion: str = ""
    certainty: str = ""
    quotes_words: bool = False
    addressee_pk: int | None = None
    inside_pk: int | None = None
    addressee: str = ""
    inside: "Mark | None" = None
    nested: list["Mark"] = field(default_factory=list)
    places: list[tuple[str, int, int]] = field(default_factory=list)  # of mention, cue and addressee
    spans: list[tuple[int, int, str]] = field(default_factory=list)
    speakers: list[str] = field(default_factory=list)
    speaker_pks: list[int] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)  # what the speakers were then, in words
    tags: list[tuple[str, int, str]] = field(default_factory=list)  # name, colour slot, stance
    answers: list[str] = field(default_factory=list)  # to the project's own fields, in words
    missing: list[str] = field(default_factory=list)  # the fields where an answer is expected and not there
    is_suggestion: bool = False
    is_unread: bool = False  # accepted in bulk, and nobody has looked at it since

    @cached_property
    def id(self) -> str:
        return str(self.uid)

    @cached_property
    def color(self) -> int:
        return self.tags[0][1] if self.tags else 0

    @cached_property
    def start(self) -> int:
        return -1 if self.is_whole else self.spans[0][0]  # before everything

    @cached_property
    def end(self) -> int:
        return 0 if self.is_whole else self.spans[-1][1]

    @cached_property
    def quote(self) -> str:
        return JOINER.join(quote for *_, quote in self.spans)


# As Mark has them, one by one.
FIELDS = (
    "pk", "uid", "owner_id", "owner__name", "form", "no_speaker", "note", "created_at", "is_whole",
    "date", "occasion", "certainty", "quotes_words", "addressee_id", "inside_id",
)  # fmt: skip


def load(
    article: Article,
    member: Membership,
    uids: Iterable[uuid.UUID] | None = None,
    *,
    version: int | None = None,
    places: bool = True,
) -> list[Mark]:
    """The marks on the current text, or on this `version` of it, that the member may see, in text order: four
    queries for any number, one more where somebody is spoken to, one where speakers have roles and one where
    the project has fields of its own. Without `places`, those of mention, cue and addressee are left out by
    who knows that none is to be drawn. `uids` asks for these only."""
    rows = access.visible(Annotation.objects.filter(article=article), member)
    rows = rows.filter(models.Q(is_whole=True) | models.Q(text__version=version or article.text_version))
    if uids is not None:
        rows = rows.filter(uid__in=list(uids))
    asks = Exists(Variable.objects.filter(project=article.project_id))
    found = list(rows.values_list(*FIELDS, is_unread(), asks))
    marks = {pk: Mark(pk, *values) for pk, *values, _unread, _asks in found}
    for pk, *_values, unread, _asks in found:
        marks[pk].is_unread = unread
    if marks:
        _add_parts(article, marks, places)
        _add_relations(marks)
    if any(row[-1] for row in found):
        _add_answers(article, marks)
    return sorted((m for m in marks.values() if m.spans or m.is_whole), key=lambda m: (m.start, -m.end, m.pk))


def _add_parts(article: Article, marks: dict[int, Mark], with_places: bool) -> None:
    """All of the article's are read and those of other marks left out: naming 500 marks takes longer."""
    few: dict[str, Any] = {"annotation__in": marks} if len(marks) < 5 else {}
    which = few or {"annotation__article": article}
    columns = ("annotation", "start", "end", "quote", "role")
    spans = Span.objects.filter(**which).order_by().annotate(role=models.Value(""))
    both = spans.values_list(*columns)
    if with_places:  # in one question, because most articles have none
        places = AnnotationPart.objects.filter(**which).order_by()
        both = both.union(places.values_list(*columns), all=True)
    for pk, start, end, quote, role in both.order_by("start"):
        if pk in marks and role:
            marks[pk].places.append((role, start, end))
        elif pk in marks:
            marks[pk].spans.append((start, end, quote))
    links = few or {"article": article}
    speakers = AnnotationSpeaker.objects.filter(**links).order_by("position")
    has_roles = Exists(Role.objects.filter(speaker=OuterRef("speaker")))
    having: set[int] = set()
    for pk, name, speaker, has in speakers.values_list("annotation", "speaker__name", "speaker", has_roles):
        if pk in marks:
            marks[pk].speakers.append(name)
            marks[pk].speaker_pks.append(speaker)
            having |= {speaker} if has else set()
    add_roles(marks.values(), having, article.published)
    tags = AnnotationTag.objects.filter(**links).order_by("position")
    for pk, name, color, stance in tags.values_list("annotation", "tag__name", "tag__color", "stance"):
        if pk in marks:
            marks[pk].tags.append((name, color, stance))


def _add_relations(marks: dict[int, Mark]) -> None:
    """Whom they are said to, and which is inside which; a statement that the member may not see is none."""
    if spoken_to := {mark.addressee_pk for mark in marks.values() if mark.addressee_pk}:
        names = dict(Speaker.objects.filter(pk__in=spoken_to).values_list("pk", "name"))
        for mark in marks.values():
            mark.addressee = names.get(mark.addressee_pk or 0, "")
    for mark in marks.values():
        if mark.inside_pk in marks:
            mark.inside = marks[mark.inside_pk]
            mark.inside.nested.append(mark)


def _add_answers(article: Article, marks: dict[int, Mark]) -> None:
    answers, missing = on_cards(article, {pk: mark.is_whole for pk, mark in marks.items()})
    for pk, mark in marks.items():
        mark.answers, mark.missing = answers.get(pk, []), missing.get(pk, [])


def drawing(text: str, marks: list[Mark]) -> Draw:
    """Draws stretches of the text with the segments of these marks: flat, never nested."""
    spans = [(start, end, n) for n, mark in enumerate(marks) for start, end, _ in mark.spans]

    def draw(start: int, end: int) -> str:
        near = [span for span in spans if span[0] < end and span[1] > start]
        if not near:
            return escape(text[start:end], quote=False)
        return "".join(_segment(text[a:b], [marks[n] for n in keys]) for a, b, keys in cut(start, end, near))

    return draw


def _segment(text: str, marks: list[Mark]) -> str:
    if not marks:
        return escape(text, quote=False)
    own = [mark for mark in marks if not mark.is_suggestion]
    classes = f"seg c{own[-1].color}" if own else "seg c0 only"
    if len(own) > 1:
        classes += f" {'two' if len(own) == 2 else 'many'} also-{own[-2].color}"
    if len(own) < len(marks):
        classes += " suggested"
    ids = " ".join([mark.id for mark in marks])
    return f'<mark class="{classes}" data-ids="{ids}">{escape(text, quote=False)}</mark>'


def touched(page: list[Line], marks: Iterable[Mark]) -> list[Line]:
    """The lines that any span of the marks reaches into."""
    spans = [(start, end) for mark in marks for start, end, _ in mark.spans]
    return [line for line in page if any(start < line.end and end > line.start for start, end in spans)]
