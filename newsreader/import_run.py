"""Runs of the import, by command or from the browser."""

import uuid
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_tasks import TaskResultStatus

from .importing.report import INTERRUPTED, NEW, Outcome, Report

if TYPE_CHECKING:
    from .models import Project

Told = dict[str, Any]  # a file of a report, as Entry.as_json gives it

LONGEST = timedelta(days=1)
"""A command that has not ended by then was broken off: nothing else tells of a process that was killed."""


class ImportRunQuerySet(models.QuerySet["ImportRun"]):
    def of(self, project: "Project") -> Self:
        return self.filter(project=project)

    def listed(self) -> Self:
        """Newest first, without their reports, which name every file."""
        return self.defer("report", "rows").select_related("member").order_by("-started_at", "-pk")

    def with_uid(self, uid: uuid.UUID) -> "ImportRun | None":
        return self.select_related("project", "member__project").filter(uid=uid).first()

    def unfinished(self) -> Self:
        return self.exclude(state=ImportRun.State.DONE)


class ImportRun(models.Model):
    """One run of the import, what was asked and what came of it: `counts` by outcome, `report` by file, and
    the `rows` of the CSV file that were not used. `change_set` is where history holds it.

    `done` of `total` files are behind it, as of `seen_at`. `task` is the task that does it, of a run from the
    browser; `running_since` is when it began or last went on.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        STOPPING = "stopping", _("stopping")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("done")
        FAILED = "failed", _("broken off")

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("newsreader.Project", on_delete=models.CASCADE, related_name="imports")
    member = models.ForeignKey(
        "newsreader.Membership", on_delete=models.SET_NULL, null=True, related_name="imports"
    )
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    task = models.UUIDField(null=True)
    running_since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    options = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    report = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    change_set = models.ForeignKey(
        "newsreader.ChangeSet", on_delete=models.SET_NULL, null=True, related_name="imports"
    )

    objects = ImportRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"import of {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING, self.State.STOPPING)

    @property
    def new(self) -> int:
        """Articles that it has brought in."""
        return sum(self.counts.get(outcome.value, 0) for outcome in NEW)

    @property
    def what(self) -> str:
        """The files or folders that were named, for a heading."""
        paths = [*self.options.get("paths", []), "–"]
        first, others = paths[0][:80], len(paths) - 2
        if others < 1:
            return str(first)
        said = ngettext("%(first)s and %(others)d more", "%(first)s and %(others)d more", others)
        return said % {"first": first, "others": others}

    @property
    def is_lost(self) -> bool:
        """Whether nobody will go on with it by themselves, whatever it says."""
        if not self.under_way:
            return False
        if self.task is None:
            return timezone.now() - self.started_at > LONGEST
        return not is_alive(self.task)

    def end(self, report: Report) -> None:
        """What came of it. What an earlier part of this run has brought in is not "there already"."""
        before = {told["path"]: told for told in self.report}
        now = [_earlier(entry.as_json(), before.pop(entry.path, None)) for entry in report.entries]
        self.report = self._with_lost([*(before.values() if report.stopped else ()), *now])
        self.rows = [
            {"row": row.row, "filename": row.filename, "code": row.code, "parts": row.parts}
            for row in report.rows
        ]
        self.counts = counted(self.report)
        self.done = len(self.report)
        self.state = self.State.DONE
        if report.stopped:
            self.state = self.State.STOPPED if report.stopped == INTERRUPTED else self.State.FAILED
        self.finished_at = None if report.stopped else timezone.now()
        self.save()

    def _with_lost(self, report: list[Told]) -> list[Told]:
        """The report with what this run had brought in when its worker was killed, and with it that report:
        articles that are there already, but only since the run began."""
        if not any(told["outcome"] == Outcome.SKIPPED for told in report):
            return report
        since = self.project.articles.filter(imported_at__gte=self.started_at)
        copies = {str(uid): copy for uid, copy in since.values_list("uid", "copy_of")}
        for told in report:
            if told["outcome"] in NEW:
                copies.pop(told["article"], None)
        for told in report:
            if told["outcome"] == Outcome.SKIPPED and told["article"] in copies:
                copy = copies.pop(told["article"])
                told["outcome"] = (Outcome.COPY if copy else Outcome.ADDED).value
        return report


BROUGHT = (*NEW, Outcome.RENEWED)
ALIVE = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


def is_alive(task: uuid.UUID) -> bool:
    """Whether the task waits or runs."""
    # Not loaded when this is.
    from django_tasks_db.models import DBTaskResult

    return DBTaskResult.objects.filter(pk=task, status__in=ALIVE).exists()


def _earlier(told: Told, before: Told | None) -> Told:
    return before if before and told["outcome"] == Outcome.SKIPPED and before["outcome"] in BROUGHT else told


def counted(report: list[Told]) -> dict[str, int]:
    """Files by outcome, and among the new ones those whose encoding is a guess."""
    found = Counter(told["outcome"] for told in report)
    uncertain = sum(told["outcome"] in NEW and not told["certain"] for told in report)
    return {**{outcome.value: found[outcome.value] for outcome in Outcome}, "uncertain": uncertain}
