"""The speakers out as a table, and a table in: a look first, then the press that does it."""

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

from ..naming import Refused
from ..roster import taking
from ..roster.taking import SheetForm
from ..sealing import ChangedSince

SHOWN = 100  # lines of each kind


@require_safe
@member_view(Action.EXPORT)
def download(request: HttpRequest, member: Membership) -> HttpResponse:
    response = HttpResponse(taking.table(member.project), content_type="text/csv; charset=utf-8")
    filename = f"{member.project.slug}-speakers-{timezone.localdate()}.csv"
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_SPEAKER)
def take_in(request: HttpRequest, member: Membership) -> HttpResponse:
    """POST says what the table would do; with `apply` it is done."""
    if request.method != "POST":
        return _show(request, SheetForm(), 200)
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, 422)
    data = form.cleaned_data
    foreseen = taking.foresee(member.project, data["sheet"])
    form.data = {"text": data["text"], "seen": foreseen.seal}
    if foreseen.plan.problems:
        return _show(request, form, 422, foreseen=foreseen)
    if "apply" not in request.POST:
        return _show(request, form, 200, foreseen=foreseen)
    try:
        done = taking.take_in(member, data["sheet"], data["seen"])
    except ChangedSince:
        return _show(request, form, 409, foreseen=foreseen, changed_since=True)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _show(request, form, 422)
    toasts.done(request, done, "" if done else _("Nothing to do: the speakers are as the table says."))
    return redirect("speakers", member.project.slug)


def _show(request: HttpRequest, form: SheetForm, status: int, **more: Any) -> HttpResponse:
    context = {"form": form, "shown": SHOWN, **more}
    return render(request, "annotations/speakers_import.html", context, status=status)
