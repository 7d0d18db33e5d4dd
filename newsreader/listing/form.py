"""The list's query string: one form checks all of it, and one function writes it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from newsreader.models import Membership
from newsreader.search.query import PROBLEMS, parse

from .order import DEFAULT, SORTS
from .registry import facets


class ListForm(forms.Form):
    """Every parameter of the list. What a member typed into the address bar is refused with a sentence."""

    sort = forms.ChoiceField(
        choices=[("", ""), *((name, sort.label) for name, sort in SORTS.items())], required=False
    )
    page = forms.IntegerField(min_value=1, max_value=1_000_000, required=False)

    def __init__(self, data: Mapping[str, Any], member: Membership) -> None:
        super().__init__(data, auto_id="list-%s")
        # Making and checking a field takes as long as drawing ten rows; what is not given needs none.
        given = [facet for facet in facets() if not data.keys().isdisjoint(facet.names)]
        self.fields |= {n: f for facet in given for n, f in facet.fields(member).items()}

    def clean(self) -> dict[str, Any]:
        for facet in facets():
            facet.check(self)
        return {name: "" for facet in facets() for name in facet.names} | self.cleaned_data

    def clean_sort(self) -> str:
        return self.cleaned_data["sort"] or DEFAULT

    def given(self) -> dict[str, str]:
        """The parameters that are set and sound, page left out."""
        return {name: value for name, value in _given(self.data).items() if name not in self.errors}


def list_query(params: Mapping[str, Any]) -> str:
    """The list's state as a query string, "?" first, to go with a link to an article; without the page."""
    return query_of(_given(params))


def query_of(params: Mapping[str, str]) -> str:
    return f"?{urlencode(params)}" if params else ""


def search_problems(text: str) -> list[str]:
    """What of a search was not understood, as sentences."""
    return [_(PROBLEMS[code]) for code in parse(text).problems]


def _given(params: Mapping[str, Any]) -> dict[str, str]:
    names = [*(name for facet in facets() for name in facet.names), "sort"]
    return {name: text for name in names if (text := str(params.get(name) or "").strip())}
