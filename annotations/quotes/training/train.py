"""Trains everything that the weights hold: two looks and the mentions by folds, then the speakers and the
confidence.

What a later step learns from comes from folds that the earlier one has not seen (stacking); in the end the
fields of all folds are averaged.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..crf import Chain, Scores, Table
from ..features import extract
from ..fits import Ranking
from ..learned import Look, looked, more
from ..rules import find as by_rules
from ..stacking import Sure, sure
from ..weights import Field, save
from . import fields, gold, ranks

FOLDS = 5
Progress = Callable[[int, int], None]


class Job(NamedTuple):
    """A field to train on all folds but one: "first", "second" or "mentions"; `known` are the first look's
    probabilities for every article."""

    path: Path
    task: str
    fold: int
    folds: int
    known: dict[int, Sure]


class Done(NamedTuple):
    """The field, and what it scores for the articles of the fold that it has not seen, by their number."""

    job: tuple[str, int]
    field: Field
    unseen: dict[int, Scores]


@cache
def _documents(path: Path) -> list[gold.Document]:
    return gold.load(path)


def _rows(document: gold.Document, known: Sure | None) -> list[list[str]]:
    features = extract(document.reading)
    rows = features.rows()
    if known is None:
        return rows
    own, shared = more(document.reading, features, known, by_rules(document.reading))
    return [row + own[i] + shared[features.sentence[i]] for i, row in enumerate(rows)]


def _one(job: Job) -> Done:
    """In a process of its own."""
    documents = _documents(job.path)
    chosen = [n for n in range(len(documents)) if n % job.folds != job.fold]
    told = gold.mentions if job.task == "mentions" else gold.labels
    rows = (_rows(documents[n], job.known.get(n)) for n in chosen)
    field = fields.train(rows, [told(documents[n]) for n in chosen])
    table = as_table(field)
    rest = [n for n in range(len(documents)) if n % job.folds == job.fold]
    unseen = {n: table.of(_rows(documents[n], job.known.get(n))) for n in rest if documents[n].reading.words}
    return Done((job.task, job.fold), field, unseen)


def as_table(field: Field) -> Table:
    rows = np.stack([*field.features.values(), np.zeros(len(field.labels), dtype=np.float32)])
    return Table({name: n for n, name in enumerate(field.features)}, rows)


def chain(field: Field) -> Chain:
    return Chain(field.labels, field.steps)


def _all(jobs: Sequence[Job], processes: int, step: Callable[[], None]) -> dict[tuple[str, int], Done]:
    found = {}
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        for future in as_completed([pool.submit(_one, job) for job in jobs]):
            done = future.result()
            found[done.job] = done
            step()
    return found


def train(path: Path, output: Path, processes: int, progress: Progress, folds: int = FOLDS) -> Path:
    """Writes the weights into the folder `output` and gives the file. `progress` is told how many of how many
    steps are done. Raises OSError, gold.BadLine, and ValueError where there are fewer than two folds, or two
    articles for each."""
    if folds < 2:
        raise ValueError("there must be 2 folds at least")
    documents = _documents(path)
    if len(documents) < 2 * folds:
        raise ValueError(f"{len(documents)} articles are too few for {folds} folds")
    total, done = 3 * folds + 1, 0

    def step() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    progress(0, total)
    ones = _all([Job(path, "first", fold, folds, {}) for fold in range(folds)], processes, step)
    known = dict(_known(ones.values()))
    jobs = [Job(path, task, fold, folds, known) for fold in range(folds) for task in ("second", "mentions")]
    twos = _all(jobs, processes, step)
    looks = dict(_looks(documents, known, twos, folds))
    rank, certain = _speakers(documents, looks)
    trained = {
        "first": fields.average([ones["first", fold].field for fold in range(folds)]),
        "second": fields.average([twos["second", fold].field for fold in range(folds)]),
        "mentions": fields.average([twos["mentions", fold].field for fold in range(folds)]),
    }
    stacked = {name for key in ("second", "mentions") for name in trained[key].features if _is_stacked(name)}
    written = save(output, trained, rank, certain, sorted(stacked))
    step()
    return written


def _is_stacked(feature: str) -> bool:
    return feature.startswith("2")


def _known(ones: Iterable[Done]) -> Iterator[tuple[int, Sure]]:
    for done in ones:
        for n, scores in done.unseen.items():
            yield n, sure(done.field.labels, chain(done.field).marginals(scores))


class Seen(NamedTuple):
    """An article as the taggers see it that have not learned from it."""

    look: Look
    labels: tuple[str, ...]


def _looks(
    documents: Sequence[gold.Document], known: dict[int, Sure], twos: dict[tuple[str, int], Done], folds: int
) -> Iterator[tuple[int, Seen]]:
    for n in known:
        second, mentions = twos["second", n % folds], twos["mentions", n % folds]
        reading = documents[n].reading
        chains = chain(second.field), chain(mentions.field)
        scores = second.unseen[n], mentions.unseen[n]
        yield n, Seen(looked(reading, by_rules(reading), scores, chains), chains[0].labels)


def _speakers(
    documents: Sequence[gold.Document], looks: dict[int, Seen]
) -> tuple[dict[str, float], dict[str, float]]:
    asked: list[ranks.Question] = []
    for n, seen in sorted(looks.items()):
        quotes = documents[n].quotes
        asked += ranks.questions(seen.look.page, [(quote.draft, quote.speaker) for quote in quotes])
        proposed = ((draft, ranks.matching(draft, quotes)) for draft in seen.look.proposed)
        right = [(draft, best.speaker) for draft, (shared, best) in proposed if best and shared >= ranks.HALF]
        asked += ranks.questions(seen.look.page, right)
    rank = ranks.fit(asked)
    judged = []
    for n, seen in sorted(looks.items()):
        look = seen.look
        found = [(draft, fits) for draft, _, fits in Ranking(look.page, rank).answers(look.proposed)]
        judged.append((look.page, found, look.marginals, seen.labels, look.ruled, documents[n].quotes))
    return rank, ranks.sure(judged)
