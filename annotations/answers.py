"""What was answered to a project's own fields: read for many annotations at once, narrowed by, and shown."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import BigIntegerField, Count, Exists, F, OuterRef
from django.db.models import Value as Constant
from django.utils import formats
from django.utils.translation import get_language, gettext

from newsreader import dates
from newsreader.models import Article

from .models import Annotation, AnnotationQuerySet, AnnotationSpeaker, Speaker, Value, Variable

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


def counted(**things: Any) -> dict[int, int]:
    """How often each field (by primary key) is answered of these things, which narrow the answers."""
    rows = Value.objects.filter(**things).order_by().values_list("variable")
    return dict(rows.annotate(n=Count("pk")))


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


def answered(thing: Annotation | Speaker, *, optional: bool = False) -> list[str]:
    """Field and answer in words, in the fields' order; `optional` leaves out those where one is expected."""
    if thing._state.adding:
        return []
    rows = [row for row in thing.values.all() if not (optional and row.variable.required)]
    rows.sort(key=lambda row: (row.variable.position, row.variable.key))
    return [said(row.variable.name, shown(row.variable.kind, row.value)) for row in rows]


def missing_of(speaker: Speaker) -> list[str]:
    """The fields where an answer is expected and not there, in their order."""
    rows = Variable.objects.asked_of(speaker.project, Variable.Of.SPEAKER).filter(required=True)
    there = {value.variable_id for value in speaker.values.all()}
    return [row.name for row in rows if row.pk not in there]


Said = dict[int, list[str]]


def on_cards(article: Article, marks: Mapping[int, bool]) -> tuple[Said, Said]:
    """What annotations of the article answer, in words, and the fields where an answer is missing, both in
    the order of fields. `marks` says by primary key whether it is about the whole article. One question."""
    which: dict[str, Any] = {"annotation__article": article}  # all of them: naming 500 takes longer
    if len(marks) < 5:
        which = {"annotation__in": marks}
    columns = ("position", "key", "pk", "of", "name", "kind")
    given = Value.objects.filter(**which).annotate(mark=F("annotation"), answer=F("value"))
    asked = Variable.objects.asked().filter(project=article.project_id, required=True).order_by()
    asked = asked.annotate(mark=Constant(None, output_field=BigIntegerField()), answer=Constant(""))
    rows = given.values_list(*(f"variable__{column}" for column in columns), "mark", "answer").union(
        asked.values_list(*columns, "mark", "answer"), all=True
    )
    answers: Said = defaultdict(list)
    missing: Said = defaultdict(list)
    words: dict[tuple[int, str], str] = {}  # the same answers come again
    there: set[tuple[int, int]] = set()
    expected: list[tuple[int, bool, str]] = []
    for _position, _key, pk, of, name, kind, mark, answer in sorted(rows, key=lambda row: row[:3]):
        if mark in marks:
            if (pk, answer) not in words:
                words[pk, answer] = said(name, shown(kind, answer))
            answers[mark].append(words[pk, answer])
            there.add((pk, mark))
        elif mark is None and of != Variable.Of.SPEAKER:
            expected.append((pk, of == Variable.Of.ARTICLE, name))
    for pk, of_whole, name in expected:
        for mark, is_whole in marks.items():
            if of_whole == is_whole and (pk, mark) not in there:
                missing[mark].append(name)
    return answers, missing


def merged(known: Iterable[Sequence[str]], given: Iterable[tuple[uuid.UUID, str]]) -> Answers | None:
    """What is answered once this is `given` too, "" for an answer that goes; `known` as states hold it. None
    where nothing changes."""
    before = {uuid.UUID(uid): value for uid, value in known}
    after = {uid: value for uid, value in (before | dict(given)).items() if value}
    return None if after == before else after


def said(name: str, value: str) -> str:
    return gettext("%(field)s: %(answer)s") % {"field": name, "answer": value}
