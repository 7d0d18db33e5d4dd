"""The orders of the table. Ties stand by article and place."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, FilteredRelation, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..filtering import Filter
from ..filtering.filter import by_place, placed
from ..models import AnnotationQuerySet

FEW = 2_000
"""So many are found and then put in order. Of more the database walks the articles in order instead, and
stops when a page is full."""

DEFAULT = "newest"

Order = Callable[[AnnotationQuerySet], AnnotationQuerySet]
BY_DATE = (F("article__published_from").desc(nulls_last=True), F("article__uid"), F("uid"))


def newest(rows: AnnotationQuerySet) -> AnnotationQuerySet:
    date = F("article__published_from").desc(nulls_last=True)
    return placed(rows).order_by(date, F("article__uid"), *by_place())


def newest_dated(rows: AnnotationQuerySet) -> AnnotationQuerySet:
    """As `newest`, of those whose articles have a date."""
    dated = placed(rows.filter(article__published_from__isnull=False))
    return dated.order_by("-article__published_from", "article__uid", *by_place())


def oldest(rows: AnnotationQuerySet) -> AnnotationQuerySet:
    date = F("article__published_from").asc(nulls_last=True)
    return placed(rows).order_by(date, F("article__uid"), *by_place())


def by(column: str) -> Order:
    """By a column of the annotation or of what it belongs to, unknown last, then newest first."""

    def order(rows: AnnotationQuerySet) -> AnnotationQuerySet:
        return rows.order_by(F(column).asc(nulls_last=True), *BY_DATE)

    return order


def by_first(links: str, column: str) -> Order:
    """By what the first of an annotation's links names; those without any last."""

    def order(rows: AnnotationQuerySet) -> AnnotationQuerySet:
        first = FilteredRelation(links, condition=Q(**{f"{links}__position": 0}))
        return rows.annotate(first=first).order_by(F(f"first__{column}").asc(nulls_last=True), *BY_DATE)

    return order


def changed(rows: AnnotationQuerySet) -> AnnotationQuerySet:
    return rows.order_by("-modified_at", "uid")


@dataclass(frozen=True)
class Sort:
    label: Promise | str
    order: Order
    by_article: bool = True


SORTS = {
    "newest": Sort(_("newest first"), newest),
    "oldest": Sort(_("oldest first"), oldest),
    "speaker": Sort(_("by speaker"), by_first("speaker_links", "speaker__key"), by_article=False),
    "tag": Sort(_("by tag"), by_first("tag_links", "tag__key"), by_article=False),
    "source": Sort(_("by source"), by("article__source__key"), by_article=False),
    "form": Sort(_("by form"), by("form"), by_article=False),
    "owner": Sort(_("by annotator"), by("owner__name"), by_article=False),
    "changed": Sort(_("last changed first"), changed, by_article=False),
}


def page(chosen: Filter, sort: str, found: int, first: int, count: int) -> list[int]:
    """The primary keys of `count` annotations from the one at `first` (from 0) on, of `found`."""
    how = SORTS[sort]
    rows = chosen.annotations(by_article=how.by_article and found > FEW)
    if sort == DEFAULT and found > FEW:
        return _dated_first(rows, first, count)
    return list(how.order(rows).values_list("pk", flat=True)[first : first + count])


def _dated_first(rows: AnnotationQuerySet, first: int, count: int) -> list[int]:
    """The newest, by an index that PostgreSQL cannot use where the unknown is to come last."""
    dated = newest_dated(rows)
    pks = list(dated.values_list("pk", flat=True)[first : first + count])
    if len(pks) < count:
        undated = newest(rows.filter(article__published_from=None)).values_list("pk", flat=True)
        begin = max(first - dated.count(), 0)
        pks += undated[begin : begin + count - len(pks)]
    return pks
