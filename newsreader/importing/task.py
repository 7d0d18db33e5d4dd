"""An import from the browser, as the worker does it."""

from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from .. import background
from ..background import runs
from ..background.runs import Watch
from ..import_run import ImportRun, Told
from ..models import Membership
from . import uploads
from .report import INTERRUPTED, REASONS
from .run import count_files, import_files
from .uploads import File

State = ImportRun.State


@task()
def import_uploads(run: str) -> None:
    """Begins or goes on with the run; what is in already is found there."""
    found = ImportRun.objects.with_uid(UUID(run))
    if found is None or not found.under_way:
        return
    if found.project.archived_at:
        ImportRun.objects.filter(pk=found.pk).update(state=State.STOPPED)
        return
    try:
        job = uploads.job(found)
    except FileNotFoundError:
        ImportRun.objects.filter(pk=found.pk).update(state=State.FAILED)
        return
    total = count_files(job.paths)
    now = timezone.now()
    begun = ImportRun.objects.filter(pk=found.pk, state__in=(State.WAITING, State.RUNNING))
    begun.update(state=State.RUNNING, total=total, done=0, running_since=now, seen_at=now)
    found.refresh_from_db()
    report = import_files(job, found.project, found.member, Watch(found), found)
    if report.stopped == INTERRUPTED and background.stopping():
        ImportRun.objects.filter(pk=found.pk).update(state=State.WAITING)
        raise background.Interrupted
    if not report.stopped:
        uploads.forget(found.uid)
    elif report.stopped != INTERRUPTED:
        ImportRun.objects.filter(pk=found.pk).update(state=State.FAILED)


def begin(member: Membership, files: list[File], options: dict[str, str], table: bytes = b"") -> ImportRun:
    """Keeps the files and has the worker import them, in the name of the member. Raises OSError."""
    uid = uuid4()
    names = uploads.keep(uid, files, table)
    with transaction.atomic():
        run = ImportRun.objects.create(
            uid=uid,
            project=member.project,
            member=member,
            state=State.WAITING,
            options={"paths": names, **options},
            total=len(files),
        )
        _enqueue(run)
    return run


def go_on(run: ImportRun) -> None:
    runs.go_on(run, may_go_on, _enqueue)


def may_go_on(run: ImportRun) -> bool:
    """Whether it ended before its end, and its files are still there."""
    over = run.is_lost or run.state in (State.STOPPED, State.FAILED)
    taken_back = run.change_set is not None and run.change_set.undone
    return over and not taken_back and uploads.are_there(run.uid)


def _enqueue(run: ImportRun) -> None:
    run.task = UUID(import_uploads.enqueue(str(run.uid)).id)
    run.save(update_fields=["task"])


def why(told: Told) -> str:
    """Why a file of a report did not become an article, in the reader's language."""
    code = told["code"]
    return _(REASONS[code])


def paste(member: Membership, file: File, options: dict[str, str]) -> ImportRun:
    """One text, now: that takes some milliseconds, and whoever has pasted it wants to read it."""
    uid = uuid4()
    names = uploads.keep(uid, [file])
    try:
        run = ImportRun.objects.create(
            uid=uid, project=member.project, member=member, options={"paths": names, **options}, total=1
        )
        import_files(uploads.job(run), member.project, member, run=run)
    finally:
        uploads.forget(uid)
    return run
