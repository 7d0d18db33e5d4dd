"""The detector's weights: those that came with the program, or the project's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from newsreader.access import Action, member_view
from newsreader.models import Membership

from ..models import SuggestionRun
from ..suggesting import own, task
from ..suggestion_forms import WeightsForm


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
def weights(request: HttpRequest, member: Membership) -> HttpResponse:
    """POST chooses the ones that are used from now on."""
    if request.method != "POST":
        return _page(request, member)
    form = WeightsForm(request.POST)
    if not form.is_valid():
        return _page(request, member, str(next(iter(form.errors.values()))[0]))
    chosen = bool(form.cleaned_data["own"])
    if chosen and not own.own_of(member.project).version:
        return _page(request, member, _("There are none of the project’s own yet."))
    own.choose(member, chosen)
    return redirect("weights", member.project.slug)


@require_POST
@member_view(Action.MANAGE)
def train(request: HttpRequest, member: Membership) -> HttpResponse:
    if not own.own_of(member.project).can_train:
        return _page(request, member, _("Too few articles are done to learn from."))
    run = task.begin(member, kind=SuggestionRun.Kind.TRAIN)
    return redirect("suggestion-run", member.project.slug, run.uid)


@require_POST
@member_view(Action.MANAGE)
def remove(request: HttpRequest, member: Membership) -> HttpResponse:
    own.delete(member)
    return redirect("weights", member.project.slug)


def _page(request: HttpRequest, member: Membership, sentence: str = "") -> HttpResponse:
    context = {"own": own.own_of(member.project), "least": own.LEAST, "sentence": sentence}
    return render(request, "annotations/weights.html", context, status=422 if sentence else 200)
