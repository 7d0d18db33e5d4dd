"""Changing what is said of many annotations at once: all that the table's filter finds, or those picked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from newsreader.access import Action, member_view
from newsreader.models import Membership
from newsreader.views import toasts

from ..change_form import TOGETHER, ChangeForm, PickedForm
from ..changing import change, changeable
from ..models import AnnotationQuerySet
from ..naming import Refused
from ..table.form import TableForm

NAMED = 10  # annotations that the page names


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ANNOTATE)
def change_many(request: HttpRequest, member: Membership) -> HttpResponse:
    table = TableForm(member, request.GET)
    if not table.is_valid():
        return redirect(reverse("table", args=[member.project.slug]) + table.kept())
    found = _meant(request, table)
    rows = changeable(member, found)
    count = rows.count()
    form = ChangeForm(member.project, count, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            changed, done = change(member, rows, form.changed())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = ngettext("%d annotation changed.", "%d annotations changed.", changed) % changed
            toasts.done(request, done, said)
            return redirect(reverse("table", args=[member.project.slug]) + table.kept())
    context = {
        "form": form,
        "count": count,
        "others": found.count() - count,
        "too_many": count > TOGETHER,
        "together": TOGETHER,
        "named": rows.select_related("article").prefetch_related("spans").order_by("pk")[:NAMED],
        "table_query": table.kept(),
    }
    return render(request, "annotations/change_many.html", context, status=422 if form.is_bound else 200)


def _meant(request: HttpRequest, table: TableForm) -> AnnotationQuerySet:
    rows = table.filter().annotations()
    picked = PickedForm(request.GET).picked()
    return rows if picked is None else rows.filter(uid__in=picked)
