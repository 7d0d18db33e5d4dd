"""A release: a project as it was at one moment, under a name, for ever."""

import uuid
from typing import TYPE_CHECKING, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .import_run import is_alive

if TYPE_CHECKING:
    from .models import Project


class ReleaseQuerySet(models.QuerySet["Release"]):
    def of(self, project: "Project") -> Self:
        return self.filter(project=project)

    def listed(self) -> Self:
        return self.select_related("member", "copy").order_by("-made_at", "-pk")

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)


class Release(models.Model):
    """What it holds is a project of its own, `copy`: archived, read as at the moment `made_at`, never written
    to. `sha256` is over the `columns` of its rows (releases/checksum.py), `counts` has the number of rows by
    model. `purged` articles were deleted for good since, here too: then the checksum holds no more.
    `done` of `total` steps, rows and then articles for the index, are behind the task that makes it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        STOPPED = "stopped", _("stopped")
        DONE = "done", _("done")
        FAILED = "failed", _("broken off")

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    project = models.ForeignKey("newsreader.Project", on_delete=models.CASCADE, related_name="releases")
    member = models.ForeignKey(
        "newsreader.Membership", on_delete=models.SET_NULL, null=True, related_name="releases"
    )
    name = models.CharField(max_length=100)
    note = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    task = models.UUIDField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    columns = models.JSONField(default=dict)
    purged = models.PositiveIntegerField(default=0)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "uid"], name="release_uid"),
            models.UniqueConstraint(fields=["project", "name"], name="release_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_lost(self) -> bool:
        """Whether nobody will go on with it by themselves, whatever it says."""
        return self.under_way and not (self.task and is_alive(self.task))

    @property
    def is_here(self) -> bool:
        """Whether it can be read: one that came back with its project's backup is a name and a checksum."""
        return self.state == self.State.DONE and hasattr(self, "copy")


UNDER_WAY = (Release.State.WAITING, Release.State.RUNNING)
