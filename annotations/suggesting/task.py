"""A run of the detector from the browser, as the worker does it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from newsreader import background
from newsreader.background import runs
from newsreader.background.runs import Stopped, Watch
from newsreader.importing.pool import WorkerLost
from newsreader.importing.progress import Progress
from newsreader.models import Membership, Project, Source
from newsreader.translatable import gettext_noop

from ..models import SuggestionRun
from ..models.run import State, SuggestionRunQuerySet
from . import running, training

STEPS = gettext_noop("Step %(done)d of %(total)d")


@task()
def suggest(run: str) -> None:
    """Begins or goes on with the run; what this version of the detector has read is left alone."""
    found = SuggestionRun.objects.with_uid(UUID(run))
    if found is None or not found.is_under_way:
        return
    rows = SuggestionRun.objects.filter(pk=found.pk)
    if found.state == State.STOPPING or found.project.archived_at:
        rows.update(state=State.STOPPED)
        return
    if found.kind == found.Kind.TRAIN:
        _train(found, rows)
        return
    asked = _asked(found)
    # What it has done goes on being counted; those that the detector failed on are read once more.
    outcome = running.Outcome("", read=found.done - found.failed, found=found.found)
    total = outcome.read + running.count(found.project, asked)
    now = timezone.now()
    since = now - (_spent(found) if outcome.read else timedelta())
    rows.update(state=State.RUNNING, total=total, running_since=since, seen_at=now, **_said(outcome))
    try:
        running.suggest(found.project, asked, Reading(found, outcome), outcome)
    except Stopped:
        if background.stopping():
            rows.filter(state=State.RUNNING).update(state=State.WAITING)
            raise background.Interrupted from None
        rows.update(state=State.STOPPED)
        return
    except WorkerLost:
        rows.update(state=State.FAILED)
        return
    now = timezone.now()
    said = {"detector": outcome.detector, **_said(outcome)}
    rows.update(state=State.DONE, finished_at=now, seen_at=now, **said)


def _said(outcome: running.Outcome) -> dict[str, Any]:
    return {"done": outcome.read, "found": outcome.found, "failed": outcome.failed}


def _spent(run: SuggestionRun) -> timedelta:
    since, seen = run.running_since, run.seen_at
    return seen - since if since and seen else timedelta()


def _train(run: SuggestionRun, rows: SuggestionRunQuerySet) -> None:
    now = timezone.now()
    rows.update(state=State.RUNNING, total=0, done=0, running_since=now, seen_at=now)
    try:
        made = training.train(run.project, Steps(run).step)
    except Stopped:
        if background.stopping():
            rows.filter(state=State.RUNNING).update(state=State.WAITING)
            raise background.Interrupted from None
        rows.update(state=State.STOPPED)
    except training.Failed:
        rows.update(state=State.FAILED)
    else:
        now = timezone.now()
        learned = {"weights": made.weights, "articles": made.articles}
        said = {"detector": made.detector, "options": {**run.options, **learned}}
        rows.update(state=State.DONE, done=F("total"), finished_at=now, seen_at=now, **said)


def _asked(run: SuggestionRun) -> running.Asked:
    wanted = run.options.get("source")
    source = Source.objects.filter(project=run.project, uid=wanted).first() if wanted else None
    return running.Asked(source, run.options.get("since", ""), bool(run.options.get("redo")), run.started_at)


class Reading(Watch):
    """Keeps what came of it with every batch, so that a run goes on from there wherever it is broken off."""

    def __init__(self, run: SuggestionRun, outcome: running.Outcome) -> None:
        super().__init__(run)
        self.outcome = outcome

    def __call__(self, done: int) -> None:
        self.row.update(seen_at=timezone.now(), **_said(self.outcome))
        super().__call__(done)


class Steps(Watch):
    """That of training, which says only meanwhile how many steps there are."""

    total = 0

    def step(self, done: int, total: int) -> None:
        if total != self.total:
            self.total = total
            self.row.update(total=total)
        self(done)


Kind = SuggestionRun.Kind


def begin(member: Membership, options: dict[str, Any] | None = None, kind: str = Kind.FIND) -> SuggestionRun:
    """Has the worker read the project's articles, or learn from them; a run that is under way is answered
    instead of a second. `options` are those of SuggestionRun."""
    with transaction.atomic():
        Project.objects.select_for_update(no_key=True).get(pk=member.project_id)
        last = SuggestionRun.objects.of(member.project).under_way().newest()
        if last and not last.is_lost:
            return last
        run = SuggestionRun.objects.create(
            project=member.project, member=member, options=options or {}, kind=kind
        )
        _enqueue(run)
    return run


def go_on(run: SuggestionRun) -> None:
    """Raises nothing: a run that is not over is left alone."""
    runs.go_on(run, may_go_on, _enqueue)


def may_go_on(run: SuggestionRun) -> bool:
    return run.is_lost or run.state in (State.STOPPED, State.FAILED)


def _enqueue(run: SuggestionRun) -> None:
    run.task = UUID(suggest.enqueue(str(run.uid)).id)
    run.save(update_fields=["task"])


def pace(run: SuggestionRun) -> str:
    """How far it is, with the rate and the time left."""
    seconds = _spent(run).total_seconds()
    if not run.total:
        return _("It begins")
    said = STEPS if run.kind == Kind.TRAIN else running.ARTICLES
    return Progress(str, run.total, terminal=False, said=said).line(run.done, seconds)
