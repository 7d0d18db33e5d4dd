"""Undoing an import of articles, and bringing it back: the page says first what moves and what stays."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import taking_out, undo
from ..access import Action, may, member_view, refusal
from ..changes import ChangeSet
from ..forms import UndoForm
from ..history import change_sets, may_turn
from ..models import Membership

SHOWN = 50  # of the articles that stay


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
def turn(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """GET says what undoing the import comes to, or bringing it back; POST does it, and leaves what stays."""
    found = get_object_or_404(change_sets(member), uid=uid, action="import")
    if request.method != "POST":
        return _page(request, member, found)
    if not may_turn(member, found):
        raise refusal(member)
    form = UndoForm(request.POST)
    forward = form.is_valid() and form.cleaned_data["redo"]
    try:
        done = (undo.redo if forward else undo.undo)(member, found, undo.Settle.LEAVE)
    except (undo.NothingToUndo, undo.Conflict):
        found.refresh_from_db()
        return _page(request, member, found, status=409, nothing=True)
    said = _said(done.changes.filter(kind=taking_out.KIND).count(), forward)
    messages.success(request, format_html('{} <a href="{}">{}</a>', said, request.path, _("Undo …")))
    return redirect("history", member.project.slug)


def _said(count: int, forward: bool) -> str:
    if forward:
        words = ngettext("%(count)d article is back.", "%(count)d articles are back.", count)
    else:
        words = ngettext(
            "%(count)d article is out of the project.", "%(count)d articles are out of the project.", count
        )
    return words % {"count": count}


def _page(
    request: HttpRequest, member: Membership, found: ChangeSet, status: int = 200, nothing: bool = False
) -> HttpResponse:
    foreseen = taking_out.foresee(found)
    shown = sorted(foreseen.staying)[:SHOWN]
    titles = taking_out.names(member.project, shown)
    context = {
        "change_set": found,
        "run": found.imports.first(),
        "moving": foreseen.moving,
        "staying": [(key, titles.get(key, ""), taking_out.why(foreseen.staying[key])) for key in shown],
        "stay": len(foreseen.staying),
        "more": len(foreseen.staying) - len(shown),
        "nothing": nothing,
        "out": found.undone and (foreseen.moving or foreseen.staying),
        "may_purge": may(member, Action.PURGE),
        # What it changed in articles that were there already; the rest of its changes are what it brought in.
        "updated": found.changes.exclude(kind=taking_out.KIND).count(),
    }
    return render(request, "newsreader/import_undo.html", context, status=status)
