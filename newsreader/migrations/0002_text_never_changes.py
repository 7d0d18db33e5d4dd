"""A text never changes: the database itself refuses. SQLite drops a table's triggers when a later migration
rebuilds the table, so a migration that alters ArticleText must end with `guard` again (a test holds this)."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

SQLITE = """
CREATE TRIGGER article_text_never_changes BEFORE UPDATE OF text, sha256, length ON newsreader_articletext
BEGIN SELECT RAISE(ABORT, 'an article text never changes'); END
"""

POSTGRES = """
CREATE FUNCTION article_text_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'an article text never changes' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER article_text_never_changes BEFORE UPDATE OF text, sha256, length ON newsreader_articletext
FOR EACH ROW EXECUTE FUNCTION article_text_never_changes();
"""


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE)


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION article_text_never_changes() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER article_text_never_changes")


class Migration(migrations.Migration):
    dependencies = [("newsreader", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
