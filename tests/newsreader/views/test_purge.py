"""The page that asks for the project's name before anything is deleted for good."""

from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from newsreader.backups import copies
from newsreader.models import Article, Membership, Project
from tests.factories import client_of, make_article, make_member, make_project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(settings, "HOME", tmp_path)


@pytest.fixture
def lead() -> Membership:
    member = make_member(make_project(name="Die  Brücke"), Membership.Role.LEAD)
    make_article(member.project)
    return member


def test_the_page_says_what_will_be_gone_and_which_backups_remain(lead: Membership) -> None:
    (copies.folder() / "daily-2026-11-24.sqlite3").write_bytes(b"")
    page = client_of(lead).get(reverse("purge", args=[lead.project.slug])).content.decode()
    assert "with 1 article will be gone" in page
    assert "daily-2026-11-24.sqlite3" in page
    assert reverse("backup", args=[lead.project.slug]) in page
    assert Article.objects.count() == 1


@pytest.mark.parametrize("typed", ["", "die brücke", "projekt"])
def test_another_name_deletes_nothing(lead: Membership, typed: str) -> None:
    response = client_of(lead).post(reverse("purge", args=[lead.project.slug]), {"name": typed})
    assert response.status_code == 422
    page = response.content.decode()
    assert f'value="{typed}"' in page if typed else "required" in page
    assert Article.objects.count() == 1


def test_with_its_name_the_project_is_gone(lead: Membership) -> None:
    other = make_article(make_project())
    client = client_of(lead)
    response = client.post(reverse("purge", args=[lead.project.slug]), {"name": "Die Brücke"})
    assert response.status_code == 200
    page = response.content.decode()
    assert "is gone" in page and f"/p/{lead.project.slug}/" not in page
    assert list(Article.objects.all()) == [other]
    assert client.get(reverse("articles", args=[lead.project.slug])).status_code == 404
    assert client.get(reverse("home")).status_code == 200


def test_an_article_alone(lead: Membership) -> None:
    doomed, kept = lead.project.articles.get(), make_article(lead.project, "Anderer Text.")
    url = reverse("article-purge", args=[lead.project.slug, doomed.uid])
    client = client_of(lead)
    details = client.get(reverse("details", args=[lead.project.slug, doomed.uid])).content.decode()
    assert url in details
    assert doomed.title in client.get(url).content.decode()
    assert client.post(url, {"name": "Brücke"}).status_code == 422
    response = client.post(url, {"name": "Die Brücke"})
    assert response.status_code == 200
    assert reverse("articles", args=[lead.project.slug]) in response.content.decode()
    assert list(lead.project.articles.all()) == [kept]
    assert client.get(url).status_code == 404


def test_an_article_of_another_project_is_not_found(lead: Membership) -> None:
    other = make_article(make_project())
    url = reverse("article-purge", args=[lead.project.slug, other.uid])
    assert client_of(lead).post(url, {"name": "Die Brücke"}).status_code == 404
    assert Article.objects.count() == 2


@pytest.mark.parametrize("role", ["reader", "coder"])
def test_only_leads(lead: Membership, role: str) -> None:
    member = make_member(lead.project, role)
    for url in (
        reverse("purge", args=[lead.project.slug]),
        reverse("article-purge", args=[lead.project.slug, lead.project.articles.get().uid]),
    ):
        assert client_of(member).get(url).status_code == 403
        assert client_of(member).post(url, {"name": "Die Brücke"}).status_code == 403
    assert Article.objects.count() == 1


def test_an_archived_project_can_be_deleted(lead: Membership) -> None:
    client = client_of(lead)
    client.post(reverse("settings-archive", args=[lead.project.slug]))
    assert client.get(reverse("purge", args=[lead.project.slug])).status_code == 200
    client.post(reverse("purge", args=[lead.project.slug]), {"name": "Die Brücke"})
    assert not Project.objects.exists()


def test_no_other_method(lead: Membership) -> None:
    assert client_of(lead).delete(reverse("purge", args=[lead.project.slug])).status_code == 405
