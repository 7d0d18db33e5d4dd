"""What a backup holds: every model of the two wings but what belongs to an installation and not to the work.

Sessions, attempts to sign in and the queue of tasks belong to other apps and are left out by that alone.
"""

from collections import deque
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import ForeignKey, Model, QuerySet

from ..invitation import Invitation
from ..models import Project, Release, SignInLink, User

LEFT_OUT: tuple[type[Model], ...] = (SignInLink, Invitation)
"""A link that was used or withdrawn shall not let anybody in again because an old state came back."""

OF_THE_WHOLE: tuple[type[Model], ...] = (Release,)
"""Is not in the file of the project that it belongs to: what a release holds is a project with its own."""

OF_A_USER = ("id", "username")
"""What a project's own file says of its members' accounts. A password's digest is for nobody's eyes."""


def all_models() -> list[type[Model]]:
    """Every model of the wings, those that are left out too."""
    return [
        model
        for wing in settings.WINGS
        for model in apps.get_app_config(wing).get_models(include_auto_created=True)
    ]


def kept_models(project: bool) -> list[type[Model]]:
    """The models that a backup holds, of the whole installation or of one project; users come first."""
    found = [model for model in all_models() if model not in LEFT_OUT]
    if project:
        found = [model for model in found if model is User or _is_of_project(model)]
    return sorted(found, key=lambda model: model is not User)


def _is_of_project(model: type[Model]) -> bool:
    return model not in OF_THE_WHOLE and path_to(Project, model) is not None


def columns(model: type[Model], project: bool) -> list[str]:
    if project and model is User:
        return list(OF_A_USER)
    return [field.attname for field in model._meta.concrete_fields]


def rows(model: type[Model], project: Project | None) -> QuerySet[Any]:
    """All rows in the order of their keys, or those that belong to the project."""
    found = model._base_manager.order_by("pk")
    if project is None:
        return found
    if model is User:
        return found.filter(memberships__project=project).distinct()
    path = path_to(Project, model)
    assert path is not None
    return found.filter(**{path: project.pk})


def path_to(target: type[Model], model: type[Model]) -> str | None:
    """The shortest way along foreign keys by which the model's rows belong to the target: they go when it
    goes. "pk" for the target itself, None when there is no way."""
    waiting: deque[tuple[type[Model], list[str]]] = deque([(model, [])])
    while waiting:
        current, names = waiting.popleft()
        if current is target:
            return "__".join(names) or "pk"
        for field in current._meta.concrete_fields:
            if isinstance(field, ForeignKey) and not field.null and _owns(field) and len(names) < 5:
                waiting.append((field.related_model, [*names, field.name]))
    return None


def _owns(field: "ForeignKey[Any, Any]") -> bool:
    return field.remote_field.on_delete is models.CASCADE
