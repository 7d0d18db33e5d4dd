"""Two speakers become one (which one, what would change, then do it), and one becomes two."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from newsreader.access import Action, member_view
from newsreader.models import Membership
from newsreader.views.toasts import done

from ..models import Speaker
from ..naming import Refused
from ..speakers import merging, splitting
from ..speakers.merge_forms import IntoForm, SplitForm
from .quotes import quotes_of
from .speaker import speaker_of

SHOWN = 12


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MERGE_SPEAKER)
def merge(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """GET with `into` shows what would change, without it the speakers to choose from; POST merges."""
    gone = speaker_of(member, uid)
    form = IntoForm(gone, request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        return _choose(request, member, gone, form, status=422)
    kept: Speaker | None = form.cleaned_data["into"]
    if kept is None:
        return _choose(request, member, gone, form, status=422 if request.method == "POST" else 200)
    if request.method != "POST":
        return _preview(request, member, kept, gone, merging.refusal(member, kept, gone))
    try:
        change_set = merging.merge(member, kept, gone)
    except Refused as refusal:
        return _preview(request, member, kept, gone, str(refusal), status=422)
    done(request, change_set)
    return redirect("speaker", member.project.slug, kept.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MERGE_SPEAKER)
def split(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """GET shows names and a page of quotes to choose from; POST gives those chosen to a new speaker."""
    found = speaker_of(member, uid)
    form = SplitForm(found, request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        try:
            change_set = splitting.split(member, found, form.made, data["wording"], data["quote"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            done(request, change_set)
            return redirect("speaker", member.project.slug, found.uid)
    context = {
        "speaker": found,
        "form": form,
        "quotes": quotes_of(request, member, found),
        "picked": set(request.POST.getlist("quote")),
        "keys": set(request.POST.getlist("wording")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "annotations/speaker_split.html", context, status=status)


def _preview(
    request: HttpRequest, member: Membership, kept: Speaker, gone: Speaker, sentence: str, status: int = 200
) -> HttpResponse:
    foreseen = merging.foresee(member, kept, gone)
    context = {"kept": kept, "gone": gone, "foreseen": foreseen, "sentence": sentence}
    return render(request, "annotations/speaker_merge.html", context, status=status)


def _choose(
    request: HttpRequest, member: Membership, gone: Speaker, form: IntoForm, status: int
) -> HttpResponse:
    typed = " ".join(form.cleaned_data.get("q", "").split())
    context: dict[str, Any] = {"speaker": gone, "form": form, "typed": typed}
    context["found"] = _found(member, gone, typed) if typed else []
    return render(request, "annotations/speaker_choice.html", context, status=status)


def _found(member: Membership, gone: Speaker, typed: str) -> list[Speaker]:
    rows = Speaker.objects.of(member.project).exclude(pk=gone.pk).suggested(typed, member)
    return list(rows[:SHOWN])
