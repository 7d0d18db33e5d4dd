"""Merging a tag into another, recoding and splitting off: GET says what would come of it, POST does it. And
archiving a tag, which needs no question."""

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from newsreader.access import Action, member_view
from newsreader.models import Membership
from newsreader.views import toasts

from ..codebook import recoding, saving
from ..codebook.recode_forms import MergeForm, RecodeForm
from ..models import Tag
from ..naming import Refused
from .quotes import quotes_of
from .tag import tag_of


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_TAG)
def merge(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = tag_of(member, uid)
    form = MergeForm(found, request.POST if request.method == "POST" else request.GET or None)
    context = {"tag": found, "form": form, "below": found.children.count()}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "annotations/tag_merge.html", context, status=status)
    into = form.cleaned_data["to"]
    try:
        if request.method != "POST":
            context |= {"into": into, "foreseen": recoding.check_merge(found, into)}
            return render(request, "annotations/tag_merge.html", context)
        done = recoding.merge(member, found, into)
    except Refused as refused:
        form.add_error("to", str(refused))
        return render(request, "annotations/tag_merge.html", context, status=422)
    said = _("“%(tag)s” is merged into “%(into)s”.") % {"tag": found.name, "into": into.name}
    toasts.done(request, done.change_set, f"{said} {_moved(done.moved)}")
    return redirect("tag", member.project.slug, into.uid)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_TAG)
def recode(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = tag_of(member, uid)
    asked = request.POST if request.method == "POST" else request.GET
    form = RecodeForm(found, asked if "which" in asked or request.method == "POST" else None)
    context: dict[str, Any] = {"tag": found, "form": form, "quotes": quotes_of(request, member, found)}
    context["ticked"] = set(asked.getlist("mark"))
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "annotations/tag_recode.html", context, status=status)
    try:
        if request.method != "POST":
            context["foreseen"] = recoding.foresee(found, form.cleaned_data["to"], form.chosen())
            return render(request, "annotations/tag_recode.html", context)
        done = _recode(member, found, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return render(request, "annotations/tag_recode.html", context, status=422)
    toasts.done(request, done.change_set, _moved(done.moved))
    return redirect("tag", member.project.slug, done.tag.uid)


def _recode(member: Membership, found: Tag, form: RecodeForm) -> recoding.Done:
    if name := form.cleaned_data["new"]:
        return recoding.split(member, found, name, form.chosen())
    return recoding.recode(member, found, form.cleaned_data["to"], form.chosen())


def _moved(count: int) -> str:
    return ngettext("%d passage moved.", "%d passages moved.", count) % count


@require_POST
@member_view(Action.EDIT_TAG)
def archive(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """Archives the tag, or with `back` brings it back; with `branch` all tags below it too."""
    found = tag_of(member, uid)
    back, branch = "back" in request.POST, "branch" in request.POST
    done = saving.archive(member, found, back=back, branch=branch)
    sentence = _("“%(tag)s” is offered for coding again.") if back else _("“%(tag)s” is archived.")
    toasts.done(request, done, sentence % {"tag": found.name})
    return redirect("tag", member.project.slug, found.uid)
