"""The marks of one article as a member sees them, drawn: segments in the text, cards in the margin.

Rows come as tuples and become HTML in one pass, escaped here: ten times quicker than objects and a loop.
"""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from html import escape
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef
from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from newsreader import access
from newsreader.models import Article, Membership
from newsreader.reader import Draw, Line

from .anchoring import JOINER
from .answers import said, shown
from .comments import open_threads
from .facts import drawn_facts
from .models import (
    Annotation,
    AnnotationPart,
    AnnotationSpeaker,
    AnnotationTag,
    Role,
    Span,
    Speaker,
    Variable,
)
from .models import Value as Answer
from .segments import cut
from .then import add_roles

Q = partial(escape, quote=True)
SWAP = ' hx-swap-oob="outerHTML"'
ALONG = f"{SWAP} data-along"
NO_UID = str(uuid.UUID(int=0))  # stands for the uid in an address that is looked up once


@dataclass
class Mark:
    """One annotation as its card and its segments show it."""

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
    found = list(rows.values_list(*FIELDS, asks))
    marks = {pk: Mark(pk, *values) for pk, *values, _asks in found}
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
    """What each answers and what is missing, in the order of the fields: one question for answers and for the
    fields where one is expected."""
    few: dict[str, Any] = {"annotation__in": marks} if len(marks) < 5 else {}
    which = few or {"annotation__article": article}
    columns = ("position", "key", "pk", "of", "name", "kind")
    given = Answer.objects.filter(**which).annotate(mark=models.F("annotation"), answer=models.F("value"))
    nobody = models.Value(None, output_field=models.BigIntegerField())
    asked = Variable.objects.asked().filter(project=article.project_id, required=True).order_by()
    asked = asked.annotate(mark=nobody, answer=models.Value(""))
    answers = given.values_list(*(f"variable__{column}" for column in columns), "mark", "answer")
    rows = answers.union(asked.values_list(*columns, "mark", "answer"), all=True)
    there: set[tuple[int, int]] = set()
    expected: list[tuple[int, str, str]] = []
    for _position, _key, pk, of, name, kind, mark, answer in sorted(rows, key=lambda row: row[:3]):
        if mark is None:
            expected.append((pk, of, name))
        elif mark in marks:
            marks[mark].answers.append(said(name, shown(kind, answer)))
            there.add((pk, mark))
    for pk, of, name in expected:
        for mark in marks.values():
            about = Variable.Of.ARTICLE if mark.is_whole else Variable.Of.ANNOTATION
            if of == about and (pk, mark.pk) not in there:
                mark.missing.append(name)


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
    top = marks[-1]
    classes = f"seg c{top.color}"
    if len(marks) > 1:
        classes += f" {'two' if len(marks) == 2 else 'many'} also-{marks[-2].color}"
    ids = " ".join([mark.id for mark in marks])
    return f'<mark class="{classes}" data-ids="{ids}">{escape(text, quote=False)}</mark>'


def touched(page: list[Line], marks: Iterable[Mark]) -> list[Line]:
    """The lines that any span of the marks reaches into."""
    spans = [(start, end) for mark in marks for start, end, _ in mark.spans]
    return [line for line in page if any(start < line.end and end > line.start for start, end in spans)]


class Cards:
    """Draws margin cards; what is the same for all of them is looked up once."""

    def __init__(self, article: Article, member: Membership) -> None:
        self.article = article
        self.words = _words()
        self.zone = timezone.get_current_timezone()
        self.days = {timezone.localdate(): ""}  # what is written for a day; nothing for today
        self.language = Q(article.language)
        self.member = member
        self.chips: dict[tuple[str, int, str], str] = {}
        self.actions: dict[int, str] = {}  # of a card with NO_UID, by its owner

    @cached_property
    def open_threads(self) -> dict[int | None, int]:
        return open_threads(self.article, self.member)

    def draw(self, mark: Mark, *, swap: bool = False, along: bool = False) -> SafeString:
        """`along`: because of what was done to another; a card that is being edited stays as it is."""
        words, uid = self.words, mark.id
        if mark.owner_pk not in self.actions:
            self.actions[mark.owner_pk] = self._actions(mark.owner_pk)
        return SafeString(
            f'<article class="card c{mark.color}" id="card-{uid}" data-annotation="{uid}"'
            f' data-start="{mark.start}" data-end="{mark.end}"{_places(mark)}'
            f' tabindex="-1"{ALONG if along else SWAP if swap else ""}>'
            f"{_head(mark, words)}{self._quote(mark)}{self._chips(mark)}{drawn_facts(mark, self.language)}"
            f"{_note(mark)}{self._comments(mark)}{self._foot(mark)}"
            f"{self.actions[mark.owner_pk].replace(NO_UID, uid)}</article>"
        )

    def _quote(self, mark: Mark) -> str:
        quote = escape(mark.quote, quote=False)
        return "" if mark.is_whole else f'<p class="card-quote" lang="{self.language}">{quote}</p>'

    def _comments(self, mark: Mark) -> str:
        """Where open threads are; all others are behind the link below."""
        if not (count := self.open_threads.get(mark.pk)):
            return ""
        url = reverse("annotation-comments", args=[self.member.project.slug, mark.id])
        said = ngettext("%(count)d open comment", "%(count)d open comments", count) % {"count": count}
        return f'<p class="card-comments"><a href="{url}">{said}</a></p>'

    def _foot(self, mark: Mark) -> str:
        made = mark.created_at.astimezone(self.zone)
        day = made.date()
        if day not in self.days:
            self.days[day] = format_date(day, "SHORT_DATE_FORMAT") + " "
        exact = made.isoformat(timespec="seconds")  # HTML knows no microseconds
        return (
            f'<footer class="card-foot"><span>{Q(mark.owner)}, <time datetime="{exact}">'
            f"{self.days[day]}{made.hour:02}:{made.minute:02}</time></span></footer>"
        )

    def _chips(self, mark: Mark) -> str:
        if not mark.tags:
            return ""
        for tag in mark.tags:
            if tag not in self.chips:
                self.chips[tag] = _chip(tag, self.words)
        return f'<ul class="chips">{"".join([self.chips[tag] for tag in mark.tags])}</ul>'

    def _actions(self, owner: int) -> str:
        words = self.words
        url, removal, comments, history = (
            reverse(name, args=[self.member.project.slug, NO_UID])
            for name in ("annotation", "annotation-removal", "annotation-comments", "annotation-history")
        )
        card = 'hx-target="closest .card" hx-swap="outerHTML"'
        parts = []
        if access.may_edit(self.member, owner):
            parts = [
                f'<a class="button quiet" href="{url}" hx-get="{url}" {card} data-edit>{words["edit"]}</a>',
                f'<button class="button quiet danger" type="button" hx-post="{removal}" hx-swap="none"'
                f" data-remove>{words['delete']}</button>",
            ]
        parts.append(f'<a class="button quiet" href="{comments}">{words["comments"]}</a>')
        parts.append(f'<a class="button quiet" href="{history}">{words["history"]}</a>')
        return f'<div class="card-actions">{"".join(parts)}</div>'

    def draw_all(self, marks: Iterable[Mark]) -> SafeString:
        return SafeString("".join(self.draw(mark) for mark in marks))


def _words() -> dict[str, str]:
    """What cards say, in the reader's language: looking a word up costs more than drawing a card."""
    words = {"": gettext("speaker not coded"), "edit": gettext("Edit"), "delete": gettext("Delete")}
    words |= {
        "comments": gettext("Comments"),
        "history": gettext("History"),
        "whole": gettext("On the whole article"),
    }
    for choices in (Annotation.Form, Annotation.NoSpeaker, AnnotationTag.Stance):
        words |= {value: str(label) for value, label in choices.choices}
    return words


def _head(mark: Mark, words: dict[str, str]) -> str:
    form = f'<span class="card-form">{words[mark.form]}</span>' if mark.form else ""
    if mark.speakers:
        names = Q(", ".join(mark.speakers))
        return f'<header class="card-head"><b class="card-speakers">{names}</b>{form}</header>'
    if mark.is_whole:
        return f'<header class="card-head"><b class="card-speakers">{words["whole"]}</b></header>'
    reason = words[mark.no_speaker]
    return f'<header class="card-head"><span class="card-speakers none">{reason}</span>{form}</header>'


def _chip(tag: tuple[str, int, str], words: dict[str, str]) -> str:
    name, color, stance = tag
    said = f' <span class="stance">{words[stance]}</span>' if stance else ""
    return f'<li class="chip c{color}"><span class="swatch c{color}"></span> {Q(name)}{said}</li>'


def _places(mark: Mark) -> str:
    if not mark.places:
        return ""
    return ' data-places="' + " ".join([f"{role}:{start}-{end}" for role, start, end in mark.places]) + '"'


def _note(mark: Mark) -> str:
    return f'<p class="card-note">{escape(mark.note, quote=False)}</p>' if mark.note else ""
