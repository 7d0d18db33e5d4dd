"""The codebook of a project, and the page of each tag: what it means and what was coded with it."""

import uuid
from typing import Any

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from newsreader.access import Action, may, member_view, sees_only_own
from newsreader.forms import PageForm
from newsreader.models import Membership
from newsreader.views import toasts

from .. import naming
from ..codebook import proposing, saving
from ..codebook.counting import positions
from ..codebook.form import TagForm
from ..codebook.listing import TreeForm, listed
from ..codebook.tree import line_above
from ..models import Tag
from ..sealing import ChangedSince
from .clashes import clashes_of
from .quotes import quotes_of


@require_safe
@member_view(Action.READ)
def tags(request: HttpRequest, member: Membership) -> HttpResponse:
    """The tree, 200 tags a page."""
    form = TreeForm(request.GET)
    typed, archived = form.asked()
    context = {
        "form": form,
        "typed": typed,
        "with_archived": archived,
        "listed": listed(member, typed, archived, PageForm(request.GET).number()),
        "may_add": may(member, Action.ADD_TAG),
        "may_propose": may(member, Action.PROPOSE_TAG),
        "may_edit": may(member, Action.EDIT_TAG),
        "waiting": proposing.waiting(member),
        "own": proposing.own(member),
        "merged": proposing.merged(member),
    }
    return render(request, "annotations/tags.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ADD_TAG)
def create(request: HttpRequest, member: Membership) -> HttpResponse:
    return _form(request, member, Tag(project=member.project, color=naming.next_color(member.project)))


@require_safe
@member_view(Action.READ)
def tag(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = tag_of(member, uid)
    context = {
        "tag": found,
        "above": line_above(found),
        "below": found.children.order_by("key", "pk"),
        "positions": positions(member, found),
        "quotes": quotes_of(request, member, found),
        "shows_proposal": found.proposal and (not sees_only_own(member) or found.proposed_by == member),
        "may_edit": may(member, Action.EDIT_TAG),
        "may_annotate": may(member, Action.ANNOTATE),
    }
    return render(request, "annotations/tag.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_TAG)
def edit(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = tag_of(member, uid)
    if "remove" not in request.POST:
        return _form(request, member, found)
    try:
        done = saving.remove(member, found)
    except IntegrityError:  # found before the deletion, or by PostgreSQL at its end
        problem = _("Annotations or other tags refer to this tag, so it cannot be deleted.")
        return _show(request, found, TagForm(member.project, found), 422, problem=problem)
    toasts.done(request, done, _("“%(tag)s” is deleted.") % {"tag": found.name})
    return redirect("tags", member.project.slug)


def _form(request: HttpRequest, member: Membership, found: Tag) -> HttpResponse:
    if request.method != "POST":
        return _show(request, found, TagForm(member.project, found), 200)
    form = TagForm(member.project, found, request.POST)
    if not form.is_valid():
        return _show(request, found, form, 422)
    try:
        done = saving.save(member, found, form.values(), form.cleaned_data["seen"])
    except naming.Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, found, form, 422)
    except ChangedSince as since:
        return _show(request, found, form, 409, clashes=clashes_of(request, member, form, "tag", since))
    toasts.done(request, done, _("Saved."))
    return redirect("tag", member.project.slug, found.uid)


def _show(request: HttpRequest, found: Tag, form: TagForm, status: int, **more: Any) -> HttpResponse:
    context = {"tag": found, "form": form, **more}
    return render(request, "annotations/tag_form.html", context, status=status)


def tag_of(member: Membership, uid: uuid.UUID) -> Tag:
    found: Tag = get_object_or_404(
        Tag.objects.of(member.project).select_related("parent", "proposed_by"), uid=uid
    )
    return found
