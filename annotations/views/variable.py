"""The project's own fields: everybody reads them, a lead makes, orders, archives and deletes them."""

import uuid

from django.db.models import RestrictedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from newsreader.access import Action, may, member_view
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.views import toasts

from .. import naming
from .. import variables as fields
from ..models import Variable
from ..sealing import ChangedSince
from ..variable_form import PlaceForm, RecodeForm, VariableForm
from .clashes import Clash, clashes_of


@require_safe
@member_view(Action.READ)
def variables(request: HttpRequest, member: Membership) -> HttpResponse:
    rows = list(Variable.objects.of(member.project).counted())
    groups = [(of, [row for row in rows if row.of == of.value and not row.archived_at]) for of in Variable.Of]
    context = {
        "groups": groups,
        "archived": [row for row in rows if row.archived_at],
        "may_manage": may(member, Action.MANAGE),
    }
    return render(request, "annotations/variables.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
def create(request: HttpRequest, member: Membership) -> HttpResponse:
    asked = request.GET.get("of", "")
    of = asked if asked in Variable.Of.values else Variable.Of.ANNOTATION
    return _form(request, member, Variable(project=member.project, of=of, kind=Variable.Kind.CHOICE))


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
def variable(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = _variable(member, uid)
    if "archive" in request.POST or "restore" in request.POST:
        back = "restore" in request.POST
        said = _("The field is asked again.") if back else _("The field is archived.")
        return _done(request, member, said, fields.archive(member, found, back))
    if "remove" not in request.POST:
        return _form(request, member, found)
    try:
        return _done(request, member, _("The field is deleted."), fields.remove(member, found))
    except RestrictedError:
        problem = _("The field has been answered, so it cannot be deleted. Archived, it is no longer asked.")
        return _form(request, member, found, problem=problem)


@require_POST
@member_view(Action.MANAGE)
def place(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found, form = _variable(member, uid), PlaceForm(request.POST)
    if form.is_valid():
        fields.move(member, found, form.cleaned_data["to"] == "up")
    return redirect("variables", member.project.slug)


@require_POST
@member_view(Action.MANAGE)
def answers(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """Moves what was answered from one choice to another."""
    found = _variable(member, uid)
    form = RecodeForm(found, request.POST)
    if form.is_valid():
        try:
            done = fields.recode(member, found, **form.cleaned_data)
        except naming.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.done(request, done, _("The answers are moved."))
            return redirect("variable", member.project.slug, uid)
    return _form(request, member, found, recode=form)


def _form(
    request: HttpRequest,
    member: Membership,
    found: Variable,
    problem: str = "",
    recode: RecodeForm | None = None,
) -> HttpResponse:
    posted = request.method == "POST" and not problem and not recode
    form = VariableForm(member.project, found, request.POST if posted else None)
    clashes: list[Clash] = []
    if posted and form.is_valid():
        try:
            done = fields.save(member, found, form.values(), form.cleaned_data["seen"])
            return _done(request, member, _("Saved."), done)
        except naming.Refused as refusal:
            form.add_error(None, str(refusal))
        except ChangedSince as since:
            clashes = clashes_of(request, member, form, "variable", since)
    recode = recode or (RecodeForm(found) if found.pk else None)
    context = {"variable": found, "form": form, "problem": problem, "recode": recode, "clashes": clashes}
    status = 409 if clashes else 422 if request.method == "POST" else 200
    return render(request, "annotations/variable_form.html", context, status=status)


def _done(request: HttpRequest, member: Membership, said: str, done: ChangeSet | None) -> HttpResponse:
    toasts.done(request, done, said)
    return redirect("variables", member.project.slug)


def _variable(member: Membership, uid: uuid.UUID) -> Variable:
    found: Variable = get_object_or_404(Variable.objects.of(member.project), uid=uid)
    return found
