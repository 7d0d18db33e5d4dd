"""Tasks for the tests of the worker. What they did stands in the names of projects."""

from django_tasks import task

from newsreader import background
from newsreader.models import Project


@task()
def found(slug: str) -> str:
    Project.objects.create(slug=slug, name=slug)
    return slug


@task()
def fail(secret: str) -> None:
    raise ValueError(secret)


@task()
def told_to_stop(slug: str) -> None:
    Project.objects.get_or_create(slug=slug, name=slug)
    raise background.Interrupted
