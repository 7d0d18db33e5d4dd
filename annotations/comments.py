"""Making, changing, resolving and removing comments: each one transaction and one change set."""

from dataclasses import dataclass
from datetime import datetime
from html import escape

from django.db.models import Count
from django.db.models.deletion import RestrictedError
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from newsreader import access
from newsreader.changes import ChangeSet, recording
from newsreader.models import Article, Membership

from .mentions import mentions
from .models import Annotation, Comment
from .naming import Refused
from .recording.comment import about, comment_state, said


class Stale(Exception):
    """The comment was edited meanwhile, in another window; `now` is as it stands, None when it is gone."""

    def __init__(self, now: Comment | None) -> None:
        super().__init__("edited meanwhile")
        self.now = now


@dataclass(frozen=True)
class Place:
    """Where a thread stands: an article, or an annotation in it."""

    article: Article
    annotation: Annotation | None = None


def people(member: Membership) -> list[Membership]:
    """Whom the member can name: all with an account; in a blind project a coder knows of the leads alone."""
    rows = member.project.memberships.exclude(user=None).select_related("user").order_by("name", "pk")
    if access.sees_only_own(member):
        rows = rows.filter(role=Membership.Role.LEAD)
    return list(rows)


def others(member: Membership) -> list[Membership]:
    """Those to offer: nobody names themselves."""
    return [row for row in people(member) if row.pk != member.pk]


def begin(member: Membership, place: Place, text: str) -> tuple[Comment, ChangeSet | None]:
    """A new thread."""
    comment = Comment(article=place.article, annotation=place.annotation, text=text)
    return _made(member, comment)


def answer(member: Membership, thread: Comment, text: str) -> tuple[Comment, ChangeSet | None]:
    """One more comment in a thread; a resolved one stays so."""
    comment = Comment(article=thread.article, annotation=thread.annotation, thread=thread, text=text)
    return _made(member, comment)


def _made(member: Membership, comment: Comment) -> tuple[Comment, ChangeSet | None]:
    comment.project, comment.author = member.project, member
    comment.modified_at = comment.created_at
    with recording(member, "comment.create", comment.article) as record:
        comment.save(force_insert=True)
        _mention(member, comment)
        record("comment", comment.uid, None, comment_state(comment))
    return comment, record.change_set


def _mention(member: Membership, comment: Comment) -> None:
    known = {row.pk: names_of(row) for row in people(member)}
    comment.mentioned.set({pk for _start, _end, pk in mentions(comment.text, known)})


def names_of(member: Membership) -> list[str]:
    """What can stand after the @."""
    return [member.name, *([member.user.username] if member.user else [])]


def update(member: Membership, comment: Comment, seen: datetime, text: str) -> ChangeSet | None:
    """Other words; `seen` is when those that the author was looking at were written. Raises Stale."""
    with recording(member, "comment.update", comment.article) as record:
        row = _locked(comment)
        if row is None or row.modified_at != seen:
            raise Stale(row)
        before = {**about(row), **said(row)}
        if text != row.text:
            row.text, row.modified_at = text, timezone.now()
            row.save()
            _mention(member, row)
            record("comment", row.uid, before, {**about(row), **said(row)})
    return record.change_set


def resolve(member: Membership, thread: Comment, is_resolved: bool) -> ChangeSet | None:
    """Say that a thread is settled, or open it again; anybody who annotates may."""
    action = "comment.resolve" if is_resolved else "comment.reopen"
    with recording(member, action, thread.article) as record:
        if (row := _locked(thread)) and bool(row.resolved_at) != is_resolved:
            here = {"article": str(row.article.uid)}
            record(
                "comment", row.uid, {**here, "resolved": not is_resolved}, {**here, "resolved": is_resolved}
            )
            Comment.objects.filter(pk=row.pk).update(resolved_at=timezone.now() if is_resolved else None)
    return record.change_set


def remove(member: Membership, comment: Comment) -> ChangeSet | None:
    """Raises Refused for one that has been answered."""
    with recording(member, "comment.remove", comment.article) as record:
        if row := _locked(comment):
            state = comment_state(row)
            try:
                row.delete()
            except RestrictedError as error:
                said = gettext("Others have answered this comment. Resolve the thread instead.")
                raise Refused(said) from error
            record("comment", comment.uid, state, None)
    return record.change_set


def _locked(comment: Comment) -> Comment | None:
    rows = Comment.objects.select_for_update(of=("self",)).filter(pk=comment.pk)
    return rows.select_related("article", "annotation", "thread", "author").first()


def open_threads(article: Article, member: Membership) -> dict[int | None, int]:
    """How many are open on each annotation of the article, by primary key, and with None on the article."""
    rows = Comment.objects.seen_by(member).filter(article=article, thread=None).open().order_by()
    return dict(rows.values_list("annotation").annotate(n=Count("pk")))


def drawn(comment: Comment) -> SafeString:
    """Its words, those whom it mentions told apart. Needs `mentioned` with their users."""
    known = {row.pk: names_of(row) for row in comment.mentioned.all()}
    parts: list[str] = []
    at = 0
    for start, end, _pk in mentions(comment.text, known):
        parts += [escape(comment.text[at:start]), f'<b class="mention">{escape(comment.text[start:end])}</b>']
        at = end
    return SafeString("".join([*parts, escape(comment.text[at:])]))
