"""Training on a project's own texts, as the worker does it: the command train_quotes in a process of its own,
which ends with all that it has started when somebody says stop."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from newsreader.models import Project

from ..interchange import training_out
from ..quotes import load_weights, version_of
from .own import LEAST, folder_of

SECONDS = 0.5  # between two looks at how far it is

Watch = Callable[[int, int], None]
"""Called with how many of how many steps are done. What it raises ends the training; nothing is kept then."""


class Failed(Exception):
    """There was too little to learn from, or the process has failed."""


@dataclass(frozen=True)
class Trained:
    """What the `detector` is called with the new weights, whatever its rules are the `weights` by themselves,
    and the uids of the `articles` that they have learned from."""

    detector: str
    weights: str
    articles: list[str]


def train(project: Project, watch: Watch) -> Trained:
    """The new weights take the place of those before. Raises Failed, and what `watch` raises."""
    folder = folder_of(project)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _data(project, folder) as (data, articles), tempfile.TemporaryFile("w+") as said:
        command = [sys.executable, "-m", "django", "train_quotes", str(data), "--output", str(folder)]
        # A group of its own, because it starts processes.
        process = subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            stdout=subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,
        )
        try:
            while process.poll() is None:
                watch(*_far(said.fileno()))
                time.sleep(SECONDS)
        finally:
            _end(process)
    if process.returncode:
        raise Failed
    weights = load_weights(folder)
    return Trained(version_of(weights), weights.version if weights else "", articles)


@contextmanager
def _data(project: Project, folder: Path) -> Iterator[tuple[Path, list[str]]]:
    """The articles that are done, in the project's own folder and only as long as they are read; and which
    they are."""
    path = folder / "training.jsonl"
    try:
        with open(path, "w", encoding="utf-8", opener=_private) as file:
            names = []
            for piece in training_out.stream(project):
                file.write(piece)
                names += [json.loads(line)["doc_id"] for line in piece.split("\n") if line]
        if len(names) < LEAST:
            raise Failed
        # In a blind project the member's uid stands behind the article's.
        yield path, sorted({name.partition(" ")[0] for name in names})
    finally:
        path.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _far(said: int) -> tuple[int, int]:
    """The last "Step 3 of 16" of the command, whatever its language."""
    text = os.pread(said, 100_000, 0).decode(errors="replace")
    steps = re.findall(r"^\S+ (\d+) \S+ (\d+)$", text, re.MULTILINE)
    return (int(steps[-1][0]), int(steps[-1][1])) if steps else (0, 0)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
