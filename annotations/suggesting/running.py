"""The detector over a project, on all processors: texts go out, suggestions come back and are stored.

What a version of the detector has read it does not read again: a run that was stopped goes on where it was.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from newsreader import dates
from newsreader.importing.pool import in_order
from newsreader.models import ArticleText, Project, Source
from newsreader.translatable import gettext_noop

from ..detecting import Answer, Question, Stretch, detect_all
from ..models import Detection, Scheme
from ..quotes import WEIGHTS, load_weights, version_of
from .storing import store

BATCH = 20  # texts of one question and of one transaction
FEW = 40  # texts that are read here: starting processes would take longer

Watch = Callable[[int], None]
"""Called with the number of articles done. What it raises ends the run; what is stored stays."""
Batch = list[tuple[int, int]]  # primary keys of texts with those of their articles

ARTICLES = gettext_noop("%(done)d of %(total)d articles")


@dataclass
class Outcome:
    """How many articles were read, what was found in them, and in how many the detector failed."""

    detector: str
    read: int = 0
    found: int = 0
    failed: int = 0


@dataclass(frozen=True)
class Asked:
    """Which articles of a project: of a source, published since a day (EDTF). With `redo` also those that
    this version has read, but not those that it has read after `begun`: a run that goes on."""

    source: Source | None = None
    since: str = ""
    redo: bool = False
    begun: datetime | None = None


def detector_of(project: Project) -> tuple[str, str]:
    """The folder with the project's own weights, "" without any or where no lead has chosen them, and what
    the detector is called then."""
    own = settings.WEIGHTS_ROOT / project.slug
    folder = str(own) if Scheme.of(project).own_weights and (own / WEIGHTS).is_file() else ""
    return folder, version_of(load_weights(own if folder else None))


def texts(project: Project, asked: Asked, detector: str) -> QuerySet[ArticleText, Any]:
    rows = ArticleText.objects.filter(article__project=project, version=F("article__text_version"))
    if asked.source:
        rows = rows.filter(article__source=asked.source)
    if asked.since:
        rows = rows.filter(article__published_to__gte=_first_day(asked.since))
    done = Detection.objects.filter(detector=detector, is_current=True)
    if asked.redo:
        done = done.filter(made_at__gte=asked.begun) if asked.begun else done.none()
    return rows.exclude(pk__in=done.values("text")).order_by("pk")


def _first_day(edtf: str) -> date:
    return dates.bounds(edtf)[0]


def count(project: Project, asked: Asked) -> int:
    return texts(project, asked, detector_of(project)[1]).count()


def suggest(
    project: Project, asked: Asked, watch: Watch | None = None, before: Outcome | None = None
) -> Outcome:
    """What is done is added to what was done `before`, batch by batch. Raises what `watch` raises, and
    pool.WorkerLost."""
    folder, detector = detector_of(project)
    outcome = before or Outcome(detector)
    outcome.detector = detector
    keys = list(texts(project, asked, detector).values_list("pk", "article_id"))
    batches = [keys[n : n + BATCH] for n in range(0, len(keys), BATCH)]
    work = partial(detect_all, folder=folder)
    for batch, answers in _answered(work, batches, few=len(keys) <= FEW):
        done = store(batch, answers, detector, redo=asked.redo)
        outcome.read += len(batch)
        outcome.found += done.found
        outcome.failed += done.failed
        if watch:
            watch(outcome.read)
    return outcome


def _answered(
    work: Callable[[list[Question]], list[Answer]], batches: Sequence[Batch], few: bool
) -> Iterator[tuple[Batch, list[Answer]]]:
    questions = ((batch, _questions(batch)) for batch in batches)
    if few:
        yield from ((batch, work(asked)) for batch, asked in questions)
    else:
        yield from in_order(work, questions)


COLUMNS = ("pk", "text", "blocks", "article__language", "article__genre", "article__author")


def _questions(batch: Batch) -> list[Question]:
    rows = ArticleText.objects.filter(pk__in=[pk for pk, _article in batch]).values_list(*COLUMNS)
    found = {
        pk: Question(text, language, tuple(Stretch(*block[:3]) for block in blocks), genre, author)
        for pk, text, blocks, language, genre, author in rows
    }
    # One that was purged a moment ago is asked as nothing, and not stored.
    return [found.get(pk) or Question("", "de", (), "", "") for pk, _article in batch]
