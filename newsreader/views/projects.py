"""The way in: my projects, one project, help."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from .. import projects as making
from ..access import Action, may_create_project, member_view, memberships_of, user_view
from ..changes import Refused
from ..htmx import is_fragment, page_or_fragment
from ..models import Membership, User
from ..project_forms import ProjectForm, proposal


@require_safe
@user_view
def home(request: HttpRequest, user: User) -> HttpResponse:
    """My projects; who has only one that goes on is taken there."""
    mine = list(memberships_of(user))
    current = [member for member in mine if not member.project.archived_at]
    return redirect("project", current[0].project.slug) if len(current) == 1 else _list(request, user, mine)


@require_safe
@user_view
def projects(request: HttpRequest, user: User) -> HttpResponse:
    return _list(request, user, list(memberships_of(user)))


def _list(request: HttpRequest, user: User, mine: list[Membership]) -> HttpResponse:
    context = {
        "current": [member for member in mine if not member.project.archived_at],
        "archived": [member for member in mine if member.project.archived_at],
        "may_create": may_create_project(user),
    }
    return render(request, "newsreader/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@user_view
def create(request: HttpRequest, user: User) -> HttpResponse:
    """GET is the form, as a fragment the address that fits what is typed so far; POST makes the project."""
    if not may_create_project(user):
        raise PermissionDenied
    if is_fragment(request) and request.method != "POST":
        return render(request, "newsreader/_project_slug.html", {"form": proposal(user, request.GET)})
    form = ProjectForm(user, request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = form.cleaned_data
        del data["proposed"]
        try:
            lead = making.create(user, **data)
        except Refused as refused:
            form.add_error("slug", str(refused))
        else:
            return redirect("project", lead.project.slug)
    return render(request, "newsreader/project_form.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@member_view(Action.READ)
def project(request: HttpRequest, member: Membership) -> HttpResponse:
    return redirect("articles", member.project.slug)


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """The keys, for everybody; the fragment is what the key `?` shows."""
    return page_or_fragment(request, "newsreader/help.html", "newsreader/_keys.html", {})
