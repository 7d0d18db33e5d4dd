"""Links hold their annotation's article, so that the list counts articles by one index."""

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

LINKS = ("AnnotationSpeaker", "AnnotationTag")


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    annotations = apps.get_model("annotations", "Annotation").objects.filter(pk=models.OuterRef("annotation"))
    for name in LINKS:
        article = models.Subquery(annotations.values("article")[:1])
        apps.get_model("annotations", name).objects.update(article=article)
    # PostgreSQL alters no table while its foreign keys wait to be checked.
    schema_editor.connection.check_constraints()


def article(null: bool) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        db_index=False,
        editable=False,
        null=null,
        on_delete=django.db.models.deletion.CASCADE,
        related_name="+",
        to="newsreader.article",
    )


def named(by: str) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.RESTRICT,
        related_name="annotation_links",
        to=f"annotations.{by}",
    )


class Migration(migrations.Migration):
    dependencies = [("annotations", "0001_initial"), ("newsreader", "0003_search")]
    operations = [
        *(migrations.AddField(name, "article", article(null=True)) for name in LINKS),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *(migrations.AlterField(name, "article", article(null=False)) for name in LINKS),
        migrations.AddIndex(
            "AnnotationSpeaker", models.Index(fields=["speaker", "article"], name="articles_of_speaker")
        ),
        migrations.AddIndex(
            "AnnotationSpeaker", models.Index(fields=["article", "speaker"], name="speakers_of_article")
        ),
        migrations.AddIndex("AnnotationTag", models.Index(fields=["tag", "article"], name="articles_of_tag")),
        migrations.AddIndex(
            "AnnotationTag", models.Index(fields=["article", "position", "tag"], name="tags_of_article")
        ),
        migrations.AlterField("AnnotationSpeaker", "speaker", named("speaker")),
        migrations.AlterField("AnnotationTag", "tag", named("tag")),
    ]
