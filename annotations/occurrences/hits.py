"""The hits of a phrase in an article or in a project, and which of them a tag has already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from newsreader import access
from newsreader.models import Article, ArticleText, Membership
from newsreader.reader import FOLDED
from newsreader.search.front import matching
from newsreader.search.language import tokens
from newsreader.search.query import Phrase

from ..models import Span, Tag
from .phrase import occurrences, outside, pattern_of

MOST = 5_000
"""Hits in one go: one action, one undo, some seconds of the database."""
AROUND = 70  # code points shown on each side
CHUNK = 50  # texts held at once
ARTICLES = 500  # in one question

Place = tuple[int, int, int]  # text, start, end


@dataclass(frozen=True)
class Search:
    """What is looked for: in one article, or with None in all of the project. Lines that are not the
    article's own (boilerplate, metadata) are left out unless `folded`."""

    phrase: str
    article: Article | None = None
    any_case: bool = False
    folded: bool = False


@dataclass(frozen=True)
class Hit:
    """One place. `text_version` is the article's own, whose code points `start` and `end` count."""

    article_pk: int
    article: UUID
    text_pk: int
    text_version: int
    start: int
    end: int
    before: str
    words: str
    after: str

    @property
    def place(self) -> Place:
        return self.text_pk, self.start, self.end

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.article}:{self.start}"


@dataclass(frozen=True)
class Found:
    """`hits` are those to tag, `there` those that have the tag already, at that very place. With more than
    MOST of them, `is_too_many` and not all are here."""

    hits: list[Hit]
    there: list[Hit]
    is_too_many: bool = False

    @property
    def digest(self) -> str:
        """Tells whether what is tagged is what was looked at."""
        said = "\n".join(f"{hit.value}-{hit.end}@{hit.text_version}" for hit in self.hits)
        return sha256(said.encode()).hexdigest()[:16]


def find(member: Membership, search: Search, tag: Tag | None = None) -> Found:
    """All hits, by the articles' dates and by place; with the `tag`, those that have it are told apart."""
    found = list(islice(_hits(member, search), MOST + 1))
    known = tagged(member, found, tag) if tag else set()
    hits = [hit for hit in found if hit.place not in known]
    there = [hit for hit in found if hit.place in known]
    return Found(hits, there, len(found) > MOST)


def _hits(member: Membership, search: Search) -> Iterator[Hit]:
    pattern = pattern_of(search.phrase, any_case=search.any_case)
    pks = list(_articles(member, search).values_list("pk", flat=True))
    columns = ("article_id", "article__uid", "pk", "version", "text", "blocks")
    for n in range(0, len(pks), CHUNK):
        chunk = pks[n : n + CHUNK]
        texts = ArticleText.objects.filter(article__in=chunk, version=F("article__text_version"))
        rows: dict[int, Any] = {row[0]: row for row in texts.values_list(*columns)}
        for pk in chunk:
            if pk in rows:
                _pk, uid, text_pk, version, text, blocks = rows[pk]
                folded = [(s, e) for kind, s, e, *_ in blocks if kind in FOLDED and not search.folded]
                for span in occurrences(pattern, text):
                    if outside(span, folded):
                        yield Hit(pk, uid, text_pk, version, *span, *_shown(text, *span))


def _articles(member: Membership, search: Search) -> QuerySet[Article]:
    """Those in which it may stand, as far as the index knows: it forgives case and umlauts."""
    if search.article:
        return member.project.articles.filter(pk=search.article.pk)
    words = tuple(search.phrase[token.start : token.end] for token in tokens(search.phrase))
    rows = member.project.articles.filter(matching(Phrase(words)))
    return rows.order_by(F("published_from").asc(nulls_last=True), "uid")


def _shown(text: str, start: int, end: int) -> tuple[str, str, str]:
    """What stands before, there, and after, within its line."""
    first = max(text.rfind("\n", 0, start) + 1, start - AROUND)
    stop = text.find("\n", end)
    last = min(len(text) if stop < 0 else stop, end + AROUND)
    before, after = text[first:start], text[end:last]
    if first and text[first - 1] != "\n":
        before = f"…{before.partition(' ')[2] or before}"
    if last < len(text) and last != stop:
        after = f"{after.rpartition(' ')[0] or after}…"
    return before, text[start:end], after


def tagged(member: Membership, hits: Sequence[Hit], tag: Tag) -> set[Place]:
    """The places of the passages there that have the tag, as far as the member may see them."""
    pks = sorted({hit.article_pk for hit in hits})
    found: set[Place] = set()
    for n in range(0, len(pks), ARTICLES):
        rows = Span.objects.filter(
            annotation__article__in=pks[n : n + ARTICLES], annotation__tag_links__tag=tag
        )
        seen = access.visible(rows, member, owner="annotation__owner")
        found.update(seen.values_list("annotation__text", "start", "end"))
    return found
