"""Weights of the detector that are trained on a project's own texts: in a folder of its own, because they
hold its words, and in use where a lead has chosen them."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from newsreader.models import CodingState, Membership, Project

from ..models import Scheme
from ..quotes import load_weights, version_of
from ..quotes.weights import UnreadableWeights
from ..scheme import set_scheme

LEAST = 10
"""Articles that are done; training leaves out a fifth of them in turn, two at least."""


@dataclass(frozen=True)
class Own:
    """What there is: the `version` of the weights, "" without any, and where they lie; how many articles are
    `done`, so that they can be trained on."""

    folder: Path
    version: str
    is_chosen: bool
    done: int

    @property
    def can_train(self) -> bool:
        return self.done >= LEAST


def folder_of(project: Project) -> Path:
    return Path(settings.WEIGHTS_ROOT) / project.slug


def own_of(project: Project) -> Own:
    folder = folder_of(project)
    try:
        weights = load_weights(folder) if folder.is_dir() else None
    except UnreadableWeights:
        weights = None
    done = CodingState.objects.filter(article__project=project, state=CodingState.State.DONE)
    return Own(
        folder,
        version_of(weights) if weights else "",
        Scheme.of(project).own_weights,
        done.values("article").distinct().count(),
    )


def choose(member: Membership, own: bool) -> None:
    """One change set: the project's own weights, or those that came with the program."""
    set_scheme(member, {"own_weights": own})


def delete(member: Membership) -> None:
    """The files are gone for good; suggestions that were made with them stay."""
    choose(member, False)
    shutil.rmtree(folder_of(member.project), ignore_errors=True)
