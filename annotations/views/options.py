"""What the comboboxes offer while somebody types: speakers and tags of the project."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsreader.access import Action, may, member_view
from newsreader.models import Membership
from newsreader.search.language import folded_key

from ..forms import OptionsForm
from ..models import Speaker, Tag
from ..naming import spelling

SHOWN = 12  # options in a list; who sees no match types on


@require_safe
@member_view(Action.READ)
def speakers(request: HttpRequest, member: Membership) -> HttpResponse:
    rows = Speaker.objects.of(member.project)
    return _options(request, member, rows, Action.ADD_SPEAKER, "annotations/_speaker_options.html")


@require_safe
@member_view(Action.READ)
def tags(request: HttpRequest, member: Membership) -> HttpResponse:
    rows = Tag.objects.of(member.project)
    return _options(request, member, rows, Action.ADD_TAG, "annotations/_tag_options.html")


def _options(request: HttpRequest, member: Membership, rows: Any, add: Action, template: str) -> HttpResponse:
    form = OptionsForm(request.GET)
    if not form.is_valid():
        sentence = str(form.errors["q"][0])
        return render(request, "annotations/_refused.html", {"sentence": sentence}, status=422)
    typed = " ".join(form.cleaned_data["q"].split())
    found = list(rows.suggested(typed, member)[:SHOWN])
    is_there = spelling(typed) in {spelling(row.name) for row in found}
    is_new = bool(folded_key(typed)) and not is_there
    context = {"options": found, "typed": typed, "may_create": is_new and may(member, add)}
    if add is Action.ADD_TAG and not may(member, add):
        context["may_propose"] = is_new and may(member, Action.PROPOSE_TAG)
    return render(request, template, context)
