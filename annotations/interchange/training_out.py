"""Annotations as data to train the quote detector with: a line of JSON for each article that somebody has
marked done, because only there does nothing mean that nothing is said. docs/formats.md has the keys.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.db.models import F

from newsreader.models import ArticleText, CodingState, Project
from newsreader.snapshot import snapshot

from ..models import Annotation, AnnotationPart, Span
from ..quotes.forms import TYPES
from . import rows
from .rows import CHUNK, chunks, grouped

_TOKEN = re.compile(r"\w+(?:[-\u2010\u2011'’.,]\w+)*|[^\w\s]")

Line = dict[str, Any]


def stream(project: Project) -> Iterator[str]:
    """The file in pieces, of one moment of the database."""
    with snapshot():
        yield from rows.pieces(json.dumps(line, ensure_ascii=False) + "\n" for line in lines(project))


def lines(project: Project) -> Iterator[Line]:
    """In a blind project a line for each member who is done with the article, else one for all of them."""
    done = CodingState.objects.filter(article__project=project, state=CodingState.State.DONE)
    found = done.order_by("article__uid", "member__uid").values_list("article", "member", "member__uid")
    apart = project.visibility == Project.Visibility.BLIND
    for states in chunks(found, CHUNK):
        yield from _lines(states, apart)


def _lines(states: list[tuple[Any, ...]], apart: bool) -> Iterator[Line]:
    articles = {article for article, _member, _uid in states}
    texts = _texts(articles)
    marks = _marks(articles)
    seen: set[int] = set()
    for article, member, uid in states:
        name, text = texts[article]
        if apart:
            own = [said for owner, said in marks.get(article, ()) if owner == member]
            yield _line(f"{name} {uid}", text, own)
        elif article not in seen:
            seen.add(article)
            yield _line(name, text, [said for _owner, said in marks.get(article, ())])


def _texts(articles: set[int]) -> dict[int, tuple[str, str]]:
    current = ArticleText.objects.filter(article__in=articles, version=F("article__text_version"))
    found = current.values_list("article", "article__uid", "text")
    return {pk: (str(uid), text) for pk, uid, text in found}


def _marks(articles: set[int]) -> dict[int, list[tuple[int, Line]]]:
    """By article, each with its owner, in text order; without a form it is not known to be speech."""
    found = Annotation.objects.filter(article__in=articles, is_whole=False, form__in=TYPES)
    found = found.filter(text__version=F("article__text_version"))
    marks = list(found.values_list("pk", "article", "owner", "form", "inside"))
    pks = [pk for pk, *_rest in marks]
    spans = grouped(Span.objects.filter(annotation__in=pks).order_by("start"), "start", "end")
    places = grouped(AnnotationPart.objects.filter(annotation__in=pks), "role", "start", "end")
    said: dict[int, list[tuple[int, Line]]] = {}
    for pk, article, owner, form, inside in sorted(marks, key=lambda mark: spans[mark[0]]):
        line = _quote(form, bool(inside), spans[pk], places[pk])
        said.setdefault(article, []).append((owner, line))
    return said


def _quote(form: str, nested: bool, spans: list[Any], places: list[Any]) -> Line:
    where = {role: [[start, end]] for role, start, end in places}
    return {
        "spans": [list(span) for span in spans],
        "type": TYPES[form],
        "medium": "none",
        "nested": nested,
        "speaker": where.get("mention", []),
        "cue": where.get("cue", []),
        "frame": sorted([*where.get("cue", []), *where.get("mention", [])]),  # what is known of it
        "addressee": where.get("addressee", []),
    }


def _line(name: str, text: str, quotes: list[Line]) -> Line:
    """What several members have marked alike is one quote."""
    once = {(quote["type"], *map(tuple, quote["spans"])): quote for quote in reversed(quotes)}
    return {
        "doc_id": name,
        "text": text,
        "tokens": [list(token.span()) for token in _TOKEN.finditer(text)],
        "quotes": list(reversed(once.values())),
    }
