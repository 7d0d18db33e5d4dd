"""A project is copied within the database: its rows as a backup streams them, of one moment, into a file, and
from there under new keys into a project of their own, a batch at a time, so that nobody waits for long.

History, imports and who has read what stay behind: a release says how things stood.
"""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from graphlib import TopologicalSorter
from itertools import count, islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.models import ForeignKey, Model
from django.utils import timezone

from .. import background, bulk
from ..backups import copies, format, into, out, scope
from ..backups.format import Header, Table
from ..models import Change, ChangeSet, ImportRun, Project, Reading, Release, User
from ..projects import proposed_slug
from ..search import front as index
from ..snapshot import snapshot

LEFT_BEHIND: set[type[Model]] = {Change, ChangeSet, ImportRun, Reading, Release, User}
"""Wings add theirs."""
BATCH = 1_000  # rows in one transaction
LARGE_BATCH = 100  # of those that may be millions of bytes each
INDEXED = 50  # articles in one transaction: their words are cut anew

Row = Iterable[Any]
Rows = list[Row]
Values = dict[str, Any]
Watch = Callable[[int], None]
"""Called between transactions with the number of rows or articles done since the last call. What it raises
ends the copying."""


def models() -> list[type[Model]]:
    """What is copied, those first that others refer to."""
    kept = [model for model in scope.kept_models(project=True) if model not in LEFT_BEHIND]
    graph = {model: {target for _field, target in _references(model) if target in kept} for model in kept}
    return list(TopologicalSorter({m: targets - {m} for m, targets in graph.items()}).static_order())


def _references(model: type[Model]) -> Iterator[tuple["ForeignKey[Any, Any]", type[Model]]]:
    for field in model._meta.concrete_fields:
        if isinstance(field, ForeignKey):
            yield field, field.related_model


@dataclass
class Written:
    """The project's rows in a file of the backup's format: how many, and the moment that they are of."""

    path: Path
    moment: datetime
    rows: int = 0


@contextmanager
def written_out(project: Project) -> Iterator[Written]:
    """The file is among the unfinished copies, which a purge deletes at once, and gone in the end."""
    found = Written(copies.folder() / f".release.{uuid.uuid4().hex}.part", timezone.now())
    found.path.touch(mode=0o600, exist_ok=False)
    try:
        with found.path.open("wb") as file, snapshot():
            found.moment = timezone.now()
            tables = (_counted(out.table(model, project), found) for model in models())
            file.writelines(format.write(Header(found.moment.isoformat(), {}), tables))
        yield found
    finally:
        found.path.unlink(missing_ok=True)


def _counted(table: Table, written: Written) -> Table:
    def rows() -> Iterator[Row]:
        for row in table.rows:
            background.pause()
            written.rows += 1
            yield row

    return Table(table.label, table.columns, rows())


def read_in(path: Path, release: Release, watch: Watch) -> Project:
    """The rows of the file become the release's copy, which nobody can open yet."""
    keys = _Keys()
    for table in format.tables(path):
        model = apps.get_model(table.label)
        batches = _batches(table.rows, LARGE_BATCH if model in out.LARGE else BATCH)
        for rows in batches:
            done = len(rows)
            with transaction.atomic():
                keys.begin(model)
                _insert(table, model, rows, keys, release)
                # A row may refer to one that comes later.
                while keys.promised and (more := next(batches, None)):
                    _insert(table, model, more, keys, release)
                    done += len(more)
            watch(done)
    return Project.objects.get(release=release)


def make_found(project: Project, watch: Watch) -> None:
    """The indexes learn of its articles and of what is on them."""
    keys = list(project.articles.order_by("pk").values_list("pk", flat=True))
    for n in range(0, len(keys), INDEXED):
        with transaction.atomic():
            index.index_all(list(project.articles.filter(pk__in=keys[n : n + INDEXED])))
        watch(len(keys[n : n + INDEXED]))


def _insert(table: Table, model: type[Model], rows: Rows, keys: "_Keys", release: Release) -> None:
    fields = [field for field in model._meta.concrete_fields if field.attname in table.columns]
    found = (dict(zip(table.columns, row, strict=True)) for row in rows)
    # All at once: while PostgreSQL takes rows in, the connection cannot be asked for keys.
    made = [_made(model, values, keys, release) for values in found]
    into.insert(model, fields, iter(made))


def _made(model: type[Model], values: Values, keys: "_Keys", release: Release) -> Values:
    """A row as the copy has it: uids stay where they are unique within a project only."""
    for field in model._meta.concrete_fields:
        value, target = values[field.attname], field.related_model
        if field.primary_key:
            values[field.attname] = keys.keep(model, value)
        elif field.name == "uid" and field.unique:
            values[field.attname] = str(uuid.uuid4())
        elif isinstance(field, ForeignKey) and value is not None:
            values[field.attname] = None if target in LEFT_BEHIND else keys.of(target, value)
    if model is Project:
        values["slug"] = proposed_slug(f"{release.project.slug} {release.name}")
        values["archived_at"] = values["archived_at"] or release.made_at
        values["release_id"] = release.pk
    return values


class _Keys:
    """The new primary keys of rows by their old ones, drawn when a row or a reference to it is met.
    `promised` are those of rows that were referred to and have not come yet."""

    def __init__(self) -> None:
        self.known: dict[type[Model], dict[int, int]] = defaultdict(dict)
        self.promised: set[int] = set()
        self.free: Iterator[int] = iter(())

    def begin(self, model: type[Model]) -> None:
        """In a transaction that writes rows of the model: others have written some since the last one."""
        self.free = _drawn(model) if connection.vendor == "postgresql" else count(bulk.new_keys(model, 1)[0])

    def of(self, target: Any, old: int) -> int:
        """Of a row that is referred to."""
        known = self.known[target]
        if old not in known:
            known[old] = next(self.free)
            self.promised.add(known[old])
        return known[old]

    def keep(self, model: type[Model], old: int) -> int:
        """Of a row that is here now."""
        new = self.of(model, old)
        self.promised.discard(new)
        return new


def _drawn(model: type[Model]) -> Iterator[int]:
    while True:
        yield from bulk.new_keys(model, BATCH)


def _batches(rows: Iterable[Row], size: int) -> Iterator[list[Row]]:
    rest = iter(rows)
    while batch := list(islice(rest, size)):
        yield batch
