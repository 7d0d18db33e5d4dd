"""Everything leaves over HTTP: how long it takes, and whether memory grows with what there is."""

import statistics
import time
from collections.abc import Iterator

from django.urls import reverse

from newsreader.accounts import join
from newsreader.models import Membership, Project

from .client import Http
from .figure import Figure
from .installation import SLUG, Installation
from .memory import forget_peaks, peak, tree
from .study import ANNOTATIONS, Size, make_study

TENTH = "tenth"
ARTICLES = 200
ROUNDS = 5
KINDS = {
    "JSON, quotes": ("json", ""),
    "JSON, whole texts": ("json", "?content=texts"),
    "CSV": ("csv", ""),
}


def figures(installation: Installation) -> Iterator[Figure]:
    project = Project.objects.create(slug=TENTH, name=TENTH)
    member = join(project, installation.user, Membership.Role.LEAD)
    make_study(member, installation.corpus, Size(ARTICLES, ANNOTATIONS // 10))
    with installation.serving("--no-worker") as (process, root):
        http = Http(root, installation.user)
        for name, (kind, query) in KINDS.items():
            yield _time(http, name, kind, query)
        yield from _growth(http, tree(process.pid))


def _time(http: Http, name: str, kind: str, query: str) -> Figure:
    path = reverse("export-download", args=[SLUG, kind]) + query
    taken = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        answer = http.get(path)
        taken.append(time.perf_counter() - begin)
    note = f"{len(answer.body) / 1e6:.1f} MB, {answer.wire / 1e6:.1f} on the wire"
    target = 0.8 if name == "JSON, quotes" else None
    return Figure(f"export all, {name}, HTTP", statistics.median(taken), "s", target, note, min(taken))


def _growth(http: Http, pids: list[int]) -> Iterator[Figure]:
    """Peak memory of the whole server while it exports whole texts: of a tenth, then of everything. What is
    loaded once, by the first export of all, is there before."""
    found = []
    for slug in (TENTH, SLUG):
        forget_peaks(pids)
        http.get(reverse("export-download", args=[slug, "json"]) + "?content=texts")
        found.append(peak(pids))
    tenth, everything = found
    yield Figure(
        "peak memory while everything leaves", everything, "MiB", tenth * 1.1, f"{tenth:.0f} of a tenth"
    )
