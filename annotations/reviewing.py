"""What would become of annotations, and those that wait for people: each with the words around its old place
and around the places that it could have now."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsreader.models import Article, ArticleText

from .carrying import Status
from .corrected import courses
from .models import Annotation

NAMED = 100  # annotations that a preview names

SAID: dict[Status, Promise | str] = {
    Status.CHANGED: _("its words have changed"),
    Status.AMBIGUOUS: _("it could be in several places"),
    Status.GONE: _("its words are no longer there"),
}


@dataclass(frozen=True)
class Named:
    quote: str
    owner: str
    said: Promise | str


@dataclass(frozen=True)
class Foreseen:
    """How many annotations stay in place, move and wait; the first of these by their words."""

    in_place: int
    moved: int
    waiting: int
    named: list[Named]

    @property
    def total(self) -> int:
        return self.in_place + self.moved + self.waiting

    @property
    def more(self) -> int:
        return self.waiting - len(self.named)


def foresee(article: Article, now: ArticleText, text: str) -> Foreseen:
    found = list(courses(article, now, text))
    settled = [course for course in found if course.carried.is_settled]
    in_place = sum(course.stays_in_place for course in settled)
    waiting = {course.uid: course for course in found if not course.carried.is_settled}
    rows = Annotation.objects.filter(article=article, uid__in=list(waiting)[:NAMED])
    named = [
        Named(row.quote, row.owner.name, SAID[waiting[row.uid].carried.status])
        for row in rows.select_related("owner").prefetch_related("spans").order_by("pk")
    ]
    return Foreseen(in_place, len(settled) - in_place, len(waiting), named)
