"""Every occurrence of a name or a phrase: shown first, then tagged as one action."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from newsreader.access import Action, member_view
from newsreader.models import Article, Membership
from newsreader.templatetags.figures import figure
from newsreader.views import toasts

from ..chips import Chip
from ..naming import Refused
from ..occurrences.forms import PER_PAGE, FindForm, TagAllForm
from ..occurrences.hits import MOST, Found, Hit, find
from ..occurrences.marking import tag_all
from ..spans import OutOfDate

NOTHING = Found([], [])
Group = tuple[Article, list[Hit]]


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.ANNOTATE)
def occurrences(request: HttpRequest, member: Membership) -> HttpResponse:
    """The address says what is looked for; a POST turns the pages of hits, or tags those that are ticked."""
    asked = FindForm(member, request.GET)
    search = asked.search() if asked.is_valid() else None
    if search is None:
        return _page(request, member, asked, status=422 if asked.errors else 200)
    found = find(member, search, asked.known)
    if request.method != "POST":
        return _page(request, member, asked, found)
    form = TagAllForm(request.POST)
    if not form.is_valid():
        return _page(request, member, asked, found, form, status=422)
    if not form.cleaned_data["do"]:
        return _page(request, member, asked, found, form)
    return _tag(request, member, asked, found, form)


def _tag(
    request: HttpRequest, member: Membership, asked: FindForm, found: Found, form: TagAllForm
) -> HttpResponse:
    skipped = form.skipped()
    hits = [hit for hit in found.hits if hit.value not in skipped]
    if found.digest != form.cleaned_data["digest"]:
        said = _("The hits are others than those that you were looking at. Here is what stands now.")
        return _page(request, member, asked, found, form, said, status=409)
    if sentence := _hindrance(asked, found, hits):
        return _page(request, member, asked, found, form, sentence, status=422)
    try:
        count, done = tag_all(member, hits, form.coding(asked), asked.article_alone)
    except OutOfDate as refusal:
        return _page(request, member, asked, found, form, str(refusal), status=409)
    except Refused as refusal:
        return _page(request, member, asked, found, form, str(refusal), status=422)
    said = ngettext("%(count)s passage tagged.", "%(count)s passages tagged.", count)
    toasts.done(request, done, said % {"count": figure(count)})
    if asked.article_alone:
        return redirect("article", member.project.slug, asked.article_alone.uid)
    return (
        redirect("tag", member.project.slug, asked.known.uid)
        if asked.known
        else redirect("tags", member.project.slug)
    )


def _hindrance(asked: FindForm, found: Found, hits: list[Hit]) -> str:
    """Why these cannot be tagged; empty when they can."""
    if not asked.has_tag():
        return _("Choose a tag first.")
    if found.is_too_many:
        return _("These are too many at once. Look in one article, or for a longer phrase.")
    return "" if hits else _("No hit is ticked.")


def _page(
    request: HttpRequest,
    member: Membership,
    asked: FindForm,
    found: Found = NOTHING,
    form: TagAllForm | None = None,
    sentence: str = "",
    status: int = 200,
) -> HttpResponse:
    skipped = form.skipped() if form else set()
    number = form.cleaned_data.get("page") if form else None
    page = Paginator(found.hits, PER_PAGE).get_page(number or 1)
    shown = {hit.value for hit in page}
    context = {
        "asked": asked,
        "form": form or TagAllForm(),
        "found": found,
        "most": MOST,
        "articles": len({hit.article_pk for hit in found.hits}),
        "ticked": sum(hit.value not in skipped for hit in found.hits),
        "page": page,
        "groups": _groups(member, page),
        "there": _groups(member, found.there[:PER_PAGE]),
        "skipped": skipped,
        "skip": " ".join(sorted(skipped - shown)),
        "tag_chips": _tag_chips(asked),
        "speaker_chips": _speaker_chips(member, form) if form else [],
        "sentence": sentence,
    }
    return render(request, "annotations/occurrences.html", context, status=status)


def _groups(member: Membership, hits: "Page[Hit] | list[Hit]") -> list[Group]:
    """The hits by article, in their order."""
    pks = {hit.article_pk for hit in hits}
    articles = member.project.articles.select_related("source").in_bulk(pks)
    groups: dict[int, list[Hit]] = {}
    for hit in hits:
        groups.setdefault(hit.article_pk, []).append(hit)
    return [(articles[pk], some) for pk, some in groups.items() if pk in articles]


def _tag_chips(asked: FindForm) -> list[Chip]:
    data: dict[str, Any] = asked.cleaned_data
    if tag := asked.known:
        [(uid, stance)] = data["tag"]
        return [Chip(uid, tag.name, tag.color, tag.kind == "claim", stance)]
    names = [Chip(None, name) for name in data.get("new_tag", ())]
    claims = [Chip(None, name, is_claim=True, stance=stance) for name, stance in data.get("new_claim", ())]
    return (names + claims)[:1]


def _speaker_chips(member: Membership, form: TagAllForm) -> list[Chip]:
    data: dict[str, Any] = form.cleaned_data
    known = {row.uid: row for row in member.project.speakers.filter(uid__in=data.get("speaker", ()))}
    chips = [Chip(uid, known[uid].name) for uid in data.get("speaker", ()) if uid in known]
    return chips + [Chip(None, name) for name in data.get("new_speaker", ())]
