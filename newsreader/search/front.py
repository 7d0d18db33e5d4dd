"""Finding articles by words: one search() before two engines, SQLite's FTS5 and PostgreSQL's tsvector.

Words are cut, folded and stemmed in Python (language.py, entries.py), so that both find the same. The tree of
query.py becomes set algebra over one subquery per leaf; an engine only translates leaves. No list of ids ever
passes through Python.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from operator import and_, or_
from types import ModuleType
from typing import TYPE_CHECKING

from django.db import connection
from django.db.models import F, Q, QuerySet

from . import postgres, sqlite
from .entries import Entries, entries
from .leaf import leaf_of
from .query import And, Node, Not, Or, parse

if TYPE_CHECKING:
    from newsreader.models import Article

BATCH = 500


def search(articles: "QuerySet[Article]", text: str, language: str | None = None) -> "QuerySet[Article]":
    """The articles that hold what `text` asks for in title or text. An empty search keeps them all.

    Articles of several languages are searched at once, each with its own word endings; `language` ("de")
    narrows the endings to one.
    """
    tree = parse(text).tree
    return articles if tree is None else articles.filter(matching(tree, language))


def matching(tree: Node, language: str | None = None) -> Q:
    """The condition on an article that the tree stands for."""
    if isinstance(tree, And | Or):
        return reduce(and_ if isinstance(tree, And) else or_, [matching(p, language) for p in tree.parts])
    if isinstance(tree, Not):
        return ~matching(tree.part, language)
    return Q(pk__in=_engine().found(leaf_of(tree, language)))


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


def index_new(found: Mapping[int, Entries]) -> None:
    """Make articles be found that never were, by primary key; their words come from entries.py."""
    _engine().insert([(pk, *row) for pk, rows in found.items() for row in rows])


def remove(pks: Iterable[int]) -> None:
    """Make the articles be no longer found. A deleted article needs no call: a trigger does it."""
    _engine().remove(list(pks))


def clear() -> None:
    """Make no article be found, and leave no word of any in the index."""
    with connection.cursor() as cursor:
        for statement in _engine().CLEAR:
            cursor.execute(statement)


def _engine() -> ModuleType:
    return postgres if connection.vendor == "postgresql" else sqlite


def _current_texts(articles: Sequence["Article"]) -> dict[int, str]:
    if not articles:
        return {}
    texts = type(articles[0]).objects.filter(pk__in=[a.pk for a in articles])
    current = texts.filter(texts__version=F("text_version"))
    return dict(current.values_list("pk", "texts__text"))
