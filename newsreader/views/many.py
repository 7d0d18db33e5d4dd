"""A lead corrects one value in several articles: those picked in the list, or all that it shows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from .. import listing
from ..access import Action, member_view
from ..correction_forms import ManyForm
from ..corrections import details
from ..forms import PickedForm
from ..models import Membership
from .details import SOURCES

TOGETHER = 1_000
"""Articles in one go: about a second of the database, for which other writers wait."""
NAMED = 10  # titles on the page


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
def correct(request: HttpRequest, member: Membership) -> HttpResponse:
    articles = listing.listed(member, request.GET)
    if (picked := PickedForm(request.GET, "article").picked()) is not None:
        articles = articles.filter(uid__in=picked)
    uids = list(articles.values_list("uid", flat=True))
    form = ManyForm(len(uids), TOGETHER, request.POST if request.method == "POST" else None)
    if form.is_valid():
        changed = details.correct_many(member, uids, form.values())
        messages.success(request, ngettext("%d article changed.", "%d articles changed.", changed) % changed)
        return redirect(reverse("articles", args=[member.project.slug]) + listing.list_query(request.GET))
    context = {
        "form": form,
        "count": len(uids),
        "too_many": len(uids) > TOGETHER,
        "together": TOGETHER,
        "named": articles.order_by("sort_key")[:NAMED],
        "sources": member.project.sources.order_by("key").values_list("name", flat=True)[:SOURCES],
        "list_query": listing.list_query(request.GET),
    }
    return render(request, "newsreader/many.html", context, status=422 if form.is_bound else 200)
