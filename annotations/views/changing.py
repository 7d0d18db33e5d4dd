"""Changing many things at once: all that a list's filter finds, or those picked there. Annotations change in
everything that can be said of them, articles and speakers in the project's own fields."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from newsreader import listing
from newsreader.access import Action, member_view
from newsreader.changes import ChangeSet
from newsreader.forms import PickedForm
from newsreader.models import Membership
from newsreader.views import toasts

from .. import changing
from ..answers import counted
from ..change_form import TOGETHER, AnswersForm, ArticlesForm, ChangeForm, SpeakersForm
from ..models import AnnotationQuerySet
from ..naming import Refused
from ..speakers import listing as speaker_list
from ..table.form import TableForm

NAMED = 10  # things that the page names


class Change(NamedTuple):
    """What a page changes: its form, what is done when that is valid, the sentence for how many have changed,
    the page itself, and the list to go back to."""

    form: AnswersForm
    act: Callable[[], tuple[int, ChangeSet | None]]
    said: Callable[[int], str]
    template: str
    back: str


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ANNOTATE)
def annotations(request: HttpRequest, member: Membership) -> HttpResponse:
    table = TableForm(member, request.GET)
    back = reverse("table", args=[member.project.slug]) + table.kept()
    if not table.is_valid():
        return redirect(back)
    found = _meant(request, table)
    rows = changing.changeable(member, found)
    count = rows.count()
    form = ChangeForm(member.project, count, _sent(request))
    page = Change(
        form,
        lambda: changing.change(member, rows, form.changed()),
        lambda n: ngettext("%d annotation changed.", "%d annotations changed.", n) % n,
        "annotations/change_many.html",
        back,
    )
    named = rows.select_related("article").prefetch_related("spans").order_by("pk")
    return _page(request, page, named[:NAMED], others=found.count() - count)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ANNOTATE)
def articles(request: HttpRequest, member: Membership) -> HttpResponse:
    """What the member answers of the articles of the list, each as a whole."""
    rows = listing.listed(member, request.GET)
    if (picked := PickedForm(request.GET, "article").picked()) is not None:
        rows = rows.filter(uid__in=picked)
    mine = {"annotation__owner": member, "annotation__is_whole": True}
    answered = counted(annotation__article__in=rows.values("pk"), **mine)
    form = ArticlesForm(member.project, rows.count(), _sent(request), answered)
    page = Change(
        form,
        lambda: changing.answer_articles(member, rows, form.answers()),
        lambda n: ngettext("%d article changed.", "%d articles changed.", n) % n,
        "annotations/change_articles.html",
        reverse("articles", args=[member.project.slug]) + listing.list_query(request.GET),
    )
    return _page(request, page, rows.order_by("sort_key")[:NAMED])


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_SPEAKER)
def speakers(request: HttpRequest, member: Membership) -> HttpResponse:
    asked = speaker_list.ListForm(request.GET)
    rows = speaker_list.found(member.project, *asked.asked())
    if (picked := PickedForm(request.GET, "speaker").picked()) is not None:
        rows = rows.filter(uid__in=picked)
    form = SpeakersForm(member.project, rows.count(), _sent(request), counted(speaker__in=rows.values("pk")))
    page = Change(
        form,
        lambda: changing.answer_speakers(member, rows, form.answers()),
        lambda n: ngettext("%d speaker changed.", "%d speakers changed.", n) % n,
        "annotations/change_speakers.html",
        reverse("speakers", args=[member.project.slug]) + asked.kept(),
    )
    return _page(request, page, rows[:NAMED])


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, change: Change, named: Any, **context: Any) -> HttpResponse:
    form = change.form
    if form.is_valid():
        try:
            changed, done = change.act()
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.done(request, done, change.said(changed))
            return redirect(change.back)
    context |= {"form": form, "count": form.now, "named": named, "back": change.back}
    context |= {"too_many": form.now > TOGETHER, "together": TOGETHER}
    return render(request, change.template, context, status=422 if form.is_bound else 200)


def _meant(request: HttpRequest, table: TableForm) -> AnnotationQuerySet:
    rows = table.filter().annotations()
    picked = PickedForm(request.GET, "annotation").picked()
    return rows if picked is None else rows.filter(uid__in=picked)
