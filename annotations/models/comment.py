"""What members say to each other about an annotation or an article."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q
from django.utils import timezone

from newsreader import access
from newsreader.models import Article, Membership, Project
from newsreader.search.language import word_keys

from .annotation import Annotation


class CommentQuerySet(models.QuerySet["Comment"]):
    def seen_by(self, member: Membership) -> Self:
        """Those of the member's project that the member may see. In a blind project a coder sees what is said
        about their own annotations, and about articles what they and the leads say to each other."""
        rows: Self = self.filter(project=member.project)
        if not access.sees_only_own(member):
            return rows
        own = Q(annotation__owner=member)
        ours = Q(author=member) | Q(author__role=Membership.Role.LEAD)
        begun = Q(thread=None) | Q(thread__author=member) | Q(thread__author__role=Membership.Role.LEAD)
        return rows.filter(own | (Q(annotation=None) & ours & begun))

    def threads(self, member: Membership) -> Self:
        """The first comments of threads that the member may see, each with `answers`, in a fixed number of
        questions."""
        rows = self.seen_by(member).filter(thread=None)
        answers = Comment.objects.seen_by(member).select_related("author").order_by("created_at", "pk")
        answers = answers.prefetch_related("mentioned__user")
        rows = rows.select_related("author", "article", "annotation").order_by("-created_at", "-pk")
        return rows.prefetch_related(
            "annotation__spans", "mentioned__user", Prefetch("replies", answers, "answers")
        )

    def mentioning(self, member: Membership) -> Self:
        """Of first comments those in whose thread the member is named."""
        named = Comment.objects.filter(thread=OuterRef("pk"), mentioned=member)
        here = Comment.objects.filter(pk=OuterRef("pk"), mentioned=member)
        return self.filter(Exists(here) | Exists(named))

    def with_words(self, typed: str, member: Membership) -> Self:
        """Of first comments those in whose thread one comment, which the member may see, holds all the words
        that were typed, or words that begin so."""
        if not (keys := word_keys(typed).split()):
            return self
        holding = Comment.objects.seen_by(member)
        for key in keys:
            holding = holding.filter(words__contains=f" {key}")
        here, below = holding.filter(pk=OuterRef("pk")), holding.filter(thread=OuterRef("pk"))
        return self.filter(Exists(here) | Exists(below))

    def open(self) -> Self:
        return self.filter(resolved_at=None)


class Comment(models.Model):
    """One comment. The first of a thread has no `thread`, and holds when the thread was resolved; the others
    refer to it. `mentioned` are the members whom it names with @. `words` are the keys of its words, with a
    space before and after each, for a search by the beginnings of words."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="comments")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    annotation = models.ForeignKey(Annotation, on_delete=models.RESTRICT, null=True, related_name="comments")
    thread = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="replies")
    author = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="comments")
    text = models.TextField()
    words = models.TextField(editable=False, default="")
    mentioned = models.ManyToManyField(Membership, related_name="mentions")
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "uid"], name="comment_uid")]
        indexes = [models.Index(fields=["project", "-created_at"], name="comments_of_project")]

    def __str__(self) -> str:
        return str(self.uid)

    def save(self, *args: Any, **options: Any) -> None:
        self.words = word_keys(self.text)
        super().save(*args, **options)

    @property
    def is_edited(self) -> bool:
        return self.modified_at > self.created_at


class Memo(models.Model):
    """What analysts think about an article as a whole: one text that all of them write. `words` as above."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="memo")
    text = models.TextField()
    words = models.TextField(editable=False, default="")
    modified_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"memo on {self.article_id}"

    def save(self, *args: Any, **options: Any) -> None:
        self.words = word_keys(self.text)
        super().save(*args, **options)
