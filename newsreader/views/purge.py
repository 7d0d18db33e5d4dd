"""The only page that asks before it acts: what is purged cannot be undone."""

import uuid
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ..access import Action, member_view
from ..backups import copies
from ..models import Article, Membership
from ..project_forms import PurgeForm
from ..purging import remains, rows
from ..purging.rows import Purged
from ..releases import readers
from ..taking_out import out_of

SECONDS = 1  # for those who read an older state; what they keep from being cleared is cleared later


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.PURGE)
def project(request: HttpRequest, member: Membership) -> HttpResponse:
    """The project with everything in it."""
    return _page(request, member, None, lambda: rows.purge_project(member.project))


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.PURGE)
def article(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """One article, with all that was marked in it."""
    found = get_object_or_404(member.project.articles, uid=uid)
    return _page(request, member, found, lambda: rows.purge_articles(member.project, [uid]))


@require_http_methods(["GET", "HEAD", "POST"])
@member_view(Action.PURGE)
def taken_out(request: HttpRequest, member: Membership, uid: uuid.UUID) -> HttpResponse:
    """The articles that undoing an import has taken out."""
    done = get_object_or_404(member.project.change_sets, uid=uid, action="import")
    if not (uids := out_of(done)):
        return redirect("import-undo", member.project.slug, uid)
    return _page(
        request, member, None, lambda: rows.purge_articles(member.project, uids), out=(uid, len(uids))
    )


def _page(
    request: HttpRequest,
    member: Membership,
    article: Article | None,
    purge: Callable[[], Purged],
    out: tuple[uuid.UUID, int] | None = None,
) -> HttpResponse:
    """GET asks; POST with the project's name purges, and says which backups remain."""
    form = PurgeForm(member.project, request.POST if request.method == "POST" else None)
    kept = [path.name for path in copies.holding(str(member.project.uid))]
    context: dict[str, Any] = {"article": article, "out": out, "kept": kept, "form": form}
    if not form.is_valid():
        context["articles"] = member.project.articles.count()
        context["releases"] = [] if out else readers.holding(member.project, article)
        return render(request, "newsreader/purge.html", context, status=422 if form.is_bound else 200)
    context |= {"purged": purge(), "name": member.project.name, "cleared": remains.clear(SECONDS)}
    # What was deleted has no address any more: the page's frame must not lead there.
    if article is None and out is None:
        request.member = None  # type: ignore[attr-defined]  # read by context.chrome
        context["here"] = reverse("home")
    else:
        context["here"] = reverse("articles", args=[member.project.slug])
    return render(request, "newsreader/purged.html", context)
