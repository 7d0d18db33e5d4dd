"""The codebook as a whole: what was done to it, and how it was."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsreader.access import Action, member_view
from newsreader.changes import ChangeSet
from newsreader.forms import PageForm
from newsreader.history import change_sets, history_of_kind
from newsreader.models import Membership
from newsreader.views.history import page_of

from ..codebook.listing import PER_PAGE
from ..codebook.moments import DayForm, last_on, moment


@require_safe
@member_view(Action.READ)
def history(request: HttpRequest, member: Membership) -> HttpResponse:
    context = page_of(request, member, history_of_kind(member, "tag"), ("tag", None))
    return render(request, "annotations/codebook_history.html", {"form": DayForm(), **context})


@require_safe
@member_view(Action.READ)
def then(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """As it was right after an action."""
    found = get_object_or_404(change_sets(member), uid=uid)
    form = DayForm(initial={"on": timezone.localdate(found.created_at)})
    return _show(request, member, form, found)


@require_safe
@member_view(Action.READ)
def on(request: HttpRequest, member: Membership) -> HttpResponse:
    """As it was at the end of a day."""
    form = DayForm(request.GET)
    if not form.is_valid():
        context = page_of(request, member, history_of_kind(member, "tag"), ("tag", None))
        return render(request, "annotations/codebook_history.html", {"form": form, **context}, status=422)
    return _show(request, member, form, last_on(member.project, form.cleaned_data["on"]))


def _show(request: HttpRequest, member: Membership, form: DayForm, after: ChangeSet | None) -> HttpResponse:
    found = moment(member, after)
    page = Paginator(found.rows, PER_PAGE).get_page(PageForm(request.GET).number())
    context = {"form": form, "after": after, "moment": found, "page": page}
    return render(request, "annotations/codebook_then.html", context)
