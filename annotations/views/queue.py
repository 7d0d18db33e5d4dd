"""Suggestions of the whole project, one after the other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsreader.access import Action, may, member_view
from newsreader.forms import PageForm
from newsreader.models import Membership

from ..models import Detection, SuggestionRun
from ..suggesting import showing
from ..suggesting.queue import COUNTED, Order, queue
from ..suggestion_forms import QueueForm


@require_safe
@member_view(Action.ANNOTATE)
def suggestions(request: HttpRequest, member: Membership) -> HttpResponse:
    form = QueueForm(request.GET)
    order = form.cleaned_data["order"] if form.is_valid() else Order.CONFIDENCE
    look = showing.look_of(member)
    page = queue(member, look, order, PageForm(request.GET).number())
    context = {
        "queue": page,
        "order": order,
        "orders": Order.choices,
        "look": look,
        "counted": COUNTED,
        "may_manage": may(member, Action.MANAGE),
        "run": SuggestionRun.objects.of(member.project).newest(),
        "is_read": page.count > 0 or Detection.objects.filter(text__article__project=member.project).exists(),
    }
    return render(request, "annotations/suggestions.html", context, status=200 if form.is_valid() else 422)
