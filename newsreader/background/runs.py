"""A run of something long, as a row says how far it is: watched, stopped, taken up again. An import is one,
and what the detector does; both have the states of an import."""

import time
from collections.abc import Callable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from .. import background
from ..import_run import ImportRun

State = ImportRun.State
SECONDS = 1.0  # between two looks at whether somebody has said stop, and two words on how far it is


class Stopped(Exception):
    """Somebody has said stop, or archived the project, or the worker is to end."""


def row_of(run: models.Model) -> models.QuerySet[Any]:
    rows: models.QuerySet[Any] = type(run)._default_manager.filter(pk=run.pk)
    return rows


class Watch:
    """Called with how much is done: says so on the run's page, and stops the run when somebody has asked for
    that there, or has archived the project. It can go on when the project is back."""

    def __init__(self, run: models.Model) -> None:
        self.row = row_of(run)
        self.looked = 0.0

    def __call__(self, done: int) -> None:
        if background.stopping():
            raise Stopped
        if time.monotonic() - self.looked < SECONDS:
            return
        self.looked = time.monotonic()
        self.row.update(done=done, seen_at=timezone.now())
        if not self.row.filter(state=State.RUNNING, project__archived_at=None).exists():
            raise Stopped


def stop(run: models.Model) -> None:
    """What is done stays; a run that nobody has taken up yet ends at once."""
    row = row_of(run)
    if not row.filter(state=State.WAITING).update(state=State.STOPPED):
        row.filter(state=State.RUNNING).update(state=State.STOPPING)


def go_on(run: models.Model, may: Callable[[Any], bool], enqueue: Callable[[Any], None]) -> None:
    """A run that was stopped or broken off is taken up again, once, however often it is asked for."""
    with transaction.atomic():
        over = row_of(run).select_for_update().get()
        if may(over):
            over.state = State.WAITING
            over.save(update_fields=["state"])
            enqueue(over)
