"""The search index (newsreader/search): no model, because each database has its own kind of table. SQLite drops
the trigger with its table when a later migration rebuilds Article; such a migration must make it again."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from newsreader.search import postgres, sqlite
from newsreader.search.names import ARTICLES


def create(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    engine = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in engine.create(ARTICLES):
        schema_editor.execute(statement)


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    engine = postgres if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in engine.drop(ARTICLES):
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("newsreader", "0002_text_never_changes")]
    operations = [migrations.RunPython(create, drop)]
