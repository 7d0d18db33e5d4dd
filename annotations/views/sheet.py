"""The codebook out as a table, and a table into the codebook: a look first, then the press that does it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from newsreader.access import Action, member_view
from newsreader.models import Membership
from newsreader.views import toasts

from ..codebook import sheet, sheet_in
from ..naming import Refused
from ..sealing import ChangedSince

SHOWN = 100  # lines of each kind


@require_safe
@member_view(Action.EXPORT)
def download(request: HttpRequest, member: Membership) -> HttpResponse:
    response = HttpResponse(sheet.written(member.project), content_type="text/csv; charset=utf-8")
    filename = f"{member.project.slug}-codebook-{timezone.localdate()}.csv"
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_TAG)
def take_in(request: HttpRequest, member: Membership) -> HttpResponse:
    """POST says what the table would do; with `apply` it is done."""
    if request.method != "POST":
        return _show(request, sheet_in.SheetForm(), 200)
    form = sheet_in.SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, 422)
    data = form.cleaned_data
    foreseen = sheet_in.foresee(member.project, data["sheet"], data["update"])
    form.data = {"text": data["text"], "update": data["update"], "seen": foreseen.seal}
    if foreseen.plan.problems:
        return _show(request, form, 422, foreseen=foreseen)
    if "apply" not in request.POST:
        return _show(request, form, 200, foreseen=foreseen)
    try:
        done = sheet_in.take_in(member, data["sheet"], data["update"], data["seen"])
    except ChangedSince:
        return _show(request, form, 409, foreseen=foreseen, changed_since=True)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, 422)
    toasts.done(request, done, "" if done else _("Nothing to do: the codebook says all of this already."))
    return redirect("tags", member.project.slug)


def _show(request: HttpRequest, form: sheet_in.SheetForm, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "shown": SHOWN, **more}
    return render(request, "annotations/codebook_import.html", context, status=status)
