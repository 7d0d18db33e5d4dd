"""A lead corrects the metadata of an article."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ..access import Action, member_view
from ..correction_forms import DetailsForm, shown
from ..corrections import details
from ..corrections.words import LABELS, value_words
from ..listing import list_query
from ..models import Article, Membership

SOURCES = 500  # offered for the source at most, by name


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
def edit(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = get_object_or_404(member.project.articles.select_related("source"), uid=uid)
    if request.method != "POST":
        return _page(request, found, _form(found))
    form = _form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    try:
        changed = details.correct(member, found, form.wishes(), form.back)
    except details.Clash as clash:
        return _conflict(request, found, form, clash.keys)
    if changed:
        messages.success(request, _("The details are saved. The key u or the history takes that back."))
    return redirect(reverse("article", args=[member.project.slug, uid]) + list_query(request.GET))


def _form(found: Article, data: QueryDict | None = None, **kept: Any) -> DetailsForm:
    return DetailsForm(details.details_of(found), data, names=details.setters(found), **kept)


def _conflict(request: HttpRequest, found: Article, form: DetailsForm, keys: list[str]) -> HttpResponse:
    """409: what stands now beside what was typed, which is kept; what was not touched is as it stands now."""
    found.refresh_from_db()
    now = details.details_of(found)
    wishes = form.wishes()
    typed = {key: shown(key, wish.value) for key, wish in wishes.items()}
    yours = {key: value_words(key, wish.value) for key, wish in wishes.items()}
    clashes = [
        (LABELS[key], value_words(key, now[key].value), yours.get(key, _("back to what stood before")))
        for key in keys
    ]
    form = _form(found, typed=typed, ticked=form.back)
    return _page(request, found, form, clashes=clashes, status=409)


def _page(
    request: HttpRequest, found: Article, form: DetailsForm, *, status: int = 200, **context: Any
) -> HttpResponse:
    names = found.project.sources.order_by("key").values_list("name", flat=True)[:SOURCES]
    context |= {"article": found, "form": form, "sources": names, "query": list_query(request.GET)}
    return render(request, "newsreader/details.html", context, status=status)
