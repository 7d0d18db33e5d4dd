"""`manage.py import_articles` over a folder of 2,000 files: from the start of the process to its end."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from newsreader.models import Project
from newsreader.purging.rows import delete_project

from .corpus import ARTICLES
from .figure import Figure
from .installation import Installation

ROUNDS = 3


def figures(installation: Installation) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        installation.corpus.write(Path(folder))
        target = installation.either(1_000, 600)
        yield rate("import with structure and index", folder, target)
        yield rate("the same, only rehearsed (--dry-run)", folder, arguments=("--dry-run",))
        yield rate("the same again, all known and skipped", folder, again=True)
        with tempfile.TemporaryDirectory() as few:
            installation.corpus.write(Path(few), 5)
            taken = [seconds(few, f"few-{n}")[0] for n in range(ROUNDS)]
        yield Figure("import of 5 files", statistics.median(taken), "s", quickest=min(taken))


def rate(
    name: str,
    folder: str,
    target: float | None = None,
    arguments: tuple[str, ...] = (),
    again: bool = False,
) -> Figure:
    """Articles a second, each round into a project of its own; `again` measures the second run into it."""
    taken = []
    for n in range(ROUNDS):
        slug = f"import-{n}-{time.monotonic_ns()}"
        if again:
            seconds(folder, slug)
        taken.append(seconds(folder, slug, *arguments))
        for project in Project.objects.filter(slug=slug):  # none, of a rehearsal
            with transaction.atomic():
                delete_project(project)
    wall = [clock for clock, _processor in taken]
    processor = statistics.median(spent for _clock, spent in taken)
    note = f"{processor:.1f} s of the processors for {ARTICLES:,} articles, the database's server apart"
    return Figure(name, ARTICLES / statistics.median(wall), "articles/s", target, note, ARTICLES / min(wall))


def seconds(folder: str, slug: str, *arguments: str) -> tuple[float, float]:
    """What one run takes by the clock, and of the processors, its reading processes included."""
    command = [sys.executable, "manage.py", "import_articles", folder, "--project", slug, "--verbosity", "0"]
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(
        [*command, *arguments], cwd=settings.BASE_DIR, env=os.environ, stdout=subprocess.DEVNULL, check=True
    )
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    return end - begin, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
