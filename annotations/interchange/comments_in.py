"""Comments and memos of a file become rows. What is there already stays as it is."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from newsreader.changes import State
from newsreader.models import Article, ArticleText, Project
from newsreader.search.language import word_keys

from ..models import Comment, Memo
from ..recording.comment import comment_state
from ..recording.memo import memo_state
from .document import CommentEntry, MemoEntry
from .matching import in_batches

Add = Callable[[str, UUID, State], None]
Texts = Mapping[UUID, ArticleText]


def add_comments(
    project: Project, entries: Sequence[CommentEntry], members: Mapping[UUID, int], texts: Texts, add: Add
) -> None:
    """`members` and `texts` are the project's by the ids of the file. What is about an article or an
    annotation that is not there stays out, and so do the answers to it."""
    threads: dict[UUID, int] = {}
    for answers in (False, True):
        some = [entry for entry in entries if (entry.thread is not None) is answers]
        for batch in in_batches(some):
            _add_batch(project, batch, members, texts, threads, add)


def _add_batch(
    project: Project,
    batch: Sequence[CommentEntry],
    members: Mapping[UUID, int],
    texts: Texts,
    threads: dict[UUID, int],
    add: Add,
) -> None:
    there = dict(project.comments.filter(uid__in=[e.uid for e in batch]).values_list("uid", "pk"))
    marks = project.annotations.filter(uid__in=[e.annotation for e in batch if e.annotation])
    known = dict(marks.values_list("uid", "pk"))
    new = [
        entry
        for entry in batch
        if entry.uid not in there
        and entry.article in texts
        and (entry.annotation is None or entry.annotation in known)
        and (entry.thread is None or entry.thread in threads)
    ]
    made = Comment.objects.bulk_create(
        Comment(
            uid=entry.uid,
            project=project,
            article_id=texts[entry.article].article_id,
            annotation_id=known[entry.annotation] if entry.annotation else None,
            thread_id=threads[entry.thread] if entry.thread else None,
            author_id=members[entry.author],
            text=entry.text,
            words=word_keys(entry.text),
            created_at=entry.created_at,
            modified_at=entry.modified_at,
            resolved_at=entry.resolved_at,
        )
        for entry in new
    )
    threads.update({**there, **{row.uid: row.pk for row in made}})
    link = Comment.mentioned.through
    link.objects.bulk_create(
        link(comment_id=row.pk, membership_id=pk)
        for row, entry in zip(made, new, strict=True)
        for pk in sorted({members[uid] for uid in entry.mentioned})
    )
    rows = Comment.objects.filter(pk__in=[row.pk for row in made]).order_by("pk")
    rows = rows.select_related("article", "annotation", "thread", "author").prefetch_related("mentioned")
    for row in rows:
        add("comment", row.uid, comment_state(row))


def add_memos(entries: Sequence[MemoEntry], texts: Texts, add: Add) -> None:
    for batch in in_batches([entry for entry in entries if entry.article in texts]):
        wanted = {texts[entry.article].article_id: entry.text for entry in batch}
        there = set(Memo.objects.filter(article__in=wanted).values_list("article", flat=True))
        articles = Article.objects.in_bulk([pk for pk in wanted if pk not in there])
        made = Memo.objects.bulk_create(
            Memo(article=article, text=wanted[pk], words=word_keys(wanted[pk]))
            for pk, article in sorted(articles.items())
        )
        for row in made:
            add("memo", row.article.uid, memo_state(row.article, row))
