"""A run of the import in a test, and what it has left."""

from pathlib import Path

from newsreader.importing.metadata import read_table
from newsreader.importing.report import Report
from newsreader.importing.run import Job, import_files
from newsreader.models import (
    Article,
    ArticleText,
    Change,
    ChangeSet,
    Original,
    Project,
)

TEXT = "Die Brücke bleibt zu 🚧. Der Rat berät am Montag weiter über die Kosten der Prüfung."


def run_import(project: Project, path: Path, csv: str = "", **given: str) -> Report:
    table = read_table(csv.encode()) if csv else None
    return import_files(Job((str(path),), given, table=table), project, None)


def outcomes(report: Report) -> list[str]:
    return [entry.outcome.value for entry in report.entries]


def everything() -> dict[str, int]:
    models = (Article, ArticleText, Original, Change, ChangeSet)
    return {model.__name__: model._default_manager.count() for model in models}
