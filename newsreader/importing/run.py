"""One run of the import: files are read one by one, stored in batches, and reported."""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import DatabaseError, DataError, IntegrityError, connection

from ..background.runs import Stopped
from ..models import ImportRun, Membership, Project
from .drafts import Item, drafts
from .files import walk
from .found import clean_name
from .identity import Draft, KnownTexts
from .metadata import Table
from .pool import WorkerLost
from .reading import Manner
from .report import INTERRUPTED, LOST, Entry, Outcome, Report
from .store import Ledger, plan, store

BATCH = 200
"""Articles in one transaction: enough that its cost is shared, few enough that others wait under a second."""
BATCH_LENGTH = 4_000_000
"""Code points from which a batch is stored early, so that memory stays flat whatever the articles' size."""

UPDATE = "update"
"""What is said to have newer versions of articles taken; else they are added as articles of their own."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """What is asked for. `given` holds the caller's values by key (see values.py), checked; `encoding` None
    leaves it to the ladder; `table` is the CSV file, if there is one. `hidden` is the folder of an upload,
    which with the number below it is nobody's business. `renews` takes newer versions of articles."""

    paths: tuple[str, ...]
    given: Mapping[str, str] = field(default_factory=dict)
    encoding: str | None = None
    table: Table | None = None
    hidden: str = ""
    renews: bool = False

    def shown(self, path: str) -> str:
        """The path as people know it."""
        if self.hidden and path.startswith(self.hidden):
            return path[len(self.hidden) :].partition("/")[2]
        return path

    def options(self) -> dict[str, Any]:
        said = {"paths": [clean_name(path) for path in self.paths], "encoding": self.encoding, **self.given}
        return {**said, "on_change": UPDATE} if self.renews else said


def count_files(paths: tuple[str, ...]) -> int:
    """How many files a run over the paths will meet; names are read, no file is opened."""
    return sum(1 for _found in walk(paths))


def import_files(
    job: Job,
    project: Project,
    member: Membership | None,
    progress: Callable[[int], None] | None = None,
    run: ImportRun | None = None,
) -> Report:
    """Import into the project. `progress` is called with the number of files done; `run` is one that goes on.

    Never raises for what is in a file. After Ctrl-C or Stopped, or when the database gives up, the finished
    batches are kept and `Report.stopped` says so; the same run again goes on.
    """
    run = run or ImportRun.objects.create(project=project, member=member, options=job.options())
    ledger = Ledger(project, member, run, run.change_set, renews=job.renews)
    found = drafts(job.paths, job.table, Manner(job.given, job.encoding, connection.vendor), project)
    report = _work(job, found, lambda some: _store_or_refuse(ledger, some), progress)
    report.entries = [replace(entry, path=job.shown(entry.path)) for entry in report.entries]
    if report.stopped in ("", INTERRUPTED, LOST):
        run.end(report)
    return report


def rehearse(job: Job, project: Project | None, progress: Callable[[int], None] | None = None) -> Report:
    """The report that `import_files` would give; nothing is written."""
    planned: KnownTexts = {}

    def store_nothing(some: list[Draft]) -> list[Entry]:
        return [step.entry(dry=True) for step in plan(project, some, planned, job.renews)]

    found = drafts(job.paths, job.table, Manner(job.given, job.encoding, vendor=""), project)
    return _work(job, found, store_nothing, progress)


Store = Callable[[list[Draft]], list[Entry]]


def _work(
    job: Job, items: Iterator[Item], store_batch: Store, progress: Callable[[int], None] | None
) -> Report:
    report = Report(rows=list(job.table.problems) if job.table else [])
    try:
        for batch in _batches(_counted(items, progress)):
            stored = iter(store_batch([item for item in batch if isinstance(item, Draft)]))
            report.entries += [next(stored) if isinstance(item, Draft) else item for item in batch]
        report.rows += job.table.left() if job.table else ()
    except (KeyboardInterrupt, Stopped):
        report.stopped = INTERRUPTED
    except WorkerLost:
        report.stopped = LOST
    except (DatabaseError, Project.DoesNotExist) as error:
        report.stopped = str(error).strip().partition("\n")[0] or type(error).__name__
    return report


def _counted(items: Iterator[Item], progress: Callable[[int], None] | None) -> Iterator[Item]:
    for done, item in enumerate(items, 1):
        yield item
        if progress:
            progress(done)


def _batches(items: Iterator[Item]) -> Iterator[list[Item]]:
    """The files in their order, cut where enough of them are drafts to be stored."""
    batch: list[Item] = []
    drafts = length = 0
    for item in items:
        batch.append(item)
        if isinstance(item, Draft):
            drafts, length = drafts + 1, length + len(item.parsed.text)
        if drafts >= BATCH or length >= BATCH_LENGTH:
            yield batch
            batch, drafts, length = [], 0, 0
    yield batch


def _store_or_refuse(ledger: Ledger, drafts: list[Draft]) -> list[Entry]:
    """When the database refuses a batch for what is in it, each file is tried alone: one must not keep
    199 others out."""
    if not drafts:
        return []
    try:
        return store(ledger, drafts)
    except (DataError, IntegrityError) as error:
        # Its message and its traceback would hold text, which is not for logs.
        log.error("the database refused %d articles: %s", len(drafts), type(error).__name__)
        if len(drafts) == 1:
            return [Entry(drafts[0].path, Outcome.FAILED, code="database")]
        return [entry for draft in drafts for entry in _store_or_refuse(ledger, [draft])]
