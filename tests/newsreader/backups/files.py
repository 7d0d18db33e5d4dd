"""Backups as files: written, brought back, refused, and rewritten as no installation would write them."""

import gzip
import hashlib
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from annotations.models import Annotation
from newsreader.models import Project
from tests.factories import make_annotation, make_article

from .study import everything, make_study


def backup(tmp_path: Path, **options: Any) -> Path:
    path = tmp_path / "backup.gz"
    call_command("backup", output=str(path), stdout=StringIO(), **options)
    return path


def restore(path: Path, **options: Any) -> str:
    said = StringIO()
    call_command("restore", str(path), stdout=said, **options)
    return said.getvalue()


def refused(path: Path, capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    """The one sentence with which the command refuses; nothing has changed."""
    before = everything()
    with pytest.raises(SystemExit) as end:
        restore(path, **options)
    assert end.value.code == 1
    assert everything() == before
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    return said


def rewritten(path: Path, change: Callable[[list[Any]], Any]) -> Path:
    """The file with other content and a digest that fits it."""
    lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).splitlines()]
    change(lines)
    end = lines.pop()
    body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
    end["sha256"] = hashlib.sha256(body).hexdigest()
    path.write_bytes(gzip.compress(body + json.dumps(end).encode() + b"\n"))
    return path


def change_everything(project: Project) -> None:
    make_annotation(project.articles.earliest("pk"), project.memberships.earliest("pk"), "Prüfung")
    Annotation.objects.earliest("pk").delete()
    make_article(project, "Ein neuer Text über Wölfe.")
    project.articles.latest("pk").texts.all()
    make_study("neu")
    project.name = "anders"
    project.save()
