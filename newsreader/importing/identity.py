"""Is a file an article that is there already? Decided here and nowhere else.

Two articles are the same when text, source, date and URL all agree. The same text under another source or
date is data: a reprint, added and linked as a copy.

A file that comes again under its old name is more than a likeness: it is that article, unless the caller now
says that it is another one. What a member has corrected since, or what a rule reads differently by now, does
not make it a new article, and what the CSV file says anew is an update.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from ..models import ArticleText, Project
from ..search.entries import Entries
from ..search.language import folded_key
from .blocks import Value
from .parse import Parsed

KEYS = ("source", "published", "url")


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that was read, on its way to be an article. `data` are its bytes; `row` says that the CSV file
    has a row for it; `entries` are its words for the index, where they are worked out already.

    A draft with `whole` is only the text of a file that is known by name (`same_file`): what it states is not
    read. `whole` reads it after all, None when the rules fail on it.
    """

    path: str
    filename: str
    data: bytes
    parsed: Parsed
    values: dict[str, Value]
    row: bool = False
    entries: Entries | None = None
    whole: "Callable[[], Draft | None] | None" = None

    def identity(self) -> dict[str, str]:
        values = {key: self.values[key].value if key in self.values else "" for key in KEYS}
        return values | {"source": source_key(values["source"])}


@dataclass(frozen=True, slots=True)
class Known:
    """An article of the project with the draft's text. `pk` is None while it is not stored yet."""

    pk: int | None
    uid: UUID
    filename: str
    identity: dict[str, str]
    origins: dict[str, str] = field(default_factory=dict)


KnownTexts = dict[str, list[Known]]
"""The articles of each text, by its SHA-256, the earliest first."""


def source_key(name: str) -> str:
    """Folded, so that "Süddeutsche" and "Sueddeutsche" are one outlet; as written where nothing is left."""
    return (folded_key(name) or name)[:200]


def known_texts(project: Project, digests: Iterable[str]) -> KnownTexts:
    """The project's articles that have or had one of the texts."""
    rows = ArticleText.objects.filter(article__project=project, sha256__in=set(digests))
    known: KnownTexts = {}
    seen: set[tuple[str, int]] = set()
    columns = (f"article__{column}" for column in COLUMNS)
    for digest, pk, *rest in rows.order_by("article_id").values_list("sha256", *columns):
        if (digest, pk) not in seen:
            seen.add((digest, pk))
            known.setdefault(digest, []).append(known_as(pk, *rest))
    return known


COLUMNS = ("pk", "uid", "filename", "source__key", "published", "url", "origins")
"""Of an article, what `known_as` takes."""


def known_as(
    pk: int, uid: UUID, filename: str, source: str | None, published: str, url: str, origins: dict[str, Any]
) -> Known:
    return Known(pk, uid, filename, {"source": source or "", "published": published, "url": url}, origins)


def new(draft: Draft) -> Known:
    return Known(None, uuid4(), draft.filename, draft.identity())


def match(draft: Draft, known: list[Known]) -> Known | None:
    """The article that the draft is, or None for a new one. An article of the same file name goes first."""
    identity = draft.identity()
    same_file = [article for article in known if article.filename == draft.filename]
    for article in same_file:
        if article.identity == identity:
            return article
    for article in same_file:
        if article.pk is not None and _still(article, draft, identity):
            return article
    return next((article for article in known if article.identity == identity), None)


def same_file(draft: Draft, known: list[Known]) -> Known | None:
    """The article that `match` would find whatever the text states: of this name and text there is only one,
    and the caller says nothing else."""
    same = [article for article in known if article.filename == draft.filename]
    if len(same) == 1 and same[0].pk is not None and _still(same[0], draft, draft.identity()):
        return same[0]
    return None


def _still(article: Known, draft: Draft, identity: dict[str, str]) -> bool:
    """Whether nothing that the caller gives contradicts the article of the same name and text."""
    for key in KEYS:
        given = key in draft.values and draft.values[key].origin == "caller"
        if given and article.origins.get(key) != "member" and article.identity[key] != identity[key]:
            return False
    return True
