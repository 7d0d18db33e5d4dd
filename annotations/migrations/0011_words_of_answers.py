"""Annotations are found by answers that are written in words, too."""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from annotations.filtering.words import MARKS
from newsreader.search import front
from newsreader.search.entries import entries

BATCH = 1_000


def index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    models = {name: apps.get_model("annotations", name) for name in ("Annotation", "Span", "Value")}
    written = models["Value"].objects.filter(variable__kind="text").exclude(annotation=None)
    pks = sorted(set(written.values_list("annotation", flat=True)))
    for n in range(0, len(pks), BATCH):
        batch = pks[n : n + BATCH]
        spans = models["Span"].objects.filter(annotation__in=batch).order_by("annotation", "start")
        quotes = _grouped(spans.values_list("annotation", "quote"))
        values = written.filter(annotation__in=batch).order_by("variable")
        answers = _grouped(values.values_list("annotation", "value"))
        rows = models["Annotation"].objects.filter(pk__in=batch)
        found = {}
        for pk, note, occasion, language in rows.values_list("pk", "note", "occasion", "article__language"):
            said = "\n".join(part for part in (note, occasion, *answers[pk]) if part)
            quote = " […] ".join(quotes.get(pk, []))
            found[pk] = entries(schema_editor.connection.vendor, quote, said, language)
        front.remove(batch, MARKS)
        front.index_new(found, MARKS)


def _grouped(rows: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pk, text in rows:
        found.setdefault(pk, []).append(text)
    return found


class Migration(migrations.Migration):
    dependencies = [("annotations", "0010_suggestions")]
    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
