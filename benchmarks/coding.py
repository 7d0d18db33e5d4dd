"""A large study (study.LARGE): the table and its filters, the comboboxes, merging two who speak much, and an
article full of annotations."""

import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

from django.urls import reverse
from playwright.sync_api import Page

from annotations.models import AnnotationSpeaker, Speaker
from annotations.speakers import merging
from annotations.table.groups import GROUPINGS
from newsreader import undo
from newsreader.changes import ChangeSet
from newsreader.search.language import folded_key

from .browser import VIEW, chrome, sign_in
from .client import Http, session_of
from .figure import Figure, milliseconds
from .installation import SLUG, Installation

ROUNDS = 20
WARM_UP = 3
QUOTES = 5_000
MERGES = 3

# How long from a key to the first moment after the frame that it led to.
PAINTS = """() => {
  window.paints = [];
  document.addEventListener("keydown", (event) => requestAnimationFrame(() => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => window.paints.push(performance.now() - event.timeStamp);
    channel.port2.postMessage(0);
  }), true);
}"""


def figures(installation: Installation) -> Iterator[Figure]:
    session = session_of(installation.user)  # before Playwright, in whose event loop Django refuses its ORM
    article = reverse("article", args=[SLUG, installation.study.most.uid])
    with installation.http() as http:
        yield from _table(installation, http)
        yield from _comboboxes(http)
        yield _median("open an article with 2,000 annotations, HTTP", partial(http.get, article), 100)
        with chrome() as browser:
            context = browser.new_context(viewport=VIEW, locale="de-DE")
            sign_in(context, http.root, session)
            page = context.new_page()
            page.goto(http.root + article, wait_until="load")
            _wait(page, "() => performance.getEntriesByName('wortlaut:drawn').length > 0")
            page.evaluate(PAINTS)
            for n in range(WARM_UP + ROUNDS):
                page.keyboard.press("j")
                _wait(page, f"() => window.paints.length > {n}")
            taken = page.evaluate("window.paints")[WARM_UP:]
            name = "a key until the next frame, 2,000 annotations"
            yield Figure(name, statistics.median(taken), "ms", 100, quickest=min(taken))
    yield from _merge(installation)


def _wait(page: Page, condition: str) -> None:
    """Asks again and again; what Playwright has for that needs eval, which the policy forbids."""
    while not page.evaluate(condition):
        page.wait_for_timeout(5)


def _table(installation: Installation, http: Http) -> Iterator[Figure]:
    """Plain, with the filter that takes longest, counted in the way that takes longest, and its last page."""
    table = reverse("table", args=[SLUG])
    yield _median("table of all annotations, HTTP", partial(http.get, table), 50)
    for name, queries in (("filter", _filters(installation)), ("grouping", _groupings())):
        by_query = {q: _median("", partial(http.get, f"{table}?{q}"), 50) for q in queries}
        query, slowest = max(by_query.items(), key=lambda pair: pair[1].value)
        note = f"{query.partition('=')[0]}; " + ", ".join(
            f"{q.partition('=')[0]}={q.partition('=')[2][:8]} {f.value:.0f}" for q, f in by_query.items()
        )
        yield Figure(f"table, slowest {name}", slowest.value, "ms", 50, note, slowest.quickest)
    yield _median("table, last page", partial(http.get, f"{table}?page=1000"))


def _filters(installation: Installation) -> list[str]:
    project = installation.project
    topic = project.tags.filter(parent=None, kind="topic").order_by("pk")[0]
    claim = project.tags.filter(kind="claim").order_by("pk")[0]
    speaker = project.speakers.order_by("pk")[7]
    source = project.sources.order_by("pk")[0]
    return [
        f"tag={topic.uid}", f"tag={claim.uid}&stance=for", f"speaker={speaker.uid}", "form=direct",
        f"source={source.uid}", "from=2023&to=2024", "stance=for", "lacks=tag", "lacks=speaker",
        "lacks=stance", "lacks=form", "kind=waiting", "kind=whole", "kind=nested", "certainty=certain",
        f"owner={installation.member.uid}", f"addressee={speaker.uid}", "words=pr%C3%BCfen", "words=die",
        "sort=changed", "sort=oldest",
    ]  # fmt: skip


def _groupings() -> list[str]:
    return [f"group={name}" for name in GROUPINGS]


def _comboboxes(http: Http) -> Iterator[Figure]:
    for name, address in (("speaker", "speaker-options"), ("tag", "tag-options")):
        url = reverse(address, args=[SLUG])
        for typed in ("", "an"):
            told = f"typed {typed!r}" if typed else "nothing typed"
            yield _median(f"combobox of a {name}, {told}", partial(http.get, f"{url}?q={typed}"), 20)


def _merge(installation: Installation) -> Iterator[Figure]:
    """Each with as many quotes."""
    one, other = (_talker(installation, n) for n in range(2))
    merged, undone = [], []
    for _ in range(MERGES):
        begin = time.perf_counter()
        merging.merge(installation.member, one, other)
        merged.append((time.perf_counter() - begin) * 1000)
        last = ChangeSet.objects.latest("pk")
        begin = time.perf_counter()
        undo.undo(installation.member, last)
        undone.append((time.perf_counter() - begin) * 1000)
        one, other = (Speaker.objects.get(uid=speaker.uid) for speaker in (one, other))
    for name, taken in (("merge two speakers with 5,000 quotes each", merged), ("undo of that", undone)):
        yield Figure(name, statistics.median(taken), "ms", 1_000, quickest=min(taken))


def _talker(installation: Installation, n: int) -> Speaker:
    name = f"Vielredner {n}"
    speaker = Speaker.objects.create(project=installation.project, name=name, key=folded_key(name))
    marks = installation.project.annotations.order_by("pk")[n * QUOTES : (n + 1) * QUOTES]
    AnnotationSpeaker.objects.bulk_create(
        (AnnotationSpeaker(annotation=mark, speaker=speaker, position=9) for mark in marks), batch_size=1_000
    )
    return speaker


def _median(name: str, call: Callable[[], object], target: float | None = None) -> Figure:
    taken = milliseconds(call, ROUNDS, WARM_UP)
    return Figure(name, statistics.median(taken), "ms", target, quickest=min(taken))
