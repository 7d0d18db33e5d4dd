"""What came of each file of an import: as counts, as lines for people, as JSON."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..translatable import gettext_noop
from . import decode, found, metadata, values

LISTED = 50
"""Files that a list on the terminal names at most; the report file names all."""

REASONS = {
    "rules": gettext_noop("The rules for its structure failed on this text; please report that."),
    "database": gettext_noop("The database refused it; please report that."),
    **decode.REASONS,
    **found.REASONS,
    **found.IGNORED,
}
_PROBLEMS = {**values.PROBLEMS, **metadata.PROBLEMS}


class Outcome(StrEnum):
    ADDED = "added"
    COPY = "copy"
    UPDATED = "updated"
    RENEWED = "renewed"
    SKIPPED = "skipped"
    IGNORED = "ignored"
    FAILED = "failed"


LABELS = {
    Outcome.ADDED: gettext_lazy("added"),
    Outcome.COPY: gettext_lazy("added as copies of a text that is there"),
    Outcome.UPDATED: gettext_lazy("metadata updated"),
    Outcome.RENEWED: gettext_lazy("text updated to a newer version"),
    Outcome.SKIPPED: gettext_lazy("skipped: there already"),
    Outcome.IGNORED: gettext_lazy("ignored: no articles"),
    Outcome.FAILED: gettext_lazy("failed"),
}
NEW = (Outcome.ADDED, Outcome.COPY)

INTERRUPTED = "interrupted"
LOST = "lost"  # a reading process, ended from outside


@dataclass(frozen=True, slots=True)
class Entry:
    """One file. `article` is the uid of the article it became or is; `code` is a key of REASONS, or "";
    `waiting` annotations of a renewed text wait for review."""

    path: str
    outcome: Outcome
    article: UUID | None = None
    encoding: str = ""
    certain: bool = True
    notes: tuple[str, ...] = ()
    code: str = ""
    waiting: int = 0

    @property
    def reason(self) -> str:
        return _(REASONS[self.code]) if self.code else ""

    def as_json(self) -> dict[str, Any]:
        return {
            "path": self.path,
            "outcome": self.outcome.value,
            "article": str(self.article) if self.article else None,
            "encoding": self.encoding or None,
            "certain": self.certain,
            "notes": [_(note) for note in self.notes],
            "code": self.code or None,
            "reason": self.reason or None,
            **({"waiting": self.waiting} if self.waiting else {}),
        }


def sentence(problem: metadata.Problem | metadata.MetadataError | values.ValueProblem) -> str:
    """The problem in the reader's language."""
    return _(_PROBLEMS[problem.code]) % problem.parts


@dataclass
class Report:
    """All files of a run in their order, and the rows of the CSV file that were not used.

    `stopped` is "" for a run that went to its end, else INTERRUPTED, LOST or why the database gave up.
    """

    entries: list[Entry] = field(default_factory=list)
    rows: list[metadata.Problem] = field(default_factory=list)
    stopped: str = ""

    def counts(self) -> dict[str, int]:
        """Files by outcome, and among the new ones those whose encoding is a guess."""
        found = Counter(entry.outcome for entry in self.entries)
        counts = {outcome.value: found[outcome] for outcome in Outcome}
        return counts | {"uncertain": sum(1 for _entry in self.uncertain())}

    def uncertain(self) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.outcome in NEW and not entry.certain)

    def of(self, outcome: Outcome) -> Iterator[Entry]:
        return (entry for entry in self.entries if entry.outcome is outcome)

    @property
    def new(self) -> int:
        return sum(entry.outcome in NEW for entry in self.entries)

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for went in."""
        refused = any(entry.outcome is Outcome.FAILED for entry in self.entries)
        return not (refused or self.stopped or any(problem.serious for problem in self.rows))

    @property
    def why_stopped(self) -> str:
        """A sentence for a run that did not go to its end."""
        if self.stopped == INTERRUPTED:
            return _("Interrupted.")
        if self.stopped == LOST:
            return _("The system has ended a process that was reading files, perhaps for want of memory.")
        return _("The database gave up: %(reason)s.") % {"reason": self.stopped}

    def as_json(self) -> dict[str, Any]:
        rows = [
            {"row": row.row, "filename": row.filename, "code": row.code, "reason": sentence(row)}
            for row in self.rows
        ]
        files = [entry.as_json() for entry in self.entries]
        return {"counts": self.counts(), "stopped": self.stopped or None, "files": files, "rows": rows}


def as_lines(report: Report) -> Iterator[str]:
    """The table at the end of an import, and below it what somebody should look at."""
    counts = report.counts()
    for outcome, label in LABELS.items():
        yield f"{counts[outcome]:>9}  {label}"
    yield f"{counts['uncertain']:>9}  " + _("encodings that are uncertain")
    if waiting := sum(entry.waiting for entry in report.entries):
        yield f"{waiting:>9}  " + _("annotations that wait on the review list")
    uncertain = (f"{entry.path}: {entry.encoding}" for entry in report.uncertain())
    yield from _listed(_("Uncertain encodings (--encoding overrides):"), uncertain)
    ignored = (f"{entry.path}: {entry.reason}" for entry in report.of(Outcome.IGNORED))
    yield from _listed(_("Ignored:"), ignored)
    word = _("row")
    rows = (f"{word} {row.row} {row.filename}".rstrip() + f": {sentence(row)}" for row in report.rows)
    yield from _listed(_("Metadata that was not used:"), rows)
    # Every one of them, however many: these are articles that the study would miss.
    failed = (f"{entry.path}: {entry.reason}" for entry in report.of(Outcome.FAILED))
    yield from _listed(_("Failed:"), failed, limit=len(report.entries))


def _listed(heading: str, lines: Iterable[str], limit: int = LISTED) -> Iterator[str]:
    number = 0
    for number, line in enumerate(lines, 1):
        if number == 1:
            yield ""
            yield heading
        if number <= limit:
            yield f"  {line}"
    if number > limit:
        yield "  " + _("… and %(count)d more: --report FILE.json lists them") % {"count": number - limit}
