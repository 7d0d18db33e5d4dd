"""What the JSON says of an article, read as tuples: model objects with their parts refer to each other in
circles, and a long export would hold thousands of texts until the garbage collector comes by."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Exists, F, OuterRef

from newsreader.models import Article, ArticleText

from .rows import CHUNK, Links, chunks, grouped
from .selection import Content, Selection

TEXT_CHUNK = 20  # articles held at once while their texts go along; a text may have a million characters

Entry = dict[str, Any]

FACTS = {
    "id": "uid", "title": "title", "kicker": "kicker", "lead": "lead", "author": "author",
    "source": "source__name", "published": "published", "section": "section", "page": "page", "url": "url",
    "archive_id": "archive_id", "retrieved": "retrieved", "genre": "genre", "language": "language",
    "filename": "filename", "copy_of": "copy_of__uid", "text_version": "text_version",
    "text_sha256": "texts__sha256", "length": "texts__length",
}  # fmt: skip
"""The keys of an entry in their order, and where each value stands."""
QUOTED = ("kicker", "lead")  # words of the text, which a bare export leaves out
TEXTS = ("text", "blocks")


def entries(selection: Selection, content: Content) -> Iterator[Entry]:
    """The selection's articles in order; three queries for each chunk of them."""
    # The keys alone are sorted: a database would hold whole texts while it sorts them.
    pks = selection.articles().values_list("pk", flat=True)
    for chunk in chunks(pks, TEXT_CHUNK if content is Content.TEXTS else CHUNK):
        found = _read(chunk, content)
        coded = selection.states().filter(article__in=chunk).order_by("member__uid")
        states = grouped(coded, "member__uid", "state", "reason", by="article")
        earlier = _earlier(selection, chunk, content)
        for pk in chunk:
            yield _entry(found[pk], states[pk], earlier[pk], content)


def _read(pks: list[int], content: Content) -> dict[int, tuple[Any, ...]]:
    """Facts and text of the articles, by primary key."""
    texts = [f"texts__{column}" for column in TEXTS] if content is Content.TEXTS else []
    current = Article.objects.filter(pk__in=pks, texts__version=F("text_version"))
    return {pk: tuple(row) for pk, *row in current.values_list("pk", *FACTS.values(), *texts)}


def _earlier(selection: Selection, pks: list[int], content: Content) -> Links:
    """The texts before the articles' own that annotations of the selection stand on."""
    marks = selection.annotations().order_by().filter(text=OuterRef("pk"))
    rows = ArticleText.objects.filter(article__in=pks).exclude(version=F("article__text_version"))
    texts = TEXTS if content is Content.TEXTS else ()
    rows = rows.filter(Exists(marks)).order_by("version")
    return grouped(rows, "version", "sha256", "length", *texts, by="article")


def _entry(row: tuple[Any, ...], states: list[Any], earlier: list[Any], content: Content) -> Entry:
    facts, texts = row[: len(FACTS)], row[len(FACTS) :]
    # An empty value is one that the text does not give; a length is never 0.
    entry: Entry = {key: value or None for key, value in zip(FACTS, facts, strict=True)}
    entry["id"] = str(entry["id"])
    if entry["copy_of"]:
        entry["copy_of"] = str(entry["copy_of"])
    if content is Content.BARE:
        entry.update(dict.fromkeys(QUOTED))
    entry["states"] = [
        {"member": str(member), "state": state, "reason": reason or None} for member, state, reason in states
    ]
    entry["earlier_texts"] = [
        {"text_version": version, "text_sha256": sha256, "length": length, **_text(*text)}
        for version, sha256, length, *text in earlier
    ]
    return entry | _text(*texts)


def _text(text: str | None = None, blocks: Iterable[Any] = ()) -> Entry:
    if text is None:
        return {}
    return {"text": text, "blocks": [{"kind": kind, "start": s, "end": e} for kind, s, e, *_o in blocks]}
