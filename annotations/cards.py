"""Margin cards, drawn: rows come as tuples and become HTML in one pass, escaped here."""

import uuid
from collections.abc import Iterable
from functools import partial
from html import escape

from django.template.defaultfilters import date as format_date
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from newsreader import access
from newsreader.models import Article, Membership

from .comments import open_threads
from .facts import drawn_facts
from .marks import Mark
from .models import Annotation, AnnotationTag

Q = partial(escape, quote=True)
SWAP = ' hx-swap-oob="outerHTML"'
ALONG = f"{SWAP} data-along"
NO_UID = str(uuid.UUID(int=0))  # stands for the uid in an address that is looked up once


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
            f"{_head(mark, words)}{self._unread(mark)}{self._quote(mark)}{self._chips(mark)}"
            f"{drawn_facts(mark, self.language)}"
            f"{_note(mark)}{self._comments(mark)}{self._foot(mark)}"
            f"{self.actions[mark.owner_pk].replace(NO_UID, uid)}</article>"
        )

    def _quote(self, mark: Mark) -> str:
        quote = escape(mark.quote, quote=False)
        return "" if mark.is_whole else f'<p class="card-quote" lang="{self.language}">{quote}</p>'

    def _unread(self, mark: Mark) -> str:
        """That it was accepted in bulk, with the way to say that it has been read now."""
        if not mark.is_unread:
            return ""
        said = gettext("accepted in bulk, not read")
        if not access.may_edit(self.member, mark.owner_pk):
            return f'<p class="card-unread">{said}</p>'
        url = reverse("annotation-reading", args=[self.member.project.slug, mark.id])
        right = gettext("It is right")
        return (
            f'<p class="card-unread">{said} <button class="button quiet" type="button" hx-post="{url}"'
            f' hx-swap="none" data-unread>{right} <kbd>y</kbd></button></p>'
        )

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
