"""What members say to each other about an annotation or an article."""

import uuid

from django.db import models
from django.utils import timezone

from newsreader.models import Article, Membership, Project

from .annotation import Annotation


class Comment(models.Model):
    """One comment. The first of a thread has no `thread`, and holds when the thread was resolved; the others
    refer to it. `mentioned` are the members whom it names with @."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="comments")
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="comments")
    annotation = models.ForeignKey(Annotation, on_delete=models.RESTRICT, null=True, related_name="comments")
    thread = models.ForeignKey("self", on_delete=models.RESTRICT, null=True, related_name="replies")
    author = models.ForeignKey(Membership, on_delete=models.RESTRICT, related_name="comments")
    text = models.TextField()
    mentioned = models.ManyToManyField(Membership, related_name="mentions")
    created_at = models.DateTimeField(default=timezone.now)
    modified_at = models.DateTimeField(default=timezone.now)
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["project", "uid"], name="comment_uid")]
        indexes = [models.Index(fields=["project", "-created_at"], name="comments_of_project")]

    def __str__(self) -> str:
        return str(self.uid)
