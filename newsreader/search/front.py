"""Finding articles by words: one search() before two engines, SQLite's FTS5 and PostgreSQL's tsvector.

Words are cut, folded and stemmed in Python (language.py, entries.py), so that both find the same. The tree of
query.py becomes set algebra over one subquery per leaf; an engine only translates leaves. No list of ids ever
passes through Python.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from types import ModuleType
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import F, Q, QuerySet

from . import postgres, sqlite
from .entries import Entries, entries
from .leaf import leaf_of
from .names import ARTICLES, Names
from .query import And, Node, Not, Or, parse

if TYPE_CHECKING:
    from newsreader.models import Article

BATCH = 500


Fill = Callable[[Sequence["Article"]], None]
_fills: dict[Names, Fill] = {}


def register(names: Names, fill: Fill) -> None:
    """Another index beside that of the articles, of rows that belong to articles. `fill` makes the rows of
    some articles be found, none of which is in the index yet."""
    _fills[names] = fill


def indexes() -> list[Names]:
    return [ARTICLES, *_fills]


def search(articles: "QuerySet[Article]", text: str, language: str | None = None) -> "QuerySet[Article]":
    """The articles that hold what `text` asks for in title or text. An empty search keeps them all.

    Articles of several languages are searched at once, each with its own word endings; `language` ("de")
    narrows the endings to one.
    """
    tree = parse(text).tree
    return articles if tree is None else articles.filter(matching(tree, language))


def matching(tree: Node, language: str | None = None, names: Names = ARTICLES, key: str = "pk") -> Q:
    """The condition on an article, or on a row of another index, that the tree stands for. `key` is what the
    rows call their primary key."""
    if isinstance(tree, And | Or):
        parts = [matching(part, language, names, key) for part in tree.parts]
        return reduce(and_ if isinstance(tree, And) else or_, parts)
    if isinstance(tree, Not):
        return ~matching(tree.part, language, names, key)
    return Q(**{f"{key}__in": _engine().found(names, leaf_of(tree, language))})


def index_articles(articles: Sequence["Article"], texts: Mapping[int, str] | None = None) -> None:
    """Make the articles be found, in place of what was indexed of them before.

    `texts` maps primary keys to the current texts, where the caller has them at hand; all others are read.
    """
    for n in range(0, len(articles), BATCH):
        batch = articles[n : n + BATCH]
        known = dict(texts or {})
        known |= _current_texts([a for a in batch if a.pk not in known])
        remove([a.pk for a in batch])
        index_new({a.pk: entries(connection.vendor, known[a.pk], a.title, a.language) for a in batch})


def index_all(articles: Sequence["Article"]) -> None:
    """Make articles that came in as rows, and what belongs to them, be found."""
    index_articles(articles)
    for fill in _fills.values():
        fill(articles)


def index_new(found: Mapping[int, Entries], names: Names = ARTICLES) -> None:
    """Make rows be found that never were, by primary key; their words come from entries.py."""
    _engine().insert(names, [(pk, *row) for pk, rows in found.items() for row in rows])


def remove(pks: Iterable[int], names: Names = ARTICLES) -> None:
    """Make the rows be no longer found. A deleted one needs no call: a trigger does it."""
    _engine().remove(names, list(pks))


def clear() -> None:
    """Make nothing be found, and leave no word of anything in any index."""
    with connection.cursor() as cursor:
        for names in indexes():
            for statement in _engine().clear(names):
                cursor.execute(statement)


def _engine() -> ModuleType:
    return postgres if connection.vendor == "postgresql" else sqlite


def _current_texts(articles: Sequence["Article"]) -> dict[int, str]:
    if not articles:
        return {}
    texts = type(articles[0]).objects.filter(pk__in=[a.pk for a in articles])
    current = texts.filter(texts__version=F("text_version"))
    return dict(current.values_list("pk", "texts__text"))
