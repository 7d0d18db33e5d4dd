"""A lead says what the stretches of an article's text are."""

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import undo
from ..access import Action, member_view
from ..correction_forms import BlocksForm
from ..corrections import blocks
from ..corrections.words import KINDS, LABELS, origin_words
from ..listing import list_query
from ..models import Article, Membership

SHOWN = 300  # code points of a block on the page: enough to know it


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
def edit(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(member.project.articles.all(), uid=uid)
    if request.method != "POST":
        return _page(request, member, found, BlocksForm())
    form = BlocksForm(request.POST)
    if not form.is_valid():
        return _page(request, member, found, form, status=422)
    try:
        followed = _deed(form)(member, found, form.cleaned_data["blocks"])
    except blocks.Refused as refused:
        form.add_error(None, _refusal(refused.code))
        return _page(request, member, found, form, status=422)
    except blocks.Clash:
        form.add_error(None, _("Somebody else has changed these blocks meanwhile. Here is what stands now."))
        return _page(request, member, found, form, status=409)
    messages.success(request, _done(len(form.cleaned_data["blocks"]), followed))
    start = form.cleaned_data["blocks"][0][0]
    place = reverse("blocks", args=[member.project.slug, uid]) + list_query(request.GET)
    return redirect(f"{place}#b{start}")


def _deed(form: BlocksForm) -> Callable[[Membership, Article, list[blocks.Seen]], list[str]]:
    kind = form.cleaned_data["kind"]
    deeds = {"join": blocks.join, "split": blocks.split, "release": blocks.release}
    return deeds.get(
        form.cleaned_data["do"], lambda member, found, seen: blocks.set_kind(member, found, seen, kind)
    )


def _refusal(code: str) -> str:
    return {
        "neighbours": _("Only blocks that stand one below the other can be joined; tick two or more."),
        "lines": _("Each of these is one line already."),
        "headline": _("An article has one headline. Join its lines first, if it has several."),
    }[code]


def _done(count: int, followed: list[str]) -> str:
    said = ngettext("%d block changed.", "%d blocks changed.", count) % count
    if followed:
        names = ", ".join(str(LABELS[key]) for key in followed)
        said += " " + _("These values follow: %(names)s.") % {"names": names}
    return said


def _page(
    request: HttpRequest, member: Membership, found: Article, form: BlocksForm, status: int = 200
) -> HttpResponse:
    text = blocks.texts_of([found]).get()
    last = undo.last_action(member, found)
    context = {
        "can_undo": last is not None and last.action == blocks.KIND,
        "article": found,
        "form": form,
        "rows": [_row(text.text, form, *row) for row in text.blocks],
        "kinds": KINDS.items(),
        "query": list_query(request.GET),
    }
    return render(request, "newsreader/blocks.html", context, status=status)


def _row(text: str, form: BlocksForm, kind: str, start: int, end: int, origin: str) -> dict[str, Any]:
    value = f"{start}-{end}-{kind}"
    words = text[start : min(end, start + SHOWN)]
    return {
        "value": value,
        "start": start,
        "kind": kind,
        "label": KINDS.get(kind, kind),
        "origin": origin_words(origin),
        "by_member": origin == "member",
        "words": f"{words} …" if end - start > SHOWN else words,
        "chosen": value in form.chosen,
    }
