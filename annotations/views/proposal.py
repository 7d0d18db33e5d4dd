"""Proposing a tag, and a lead's answer in one press."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from newsreader.access import Action, member_view
from newsreader.models import Membership
from newsreader.views import toasts

from ..codebook import proposing
from ..naming import Refused
from .pieces import refused
from .tag import tag_of


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.PROPOSE_TAG)
def propose(request: HttpRequest, member: Membership) -> HttpResponse:
    form = proposing.ProposalForm(member, request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = proposing.propose(member, form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            toasts.done(request, None, _("“%(tag)s” is proposed to the lead.") % {"tag": made.name})
            return redirect("tags", member.project.slug)
    return render(
        request, "annotations/tag_propose.html", {"form": form}, status=422 if form.is_bound else 200
    )


@require_POST
@member_view(Action.EDIT_TAG)
def answer(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """With `accept` the tag belongs to the codebook, without it is declined."""
    found, accepts = tag_of(member, uid), "accept" in request.POST
    try:
        done = proposing.answer(member, found, accepts)
    except Refused as refusal:
        return refused(request, refusal)
    toasts.done(request, done, proposing.said(found, accepts))
    return redirect("tags", member.project.slug)
