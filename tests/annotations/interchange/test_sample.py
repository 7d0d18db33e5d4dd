"""The sample's annotations fit the sample's articles, as they are imported today."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from jsonschema import Draft202012Validator

from newsreader.models import Project
from tests.annotations.interchange.support import read, schema

pytestmark = pytest.mark.django_db
FILE = Path(settings.BASE_DIR) / "sample" / "annotations.json"


def test_every_annotation_of_the_sample_finds_its_article() -> None:
    sample = json.loads(FILE.read_text(encoding="utf-8"))
    Draft202012Validator(schema()).validate(sample)
    call_command("load_sample", verbosity=0)
    project = Project.objects.get(slug="sample")
    assert project.annotations.count() == len(sample["annotations"]) >= 20
    assert project.tags.count() == len(sample["tags"]) and project.speakers.count() == len(sample["speakers"])
    assert {mark["quote"] for mark in read(project)["annotations"]} == {
        mark["quote"] for mark in sample["annotations"]
    }
    call_command("load_sample", verbosity=0)
    assert project.annotations.count() == len(sample["annotations"])
