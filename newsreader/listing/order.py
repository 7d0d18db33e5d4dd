"""The orders of the list. Ties stand by uid, unknown values last."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.db.models.expressions import OrderBy
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsreader.models import Article

from .facet import Articles


@dataclass(frozen=True)
class Key:
    """A column that the list is ordered by. `name` crosses relations as the ORM writes it."""

    name: str
    descending: bool = False
    nullable: bool = False

    def order(self) -> OrderBy:
        return OrderBy(F(self.name), descending=self.descending, nulls_last=self.nullable or None)

    def value(self, article: Article) -> Any:
        value: Any = article
        for part in self.name.split("__"):
            value = value and getattr(value, part)
        return value

    def same(self, value: Any) -> Q:
        return Q(**{f"{self.name}__isnull": True}) if value is None else Q(**{self.name: value})

    def beyond(self, value: Any, forward: bool) -> Q | None:
        """Rows that stand after `value` (before, if not forward) by this column; None for none at all."""
        unknown = f"{self.name}__isnull"
        if value is None:
            return None if forward else Q(**{unknown: False})
        beyond = Q(**{f"{self.name}__{'gt' if forward is not self.descending else 'lt'}": value})
        return beyond | Q(**{unknown: True}) if forward and self.nullable else beyond


UID = Key("uid")


@dataclass(frozen=True)
class Sort:
    label: str | Promise
    keys: tuple[Key, ...]


DATE = Key("published_from", nullable=True)
SORTS = {
    "newest": Sort(_("newest first"), (Key("published_from", descending=True, nullable=True), UID)),
    "oldest": Sort(_("oldest first"), (DATE, UID)),
    "title": Sort(_("by title"), (Key("sort_key"), UID)),
    "source": Sort(_("by source"), (Key("source__key", nullable=True), DATE, UID)),
    "imported": Sort(_("recently imported"), (Key("imported_at", descending=True), UID)),
    "longest": Sort(_("longest first"), (Key("length", descending=True), UID)),
}
DEFAULT = "newest"


def ordered(articles: Articles, sort: str) -> Articles:
    return articles.order_by(*(key.order() for key in SORTS[sort].keys))
