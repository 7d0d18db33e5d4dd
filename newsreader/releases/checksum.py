"""What a release is known by: the SHA-256 over its rows in an order of their own.

The stream is lines of JSON, UTF-8. Of each model, by name, a line with the columns, then a line for each row.
No primary key is in it: a reference is the uid of what it refers to (to a member with the name, which is all
that a release says of members), rows stand by uid, or by what they refer to. So a copy has the checksum of
what it was copied from, on either database and wherever a backup brings it.

Which columns were read is kept with the checksum: a later version, whose rows say more, reads the same again.
"""

import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import FieldError
from django.db.models import F, Field, ForeignKey, Model, QuerySet

from ..backups import out, scope
from ..models import ArticleText, Membership, Project, Release, User
from .copying import LEFT_BEHIND, models

# Where a release is another project than the one that it is of.
OF_THE_COPY = ("slug", "archived_at", "created_at")
# What rows are called that have no uid and that others refer to.
NAMES: dict[type[Model], tuple[str, ...]] = {ArticleText: ("article__uid", "version")}

Columns = dict[str, list[str]]
"""What is read of each model, by its label, as paths."""


class Unreadable(Exception):
    """This version has no longer all that the checksum was made of."""


def columns() -> Columns:
    """What this version reads of a project."""
    found = (model for model in models() if model is not Membership)
    return {
        model._meta.label_lower: _paths(model) for model in sorted(found, key=lambda m: m._meta.label_lower)
    }


def _paths(model: type[Model]) -> list[str]:
    return [path for field in model._meta.concrete_fields for path in _of_field(model, field)]


def _of_field(model: type[Model], field: "Field[Any, Any]") -> list[str]:
    """A field's columns; none of a key, and none of what the copy has of its own."""
    if isinstance(field, ForeignKey):
        return [f"{field.name}__{name}" for name in _names(field.related_model)]
    own = field.primary_key or (field.name == "uid" and field.unique)
    return [] if own or (model is Project and field.name in OF_THE_COPY) else [field.attname]


def _names(target: Any) -> tuple[str, ...]:
    if target is Project or target is User or target in LEFT_BEHIND:
        return ()
    if target is Membership:
        return "uid", "name"
    return NAMES.get(target) or ("uid",)


def of(project: Project, read: Columns) -> tuple[str, dict[str, int]]:
    """The checksum over these columns, and the number of rows by model ("annotation"). Raises Unreadable."""
    digest, counts = hashlib.sha256(), {}
    for label in sorted(read):
        paths = read[label]
        digest.update(_line([label, *paths]))
        number = 0
        for row in _rows(label, paths, project):
            digest.update(_line(row))
            number += 1
        counts[label.partition(".")[2]] = number
    return digest.hexdigest(), counts


def _rows(label: str, paths: list[str], project: Project) -> Iterator[Any]:
    try:
        model = apps.get_model(label)
        rows: QuerySet[Any] = scope.rows(model, project).order_by(*_order(paths), "pk").values_list(*paths)
        return rows.iterator(chunk_size=out.LARGE_CHUNK if model in out.LARGE else out.CHUNK)
    except (LookupError, FieldError) as problem:
        raise Unreadable(label) from problem


def _order(paths: list[str]) -> list[Any]:
    """By uid, else by all that is referred to: never by words, which databases sort as they please."""
    if "uid" in paths:
        return [F("uid")]
    return [F(path).asc(nulls_first=True) for path in paths if path.endswith("__uid")]


def _line(row: Any) -> bytes:
    text = json.dumps(list(row), default=_plain, sort_keys=True, separators=(",", ":"))
    return text.encode() + b"\n"


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    return base64.b64encode(value).decode()


def is_as_then(release: Release) -> bool:
    """Whether the copy still is what it was when the release was made. Raises Unreadable."""
    return of(release.copy, release.columns)[0] == release.sha256
