"""What files say of a project's own fields and of what was answered to them."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import QuerySet

from ..models import Value, Variable, in_order
from .columns import Uid
from .rows import Links, grouped
from .selection import Selection

Entry = dict[str, Any]
Given = Mapping[str, str]
"""Answers by the id of the field."""


class Field(NamedTuple):
    """A field as a file names it; `column` is its column of a table."""

    id: str
    of: str
    column: str


def entry(variable: Variable) -> Entry:
    return {
        "id": str(variable.uid),
        "of": variable.of,
        "name": variable.name,
        "kind": variable.kind,
        "options": variable.options if variable.kind == Variable.Kind.CHOICE else [],
        "required": variable.required,
        "instruction": variable.instruction or None,
        "archived": variable.archived_at is not None,
    }


def columns(selection: Selection) -> list[Field]:
    """A column for each, named after what it is asked of: two things may be asked the same."""
    return [Field(str(row.uid), row.of, f"{row.of}.{row.name}") for row in selection.fields()]


def entries(pairs: Iterable[tuple[str, str]]) -> list[Entry]:
    return [{"field": field, "value": value} for field, value in pairs]


def of_annotations(pks: Iterable[int]) -> Links:
    """(field, value) of each annotation, in the order of the fields."""
    return _grouped(Value.objects.filter(annotation__in=list(pks)), "annotation")


def of_speakers(pks: Iterable[int]) -> Links:
    return _grouped(Value.objects.filter(speaker__in=list(pks)), "speaker")


def of_articles(pks: Iterable[int]) -> dict[int, dict[int, Given]]:
    """What is answered of these articles, by article and by member (primary keys)."""
    found: dict[int, dict[int, dict[str, str]]] = {}
    rows = Value.objects.filter(annotation__article__in=list(pks), annotation__is_whole=True)
    names = ("annotation__article", "annotation__owner")
    for article, owner, field, value in rows.values_list(*names, Uid("variable__uid"), "value"):
        found.setdefault(article, {}).setdefault(owner, {})[field] = value
    return {article: dict(owners) for article, owners in found.items()}


def by_speaker(selection: Selection) -> dict[str, Given]:
    """What is answered of every speaker, by their ids; as small as the codebook, beside the annotations."""
    found: dict[str, dict[str, str]] = {}
    rows = Value.objects.filter(speaker__project=selection.project)
    for speaker, field, value in rows.values_list(Uid("speaker__uid"), Uid("variable__uid"), "value"):
        found.setdefault(speaker, {})[field] = value
    return dict(found)


def _grouped(rows: QuerySet[Value], by: str) -> Links:
    return grouped(rows.order_by(*in_order("variable__")), Uid("variable__uid"), "value", by=by)
