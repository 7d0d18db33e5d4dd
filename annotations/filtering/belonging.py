"""Who belonged to an organisation on the day of a statement, asked of the database."""

from django.db.models import CharField, Exists, F, OuterRef, Q
from django.db.models import Value as Fixed
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Length, NullIf, Substr

from ..models import Role, Speaker


def belonging(organisation: Speaker) -> Q:
    """The condition on a link of a speaker to an annotation: the organisation itself, what is part of it, and
    who may have held a role in it on the day of the statement, else of the article; on an unknown day who
    ever has. Days are EDTF, which stand in order as text: of two of unequal length the longer is cut."""
    own = NullIf(OuterRef("annotation__date"), Fixed(""))
    day = Coalesce(own, OuterRef("article__published"), output_field=CharField())
    roles = Role.objects.filter(speaker=OuterRef("speaker"), organisation=organisation).annotate(day=day)
    begun = Q(since="") | Q(day="") | Q(begin__lte=F("day"))
    not_over = Q(until="") | Q(day="") | Q(end__lte=F("until"))
    held = roles.annotate(begin=_cut("since", "day"), end=_cut("day", "until")).filter(begun, not_over)
    return Q(speaker=organisation) | Q(speaker__part_of=organisation) | Q(Exists(held))


def _cut(text: str, like: str) -> Combinable:
    return Substr(text, 1, Length(like))
