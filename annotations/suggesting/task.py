"""A run of the detector from the browser, as the worker does it."""

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
    total = running.count(found.project, asked)
    now = timezone.now()
    rows.update(state=State.RUNNING, total=total, done=0, running_since=now, seen_at=now)
    try:
        outcome = running.suggest(found.project, asked, Watch(found))
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
    said = {"done": outcome.read, "found": outcome.found, "failed": outcome.failed}
    rows.update(state=State.DONE, detector=outcome.detector, finished_at=now, seen_at=now, **said)


def _train(run: SuggestionRun, rows: SuggestionRunQuerySet) -> None:
    now = timezone.now()
    rows.update(state=State.RUNNING, total=0, done=0, running_since=now, seen_at=now)
    try:
        version = training.train(run.project, Steps(run).step)
    except Stopped:
        if background.stopping():
            rows.filter(state=State.RUNNING).update(state=State.WAITING)
            raise background.Interrupted from None
        rows.update(state=State.STOPPED)
    except training.Failed:
        rows.update(state=State.FAILED)
    else:
        now = timezone.now()
        rows.update(state=State.DONE, detector=version, done=F("total"), finished_at=now, seen_at=now)


def _asked(run: SuggestionRun) -> running.Asked:
    wanted = run.options.get("source")
    source = Source.objects.filter(project=run.project, uid=wanted).first() if wanted else None
    return running.Asked(source, run.options.get("since", ""), bool(run.options.get("redo")), run.started_at)


class Steps(Watch):
    """The same of training, which says only meanwhile how many steps there are."""

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
    since, seen = run.running_since, run.seen_at
    seconds = (seen - since).total_seconds() if since and seen else 0.0
    if not run.total:
        return _("It begins")
    said = STEPS if run.kind == Kind.TRAIN else running.ARTICLES
    return Progress(str, run.total, terminal=False, said=said).line(run.done, seconds)
