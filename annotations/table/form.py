"""The table's query string: the filter, the order, the columns and the page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from newsreader.models import Membership

from ..filtering.form import FilterForm
from ..models import Variable
from .columns import COLUMNS, USUAL, Column, own
from .groups import GROUPINGS, Grouping, by_answer
from .order import DEFAULT, SORTS

CHOSEN = (Variable.Kind.CHOICE, Variable.Kind.YES_NO)


class TableForm(FilterForm):
    sort = forms.ChoiceField(
        required=False, label=_("Sort"), choices=[(name, sort.label) for name, sort in SORTS.items()]
    )
    group = forms.ChoiceField(required=False, label=_("Count"))
    column = forms.MultipleChoiceField(
        required=False,
        label=_("Columns"),
        widget=forms.CheckboxSelectMultiple,
    )
    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False, widget=forms.HiddenInput)

    def __init__(self, member: Membership, data: Mapping[str, Any]) -> None:
        super().__init__(member, data)
        chosen = {n: v for n, v in self.variables.items() if v.kind in CHOSEN}
        self.groupings = GROUPINGS | {n: Grouping(_by(v), by_answer(v)) for n, v in chosen.items()}
        ways = [(name, how.label) for name, how in self.groupings.items()]
        self._choices("group", [("", _("each by itself")), *ways])
        of_speakers = Variable.Of.SPEAKER
        self.known = COLUMNS | {n: own(v) for n, v in self.variables.items() if v.of != of_speakers}
        self._choices("column", [(name, column.label) for name, column in self.known.items()])
        if not self._chosen():
            self.data = _with_columns(data)

    def _choices(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def grouping(self) -> Grouping | None:
        return self.groupings.get(self.cleaned_data["group"])

    def sorted_by(self) -> str:
        return self.cleaned_data["sort"] or DEFAULT

    def columns(self) -> dict[str, Column]:
        return {name: self.known[name] for name in self.cleaned_data["column"]}

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the same table, as short as can be, without its page."""
        pairs = [(name, value) for name, value in self.given().items() if name not in ("column", "page")]
        if (columns := self._chosen()) and columns != USUAL:
            pairs += [("column", name) for name in columns]
        return pairs

    def kept(self, page: int = 0) -> str:
        """The same table as a query string, "?" first, at another page."""
        pairs = self.pairs() + ([("page", str(page))] if page > 1 else [])
        return f"?{urlencode(pairs)}" if pairs else ""

    def asking(self, asked: dict[str, str]) -> str:
        """The same table, asked for this too and not counted by group."""
        pairs = [(name, value) for name, value in self.pairs() if name not in ("group", *asked)]
        return f"?{urlencode([*pairs, *asked.items()])}"

    def _chosen(self) -> list[str]:
        return self.data.getlist("column") if isinstance(self.data, QueryDict) else []


def _by(variable: Variable) -> str:
    return gettext("by %(field)s") % {"field": variable.name}


def _with_columns(data: Mapping[str, Any]) -> QueryDict:
    full = data.copy() if isinstance(data, QueryDict) else QueryDict(urlencode(data), mutable=True)
    full.setlist("column", USUAL)
    return full
