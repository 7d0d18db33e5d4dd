"""Releases: a project's states that stay. What one holds is read and exported on the pages of its own."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import Action, may, member_view, sees_only_own
from ..background import worker_alive
from ..backups import copies
from ..changes import Refused
from ..forms import PageForm
from ..htmx import is_fragment, page_or_fragment
from ..models import Membership, Release
from ..purging import remains
from ..release_forms import ReleaseForm, RemovalForm
from ..releases import checksum, task

SHOWN = 20  # on a page
SECONDS = 1  # for those who read an older state, as after every purge

PAGE, FRAGMENT = "newsreader/release.html", "newsreader/_release.html"


@require_safe
@member_view(Action.READ)
def releases(request: HttpRequest, member: Membership) -> HttpResponse:
    """The project's releases; in a release, the way to those of its project."""
    if member.project.release:
        return redirect("releases", member.project.origin.slug)
    return _list(request, member, ReleaseForm())


@require_POST
@member_view(Action.RELEASE)
def make(request: HttpRequest, member: Membership) -> HttpResponse:
    form = ReleaseForm(request.POST)
    if form.is_valid():
        try:
            made = task.begin(member, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return redirect("release", member.project.slug, made.uid)
    return _list(request, member, form, 422)


def _list(request: HttpRequest, member: Membership, form: ReleaseForm, status: int = 200) -> HttpResponse:
    rows = Release.objects.of(member.project).listed()
    context = {
        "form": form,
        "page": Paginator(rows, SHOWN).get_page(PageForm(request.GET).number()),
        "may_release": may(member, Action.RELEASE),
        "only_own": sees_only_own(member),
    }
    return render(request, "newsreader/releases.html", context, status=status)


@require_safe
@member_view(Action.READ)
def release(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """What it is; the fragment is asked for every second while it is being made."""
    return _page(request, member, _found(member, uid))


@require_safe
@member_view(Action.READ)
def check(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """The same, and whether its checksum holds: every row of it is read for that."""
    found = _found(member, uid)
    if not found.is_here:
        return redirect("release", member.project.slug, uid)
    try:
        checked = "holds" if checksum.is_as_then(found) else "differs"
    except checksum.Unreadable:
        checked = "unreadable"
    return _page(request, member, found, checked=checked)


def _page(request: HttpRequest, member: Membership, found: Release, **more: Any) -> HttpResponse:
    lost = found.is_lost
    context = {
        "release": found,
        "lost": lost,
        # Without a check, only a release that is being made is asked for as a fragment, again and again.
        "ended": is_fragment(request) and not more and (lost or not found.under_way),
        "worker": lost or not found.under_way or worker_alive(),
        "only_own": sees_only_own(member),
        "may_stop": may(member, Action.RELEASE),
        "may_remove": may(member, Action.PURGE),
        **more,
    }
    return page_or_fragment(request, PAGE, FRAGMENT, context)


@require_POST
@member_view(Action.RELEASE)
def stop(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    task.stop(_found(member, uid))
    return redirect("release", member.project.slug, uid)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.PURGE)
def remove(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """GET asks, because what is deleted here does not come back."""
    found = _found(member, uid)
    form = RemovalForm(found, request.POST if request.method == "POST" else None)
    if not form.is_valid():
        kept = [path.name for path in copies.holding(str(member.project.uid))]
        context = {"release": found, "form": form, "kept": kept}
        status = 422 if form.is_bound else 200
        return render(request, "newsreader/release_removal.html", context, status=status)
    task.remove(member, found)
    remains.clear(SECONDS)
    messages.success(request, _("The release “%(name)s” is gone.") % {"name": found.name})
    return redirect("releases", member.project.slug)


def _found(member: Membership, uid: uuid.UUID) -> Release:
    found: Release = get_object_or_404(Release.objects.of(member.project).listed(), uid=uid)
    return found
