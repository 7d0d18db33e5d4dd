"""A lead corrects the text of an article, and everybody can read what it was before."""

import uuid
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from .. import placing
from ..access import Action, may, member_view
from ..corrections import blocks, texts
from ..differences import differences
from ..forms import PageForm
from ..limits import body_limit
from ..listing import list_query
from ..models import Article, ArticleText, Membership
from ..reader import lines
from ..text_forms import TextForm, VersionsForm
from .toasts import done

VERSIONS = 50  # on a page


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.MANAGE)
@body_limit(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
def edit(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """GET is the text to write in; POST shows what would become of it, or does it."""
    found = get_object_or_404(member.project.articles.all(), uid=uid)
    now = blocks.texts_of([found]).get()
    if request.method != "POST":
        return _write(request, found, TextForm(now.text, initial={"text": now.text, "version": now.version}))
    form = TextForm(now.text, request.POST)
    if not form.is_valid():
        return _write(request, found, form, status=422)
    if form.cleaned_data["do"] == "edit":
        return _write(request, found, form)
    if form.cleaned_data["version"] != now.version:
        return _preview(request, found, now, status=409)
    if form.cleaned_data["do"] == "preview":
        return _preview(request, found, now)
    return _apply(request, member, found, form)


def _write(request: HttpRequest, found: Article, form: TextForm, status: int = 200) -> HttpResponse:
    context = {"article": found, "form": form, "query": list_query(request.GET)}
    return render(request, "newsreader/text.html", context, status=status)


def _preview(request: HttpRequest, found: Article, now: ArticleText, status: int = 200) -> HttpResponse:
    """What would become of text and annotations; nothing is written. After somebody else's correction, 409,
    that is what would become of theirs."""
    data = request.POST.copy()
    data["version"] = str(now.version)
    form = TextForm(now.text, data)
    if not form.is_valid():  # it is what the other one has made of it
        return _write(request, found, form, status=422)
    context = {
        "article": found,
        "now": now,
        "form": form,
        "differences": differences(now.text, form.cleaned_data["text"]),
        "conflict": status == 409,
        "query": list_query(request.GET),
    }
    return render(request, "newsreader/text_preview.html", context, status=status)


def _apply(request: HttpRequest, member: Membership, found: Article, form: TextForm) -> HttpResponse:
    data = form.cleaned_data
    try:
        renewed = texts.correct(member, found, data["version"], data["text"], data["reason"], data["remark"])
    except texts.Clash:
        return _preview(request, found, blocks.texts_of([_again(found)]).get(), status=409)
    done(request, renewed.change_set, _said(renewed))
    return redirect(reverse("article", args=[member.project.slug, found.uid]) + list_query(request.GET))


def _again(found: Article) -> Article:
    found.refresh_from_db()
    return found


def _said(renewed: texts.Renewed) -> str:
    said = _("The text is corrected: version %(version)d.") % {"version": renewed.version}
    if renewed.waiting:
        said += " " + texts.waiting_words(renewed.waiting)
    return said


@require_safe
@member_view(Action.READ)
def versions(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """Every version of the text, newest first, and what differs between two of them."""
    found = get_object_or_404(member.project.articles.all(), uid=uid)
    one, other = VersionsForm(request.GET).chosen(found)
    both = dict(found.texts.filter(version__in=(one, other)).values_list("version", "text"))
    rows = found.texts.select_related("correction__member").defer("text", "blocks").order_by("-version")
    context = {
        "article": found,
        "page": Paginator(rows, VERSIONS).get_page(PageForm(request.GET).number()),
        "one": one,
        "other": other,
        "differences": differences(both[one], both[other]) if len(both) == 2 else None,
        "may_correct": may(member, Action.MANAGE),
    }
    return render(request, "newsreader/versions.html", context)


@require_safe
@member_view(Action.READ)
def version(request: HttpRequest, member: Membership, uid: uuid.UUID, version: int) -> HttpResponse:
    """An earlier text, to be read only."""
    texts_here = ArticleText.objects.select_related("article", "correction__member")
    text = get_object_or_404(texts_here, article__project=member.project, article__uid=uid, version=version)
    context: dict[str, Any] = {
        "article": text.article,
        "text": text,
        "page": lines(text.text, text.blocks, text.article.language),
    }
    return placing.render(request, "newsreader/version.html", context)
