"""Annotations that wait because a text was corrected: of the project, of an article, and settling one."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from newsreader import placing, undo
from newsreader.access import Action, member_view
from newsreader.corrections.blocks import texts_of
from newsreader.forms import PageForm
from newsreader.models import Article, Membership
from newsreader.reader import draw_lines, lines, plain

from .. import coding, settling
from ..models import Annotation
from ..naming import Refused
from ..reviewing import cases, waiting_in
from ..settle_form import SettleForm
from ..spans import OutOfDate
from .pieces import annotation_of, require_edit

LISTED = 50
SHOWN = 20  # of an article, each with its places side by side
SETTLED = {settling.PLACE, settling.KEEP, "annotation.remove", "text"}
"""What the page offers to undo."""


@require_safe
@member_view(Action.READ)
def review(request: HttpRequest, member: Membership) -> HttpResponse:
    """All that waits in the project, by article."""
    rows = waiting_in(member.project, member).select_related("article__source", "owner")
    rows = rows.prefetch_related("spans").order_by("article__sort_key", "article", "pk")
    page = Paginator(rows, LISTED).get_page(PageForm(request.GET).number())
    return render(request, "annotations/review.html", {"page": page})


@require_safe
@member_view(Action.READ)
def of_article(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    return _page(request, member, get_object_or_404(member.project.articles.all(), uid=uid))


def _page(
    request: HttpRequest,
    member: Membership,
    article: Article,
    form: SettleForm | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    """`form` is one that was refused: what was typed into it stays, on the page that its case is on."""
    rows = Annotation.objects.seen_by(member).filter(article=article).waiting()
    number = PageForm(request.GET).number()
    if form:
        number = rows.filter(pk__lt=form.case.annotation.pk).count() // SHOWN + 1
    page = Paginator(rows.with_parts().order_by("pk"), SHOWN).get_page(number)
    now = texts_of([article]).get()
    last = undo.last_action(member, article)
    context = {
        "article": article,
        "text": now,
        "page": page,
        "cases": list(cases(member, page.object_list, now)),
        "form": form,
        "sentence": sentence,
        "lines": draw_lines(lines(now.text, _set_below(now.blocks), article.language), plain(now.text)),
        "can_undo": last is not None and last.action in SETTLED,
    }
    return placing.render(request, "annotations/article_review.html", context, status)


def _set_below(blocks: list[list[Any]]) -> list[list[Any]]:
    """The article's headline is set below the page's own: a page has one heading of the first level."""
    return [["subhead", *rest] if kind == "headline" else [kind, *rest] for kind, *rest in blocks]


@require_POST
@member_view(Action.ANNOTATE)
def settle(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """Place it, keep it where it is, or delete it."""
    annotation = annotation_of(member, uid)
    require_edit(member, annotation)
    article = annotation.article
    now = texts_of([article]).get()
    [case] = cases(member, [annotation], now)
    form = SettleForm(case, now, request.POST)
    if not form.is_valid():
        return _page(request, member, article, form, _first(form), status=422)
    try:
        done = _deed(member, annotation, form)
    except (coding.Stale, OutOfDate):
        said = _("Somebody else has changed this meanwhile. Here is what stands now.")
        article.refresh_from_db()
        return _page(request, member, article, None, said, status=409)
    except Refused as refusal:
        return _page(request, member, article, form, str(refusal), status=422)
    messages.success(request, done)
    return redirect(f"{reverse('article-review', args=[member.project.slug, article.uid])}#main")


def _first(form: SettleForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _deed(member: Membership, annotation: Annotation, form: SettleForm) -> str:
    data: dict[str, Any] = form.cleaned_data
    if data["do"] == "keep":
        settling.keep(member, annotation, data["version"])
        return _("It stays on its version of the text.")
    if data["do"] == "remove":
        coding.remove(member, annotation)
        return _("Annotation deleted")
    settling.place(member, annotation, data["version"], data["text_version"], form.spans, form.places)
    return _("It has its place in the corrected text.")
