"""What the JSON says of comments, and of the memos of articles."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ..models import Comment
from .rows import CHUNK, chunks, grouped, moment
from .selection import Selection

FACTS = (
    "pk", "uid", "article__uid", "annotation__uid", "thread__uid", "author__uid", "text",
    "created_at", "modified_at", "resolved_at",
)  # fmt: skip

Entry = dict[str, Any]


def comments(selection: Selection) -> Iterator[Entry]:
    """In the order in which they were written; two questions for each chunk of them."""
    found = selection.comments().order_by("created_at", "uid")
    for chunk in chunks(found.values_list(*FACTS), CHUNK):
        links = Comment.mentioned.through.objects.filter(comment__in=[pk for pk, *_rest in chunk])
        named = grouped(links.order_by("membership__uid"), "membership__uid", by="comment")
        for pk, *row in chunk:
            yield _entry(row, [str(uid) for (uid,) in named[pk]])


def _entry(row: list[Any], mentioned: list[str]) -> Entry:
    uid, article, annotation, thread, author, text, created_at, modified_at, resolved_at = row
    return {
        "id": str(uid),
        "article": str(article),
        "annotation": _id(annotation),
        "thread": _id(thread),
        "author": str(author),
        "text": text,
        "mentioned": mentioned,
        "created_at": moment(created_at),
        "modified_at": moment(modified_at),
        "resolved_at": _moment(resolved_at),
    }


def _id(uid: object) -> str | None:
    return str(uid) if uid else None


def _moment(when: datetime | None) -> str | None:
    return moment(when) if when else None


def memos(selection: Selection) -> Iterator[Entry]:
    """In the order of their articles' ids."""
    for uid, text in selection.memos().order_by("article__uid").values_list("article__uid", "text"):
        yield {"article": str(uid), "text": text}
