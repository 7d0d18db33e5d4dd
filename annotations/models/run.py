"""Runs of the detector over a project, from the browser."""

import uuid
from typing import Any, Self

from django.db import models
from django.utils import timezone

from newsreader.import_run import ImportRun, is_alive
from newsreader.models import Membership, Project


class SuggestionRunQuerySet(models.QuerySet["SuggestionRun"]):
    def of(self, project: Project) -> Self:
        return self.filter(project=project)

    def newest(self) -> "SuggestionRun | None":
        return self.select_related("member").order_by("-started_at", "-pk").first()

    def with_uid(self, uid: uuid.UUID) -> "SuggestionRun | None":
        return self.select_related("project").filter(uid=uid).first()

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)


class SuggestionRun(models.Model):
    """What the detector does in the background: it reads the articles (FIND), or learns from them (TRAIN);
    then `done` and `total` are steps, and `detector` is what the new weights are called.

    The detector reads a project's articles: `done` of `total` are behind it, as of `seen_at`, with `found`
    suggestions in them; on `failed` it failed. `options` are those of the command; of TRAIN, once it is done,
    the version of the `weights` and the uids of the `articles` that they have learned from. Its states are
    those of an import. `task` does it; `running_since` is when it began or last went on, less the time
    that it had been reading before."""

    class Kind(models.TextChoices):
        FIND = "find"
        TRAIN = "train"

    kind = models.CharField(max_length=5, choices=Kind, default=Kind.FIND)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="suggestion_runs")
    member = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=ImportRun.State, default=ImportRun.State.WAITING)
    options = models.JSONField(default=dict)
    detector = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField(default=timezone.now)
    running_since = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    task = models.UUIDField(null=True)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)

    objects = SuggestionRunQuerySet.as_manager()

    def __str__(self) -> str:
        return f"suggestions of {self.started_at:%Y-%m-%d %H:%M}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_lost(self) -> bool:
        """Whether nobody will go on with it by themselves, whatever it says."""
        return self.is_under_way and (self.task is None or not is_alive(self.task))


State = ImportRun.State
UNDER_WAY: tuple[Any, ...] = (State.WAITING, State.RUNNING, State.STOPPING)
