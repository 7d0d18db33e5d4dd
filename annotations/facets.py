"""What the article list knows of annotations: whether there are any, by whom and about what.

In a blind project a coder's list counts and shows their own annotations only (access.visible).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import ClassVar

from django import forms
from django.db.models import Count, Exists, F, FilteredRelation, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from newsreader import listing
from newsreader.access import visible
from newsreader.listing import Articles, Choice, Cleaned, Row
from newsreader.models import Membership

from .models import Annotation, AnnotationSpeaker, AnnotationTag

SWATCHES = 8  # colours that a row of the list shows at most


@dataclass(frozen=True)
class Swatch:
    """A tag's colour slot and name, and how many annotations of the article show that colour."""

    color: int
    name: str
    count: int


class SpeakerFacet(listing.Facet):
    names = ("speaker",)
    legend = _("Speaker")

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        speakers = member.project.speakers.all()
        return {"speaker": forms.ModelChoiceField(speakers, to_field_name="uid", required=False)}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["speaker"]:
            return articles
        quoted = Annotation.objects.seen_by(member).filter(speaker_links__speaker=cleaned["speaker"])
        return articles.filter(pk__in=quoted.values("article"))

    def choices(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Sequence[Choice]:
        links = AnnotationSpeaker.objects.filter(annotation__article__in=articles.values("pk"))
        seen = visible(links, member, "annotation__owner").order_by()
        named = seen.values_list("speaker__uid", "speaker__name")
        path, chosen = "annotation__article", cleaned["speaker"]
        counted = listing.offered(named, chosen, "speaker", path, "speaker__key")
        return [Choice(str(uid), name, n) for uid, name, n in counted]


class TagFacet(listing.Facet):
    names = ("tag",)
    legend = _("Codebook")

    def fields(self, member: Membership) -> dict[str, forms.Field]:
        tags = member.project.tags.all()
        return {"tag": forms.ModelChoiceField(tags, to_field_name="uid", required=False)}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["tag"]:
            return articles
        coded = Annotation.objects.seen_by(member).filter(tag_links__tag=cleaned["tag"])
        return articles.filter(pk__in=coded.values("article"))

    def choices(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Sequence[Choice]:
        links = AnnotationTag.objects.filter(annotation__article__in=articles.values("pk"))
        seen = visible(links, member, "annotation__owner").order_by()
        named = seen.values_list("tag__uid", "tag__name", "tag__color")
        path, chosen = "annotation__article", cleaned["tag"]
        counted = listing.offered(named, chosen, "tag", path, "tag__key")
        return [Choice(str(uid), name, n, color) for uid, name, color, n in counted]


class AnnotatedFacet(listing.OptionFacet):
    """Whether an article has annotations; its rows show how many, and their colours."""

    names = ("annotated",)
    legend = _("Annotations")
    options: ClassVar = {"yes": _("annotated"), "no": _("not annotated")}

    def narrow(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Articles:
        if not cleaned["annotated"]:
            return articles
        some = Exists(Annotation.objects.seen_by(member).filter(article=OuterRef("pk")))
        return articles.filter(some if cleaned["annotated"] == "yes" else ~some)

    def choices(self, articles: Articles, cleaned: Cleaned, member: Membership) -> Sequence[Choice]:
        some = Exists(Annotation.objects.seen_by(member).filter(article=OuterRef("pk")))
        counts = listing.grouped(articles, some)
        return self.offered({"yes": counts.get(True, 0), "no": counts.get(False, 0)})

    def decorate(self, rows: Sequence[Row], cleaned: Cleaned, member: Membership) -> None:
        """An annotation has the colour of its first tag, as in the text."""
        seen = Annotation.objects.seen_by(member).filter(article__in=[row.article.pk for row in rows])
        first = seen.annotate(first=FilteredRelation("tag_links", condition=Q(tag_links__position=0)))
        tagged = first.values_list("article", "first__tag__color", "first__tag__name")
        counted = tagged.annotate(n=Count("pk")).order_by("article", "-n", F("first__tag__key"))
        found = {pk: list(group) for pk, group in groupby(counted, key=lambda row: row[0])}
        for row in rows:
            tags = found.get(row.article.pk, [])
            row.extras["annotations"] = sum(n for *_tag, n in tags)
            swatches = [Swatch(color, name, n) for _pk, color, name, n in tags if name]
            row.extras["swatches"] = swatches[:SWATCHES]


def register() -> None:
    for facet in (SpeakerFacet(), TagFacet(), AnnotatedFacet()):
        listing.register(facet)
