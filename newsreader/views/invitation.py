"""What an invitation's link opens: who invites to what, and the way in, with a new account or one's own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from ..changes import Refused
from ..member_forms import NewUserForm, TokenForm
from ..members import accept, invitation_of
from ..models import Invitation
from ..sessions import sign_in


@require_safe
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Only shows, because mail programs open links on their own; the POST to `join` uses the link."""
    return _page(request, token, invitation_of(token))


def _page(
    request: HttpRequest, token: str, found: Invitation | None, status: int = 200, **more: Any
) -> HttpResponse:
    if found is None:
        return render(request, "newsreader/invitation_over.html", status=410)
    form = NewUserForm(initial={"name": found.place.name if found.place else ""})
    context = {"invitation": found, "token": token, "form": form, **more}
    return render(request, "newsreader/invitation.html", context, status=status)


@require_POST
@never_cache
def join(request: HttpRequest) -> HttpResponse:
    token = TokenForm(request.POST).value()
    found = invitation_of(token)
    if found is None or request.user.is_authenticated:
        return _accept(request, token, found, request.user)
    form = NewUserForm(request.POST)
    if not form.is_valid():
        return _page(request, token, found, 422, form=form)
    return _accept(request, token, found, form.unsaved_user(), form=form)


def _accept(
    request: HttpRequest, token: str, found: Invitation | None, user: Any, **more: Any
) -> HttpResponse:
    if found is None:
        return _page(request, token, None)
    try:
        accept(found, user)
    except Refused as refused:
        return _page(request, token, invitation_of(token), 409, problem=str(refused), **more)
    if not request.user.is_authenticated:
        sign_in(request, user)
    messages.success(request, _("Welcome to “%(project)s”.") % {"project": found.project.name})
    return redirect("project", found.project.slug)
