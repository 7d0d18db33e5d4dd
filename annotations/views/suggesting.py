"""The detector reads a project's articles in the background: begun, watched, stopped, taken up again."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsreader.access import Action, member_view
from newsreader.background import runs, worker_alive
from newsreader.htmx import is_fragment, page_or_fragment
from newsreader.models import Membership, Source

from ..models import SuggestionRun
from ..suggesting import showing, task
from ..suggestion_forms import RunForm

PAGE, FRAGMENT = "annotations/suggestion_run.html", "annotations/_suggestion_run.html"


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
def begin(request: HttpRequest, member: Membership) -> HttpResponse:
    """GET asks which articles are meant."""
    form = RunForm(member.project, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "annotations/find_quotes.html", {"form": form}, status=status)
    run = task.begin(member, form.options())
    return redirect("suggestion-run", member.project.slug, run.uid)


@require_safe
@member_view(Action.MANAGE)
def run(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """How far it is, or what came of it; the fragment is asked for every second while it is under way."""
    rows = SuggestionRun.objects.of(member.project).select_related("member")
    found = get_object_or_404(rows, uid=uid)
    lost = found.is_lost
    context = {
        "run": found,
        "lost": lost,
        "ended": is_fragment(request) and (lost or not found.is_under_way),
        "may_go_on": task.may_go_on(found),
        "worker": lost or not found.is_under_way or worker_alive(),
        "pace": task.pace(found),
        "look": showing.look_of(member) if found.found and not found.is_under_way else None,
        "source": Source.objects.filter(project=member.project, uid=found.options.get("source")).first(),
    }
    return page_or_fragment(request, PAGE, FRAGMENT, context)


@require_POST
@member_view(Action.MANAGE)
def stop(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    runs.stop(get_object_or_404(SuggestionRun.objects.of(member.project), uid=uid))
    return redirect("suggestion-run", member.project.slug, uid)


@require_POST
@member_view(Action.MANAGE)
def go_on(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    task.go_on(get_object_or_404(SuggestionRun.objects.of(member.project), uid=uid))
    return redirect("suggestion-run", member.project.slug, uid)
