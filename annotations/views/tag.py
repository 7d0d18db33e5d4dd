"""The codebook of a project, and the page of each tag: what it means and what was coded with it."""

import uuid

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from newsreader.access import Action, may, member_view
from newsreader.models import Membership

from .. import codebook, naming
from ..models import Tag
from ..named_forms import TagForm
from .quotes import quotes_of


@require_safe
@member_view(Action.READ)
def tags(request: HttpRequest, member: Membership) -> HttpResponse:
    context = {"tree": codebook.tree(member), "may_add": may(member, Action.ADD_TAG)}
    return render(request, "annotations/tags.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ADD_TAG)
def create(request: HttpRequest, member: Membership) -> HttpResponse:
    return _form(request, member, Tag(project=member.project, color=naming.next_color(member.project)))


@require_safe
@member_view(Action.READ)
def tag(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = _tag(member, uid)
    context = {
        "tag": found,
        "quotes": quotes_of(request, member, found),
        "may_edit": may(member, Action.EDIT_TAG),
    }
    return render(request, "annotations/tag.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_TAG)
def edit(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = _tag(member, uid)
    if "remove" not in request.POST:
        return _form(request, member, found)
    try:
        naming.remove_tag(member, found)
    except IntegrityError:  # found before the deletion, or by PostgreSQL at its end
        problem = _("Annotations or other tags refer to this tag, so it cannot be deleted.")
        return _form(request, member, found, problem=problem)
    return redirect("tags", member.project.slug)


def _form(request: HttpRequest, member: Membership, found: Tag, problem: object = None) -> HttpResponse:
    posted = request.method == "POST" and not problem
    form = TagForm(member.project, found, request.POST if posted else None)
    if posted and form.is_valid():
        try:
            saved = naming.save_tag(member, found, form.cleaned_data)
        except naming.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("tag", member.project.slug, saved.uid)
    context = {"tag": found, "form": form, "problem": problem}
    status = 422 if posted or problem else 200
    return render(request, "annotations/tag_form.html", context, status=status)


def _tag(member: Membership, uid: uuid.UUID) -> Tag:
    found: Tag = get_object_or_404(Tag.objects.of(member.project).select_related("parent"), uid=uid)
    return found
