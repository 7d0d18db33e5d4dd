"""A backup comes back: in one transaction, while others read what was there before. Who writes meanwhile
waits, or is told that the database is busy.

Rows are deleted and not truncated: PostgreSQL's TRUNCATE would show empty tables to an export that has begun.
"""

from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps as current_apps
from django.apps.registry import Apps
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field, ForeignKey, Max, Model, QuerySet

from ..accounts import first_lead, join
from ..locking import writers_wait
from ..models import Article, Membership, Project, User
from ..purging.rows import delete_project, delete_rows
from ..releases import readers
from ..search import front as index
from . import format, scope
from .format import BackupError, Header

BATCH = 100  # rows; those of texts may be millions of bytes each
LOCK_SECONDS = 30
QUEUE = "django_tasks_database"

Values = dict[str, Any]
Mapped = Callable[[type[Model], Values], Values | None]


class AlreadyThere(Exception):
    """The project (`same`), or another one of its short name, is in the database."""

    def __init__(self, project: Project, same: bool) -> None:
        super().__init__(project.slug)
        self.project, self.same = project, same


def is_current(header: Header) -> bool:
    """Whether the backup is of this version. Raises BackupError for a newer one."""
    loader = MigrationLoader(None)
    known = {wing: {name for app, name in loader.disk_migrations if app == wing} for wing in settings.WINGS}
    if any(set(names) - known.get(wing, set()) for wing, names in header.migrations.items()):
        raise BackupError("newer")
    return {wing: set(names) for wing, names in header.migrations.items()} == known


def put_back(path: Path) -> None:
    """The whole installation becomes what the file holds, which was checked and is of this version."""
    with transaction.atomic():
        writers_wait(LOCK_SECONDS)
        index.clear()
        for model in scope.all_models():
            model._base_manager.all()._raw_delete(connection.alias)
        _forget_tasks()
        load(path)
        _finish()
        _index(Article.objects.order_by("pk"))


def put_back_project(path: Path, header: Header, slug: str = "", replace: bool = False) -> Project:
    """The project of the file, beside the others and with new keys. Members are who has the same user name
    here; all others are names. Raises AlreadyThere unless `replace`."""
    assert header.project is not None
    slug = slug or header.project["slug"]
    with transaction.atomic():
        writers_wait(LOCK_SECONDS)
        there = Project.objects.filter(uid=header.project["uid"]).first()
        released = readers.held(there) if there else []
        if there and replace:
            for out in Project.objects.filter(kept_for=there):
                delete_project(out)
            delete_rows(there, [model for model in scope.all_models() if model not in scope.OF_THE_WHOLE])
        elif there:
            raise AlreadyThere(there, same=True)
        if other := Project.objects.filter(slug=slug).first():
            raise AlreadyThere(other, same=False)
        load(path, mapped=_beside_others(path, slug))
        project = Project.objects.get(uid=header.project["uid"])
        readers.hand_over(released, project)
        _finish()
        if not project.memberships.filter(role=Membership.Role.LEAD, user__isnull=False).exists():
            join(project, first_lead(), Membership.Role.LEAD)
        readers.follow(project)
        _index(project.articles.order_by("pk"))
    return project


def _beside_others(path: Path, slug: str) -> Mapped:
    """How a row of a project's file fits in: its key and those it refers to are moved up behind the last one
    here, its user is the one of the same name, and the project has the short name `slug`."""
    behind = {
        model: model._base_manager.aggregate(last=Max("pk"))["last"] or 0 for model in scope.all_models()
    }
    names = {}
    for table in format.tables(path):
        for row in table.rows:
            if table.label == User._meta.label_lower:
                values = dict(zip(table.columns, row, strict=True))
                names[values["username"]] = values["id"]
    here = User.objects.filter(username__in=names).values_list("username", "pk")
    users = {names[name]: pk for name, pk in here}

    def mapped(model: type[Model], values: Values) -> Values | None:
        if model is User:
            return None
        if model is Project:
            values["slug"] = slug
            values["release_id"] = None  # of a release's own file: what it is a release of may not be here
        for field in model._meta.concrete_fields:
            value = values[field.attname]
            if isinstance(field, ForeignKey) and field.related_model is User:
                values[field.attname] = users.get(value)
            elif value is not None and (field.primary_key or isinstance(field, ForeignKey)):
                values[field.attname] = value + behind[field.related_model or model]
        return values

    return mapped


def load(path: Path, apps: Apps = current_apps, mapped: Mapped | None = None) -> None:
    """Write the rows of the file; `apps` knows the models of its version. Raises BackupError when the file
    holds what these have no place for."""
    for table in format.tables(path):
        try:
            model = apps.get_model(table.label)
            known = {field.attname: field for field in model._meta.concrete_fields}
            missing = {name: known[name].get_default() for name in known.keys() - set(table.columns)}
            fields = [known[name] for name in [*table.columns, *missing]]
        except LookupError:
            raise BackupError("damaged") from None
        found = (missing | dict(zip(table.columns, row, strict=True)) for row in table.rows)
        rows = (mapped(model, values) for values in found) if mapped else found
        insert(model, fields, (values for values in rows if values is not None))


def insert(model: type[Model], fields: "list[Field[Any, Any]]", rows: Iterator[Values]) -> None:
    """Write rows of a file, each with a value for every field."""
    names = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({names})"
    ready = ([_prepared(field, values[field.attname]) for field in fields] for values in rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in ready:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(fields))
        while batch := list(islice(ready, BATCH)):
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", batch)


def _prepared(field: "Field[Any, Any]", value: Any) -> Any:
    """A value of the file as the database takes it."""
    return field.get_db_prep_save(field.to_python(value), connection)


def _finish() -> None:
    """New rows get keys behind the ones that came, and every reference leads somewhere."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), scope.all_models()):
            cursor.execute(statement)
    connection.check_constraints()


def _index(articles: QuerySet[Article]) -> None:
    found = articles.iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        index.index_all(batch)


def _forget_tasks() -> None:
    """What waits in the queue is about rows that are no longer there, or are others now."""
    if current_apps.is_installed("django_tasks_db"):
        results = current_apps.get_model(QUEUE, "DBTaskResult")
        results._base_manager.exclude(status="RUNNING").delete()
