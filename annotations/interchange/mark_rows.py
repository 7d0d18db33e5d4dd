"""Annotations as every format says them, read as tuples."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db.models import Model, OuterRef, QuerySet, Subquery, Value

from ..anchoring import JOINER
from ..models import AnnotationPart, AnnotationSpeaker, AnnotationTag, Decision, Span
from ..speakers.holding import roles_of
from ..speakers.roles import Held, held
from . import field_rows
from .columns import Moment, Uid
from .field_rows import Given
from .rows import CHUNK, chunks, grouped
from .selection import Content, Selection, with_context

MARKS = 500  # annotations held in memory at once

METADATA = (
    "title", "author", "source__name", "published", "section", "page", "url", "archive_id", "genre",
    "language", "filename",
)  # fmt: skip
"""What `ArticleHead.metadata` says."""


class ArticleHead(NamedTuple):
    """What every annotation of one article says of it; `id` is its uid as files write it."""

    id: str
    metadata: tuple[str | None, ...]
    answers: dict[int, Given]  # to the project's own fields, by the member (primary key)


class Owner(NamedTuple):
    id: str
    name: str
    pk: int


class Mark(NamedTuple):
    """An annotation with its parts. Tuples from the database, not model objects: those are several times as
    slow, and they refer to each other in circles, so that a long export would keep them for a while.

    Ids and moments are as files write them, `spans` (start, end, text), `speakers` (id, name, kind), `tags`
    (primary key, stance), `places` (role, start, end, text), `held` what each speaker was then, `answers`
    (field, value).
    """

    id: str
    text_version: int
    form: str
    no_speaker: str
    is_whole: bool
    is_kept: bool
    quotes_words: bool
    date: str
    occasion: str
    certainty: str
    inside: str | None
    addressee: str | None
    addressee_name: str | None
    note: str
    created_at: str
    modified_at: str
    saw_suggestions: bool
    suggestion: str | None
    detector: str | None
    confidence: float | None
    verdict: str | None
    is_unread: bool | None
    prefix: str
    suffix: str
    article: ArticleHead
    owner: Owner
    spans: list[tuple[int, int, str]]
    speakers: list[tuple[str, str, str]]
    tags: list[tuple[int, str]]
    places: list[tuple[str, int, int, str]]
    held: list[dict[str, Held]]
    answers: list[tuple[str, str]]

    @property
    def quote(self) -> str:
        return JOINER.join(text for _start, _end, text in self.spans)


KEYS = ("pk", "article", "owner")
OWN = (
    Uid("uid"), "text__version", "form", "no_speaker", "is_whole", "is_kept", "quotes_words", "date",
    "occasion", "certainty", Uid("inside__uid"), Uid("addressee__uid"), "addressee__name", "note",
    Moment("created_at"), Moment("modified_at"), "saw_suggestions", Uid("suggestion__uid"),
    "suggestion__detection__detector", "suggestion__confidence", "verdict", "is_unread",
)  # fmt: skip
DATE, PUBLISHED = OWN.index("date"), METADATA.index("published")
AROUND = ("context", "before", "start", "stop")


def marks(selection: Selection, content: Content, *, whole_answers: bool = False) -> Iterator[Mark]:
    """The selection's annotations in order; of a bare export without prefix and suffix. With `whole_answers`
    their articles hold what is answered of them.

    Those of some articles at a time: sorting all annotations at once would take the database room that grows
    with their number.
    """
    owners = _owners(selection)
    for articles in chunks(_articles(selection), CHUNK):
        heads = _heads(articles, whole_answers)
        for rows in chunks(_values(selection, content).filter(article__in=list(heads)), MARKS):
            yield from _completed(rows, heads, owners)


def first_marks(selection: Selection, limit: int) -> list[Mark]:
    """The first `limit` of them, with prefix and suffix."""
    rows = list(_values(selection, Content.QUOTES)[:limit])
    wanted = {article for _pk, article, *_rest in rows}
    heads = _heads(_articles(selection).filter(pk__in=wanted), True)
    return list(_completed(rows, heads, _owners(selection)))


def _articles(selection: Selection) -> QuerySet[Any, tuple[Any, ...]]:
    return selection.articles().values_list("pk", "uid", *METADATA)


def _heads(articles: Iterable[tuple[Any, ...]], with_answers: bool) -> dict[int, ArticleHead]:
    rows = list(articles)
    answers = field_rows.of_articles([row[0] for row in rows]) if with_answers else {}
    return {pk: ArticleHead(str(uid), tuple(said), answers.get(pk, {})) for pk, uid, *said in rows}


def _owners(selection: Selection) -> dict[int, Owner]:
    rows = selection.members().values_list("pk", "uid", "name")
    return {pk: Owner(str(uid), name, pk) for pk, uid, name in rows}


def _values(selection: Selection, content: Content) -> QuerySet[Any, tuple[Any, ...]]:
    made = Decision.objects.filter(suggestion=OuterRef("suggestion"), member=OuterRef("owner"))
    rows = selection.annotations().annotate(
        verdict=Subquery(made.values("verdict")[:1]), is_unread=Subquery(made.values("in_bulk")[:1])
    )
    if content is Content.BARE:
        rows = rows.annotate(context=Value(""), before=Value(0))
    else:
        rows = with_context(rows)
    return rows.values_list(*KEYS, *OWN, *AROUND)


def _completed(
    rows: list[tuple[Any, ...]], heads: dict[int, ArticleHead], owners: dict[int, Owner]
) -> Iterator[Mark]:
    """Five queries, however many rows."""
    pks = [row[0] for row in rows]
    spans = grouped(_of(Span, pks, "start", "end"), "start", "end", "quote")
    speakers = grouped(
        _of(AnnotationSpeaker, pks, "position", "pk"),
        Uid("speaker__uid"), "speaker__name", "speaker__kind", "speaker",
    )  # fmt: skip
    known = roles_of(speaker__in={pk for links in speakers.values() for *_named, pk in links})
    tags = grouped(_of(AnnotationTag, pks, "position", "pk"), "tag", "stance")
    places = grouped(_of(AnnotationPart, pks, "role"), "role", "start", "end", "quote")
    answers = field_rows.of_annotations(pks)
    for pk, article, owner, *own, context, before, start, stop in rows:
        around = ("", "") if stop is None else (context[:before], context[before + stop - start :])
        when = own[DATE] or heads[article].metadata[PUBLISHED] or ""
        roles = [held(known.get(speaker, ()), when) for *_named, speaker in speakers[pk]]
        named = [(uid, name, kind) for uid, name, kind, _pk in speakers[pk]]
        parts = spans[pk], named, tags[pk], places[pk], roles, answers[pk]
        values: tuple[Any, ...] = (*own, *around, heads[article], owners[owner], *parts)
        yield Mark(*values)


def _of(model: type[Model], annotations: list[int], *order: str) -> QuerySet[Any]:
    return model._default_manager.filter(annotation__in=annotations).order_by(*order)
