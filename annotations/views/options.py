"""What the comboboxes offer while somebody types: speakers and tags of the project."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from newsreader.access import Action, may, member_view
from newsreader.models import Membership

from ..models import Speaker, Tag

SHOWN = 12  # options in a list; who sees no match types on


class OptionsForm(forms.Form):
    q = forms.CharField(max_length=200, required=False)


@require_GET
@member_view(Action.READ)
def speakers(request: HttpRequest, member: Membership) -> HttpResponse:
    typed = _typed(request)
    found = Speaker.objects.of(member.project).suggested(typed, member)[:SHOWN]
    context = {"options": found, "typed": typed, "may_create": may(member, Action.ADD_SPEAKER)}
    return render(request, "annotations/_speaker_options.html", context)


@require_GET
@member_view(Action.READ)
def tags(request: HttpRequest, member: Membership) -> HttpResponse:
    typed = _typed(request)
    found = Tag.objects.of(member.project).suggested(typed, member)[:SHOWN]
    context = {"options": found, "typed": typed, "may_create": may(member, Action.ADD_TAG)}
    return render(request, "annotations/_tag_options.html", context)


def _typed(request: HttpRequest) -> str:
    """What was typed; what no name can be counts as nothing."""
    form = OptionsForm(request.GET)
    return " ".join(form.cleaned_data["q"].split()) if form.is_valid() else ""
