"""The page of one article, and what a reader says of it: read, coding state."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from .. import dates, placing, states
from ..access import Action, may, member_view
from ..forms import StateForm
from ..htmx import is_fragment
from ..listing import list_query, neighbours
from ..models import Article, Membership, Original
from ..reader import Line, lines


@require_safe
@member_view(Action.READ)
def article(request: HttpRequest, member: Membership, uid: str) -> HttpResponse:
    return _page(request, member, uid)


def _page(
    request: HttpRequest,
    member: Membership,
    uid: str | UUID,
    state_form: StateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    text = get_object_or_404(member.project.current_texts(), article__uid=uid)
    found = text.article
    page = lines(text.text, text.blocks, found.language)
    published = dates.display(found.published, request.LANGUAGE_CODE) if found.published else ""
    around = neighbours(member, request.GET, found)
    query = list_query(request.GET)
    context = {
        "article": found,
        "text": text,
        "page": page,
        "outline": outline(page),
        "may_mark_read": may(member, Action.MARK_READ),
        "has_headline": any(line.kind == "headline" for line in page),
        "previous": _link(member, around.previous, query),
        "next": _link(member, around.next, query),
        "encoding": text.encoding,
        "notes": text.notes,
        "published": published,
        "citation": citation(found, published),
        "may_correct": may(member, Action.MANAGE),
        "list_url": f"{reverse('articles', args=[member.project.slug])}{query}",
        **_state_context(request, member, found, state_form),
    }
    return placing.render(request, "newsreader/article.html", context, status)


def citation(found: Article, published: str) -> str:
    """What a copied quote's source line says: outlet, title, date, page or URL."""
    source = found.source.name if found.source else ""
    place = gettext("p. %s") % found.page if found.page else found.url
    return ", ".join(filter(None, [source, found.title or found.label, published, place]))


def outline(page: list[Line]) -> list[tuple[str, int]]:
    """(words, start) of every subhead."""
    return [(line.text[line.start : line.end], line.start) for line in page if line.kind == "subhead"]


@require_safe
@member_view(Action.READ)
def original(request: HttpRequest, member: Membership, uid: str) -> HttpResponse:
    """The bytes of the file that the article came from, as a download: nothing in it is ever run."""
    found = _article(member, uid)
    file = get_object_or_404(Original, article=found)
    name = found.filename.rpartition("/")[2] or f"{found.uid}.txt"
    return HttpResponse(
        bytes(file.data),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )


@require_POST
@member_view(Action.MARK_READ)
def reading(request: HttpRequest, member: Membership, uid: str) -> HttpResponse:
    states.mark_read(member, _article(member, uid))
    return HttpResponse(status=204)


@require_POST
@member_view(Action.ANNOTATE)
def state(request: HttpRequest, member: Membership, uid: str) -> HttpResponse:
    found = _article(member, uid)
    form = StateForm(request.POST)
    if not form.is_valid():
        return _state(request, member, found, form, status=422)
    states.set_state(member, found, form.cleaned_data["state"], form.cleaned_data["reason"])
    if form.cleaned_data["next"]:
        return _go_on(request, member, found)
    if not is_fragment(request):
        return redirect(_link(member, found, list_query(request.GET)))
    return _state(request, member, found)


def _state(
    request: HttpRequest,
    member: Membership,
    found: Article,
    form: StateForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The box that says how far the member is; for a plain request the page that it stands on."""
    if not is_fragment(request):
        return _page(request, member, found.uid, form, status)
    context = {"article": found, **_state_context(request, member, found, form)}
    return render(request, "newsreader/_state.html", context, status=status)


def _go_on(request: HttpRequest, member: Membership, found: Article) -> HttpResponse:
    """To the next article of the current list; at its end to the list."""
    query = list_query(request.GET)
    url = (
        _link(member, neighbours(member, request.GET, found).next, query)
        or f"{reverse('articles', args=[member.project.slug])}{query}"
    )
    return HttpResponse(headers={"HX-Redirect": url}) if is_fragment(request) else redirect(url)


def _article(member: Membership, uid: str) -> Article:
    found: Article = get_object_or_404(member.project.articles.select_related("source"), uid=uid)
    return found


def _state_context(
    request: HttpRequest, member: Membership, found: Article, form: StateForm | None
) -> dict[str, Any]:
    return {
        "query": list_query(request.GET),
        "state_form": form,
        "state": states.state_of(member, found),
        "may_annotate": may(member, Action.ANNOTATE),
    }


def _link(member: Membership, found: Article | None, query: str) -> str:
    return f"{reverse('article', args=[member.project.slug, found.uid])}{query}" if found else ""
