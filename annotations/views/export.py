"""The export page, and the files that it links to."""

from collections.abc import Callable, Iterator

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from newsreader.access import Action, may, member_view
from newsreader.downloads import named
from newsreader.htmx import page_or_fragment, push
from newsreader.models import Membership

from ..export_form import ExportForm
from ..interchange import csv_out, json_out, training_out
from ..interchange.selection import Content, Selection
from ..models import AnnotationTag

PREVIEW = 10  # annotations whose rows are shown
STANCES = dict(AnnotationTag.Stance.choices)

PAGE, FRAGMENT = "annotations/export.html", "annotations/_export.html"


def _json(selection: Selection, content: Content) -> Iterator[str]:
    return json_out.stream(selection, content, json_out.moment_of(selection.project))


KINDS: dict[str, tuple[str, Callable[[Selection, Content], Iterator[str]]]] = {
    "json": ("application/json", _json),
    "csv": ("text/csv; charset=utf-8", csv_out.stream),
}


@require_GET
@member_view(Action.EXPORT)
def export(request: HttpRequest, member: Membership) -> HttpResponse:
    form = ExportForm(member, request.GET)
    if not form.is_valid():
        return page_or_fragment(request, PAGE, FRAGMENT, {"form": form}, status=422)
    selection = form.selection()
    context = {
        "form": form,
        "query": form.query(),
        "articles": selection.articles().count(),
        "annotations": selection.annotations().count(),
        "rows": [
            {**row, "stance_words": STANCES.get(row["stance"], "")}
            for row in csv_out.preview(selection, form.contents(), PREVIEW)
        ],
        "shown": PREVIEW,
        "may_train": may(member, Action.MANAGE),
    }
    return push(request, page_or_fragment(request, PAGE, FRAGMENT, context), form.query())


@require_GET
@member_view(Action.EXPORT)
def download(request: HttpRequest, member: Membership, kind: str) -> HttpResponseBase:
    if kind not in KINDS:
        raise Http404
    form = ExportForm(member, request.GET)
    if not form.is_valid():
        return render(request, PAGE, {"form": form}, status=422)
    media_type, stream = KINDS[kind]
    return _file(member, kind, media_type, stream(form.selection(), form.contents()))


@require_GET
@member_view(Action.MANAGE)
def training(request: HttpRequest, member: Membership) -> HttpResponseBase:
    """What was decided, to train the detector with; it holds the texts of all articles that are done."""
    return _file(member, "training.jsonl", "application/jsonl", training_out.stream(member.project))


def _file(member: Membership, kind: str, media_type: str, pieces: Iterator[str]) -> HttpResponseBase:
    filename = f"{member.project.slug}-{timezone.localdate()}.{kind}"
    response = StreamingHttpResponse(pieces, content_type=media_type)
    response.headers["Cache-Control"] = "no-store"
    return named(response, filename)
