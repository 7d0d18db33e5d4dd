"""The settings of a project: the lead changes them, all others read what holds here and whom to ask."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from .. import projects
from ..access import Action, may, member_view
from ..changes import ChangeSet
from ..models import Membership
from ..project_forms import AdditionsForm, ArchiveForm, NameForm, VisibilityForm
from . import toasts


@require_safe
@member_view(Action.READ)
def settings(request: HttpRequest, member: Membership) -> HttpResponse:
    return _page(request, member)


def _page(request: HttpRequest, member: Membership, status: int = 200, **bound: Form) -> HttpResponse:
    """The page of all settings; the form of the one that was sent wrongly is `bound`."""
    project = member.project
    now = {
        field: getattr(project, field) for field in ("name", "visibility", "codebook_open", "speakers_open")
    }
    context = {
        "name_form": NameForm(initial=now),
        "visibility_form": VisibilityForm(initial=now),
        "additions_form": AdditionsForm(initial=now),
        "may_manage": may(member, Action.MANAGE),
        "may_see_members": may(member, Action.REMOVE_MEMBER),
        "may_archive": may(member, Action.ARCHIVE),
        "may_backup": may(member, Action.BACKUP),
        "may_leave": may(member, Action.LEAVE),
        "may_purge": may(member, Action.PURGE),
        "leads": project.memberships.leads(),
        **bound,
    }
    return render(request, "newsreader/settings.html", context, status=status)


def _save(
    request: HttpRequest, member: Membership, name: str, form: Form, write: Callable[..., ChangeSet | None]
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, member, 422, **{name: form})
    toasts.done(request, write(member, **form.cleaned_data), _("Saved."))
    return redirect("settings", member.project.slug)


@require_POST
@member_view(Action.MANAGE)
def name(request: HttpRequest, member: Membership) -> HttpResponse:
    return _save(request, member, "name_form", NameForm(request.POST), projects.rename)


@require_POST
@member_view(Action.MANAGE)
def visibility(request: HttpRequest, member: Membership) -> HttpResponse:
    return _save(request, member, "visibility_form", VisibilityForm(request.POST), projects.set_visibility)


@require_POST
@member_view(Action.MANAGE)
def additions(request: HttpRequest, member: Membership) -> HttpResponse:
    return _save(request, member, "additions_form", AdditionsForm(request.POST), projects.set_additions)


@require_POST
@member_view(Action.ARCHIVE)
def archive(request: HttpRequest, member: Membership) -> HttpResponse:
    """Into the archive, or out of it with `restore`."""
    form = ArchiveForm(request.POST)
    back = form.is_valid() and form.cleaned_data["restore"]
    done = (projects.restore if back else projects.archive)(member)
    said = _("The project is back from the archive.") if back else _("The project is archived.")
    toasts.done(request, done, said)
    return redirect("settings", member.project.slug)
