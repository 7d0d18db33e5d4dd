"""The members of a project and the invitations that are open: for its leads."""

import uuid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import members as people
from ..access import Action, may, member_view
from ..changes import Refused
from ..invitation import Invitation
from ..member_forms import InviteForm, RoleForm
from ..models import Membership
from . import toasts

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@require_safe
@member_view(Action.REMOVE_MEMBER)
def members(request: HttpRequest, member: Membership) -> HttpResponse:
    return _page(request, member)


def _page(
    request: HttpRequest, member: Membership, form: InviteForm | None = None, status: int = 200, **more: Any
) -> HttpResponse:
    project = member.project
    rows = [
        (row, RoleForm(initial={"role": row.role}, auto_id=f"id_%s_{row.uid}"))
        for row in project.memberships.with_account()
    ]
    context = {
        "rows": rows,
        "former": project.memberships.names_only(),
        "invitations": Invitation.objects.of(project),
        "form": form or InviteForm(project),
        "may_manage": may(member, Action.MANAGE),
        "days": people.LIFETIME.days,
        **more,
    }
    return render(request, "newsreader/members.html", context, status=status)


@require_POST
@member_view(Action.MANAGE)
def invite(request: HttpRequest, member: Membership) -> HttpResponse:
    """The answer shows the link, this once; it is no redirect, because the token is kept nowhere."""
    form = InviteForm(member.project, request.POST)
    if not form.is_valid():
        return _page(request, member, form, status=422)
    invitation, path = people.invite(member, **form.cleaned_data)
    root = settings.URL.rstrip("/") or f"{request.scheme}://{request.get_host()}"
    only_here = urlsplit(root).hostname in LOOPBACK
    return _page(request, member, invited=invitation, link=f"{root}{path}", only_here=only_here)


@require_POST
@member_view(Action.REMOVE_MEMBER)
def withdraw(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(member.project.invitations, uid=uid)
    try:
        people.withdraw(member, found)
    except Refused as refused:
        return _page(request, member, status=409, problem=str(refused))
    messages.success(request, _("The invitation is withdrawn; its link works no more."))
    return redirect("members", member.project.slug)


@require_POST
@member_view(Action.MANAGE)
def role(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = _member(member, uid)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, member, status=422, problem=_("Please choose one of the roles."))
    try:
        done = people.set_role(member, found, form.cleaned_data["role"])
    except Refused as refused:
        return _page(request, member, status=409, problem=str(refused))
    if found.pk == member.pk and done:  # who has stepped down reads the settings, and no longer the members
        return redirect("settings", member.project.slug)
    toasts.done(request, done, _("Saved."))
    return redirect("members", member.project.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.REMOVE_MEMBER)
def remove(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """GET asks, because there is no undo: only a new invitation."""
    found = _member(member, uid)
    if found.pk == member.pk:
        return redirect("leaving", member.project.slug)
    if request.method != "POST":
        return render(request, "newsreader/member_removal.html", {"found": found})
    try:
        people.remove(member, found)
    except Refused as refused:
        return _page(request, member, status=409, problem=str(refused))
    messages.success(request, _("%(name)s is no longer a member.") % {"name": found.name})
    return redirect("members", member.project.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.LEAVE)
def leave(request: HttpRequest, member: Membership) -> HttpResponse:
    if request.method != "POST":
        return render(request, "newsreader/leaving.html")
    try:
        people.leave(member)
    except Refused as refused:
        return render(request, "newsreader/leaving.html", {"problem": str(refused)}, status=409)
    messages.success(request, _("You have left “%(project)s”.") % {"project": member.project.name})
    return redirect("projects")


def _member(member: Membership, uid: uuid.UUID) -> Membership:
    found: Membership = get_object_or_404(member.project.memberships.with_account(), uid=uid)
    return found
