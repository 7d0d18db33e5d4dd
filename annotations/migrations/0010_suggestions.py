"""Suggestions, decisions, and how a suggestion is held: the database itself refuses to change one. SQLite drops
a table's triggers when a later migration rebuilds the table, so a migration that alters Suggestion must end with
`guard` again (a test holds this)."""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import newsreader.models
from annotations.filtering.words import MARKS
from newsreader.search import sqlite

SQLITE = """
CREATE TRIGGER suggestion_never_changes BEFORE UPDATE ON annotations_suggestion
BEGIN SELECT RAISE(ABORT, 'a suggestion never changes'); END
"""

POSTGRES = """
CREATE FUNCTION suggestion_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'a suggestion never changes' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER suggestion_never_changes BEFORE UPDATE ON annotations_suggestion
FOR EACH ROW EXECUTE FUNCTION suggestion_never_changes();
"""


def keep_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """SQLite has built Annotation anew, and dropped the trigger of its index of words (0006_search.py)."""
    if schema_editor.connection.vendor != "postgresql":
        schema_editor.execute(sqlite.create(MARKS)[-1])


def guard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    schema_editor.execute(POSTGRES if schema_editor.connection.vendor == "postgresql" else SQLITE)


def unguard(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION suggestion_never_changes() CASCADE")
    else:
        schema_editor.execute("DROP TRIGGER suggestion_never_changes")


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0009_speakers_kept_apart"),
        ("newsreader", "0010_taken_out"),
    ]

    operations = [
        migrations.AddField(
            model_name="annotation",
            name="saw_suggestions",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="scheme",
            name="shows_suggestions",
            field=models.BooleanField(default=True),
        ),
        migrations.CreateModel(
            name="Detection",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("detector", models.CharField(max_length=40)),
                ("is_current", models.BooleanField(default=True)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="detections",
                        to="newsreader.articletext",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Showing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_hidden", models.BooleanField(default=False)),
                ("least", models.PositiveSmallIntegerField(default=50)),
                ("reported", models.BooleanField(default=False)),
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="showing",
                        to="newsreader.membership",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("length", models.PositiveIntegerField()),
                ("quote", models.TextField()),
                (
                    "form",
                    models.CharField(
                        choices=[
                            ("direct", "direct speech"),
                            ("indirect", "indirect speech"),
                            ("indirect_free", "indirect speech without a frame"),
                            ("free_indirect", "free indirect speech"),
                            ("reported", "reported speech"),
                        ],
                        max_length=14,
                    ),
                ),
                ("spans", models.JSONField()),
                ("mention", models.JSONField(null=True)),
                ("cue", models.JSONField(default=list)),
                ("addressee", models.JSONField(null=True)),
                ("speaker", models.CharField(blank=True, max_length=200)),
                ("key", newsreader.models.KeyField(blank=True, editable=False, max_length=400)),
                ("is_unnamed", models.BooleanField(default=False)),
                ("quotes_words", models.BooleanField(default=False)),
                ("confidence", models.FloatField()),
                ("why", models.JSONField(default=list)),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="newsreader.article",
                    ),
                ),
                (
                    "detection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="annotations.detection",
                    ),
                ),
                (
                    "text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="newsreader.articletext",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "verdict",
                    models.CharField(
                        choices=[
                            ("accepted", "accepted"),
                            ("corrected", "corrected"),
                            ("rejected", "rejected"),
                        ],
                        max_length=10,
                    ),
                ),
                ("in_bulk", models.BooleanField(default=False)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="newsreader.article",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="newsreader.membership",
                    ),
                ),
                (
                    "suggestion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="decisions",
                        to="annotations.suggestion",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="annotation",
            name="suggestion",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="derived",
                to="annotations.suggestion",
            ),
        ),
        migrations.AddIndex(
            model_name="detection",
            index=models.Index(fields=["detector"], name="detections_by_version"),
        ),
        migrations.AddConstraint(
            model_name="detection",
            constraint=models.UniqueConstraint(fields=("text", "uid"), name="detection_uid"),
        ),
        migrations.AddConstraint(
            model_name="detection",
            constraint=models.UniqueConstraint(fields=("text", "detector"), name="detection_by_a_version"),
        ),
        migrations.AddConstraint(
            model_name="detection",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)), fields=("text",), name="one_current_detection"
            ),
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(fields=["-confidence", "id"], name="suggestions_by_confidence"),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.UniqueConstraint(fields=("article", "uid"), name="suggestion_uid"),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("end__gt", models.F("start")), ("length__gt", 0), ("start__gte", 0)),
                name="suggestion_not_empty",
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(("confidence__gte", 0), ("confidence__lte", 1)),
                name="suggestion_confidence",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=("suggestion", "member"), name="one_decision_of_a_member"
            ),
        ),
        migrations.RunPython(keep_words, migrations.RunPython.noop),
        migrations.RunPython(guard, unguard),
    ]
