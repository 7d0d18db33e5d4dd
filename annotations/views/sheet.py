"""Codebook and speakers out as a table, and a table into them: a look first, then the press that does it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from newsreader.access import Action, member_view
from newsreader.changes import ChangeSet
from newsreader.downloads import named
from newsreader.models import Membership, Project
from newsreader.views import toasts

from ..codebook import sheet, sheet_in
from ..naming import Refused
from ..sealing import ChangedSince
from ..speakers.roster import taking
from ..tabular import TableForm

SHOWN = 100  # lines of each kind


@dataclass(frozen=True)
class Table:
    """`foresee` and `take_in` are asked with what was read and with the fields that the form has beside the
    table, `asked`; `page` is where one is sent in the end."""

    name: str
    page: str
    template: str
    form: type[TableForm]
    asked: tuple[str, ...]
    written: Callable[[Project], Iterable[str] | str]
    foresee: Callable[..., Any]
    take_in: Callable[..., ChangeSet | None]
    nothing: Promise | str


CODEBOOK = Table(
    "codebook",
    "tags",
    "annotations/codebook_import.html",
    sheet_in.SheetForm,
    ("update",),
    sheet.written,
    sheet_in.foresee,
    sheet_in.take_in,
    _("Nothing to do: the codebook says all of this already."),
)
SPEAKERS = Table(
    "speakers",
    "speakers",
    "annotations/speakers_import.html",
    taking.SheetForm,
    (),
    taking.table,
    taking.foresee,
    taking.take_in,
    _("Nothing to do: the speakers are as the table says."),
)


@require_safe
@member_view(Action.EXPORT)
def download(request: HttpRequest, member: Membership, table: Table) -> HttpResponse:
    response = HttpResponse(table.written(member.project), content_type="text/csv; charset=utf-8")
    return named(response, f"{member.project.slug}-{table.name}-{timezone.localdate()}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_TAG)
def codebook(request: HttpRequest, member: Membership) -> HttpResponse:
    return _take_in(request, member, CODEBOOK)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_SPEAKER)
def speakers(request: HttpRequest, member: Membership) -> HttpResponse:
    return _take_in(request, member, SPEAKERS)


def _take_in(request: HttpRequest, member: Membership, table: Table) -> HttpResponse:
    """POST says what the table would do; with `apply` it is done."""
    if request.method != "POST":
        return _show(request, table, table.form(), 200)
    form = table.form(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, table, form, 422)
    data = form.cleaned_data
    asked = {name: data[name] for name in table.asked}
    foreseen = table.foresee(member.project, data["sheet"], **asked)
    form.data = {"text": data["text"], **asked, "seen": foreseen.seal}
    if foreseen.plan.problems:
        return _show(request, table, form, 422, foreseen=foreseen)
    if "apply" not in request.POST:
        return _show(request, table, form, 200, foreseen=foreseen)
    try:
        done = table.take_in(member, data["sheet"], seen=data["seen"], **asked)
    except ChangedSince:
        return _show(request, table, form, 409, foreseen=foreseen, changed_since=True)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, table, form, 422)
    toasts.done(request, done, "" if done else str(table.nothing))
    return redirect(table.page, member.project.slug)


def _show(request: HttpRequest, table: Table, form: TableForm, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "shown": SHOWN, **more}
    return render(request, table.template, context, status=status)
