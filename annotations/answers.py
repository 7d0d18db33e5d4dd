"""What was answered to a project's own fields: read for many annotations at once, narrowed by, and shown."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping

from django.db.models import Exists, OuterRef
from django.utils import formats
from django.utils.translation import get_language, gettext

from newsreader import dates

from .models import Annotation, AnnotationQuerySet, AnnotationSpeaker, Value, Variable

Answers = dict[uuid.UUID, str]


def shown(kind: str, value: str) -> str:
    """A stored answer in the reader's language."""
    if kind == Variable.Kind.YES_NO:
        return gettext("yes") if value == "yes" else gettext("no")
    if kind == Variable.Kind.DATE:
        return dates.display(value, get_language() or "en")
    if kind == Variable.Kind.NUMBER:
        return value.replace(".", str(formats.get_format("DECIMAL_SEPARATOR")))
    return value


def answers_of(annotations: Iterable[int]) -> Mapping[int, Answers]:
    """What these annotations (primary keys, some hundreds) answer, by the fields' uids, in one query. What is
    asked of articles is answered by the annotations of whole articles."""
    found: dict[int, Answers] = defaultdict(dict)
    rows = Value.objects.filter(annotation__in=list(annotations))
    for pk, field, value in rows.values_list("annotation", "variable__uid", "value"):
        found[pk][field] = value
    return found


def narrowed(annotations: AnnotationQuerySet, variable: Variable, value: str) -> AnnotationQuerySet:
    """The annotations for which this was answered; "" for those of which nobody has said it. What is asked of
    an article holds for its owner's annotations there, what is asked of a speaker for all that name one."""
    answers = Value.objects.filter(variable=variable)
    answers = answers.filter(value=value) if value else answers
    if variable.of == Variable.Of.ANNOTATION:
        there = Exists(answers.filter(annotation=OuterRef("pk")))
    elif variable.of == Variable.Of.ARTICLE:
        whole = {"annotation__article": OuterRef("article"), "annotation__owner": OuterRef("owner")}
        there = Exists(answers.filter(annotation__is_whole=True, **whole))
    else:
        links = AnnotationSpeaker.objects.filter(annotation=OuterRef("pk"))
        there = Exists(links.filter(speaker__in=answers.values("speaker")))
    return annotations.filter(there if value else ~there)


def answered(annotation: Annotation, *, optional: bool = False) -> list[str]:
    """Field and answer in words, in the fields' order; `optional` leaves out those where one is expected."""
    if annotation._state.adding:
        return []
    rows = [row for row in annotation.values.all() if not (optional and row.variable.required)]
    rows.sort(key=lambda row: (row.variable.position, row.variable.key))
    return [said(row.variable.name, shown(row.variable.kind, row.value)) for row in rows]


def said(name: str, value: str) -> str:
    return gettext("%(field)s: %(answer)s") % {"field": name, "answer": value}
