"""What came of a run, for its page: by outcome, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from ..corrections.texts import waiting_words
from ..import_run import ImportRun, Told
from .metadata import Problem
from .progress import Progress
from .report import LABELS, NEW, REASONS, Outcome, sentence

LISTED = 200
"""Files that a page names of one outcome; of those that failed it names all."""
ORDER = (
    *(Outcome.FAILED, Outcome.ADDED, Outcome.COPY, Outcome.RENEWED),
    *(Outcome.UPDATED, Outcome.SKIPPED, Outcome.IGNORED),
)


@dataclass(frozen=True)
class File:
    """`said` is why it failed or was left out, or which encoding was guessed."""

    path: str
    article: str | None
    said: str


@dataclass(frozen=True)
class Group:
    outcome: str
    label: Promise | str
    count: int
    files: list[File]

    @property
    def more(self) -> int:
        return self.count - len(self.files)


def groups(run: ImportRun) -> Iterator[Group]:
    """What is to be looked at first; outcomes without a file are left out."""
    uncertain = [told for told in run.report if told["outcome"] in NEW and not told["certain"]]
    if uncertain:
        files = [File(told["path"], told["article"], told["encoding"] or "") for told in uncertain[:LISTED]]
        yield Group("uncertain", _("encodings that are uncertain"), len(uncertain), files)
    for outcome in ORDER:
        found = [told for told in run.report if told["outcome"] == outcome]
        limit = len(found) if outcome is Outcome.FAILED else LISTED
        if found:
            yield Group(outcome.value, LABELS[outcome], len(found), [_file(told) for told in found[:limit]])


def _file(told: Told) -> File:
    code, waiting = told.get("code"), told.get("waiting")
    said = _(REASONS[code]) if code in REASONS else ""
    if waiting:
        said = waiting_words(waiting)
    return File(told["path"], told["article"], said)


def table_problems(run: ImportRun) -> list[tuple[Problem, str]]:
    """The rows of the CSV file that were not used, each with the reason."""
    problems = [Problem(**row) for row in run.rows]
    return [(problem, sentence(problem)) for problem in problems]


def pace(run: ImportRun) -> str:
    """ "37 of 120 files · 55 a second · 0:02 left"."""
    seconds = (run.seen_at - run.running_since).total_seconds() if run.seen_at and run.running_since else 0
    return Progress(lambda text: None, run.total, terminal=False).line(run.done, seconds)
