"""A lead's download: their project whole, and nothing of any other."""

import gzip
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import reverse

from newsreader.models import Membership, Project
from tests.factories import client_of, make_member
from tests.newsreader.backups.study import export_digest, make_study

pytestmark = pytest.mark.django_db(transaction=True)


def download(member: Membership) -> bytes:
    response = client_of(member).get(reverse("backup", args=[member.project.slug]))
    assert response.status_code == 200
    assert response.streaming
    assert response.headers["Content-Type"] == "application/gzip"
    named = f'attachment; filename="{member.project.slug}-2'
    assert response.headers["Content-Disposition"].startswith(named)
    assert response.headers["Cache-Control"] == "no-store"
    content: bytes = response.getvalue()
    return content


def test_what_a_lead_downloads_brings_the_project_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    project = make_study()
    digest = export_digest(project)
    (tmp_path / "file.gz").write_bytes(download(project.memberships.get(role="lead")))
    project.delete()
    call_command("restore", str(tmp_path / "file.gz"), stdout=StringIO())
    assert export_digest(Project.objects.get()) == digest


def test_nothing_of_another_project_and_no_password_goes_along() -> None:
    make_study("andere", "Zwetschgendatschi")
    project = make_study()
    lead = project.memberships.get(role="lead")
    stranger = make_member()
    assert lead.user is not None and stranger.user is not None
    lead.user.set_password("ein langes Passwort")
    lead.user.save()
    text = gzip.decompress(download(lead)).decode()
    assert "Br\\u00fccke" in text and f'"{lead.user.username}"' in text
    assert "Zwetschgendatschi" not in text and f'"{stranger.user.username}"' not in text
    assert lead.user.password not in text


def test_an_archived_project_can_still_be_taken_along() -> None:
    project = make_study()
    client = client_of(project.memberships.get(role="lead"))
    assert client.post(reverse("settings-archive", args=[project.slug])).status_code == 302
    assert download(project.memberships.get(role="lead"))


@pytest.mark.parametrize("role", ["reader", "coder"])
def test_who_is_not_lead_gets_none(role: str) -> None:
    member = make_member(role=role)
    assert client_of(member).get(reverse("backup", args=[member.project.slug])).status_code == 403
    page = client_of(member).get(reverse("settings", args=[member.project.slug])).content.decode()
    assert "/backup/" not in page and "/purge/" not in page


def test_no_other_method() -> None:
    member = make_member(role="lead")
    assert client_of(member).post(reverse("backup", args=[member.project.slug])).status_code == 405
