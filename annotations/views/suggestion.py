"""Deciding on suggestions: one, all certain ones of an article, and what one wants to see of them."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from newsreader import undo
from newsreader.access import Action, member_view
from newsreader.forms import NextForm
from newsreader.htmx import is_fragment
from newsreader.models import Article, Membership

from ..models import Annotation, Suggestion
from ..naming import Refused
from ..reviewing import excerpt
from ..suggesting import deciding, showing
from ..suggesting.drawing import as_marks, percent
from ..suggesting.proposing import known_names
from ..suggesting.why import sentence
from ..suggestion_forms import AcceptForm, BulkForm, ShowingForm
from .pieces import pieces, place_of, refused

REFRESH = "wortlaut:refresh"


def suggestion_of(member: Membership, uid: uuid.UUID) -> Suggestion:
    rows = Suggestion.objects.of(member.project).select_related("article__project", "text", "detection")
    found: Suggestion = get_object_or_404(rows, uid=uid)
    found.article.project = member.project
    found.text.article = found.article
    return found


@require_safe
@member_view(Action.ANNOTATE)
def suggestion(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    return _page(request, member, suggestion_of(member, uid))


def _page(
    request: HttpRequest,
    member: Membership,
    found: Suggestion,
    form: AcceptForm | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    """One suggestion with what stands around it, for whoever has no script, or wants to look closely."""
    rows = Suggestion.objects.filter(pk=found.pk).open_for(member)
    context = {
        "suggestion": found,
        "article": found.article,
        "is_open": rows.exists(),
        "speaker": known_names(member, [found]).get(found.key, "") or found.speaker,
        "excerpt": excerpt(found.text.text, (found.start, found.end)),
        "mention": found.text.text[slice(*found.mention)] if found.mention else "",
        "why": sentence(found.why),
        "percent": percent(found.confidence),
        "form": form or AcceptForm(),
        "sentence": said,
    }
    return render(request, "annotations/suggestion.html", context, status=status)


@require_POST
@member_view(Action.ANNOTATE)
def accept(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = suggestion_of(member, uid)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        return _refused(request, member, found, str(next(iter(form.errors.values()))[0]), form)
    try:
        made = deciding.accept(member, found, form.choice(), form.cleaned_data["uid"])
    except Refused as refusal:
        return _refused(request, member, found, refusal, form)
    return decided(request, member, found, _("Accepted"), made)


@require_POST
@member_view(Action.ANNOTATE)
def reject(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = suggestion_of(member, uid)
    try:
        deciding.reject(member, found)
    except Refused as refusal:
        return _refused(request, member, found, refusal)
    return decided(request, member, found, _("Rejected"))


def decided(
    request: HttpRequest, member: Membership, found: Suggestion, said: str, made: Annotation | None = None
) -> HttpResponse:
    """What a decision changes on the page: the suggestion is gone, and what was made of it is there."""
    if not is_fragment(request):
        if made:
            return redirect(place_of(made))
        messages.success(request, said)
        return redirect("article", member.project.slug, found.article.uid)
    if request.POST.get("queue"):
        return _done(request, member, found.article, said)
    return pieces(
        request,
        member,
        found.article,
        made.uid if made else found.uid,
        text=found.text,
        is_new=bool(made),
        before=as_marks([found]),
        gone=found.uid,
        decided=True,
        toast=said,
    )


def _done(request: HttpRequest, member: Membership, article: Article, said: str) -> HttpResponse:
    """What the queue shows of a decision: that it is made, and the way to take it back."""
    context = {
        "toast": said,
        "change_set": undo.last_action(member, article),
        "next": NextForm(request, request.POST).destination("projects"),
    }
    return render(request, "annotations/_queue_done.html", context)


def _refused(
    request: HttpRequest,
    member: Membership,
    found: Suggestion,
    sentence: str | Refused,
    form: AcceptForm | None = None,
) -> HttpResponse:
    """409 where it is decided already, and then the page draws itself anew."""
    response = refused(request, sentence)
    if not is_fragment(request):
        return _page(request, member, found, form, str(sentence), response.status_code)
    if response.status_code == 409 and not request.POST.get("queue"):
        response.headers["HX-Trigger"] = REFRESH
    return response


@require_POST
@member_view(Action.ANNOTATE)
def accept_direct(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """All direct quotes of an article above a confidence, unread."""
    article: Article = get_object_or_404(member.project.articles, uid=uid)
    form = BulkForm(request.POST)
    if not form.is_valid():
        return refused(request, str(next(iter(form.errors.values()))[0]))
    try:
        done = deciding.accept_direct(member, article, form.cleaned_data["least"])
    except Refused as refusal:
        return refused(request, refusal)
    said = bulk_words(done)
    if is_fragment(request):
        # What this made and nothing else: where it made nothing, there is nothing to take back.
        made = done.change_set
        undo_url = reverse("change-set", args=[member.project.slug, made.uid]) if made else ""
        context = {"toast": said, "undo_url": undo_url}
        response = render(request, "annotations/_toast_here.html", context)
        response.headers["HX-Trigger"] = REFRESH
        return response
    messages.success(request, said)
    return redirect("article", member.project.slug, article.uid)


def bulk_words(done: deciding.Bulk) -> str:
    said = ngettext("%(n)d accepted, unread.", "%(n)d accepted, unread.", done.made) % {"n": done.made}
    if done.left:
        left = ngettext(
            "%(n)d stays open: its speaker could be several.",
            "%(n)d stay open: their speakers could be several.",
            done.left,
        )
        said = f"{said} {left % {'n': done.left}}"
    return said


@require_POST
@member_view(Action.ANNOTATE)
def show(request: HttpRequest, member: Membership) -> HttpResponse:
    form = ShowingForm(request.POST)
    if not form.is_valid():
        return refused(request, str(next(iter(form.errors.values()))[0]))
    showing.choose(member, **form.values())
    if is_fragment(request):
        return HttpResponse(status=204, headers={"HX-Trigger": REFRESH})
    return redirect(NextForm(request, request.POST).destination("projects"))
