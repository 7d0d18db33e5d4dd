"""The annotations that a filter finds, counted by who, about what, where and when."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Substr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsreader.templatetags.figures import edtf

from ..answer_fields import name_of
from ..answers import narrowed, shown
from ..filtering import Filter
from ..filtering.form import NOT_SAID
from ..models import Annotation, AnnotationQuerySet, AnnotationSpeaker, AnnotationTag, Tag, Variable

STANCES = dict(AnnotationTag.Stance.choices)
FORMS = dict(Annotation.Form.choices)


@dataclass
class Group:
    """`asked` are the parameters of the table that show it, none where no filter does. A claim has `stances`,
    how many said what of it; those of different claims are never added up."""

    name: str | Promise
    count: int
    asked: dict[str, str] = field(default_factory=dict)
    color: int = 0
    stances: list[tuple[str | Promise, int]] = field(default_factory=list)


def by_speaker(chosen: Filter) -> list[Group]:
    """An annotation with two speakers counts for both."""
    links = _of(AnnotationSpeaker.objects.filter(speaker__project=chosen.project), chosen)
    counts = dict(links.order_by().values_list("speaker").annotate(n=Count("pk")))
    named = chosen.project.speakers.order_by("key", "uid").values_list("pk", "uid", "name")
    groups = [Group(name, counts[pk], {"speaker": str(uid)}) for pk, uid, name in named if pk in counts]
    return sorted(groups, key=_most_first)


def by_tag(chosen: Filter) -> list[Group]:
    """Of each tag alone, without those below it."""
    links = _of(AnnotationTag.objects.filter(tag__project=chosen.project), chosen)
    counts: dict[int, list[tuple[str, int]]] = {}
    for pk, stance, n in links.order_by().values_list("tag", "stance").annotate(n=Count("pk")):
        counts.setdefault(pk, []).append((stance, n))
    named = chosen.project.tags.order_by("key", "uid").values_list("pk", "uid", "name", "color", "kind")
    groups = []
    for pk, uid, name, color, kind in named:
        if said := sorted(counts.get(pk, [])):
            group = Group(name, sum(n for _stance, n in said), {"tag": str(uid), "alone": "on"}, color)
            if kind == Tag.Kind.CLAIM:
                group.stances = [(STANCES.get(stance, _("not coded")), n) for stance, n in said]
            groups.append(group)
    return sorted(groups, key=_most_first)


def _most_first(group: Group) -> int:
    return -group.count


def by_source(chosen: Filter) -> list[Group]:
    rows = _counted(chosen, "article__source__uid", "article__source__name", by_article=True)
    known = [Group(name, n, {"source": str(uid)}) for uid, name, n in rows if uid]
    return known + [Group(_("without a source"), n) for uid, _name, n in rows if not uid]


def by_month(chosen: Filter) -> list[Group]:
    """By the month of the article, in order; of a year alone by the year."""
    rows = chosen.annotations(by_article=True).annotate(month=Substr("article__published", 1, len("2024-05")))
    counted = rows.order_by().values_list("month").annotate(n=Count("pk")).order_by("month")
    known = [Group(edtf(month), n, _of_month(month)) for month, n in counted if month]
    return known + [Group(_("undated"), n) for month, n in counted if not month]


def _of_month(month: str) -> dict[str, str]:
    """No filter asks for articles of which only the year is known."""
    return {"from": month, "to": month} if "-" in month else {}


def by_form(chosen: Filter) -> list[Group]:
    rows = _counted(chosen, "form", is_whole=False)
    return [
        Group(FORMS.get(form, _("not coded")), n, {"form": form} if form else {"lacks": "form"})
        for form, n in rows
    ]


def by_owner(chosen: Filter) -> list[Group]:
    rows = _counted(chosen, "owner__uid", "owner__name")
    return [Group(name, n, {"owner": str(uid)}) for uid, name, n in rows]


def by_answer(variable: Variable) -> Callable[[Filter], list[Group]]:
    """By what is answered to a field of the project's own that has choices, as the filter understands it: for
    the annotation itself, for its article by its owner, or for one of its speakers. One with two speakers of
    whom different things are said counts for both."""

    def groups(chosen: Filter) -> list[Group]:
        column, rows = _answered(variable, chosen)
        found = rows.order_by().values_list(column).annotate(n=Count("pk", distinct=True))
        name = name_of(variable)
        said = [Group(shown(variable.kind, value), n, {name: value}) for value, n in found]
        without = narrowed(chosen.annotations(), variable, "").count()
        said = sorted(said, key=lambda group: (-group.count, str(group.name)))
        return [*said, Group(_("not coded"), without, {name: NOT_SAID})] if without else said

    return groups


def _answered(variable: Variable, chosen: Filter) -> tuple[str, AnnotationQuerySet]:
    """The annotations for which the field is answered, and the column that holds the answer."""
    rows = chosen.annotations()
    if variable.of == Variable.Of.ANNOTATION:
        return "values__value", rows.filter(values__variable=variable)
    if variable.of == Variable.Of.SPEAKER:
        return "speakers__values__value", rows.filter(speakers__values__variable=variable)
    whole = "article__annotations"
    there: dict[str, Any] = {f"{whole}__is_whole": True, f"{whole}__owner": F("owner")}
    there[f"{whole}__values__variable"] = variable
    return f"{whole}__values__value", rows.filter(**there)


def _of(links: QuerySet[Any], chosen: Filter) -> QuerySet[Any]:
    """Those of the annotations that are meant; where all are, nobody looks at the annotations."""
    return links if chosen.is_empty else links.filter(annotation__in=chosen.annotations().values("pk"))


def _counted(chosen: Filter, *columns: str, by_article: bool = False, **only: bool) -> list[tuple[Any, ...]]:
    rows = chosen.annotations(by_article=by_article).filter(**only).order_by().values_list(*columns)
    return list(rows.annotate(n=Count("pk")).order_by("-n", *columns))


@dataclass(frozen=True)
class Grouping:
    label: Promise | str
    groups: Callable[[Filter], list[Group]]


GROUPINGS = {
    "speaker": Grouping(_("by speaker"), by_speaker),
    "tag": Grouping(_("by tag"), by_tag),
    "source": Grouping(_("by source"), by_source),
    "month": Grouping(_("by month"), by_month),
    "form": Grouping(_("by form"), by_form),
    "owner": Grouping(_("by annotator"), by_owner),
}
