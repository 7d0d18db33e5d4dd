"""Annotations are found by their words (filtering/words.py). SQLite drops the trigger with its table when a later
migration rebuilds Annotation; such a migration must make it again."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from annotations.filtering.words import MARKS
from newsreader.search import front, postgres, sqlite
from newsreader.search.entries import entries

BATCH = 1_000


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    vendor = schema_editor.connection.vendor
    engine = postgres if vendor == "postgresql" else sqlite
    for statement in engine.create(MARKS):
        schema_editor.execute(statement)
    annotations, spans = (apps.get_model("annotations", name) for name in ("Annotation", "Span"))
    pks = list(annotations.objects.order_by("pk").values_list("pk", flat=True))
    for n in range(0, len(pks), BATCH):
        batch = pks[n : n + BATCH]
        quotes: dict[int, list[str]] = {}
        found = spans.objects.filter(annotation__in=batch).order_by("annotation", "start")
        for pk, quote in found.values_list("annotation", "quote"):
            quotes.setdefault(pk, []).append(quote)
        rows = annotations.objects.filter(pk__in=batch)
        said = rows.values_list("pk", "note", "occasion", "article__language")
        front.index_new(
            {
                pk: entries(vendor, " […] ".join(quotes.get(pk, [])), f"{note}\n{occasion}".strip(), language)
                for pk, note, occasion, language in said
            },
            MARKS,
        )


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    engine = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in engine.drop(MARKS):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("annotations", "0005_counting_and_order"), ("newsreader", "0003_search")]
    operations = [migrations.RunPython(create, drop)]
