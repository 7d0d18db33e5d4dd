"""The speakers of a project, and the page of each: who it is and everything that they said."""

import uuid

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from newsreader.access import Action, may, member_view
from newsreader.forms import PageForm
from newsreader.models import Membership
from newsreader.views.toasts import done

from .. import naming
from ..answers import answered, missing_of
from ..facts import missing_words
from ..models import Speaker, Variable
from ..named_forms import SpeakerForm
from ..sealing import ChangedSince
from ..speakers import listing as speaker_list
from ..speakers import merging
from ..speakers.listing import ListForm, listed
from ..speakers.merge_forms import PairForm
from ..speakers.page import about, with_surroundings
from .clashes import Clash, clashes_of
from .quotes import quotes_of


@require_safe
@member_view(Action.READ)
def speakers(request: HttpRequest, member: Membership) -> HttpResponse:
    """A page of them by name, of those that are asked for."""
    form = ListForm(request.GET)
    typed, kind = form.asked()
    asked = Variable.objects.asked_of(member.project, Variable.Of.SPEAKER)
    context = {
        "form": form,
        "typed": typed,
        "kind": kind,
        "page": listed(member, typed, kind, PageForm(request.GET).number()),
        "total": Speaker.objects.of(member.project).count(),
        "may_add": may(member, Action.ADD_SPEAKER),
        "may_edit": may(member, Action.EDIT_SPEAKER),
        "may_answer": may(member, Action.EDIT_SPEAKER) and asked.exists(),
        "may_merge": may(member, Action.MERGE_SPEAKER),
    }
    return render(request, "annotations/speakers.html", context)


@require_safe
@member_view(Action.READ)
def tree(request: HttpRequest, member: Membership) -> HttpResponse:
    """Organisations, states and institutions, each below what it is part of."""
    context = {"page": speaker_list.organisations(member.project, PageForm(request.GET).number())}
    return render(request, "annotations/organisations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MERGE_SPEAKER)
def proposals(request: HttpRequest, member: Membership) -> HttpResponse:
    """Speakers who may be one and the same; POST says of two that they are not."""
    number = PageForm(request.GET).number()
    form = PairForm(member.project, request.POST if request.method == "POST" else None)
    if form.is_valid():
        said = merging.keep_apart(member, form.cleaned_data["one"], form.cleaned_data["other"])
        done(request, said, "" if said else str(_("This was said before.")))
        return redirect(f"{reverse('speaker-proposals', args=[member.project.slug])}?page={number}")
    context = {"page": speaker_list.proposals(member, number), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "annotations/speaker_proposals.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ADD_SPEAKER)
def create(request: HttpRequest, member: Membership) -> HttpResponse:
    return _form(request, member, Speaker(project=member.project))


@require_safe
@member_view(Action.READ)
def speaker(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = speaker_of(member, uid)
    quotes = quotes_of(request, member, found)
    with_surroundings(quotes.object_list)
    context = {
        "speaker": found,
        "answers": answered(found),
        "missing": missing_words(missing_of(found)),
        "about": about(member, found, timezone.localdate()),
        "quotes": quotes,
        "may_edit": may(member, Action.EDIT_SPEAKER),
        "may_merge": may(member, Action.MERGE_SPEAKER),
    }
    return render(request, "annotations/speaker.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.EDIT_SPEAKER)
def edit(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    found = speaker_of(member, uid)
    if "remove" not in request.POST:
        return _form(request, member, found)
    try:
        naming.remove_speaker(member, found)
    except IntegrityError:  # found before the deletion, or by PostgreSQL at its end
        problem = _("Annotations name this speaker, so it cannot be deleted.")
        return _form(request, member, found, problem=problem)
    return redirect("speakers", member.project.slug)


def _form(request: HttpRequest, member: Membership, found: Speaker, problem: object = None) -> HttpResponse:
    posted = request.method == "POST" and not problem
    form = SpeakerForm(member.project, found, request.POST if posted else None)
    clashes: list[Clash] = []
    if posted and form.is_valid():
        try:
            saved = naming.save_speaker(member, found, **form.values())
        except naming.Refused as refusal:
            form.add_error(None, str(refusal))
        except ChangedSince as since:
            made = {("part_of", since.yours["part_of"]): form.new} if form.new else {}
            clashes = clashes_of(request, member, form, "speaker", since, made)
        else:
            return redirect("speaker", member.project.slug, saved.uid)
    context = {"speaker": found, "form": form, "problem": problem, "organisations": organisations(member)}
    context["clashes"] = clashes
    status = 409 if clashes else 422 if posted or problem else 200
    return render(request, "annotations/speaker_form.html", context, status=status)


def speaker_of(member: Membership, uid: uuid.UUID) -> Speaker:
    found: Speaker = get_object_or_404(
        Speaker.objects.of(member.project).prefetch_related("aliases", "values__variable"), uid=uid
    )
    return found


OFFERED = 200  # names below a field; any other can be typed


def organisations(member: Membership) -> list[str]:
    rows = Speaker.objects.of(member.project).filter(kind__in=("organisation", "state")).order_by("key")
    return list(rows.values_list("name", flat=True)[:OFFERED])
