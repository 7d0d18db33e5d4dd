"""Memos: what analysts think about an article, a tag or a speaker. Those of tags and speakers are in their
forms; here is the one of an article, and finding all of them."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from newsreader import access
from newsreader.access import Action
from newsreader.changes import ChangeSet, recording
from newsreader.models import Article, Membership
from newsreader.search.language import word_keys

from .models import Memo
from .recording.memo import memo_state


class Stale(Exception):
    """Somebody else has written it meanwhile; `now` is its text."""

    def __init__(self, now: str) -> None:
        super().__init__("written meanwhile")
        self.now = now


def may_write(member: Membership) -> bool:
    """All who annotate; in a blind project not the coders, who would read each other's thoughts."""
    return access.may(member, Action.ANNOTATE) and not access.sees_only_own(member)


def memo_on(article: Article) -> str:
    return Memo.objects.filter(article=article).values_list("text", flat=True).first() or ""


def save(member: Membership, article: Article, seen: str, text: str) -> ChangeSet | None:
    """Write the article's memo, or with an empty text take it away; `seen` is what the member was looking at.
    Raises Stale."""
    with recording(member, "memo.update", article) as record:
        Article.objects.select_for_update(no_key=True).get(pk=article.pk)  # of two who begin it at once
        row = Memo.objects.filter(article=article).first()
        if (row.text if row else "") != seen:
            raise Stale(row.text if row else "")
        before = memo_state(article, row) if row else None
        if text:
            row = row or Memo(article=article)
            row.text, row.modified_at = text, timezone.now()
            row.save()
        elif row:
            row.delete()
        record("memo", article.uid, before, {"article": str(article.uid), "memo": text} if text else None)
    return record.change_set


@dataclass(frozen=True)
class Found:
    """A memo and what it is on."""

    kind: str  # article, tag or speaker
    name: str
    url: str
    text: str


def found(member: Membership, typed: str) -> list[Found]:
    """The project's memos in which each word that was typed begins a word, by kind and name."""
    keys = [f" {key}" for key in word_keys(typed).split()]
    return [*_on_articles(member, keys), *_on_named(member, "tag", keys), *_on_named(member, "speaker", keys)]


def _on_articles(member: Membership, keys: list[str]) -> list[Found]:
    rows = Memo.objects.filter(article__project=member.project).select_related("article")
    for key in keys:
        rows = rows.filter(words__contains=key)
    return [
        Found("article", str(row.article), _url(member, "article-comments", row.article.uid), row.text)
        for row in rows.order_by("article__sort_key", "pk")
    ]


def _on_named(member: Membership, kind: str, keys: list[str]) -> list[Found]:
    """Of tags or speakers. Few have one, so their words are cut when they are asked for."""
    named = member.project.tags if kind == "tag" else member.project.speakers
    rows = named.exclude(memo="").order_by("key", "pk").values_list("uid", "name", "memo")
    return [
        Found(kind, name, _url(member, kind, uid), memo)
        for uid, name, memo in rows
        if not keys or all(key in word_keys(memo) for key in keys)
    ]


def _url(member: Membership, name: str, uid: object) -> str:
    return reverse(name, args=[member.project.slug, uid])
