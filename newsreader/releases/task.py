"""A release is made in the background, can be stopped, and is taken away."""

import logging
import time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django_tasks import task

from .. import background
from ..backups.format import BackupError
from ..changes import Refused, recording
from ..models import Membership, Project, Release
from ..purging import remains
from ..purging.rows import delete_project
from . import checksum, copying, readers

State = Release.State
SECONDS = 1.0  # between two looks at whether somebody has said stop

log = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody has said stop, or has deleted an article for good that the release would hold."""


def begin(member: Membership, name: str, note: str) -> Release:
    """The worker makes a release of the member's project. Raises Refused for a name that is taken."""
    try:
        with recording(member, "release.create") as record:
            release = Release.objects.create(project=member.project, member=member, name=name, note=note)
            record("release", release.uid, None, {"name": name, "note": note})
            release.task = UUID(make_release.enqueue(release.pk).id)
            release.save(update_fields=["task"])
    except IntegrityError as error:
        raise Refused(_("Another release of this project has this name.")) from error
    return release


def stop(release: Release) -> None:
    Release.objects.under_way().filter(pk=release.pk).update(state=State.STOPPED)


def remove(member: Membership, release: Release) -> None:
    """The release is gone for good, with what it holds; the project stays as it is."""
    with recording(member, "release.remove") as record:
        record("release", release.uid, {"name": release.name, "note": release.note}, None)
        _delete_copy(release)
        Release.objects.filter(pk=release.pk).delete()


@task()
def make_release(pk: int) -> None:
    """Begins anew when it was broken off: what it had made by then is thrown away."""
    release = Release.objects.under_way().select_related("project").filter(pk=pk).first()
    if release is None:
        return
    try:
        _delete_copy(release)
        _make(release)
    except (Stopped, FileNotFoundError):
        _end(release, State.STOPPED)
    except background.Interrupted:
        _delete_copy(release)
        Release.objects.under_way().filter(pk=pk).update(state=State.WAITING)
        raise
    except (BackupError, IntegrityError) as problem:
        log.error("a release could not be made: %s", type(problem).__name__)
        _end(release, State.FAILED)


def _make(release: Release) -> None:
    mine = Release.objects.under_way().filter(pk=release.pk)
    if not mine.update(state=State.RUNNING, total=0, done=0):
        raise Stopped
    watch = Watch(release)
    with copying.written_out(release.project) as written:
        release.made_at = written.moment
        total = written.rows + release.project.articles.count()
        mine.update(made_at=written.moment, total=total)
        copy = copying.read_in(written.path, release, watch)
    copying.make_found(copy, watch)
    release.columns = checksum.columns()
    release.sha256, release.counts = checksum.of(copy, release.columns)
    with transaction.atomic():
        facts = {name: getattr(release, name) for name in ("sha256", "counts", "columns")}
        if not mine.update(state=State.DONE, done=total, **facts):
            raise Stopped
        readers.follow(release.project, [copy])


class Watch:
    """Told how much more is behind the task: says so on the page, and looks whether to go on."""

    def __init__(self, release: Release) -> None:
        self.pk = release.pk
        self.done = 0
        self.looked = 0.0

    def __call__(self, more: int) -> None:
        background.pause()
        self.done += more
        if time.monotonic() - self.looked >= SECONDS:
            self.looked = time.monotonic()
            if not Release.objects.filter(pk=self.pk, state=State.RUNNING).update(done=self.done):
                raise Stopped


def _end(release: Release, state: str) -> None:
    _delete_copy(release)
    Release.objects.under_way().filter(pk=release.pk).update(state=state)


def _delete_copy(release: Release) -> None:
    for copy in Project.objects.filter(release=release.pk):
        remains.mark()  # somebody may have deleted for good what it holds
        with transaction.atomic():
            delete_project(copy)
