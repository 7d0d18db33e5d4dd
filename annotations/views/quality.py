"""How good each version of the detector has been here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from newsreader.access import Action, member_view
from newsreader.models import Membership

from ..suggesting.quality import qualities


@require_safe
@member_view(Action.READ)
def quality(request: HttpRequest, member: Membership) -> HttpResponse:
    return render(request, "annotations/quality.html", {"qualities": qualities(member)})
