"""The orders of the table. Ties stand by article and place."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..filtering import Filter
from ..filtering.filter import by_place, placed
from ..models import AnnotationQuerySet

FEW = 2_000
"""So many are found and then put in order. Of more the database walks the articles in order instead, and
stops when a page is full."""

DEFAULT = "newest"


def newest(rows: AnnotationQuerySet) -> AnnotationQuerySet:
    date = F("article__published_from").desc(nulls_last=True)
    return placed(rows).order_by(date, F("article__uid"), *by_place())


def oldest(rows: AnnotationQuerySet) -> AnnotationQuerySet:
    date = F("article__published_from").asc(nulls_last=True)
    return placed(rows).order_by(date, F("article__uid"), *by_place())


def changed(rows: AnnotationQuerySet) -> AnnotationQuerySet:
    return rows.order_by("-modified_at", "uid")


@dataclass(frozen=True)
class Sort:
    label: Promise | str
    order: Callable[[AnnotationQuerySet], AnnotationQuerySet]
    by_article: bool = True


SORTS = {
    "newest": Sort(_("newest first"), newest),
    "oldest": Sort(_("oldest first"), oldest),
    "changed": Sort(_("last changed first"), changed, by_article=False),
}


def page(chosen: Filter, sort: str, found: int, first: int, count: int) -> list[int]:
    """The primary keys of `count` annotations from the one at `first` (from 0) on, of `found`."""
    how = SORTS[sort]
    rows = chosen.annotations(by_article=how.by_article and found > FEW)
    return list(how.order(rows).values_list("pk", flat=True)[first : first + count])
