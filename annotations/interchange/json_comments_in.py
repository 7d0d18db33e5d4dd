"""The comments of a JSON file, and the memos of its articles: each by itself, then all of them together."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from ..models import NOTE_LIMIT
from .document import AnnotationEntry, CommentEntry, MemoEntry
from .reading import Place, Refused


def comment(
    place: Place,
    articles: Collection[UUID],
    annotations: dict[UUID, AnnotationEntry],
    members: Collection[UUID],
) -> CommentEntry:
    article = place.reference("article", articles)
    about = None if place.value.get("annotation") is None else place.reference("annotation", annotations)
    if about and annotations[about].article != article:
        raise place.refuse("annotation", _("The annotation belongs to another article."))
    resolved = None if place.value.get("resolved_at") is None else place.moment("resolved_at")
    return CommentEntry(
        uid=place.uid("id"),
        article=article,
        annotation=about,
        thread=place.uid_or_none("thread"),
        author=place.reference("author", members),
        text=place.name("text", NOTE_LIMIT),
        mentioned=place.references("mentioned", members),
        created_at=place.moment("created_at"),
        modified_at=place.moment("modified_at"),
        resolved_at=resolved,
    )


def memo(place: Place, articles: Collection[UUID]) -> MemoEntry:
    return MemoEntry(place.reference("article", articles), place.name("text", NOTE_LIMIT))


def check_threads(comments: Sequence[CommentEntry]) -> None:
    """An answer is in the place of what it answers, which is no answer itself. Raises Refused."""
    known = {entry.uid: entry for entry in comments}
    for n, entry in enumerate(comments):
        if entry.thread is None:
            continue
        first = known.get(entry.thread)
        if first is None or first.thread or first.article != entry.article:
            raise Refused(f"comments[{n}].thread: {_('This is no first comment of the same article.')}")
        if first.annotation != entry.annotation:
            raise Refused(f"comments[{n}].thread: {_('This is about another annotation.')}")


def check_memos(memos: Sequence[MemoEntry]) -> None:
    if len({entry.article for entry in memos}) != len(memos):
        raise Refused(f"memos: {_('One id stands here twice.')}")
