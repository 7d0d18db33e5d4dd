"""A backup goes out: everything, or all that belongs to one project, of one moment of the database."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model
from django.utils import timezone

from ..models import ArticleText, Original, Project
from ..snapshot import snapshot
from .format import Header, Table, write
from .scope import columns, kept_models, rows

CHUNK = 500  # rows held at once
LARGE_CHUNK = 20  # of those that may be millions of bytes each
LARGE: tuple[type[Model], ...] = (ArticleText, Original)


def stream(project: Project | None = None) -> Iterator[bytes]:
    """The file in pieces. Nobody waits for it, however long it takes."""
    with snapshot():
        made = timezone.now().isoformat(timespec="seconds")
        about = {"uid": str(project.uid), "slug": project.slug, "name": project.name} if project else None
        kept = (table(model, project) for model in kept_models(project is not None))
        yield from write(Header(made, applied(), about), kept)


def filename(project: Project | None, at: datetime) -> str:
    return f"{project.slug if project else 'wortlaut'}-{at:%Y-%m-%d-%H%M}.backup.gz"


def applied() -> dict[str, list[str]]:
    """The migrations of the wings that the database has been through."""
    found = MigrationRecorder(connection).applied_migrations()
    return {wing: sorted(name for app, name in found if app == wing) for wing in settings.WINGS}


def table(model: type[Model], project: Project | None) -> Table:
    """The model's rows, read as they are asked for."""
    names = columns(model, project is not None)
    chunk = LARGE_CHUNK if model in LARGE else CHUNK
    found = rows(model, project).values_list(*names).iterator(chunk_size=chunk)
    return Table(model._meta.label_lower, names, found)
