"""What an annotation names: its speakers and its tags, each in an order.

A link holds its annotation's article too, which never changes: the list counts articles by speaker and by
tag, and one index answers that without a look at every annotation.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsreader.models import Article

if TYPE_CHECKING:
    from .annotation import Annotation

LinkT = TypeVar("LinkT", bound="Link", covariant=True)


class LinkQuerySet(models.QuerySet[LinkT]):
    def bulk_create(self, objs: Iterable[LinkT], *args: Any, **options: Any) -> list[LinkT]:
        links = list(objs)
        for link in links:
            link.article_id = link.annotation.article_id
        return super().bulk_create(links, *args, **options)


class Link(models.Model):
    annotation: "models.ForeignKey[Annotation, Annotation]"
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="+", editable=False, db_index=False
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["position"]

    def save(self, *args: Any, **options: Any) -> None:
        self.article_id = self.annotation.article_id
        super().save(*args, **options)


class AnnotationSpeaker(Link):
    annotation = models.ForeignKey(
        "annotations.Annotation", on_delete=models.CASCADE, related_name="speaker_links"
    )
    speaker = models.ForeignKey(
        "annotations.Speaker", on_delete=models.RESTRICT, related_name="annotation_links", db_index=False
    )

    objects = LinkQuerySet.as_manager()

    class Meta(Link.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["annotation", "speaker"], name="annotation_speaker")]
        indexes = [
            models.Index(fields=["speaker", "article", "annotation"], name="marks_of_speaker"),
            models.Index(fields=["article", "speaker"], name="speakers_of_article"),
        ]

    def __str__(self) -> str:
        return f"{self.annotation_id} {self.speaker_id}"


class AnnotationTag(Link):
    class Stance(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        AMBIVALENT = "ambivalent", _("ambivalent")
        UNCLEAR = "unclear", _("unclear")

    annotation = models.ForeignKey(
        "annotations.Annotation", on_delete=models.CASCADE, related_name="tag_links"
    )
    tag = models.ForeignKey(
        "annotations.Tag", on_delete=models.RESTRICT, related_name="annotation_links", db_index=False
    )
    stance = models.CharField(max_length=10, choices=Stance, blank=True)

    objects = LinkQuerySet.as_manager()

    class Meta(Link.Meta):
        abstract = False
        constraints = [models.UniqueConstraint(fields=["annotation", "tag"], name="annotation_tag")]
        indexes = [
            models.Index(fields=["tag", "article", "annotation", "stance"], name="marks_of_tag"),
            models.Index(fields=["article", "position", "tag"], name="tags_of_article"),
        ]

    def __str__(self) -> str:
        return f"{self.annotation_id} {self.tag_id}"
