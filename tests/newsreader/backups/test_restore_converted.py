"""Files of other versions and kinds: older backups, and copies of the SQLite file."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from django.db.migrations.loader import MigrationLoader

from annotations.models import AnnotationPart, Comment, Memo, Role, Value, Variable
from newsreader.backups import copies, scratch
from newsreader.models import Project

from .files import backup, change_everything, refused, restore, rewritten
from .study import export_digest, found_by, make_study

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_copy_of_the_sqlite_file_comes_back(tmp_path: Path, sqlite_copy: Path) -> None:
    """Into whichever database this suite runs on: so a team moves up."""
    make_study("vorher")
    restore(sqlite_copy)
    assert [project.slug for project in Project.objects.all()] == ["umzug"]
    moved = Project.objects.get()
    assert moved.articles.count() == 2 and found_by(moved, "Brücke") == 2
    with pytest.raises(Exception, match="never changes"):
        moved.articles.earliest("pk").texts.update(text="anders")


@pytest.fixture
def sqlite_copy(tmp_path: Path) -> Path:
    """A SQLite file of this version that holds one study, made in a process of its own."""
    make_study("umzug")
    path = backup(tmp_path)
    into_folder = tmp_path / "sqlite"
    into_folder.mkdir()
    with scratch.converted(path) as converted:
        (found,) = converted.parent.glob("wortlaut.sqlite3")
        copies.copy_file(found, into_folder / "copy.sqlite3")
    Project.objects.all().delete()
    return into_folder / "copy.sqlite3"


def test_a_foreign_sqlite_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with sqlite3.connect(tmp_path / "other.sqlite3") as database:
        database.execute("CREATE TABLE news (id integer)")
    make_study()
    assert "keine Sicherung" in refused(tmp_path / "other.sqlite3", capsys)


def test_a_backup_of_an_older_version_is_brought_forward(tmp_path: Path) -> None:
    """The oldest version that there can be: everything was in the first migrations, and nobody could say to
    whom something was said, and much else."""
    project = make_study()
    project.annotations.update(addressee=None, suggestion=None, saw_suggestions=False)
    for model in (AnnotationPart, Role, Value, Variable, Comment, Memo):  # that version had none of these
        model.objects.all().delete()
    digest = export_digest(project)
    first = {wing: ["0001_initial"] for wing in ("newsreader", "annotations")}
    state = MigrationLoader(None).project_state([(wing, names[0]) for wing, names in first.items()])
    known = {
        model._meta.label_lower: {field.attname for field in model._meta.concrete_fields}
        for model in state.apps.get_models()
    }

    def age(lines: list[Any]) -> None:
        header, *entries, end = lines
        header["migrations"] = first
        aged = list[Any]()
        names, columns = set[str](), list[str]()
        for entry in entries:
            if isinstance(entry, dict):
                names, columns = known.get(entry["table"], set()), entry["columns"]
                if names:
                    aged.append({**entry, "columns": [name for name in columns if name in names]})
            elif names:
                values = zip(columns, entry, strict=True)
                aged.append([value for name, value in values if name in names])
        end["end"] = {label: count for label, count in end["end"].items() if label in known}
        lines[:] = [header, *aged, end]

    path = rewritten(backup(tmp_path), age)
    change_everything(project)
    restore(path)
    assert export_digest(Project.objects.get()) == digest
