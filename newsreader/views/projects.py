"""The way in: my projects, one project, help."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from ..access import Action, member_view, memberships_of, user_view
from ..htmx import page_or_fragment
from ..models import Membership, User


@require_safe
@user_view
def home(request: HttpRequest, user: User) -> HttpResponse:
    """My projects; who has only one is taken there."""
    mine = list(memberships_of(user))
    if len(mine) == 1:
        return redirect("project", mine[0].project.slug)
    return render(request, "newsreader/home.html", {"memberships": mine})


@require_safe
@member_view(Action.READ)
def project(request: HttpRequest, member: Membership) -> HttpResponse:
    return redirect("articles", member.project.slug)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The keys, for everybody; the fragment is what the key `?` shows."""
    return page_or_fragment(request, "newsreader/help.html", "newsreader/_keys.html", {})
