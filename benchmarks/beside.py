"""What the figures stand beside: the machine's own pace, the disk's, and the frame around every page."""

import time
from collections.abc import Iterator

from django.db import connection, transaction

from newsreader.models import Project

from .figure import Figure, median
from .installation import Installation


def figures(installation: Installation) -> Iterator[Figure]:
    yield median("calibration: a million additions", calibration)
    yield median("commit of one changed row", lambda: commit(installation.project))
    with installation.http() as http:
        yield median("bare view through the whole middleware, HTTP", lambda: http.get("/bare/"))


def calibration() -> int:
    """Pure Python, no memory, no disk: what differs between two runs of it is the machine."""
    total = 0
    for n in range(1_000_000):
        total += n
    return total


def commit(project: Project) -> None:
    """The smallest write there is, until it is on the disk (an empty transaction writes nothing)."""
    with transaction.atomic():
        Project.objects.filter(pk=project.pk).update(name=f"Bench {time.monotonic_ns()}")
    connection.close_if_unusable_or_obsolete()
