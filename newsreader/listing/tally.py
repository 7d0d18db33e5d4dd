"""How many articles each choice of each facet would leave: one statement for all of them.

It is written as SQL because ten queries of the ORM took longer to make than to run. Both databases read it. A
facet adds one SELECT of rows (value, label, colour, articles) to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from newsreader.models import Article

OFFERED = 60  # values that a facet offers at most, those with the most articles
COLUMNS = "id, source_id, published_from"


class Sql(NamedTuple):
    text: str
    params: tuple[Any, ...] = ()


class Counted(NamedTuple):
    """A value that articles have: how many, and what it is called; `color` is a tag's slot, -1 for none."""

    value: str
    label: str
    color: int
    articles: int


@dataclass(frozen=True)
class Pool:
    """The articles that a facet's choices are counted among: all others have narrowed them.

    `rows` is what a facet selects from, with COLUMNS. `whole` says that they are all of the project's, which
    some facets count without a look at the articles.
    """

    name: str
    articles: QuerySet[Article]
    project: int
    whole: bool

    @property
    def rows(self) -> str:
        if not self.whole:
            return self.name
        return f"(SELECT {COLUMNS} FROM newsreader_article WHERE project_id = {self.project:d})"

    @cached_property
    def sql(self) -> Sql:
        query = self.articles.order_by().values_list("pk", "source_id", "published_from").query
        return Sql(*query.sql_with_params())


def named(number: str, source: str, chosen: int, color: str = "-1") -> Sql:
    """Rows with uid and name from `source`, a FROM whose table of names is called `named`: the chosen one
    first, then those with the most articles, which `number` counts."""
    return Sql(
        f"""SELECT CAST(named.uid AS text), named.name, {color}, {number} AS n {source}
        ORDER BY named.id <> {chosen:d}, n DESC, named.key LIMIT {OFFERED}"""
    )


def tally(total: Sql, asked: Mapping[str, tuple[Pool, Sql]]) -> tuple[int, dict[str, list[Counted]]]:
    """The one number of `total`, and what each SELECT counts by its name; "" counts its pool itself."""
    pools = {pool.name: pool.sql for pool, _select in asked.values() if not pool.whole}
    heads = [f"{name} ({COLUMNS}) AS ({sql.text})" for name, sql in pools.items()]
    selects = [("total", total), *((name, select) for name, (_pool, select) in asked.items())]
    bodies = [f"SELECT '{name}', counts.* FROM ({select.text}) counts" for name, select in selects]
    text = (f"WITH {', '.join(heads)} " if heads else "") + " UNION ALL ".join(bodies)
    params = [param for sql in [*pools.values(), *(s for _name, s in selects)] for param in sql.params]
    with connection.cursor() as cursor:
        cursor.execute(text, params)
        rows: Sequence[tuple[str, str, str, int, int]] = cursor.fetchall()
    found: dict[str, list[Counted]] = {name: [] for name, _select in selects}
    for name, value, label, color, articles in rows:
        found[name].append(Counted(value, label, color, articles))
    return found.pop("total")[0].articles, found


def one(condition: Sql) -> Sql:
    """A single number: of the rows that the FROM and WHERE of `condition` leave."""
    return Sql(f"SELECT 'yes', '', -1, COUNT(*) {condition.text}", condition.params)
