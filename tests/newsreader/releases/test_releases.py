"""A release is the project as it was at one moment: every export of it stays the same to the byte."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone

from annotations import coding
from annotations.coding import Coding
from annotations.filtering import Filter
from annotations.interchange import csv_out, json_out
from annotations.interchange.selection import Content, Selection
from annotations.models import Annotation
from newsreader import access, members
from newsreader.access import Action
from newsreader.backups import copies, format, into, out, scope
from newsreader.changes import Refused
from newsreader.models import Article, Membership, Project, Release
from newsreader.purging.rows import purge_articles, purge_project
from newsreader.releases import checksum, copying, task
from newsreader.search.front import search
from tests.factories import make_article, make_member, make_user
from tests.newsreader.backups.study import make_study

pytestmark = pytest.mark.django_db
Run = Callable[[], None]


@pytest.fixture
def lead() -> Membership:
    project = make_study()
    return project.memberships.get(role="lead")


def released(lead: Membership, run_tasks: Run, name: str = "1.0 für die Zeitschrift") -> Release:
    release = task.begin(lead, name, "Stand der Einreichung 🚧")
    run_tasks()
    release.refresh_from_db()
    assert release.state == "done"
    return release


def exports(project: Project) -> dict[str, str]:
    """Every export, whole and filtered by all that it can be filtered by; but for the moment."""
    like = Project.objects.get(pk=project.pk)
    named = {
        "tag": like.tags.order_by("uid").first(),
        "speaker": like.speakers.order_by("uid").first(),
        "source": like.sources.order_by("uid").first(),
        "owner": like.memberships.order_by("uid").first(),
    }
    filters: dict[str, dict[str, Any]] = {"": {}, **{key: {key: value} for key, value in named.items()}}
    filters["dates"] = {"first": "2024", "last": "2024-06"}
    found = {}
    for key, values in filters.items():
        for content in Content:
            selection = Selection(Filter(like, **values))
            pieces = json_out.stream(selection, content, timezone.now())
            text = re.sub(r'"exported_at": "[^"]+"', "", "".join(pieces))
            found[f"json {key} {content}"] = text
            found[f"csv {key} {content}"] = "".join(csv_out.stream(selection, content))
    return found


def go_on_working(lead: Membership) -> None:
    """The project changes after the release, in everything that an export holds."""
    for mark in Annotation.objects.filter(project=lead.project)[:2]:
        coding.update(lead, mark, mark.version, Coding(note="später", new_speakers=("Jörg Weiß",)))
    lead.project.tags.filter(parent=None).update(name="Umbenannt", key="umbenannt")
    coding.create(lead, make_article(lead.project, title="Später"), 1, [(0, 6)], Coding())
    Article.objects.filter(project=lead.project).update(published="2030", url="https://example.org/später")


def test_every_export_of_a_release_is_that_of_its_moment_whatever_comes_later(
    lead: Membership, run_tasks: Run
) -> None:
    before = exports(lead.project)
    release = released(lead, run_tasks)
    assert exports(release.copy) == before
    go_on_working(lead)
    assert exports(release.copy) == before
    assert exports(lead.project) != before


def test_the_checksum_is_that_of_what_was_copied_and_holds_until_something_changes(
    lead: Membership, run_tasks: Run
) -> None:
    before = checksum.of(lead.project, checksum.columns())
    release = released(lead, run_tasks)
    assert (release.sha256, release.counts) == before
    go_on_working(lead)
    assert checksum.is_as_then(release)
    assert checksum.of(lead.project, checksum.columns()) != before
    Annotation.objects.filter(project=release.copy).update(note="gefälscht")
    assert not checksum.is_as_then(release)


@pytest.mark.parametrize("label", sorted(checksum.columns()))
def test_the_checksum_covers_every_kind_of_row(lead: Membership, label: str) -> None:
    read = checksum.columns()
    before = checksum.of(lead.project, read)
    rows = scope.rows(apps.get_model(label), lead.project)
    with transaction.atomic():
        rows.filter(pk=rows.latest("pk").pk)._raw_delete(connection.alias)
        assert checksum.of(lead.project, read) != before
        transaction.set_rollback(True)  # others refer to it


def test_a_later_version_reads_what_was_read_then(lead: Membership, run_tasks: Run) -> None:
    """Of a column that is gone nobody can say whether it still is as it was."""
    release = released(lead, run_tasks)
    release.columns["newsreader.article"].remove("genre")
    release.sha256, _counts = checksum.of(release.copy, release.columns)
    assert checksum.is_as_then(release)
    release.columns["newsreader.article"].append("mood")
    with pytest.raises(checksum.Unreadable):
        checksum.is_as_then(release)


def test_uids_stay_and_nothing_of_the_two_is_shared(lead: Membership, run_tasks: Run) -> None:
    release = released(lead, run_tasks)
    for name in ("articles", "annotations", "tags", "speakers", "sources", "memberships", "variables"):
        own, theirs = getattr(lead.project, name), getattr(release.copy, name)
        assert set(own.values_list("uid")) == set(theirs.values_list("uid")), name
        assert not set(own.values_list("pk")) & set(theirs.values_list("pk")), name
    marks = Annotation.objects.filter(project=release.copy)
    assert set(marks.values_list("article__project", "text__article__project", "owner__project")) == {
        (release.copy.pk,) * 3
    }
    assert release.counts["annotation"] == marks.count() > 0
    by_words = Filter(release.copy, words="spät")
    assert by_words.annotations().count() == Filter(lead.project, words="spät").annotations().count() > 0
    assert search(release.copy.articles.all(), "Prüfung").count() == release.copy.articles.count()


def test_history_imports_and_readings_stay_behind(lead: Membership, run_tasks: Run) -> None:
    release = released(lead, run_tasks)
    assert not release.copy.change_sets.exists()
    assert not release.copy.imports.exists()


def test_a_release_is_read_and_exported_and_nothing_else(lead: Membership, run_tasks: Run) -> None:
    release = released(lead, run_tasks)
    reader = release.copy.memberships.get(uid=lead.uid)
    allowed = {action for action in Action if access.may(reader, action)}
    assert allowed == {Action.READ, Action.EXPORT, Action.BACKUP}
    assert lead.user
    assert [m.project for m in access.memberships_of(lead.user)] == [lead.project]
    assert list(access.projects_of(lead.user)) == [lead.project]


def test_who_leaves_the_project_reads_its_releases_no_more_and_who_comes_does(
    lead: Membership, run_tasks: Run
) -> None:
    release = released(lead, run_tasks)
    coder = lead.project.memberships.get(role="coder", user__isnull=False)
    members.remove(lead, coder)
    assert release.copy.memberships.get(uid=coder.uid).user is None
    new = members.add(lead.project, make_user(), "coder", lead)
    assert release.copy.memberships.get(uid=new.uid).user == new.user
    assert checksum.is_as_then(release)
    Project.objects.filter(pk=release.copy.pk).update(visibility="blind")
    inside = access.membership(new.user_id or 0, release.copy.slug)
    assert not Annotation.objects.seen_by(inside).exists()


def test_purging_reaches_releases_and_is_told(lead: Membership, run_tasks: Run) -> None:
    release = released(lead, run_tasks)
    article = lead.project.articles.earliest("pk")
    assert purge_articles(lead.project, [article.uid]).releases == 1
    release.refresh_from_db()
    assert release.purged == 1
    assert not release.copy.articles.filter(uid=article.uid).exists()
    assert not checksum.is_as_then(release)


def test_a_purge_stops_a_release_that_is_being_made(lead: Membership, run_tasks: Run) -> None:
    release = task.begin(lead, "1.0", "")
    purge_articles(lead.project, [lead.project.articles.earliest("pk").uid])
    run_tasks()
    release.refresh_from_db()
    assert release.state == "stopped" and not Project.objects.filter(release=release).exists()


def test_purging_the_project_takes_its_releases_along(lead: Membership, run_tasks: Run) -> None:
    released(lead, run_tasks)
    purge_project(lead.project)
    assert not Project.objects.exists() and not Article.objects.exists() and not Release.objects.exists()


def test_a_release_is_taken_away_alone(lead: Membership, run_tasks: Run) -> None:
    release = released(lead, run_tasks)
    before = exports(lead.project)
    task.remove(lead, release)
    assert list(Project.objects.all()) == [lead.project]
    assert exports(lead.project) == before
    assert lead.project.change_sets.latest("id").action == "release.remove"


def test_a_name_stands_for_one_release(lead: Membership, run_tasks: Run) -> None:
    released(lead, run_tasks, "1.0")
    with pytest.raises(Refused):
        task.begin(lead, "1.0", "")
    released(lead, run_tasks, "1.1")
    assert len({release.copy.slug for release in lead.project.releases.all()}) == 2
    task.begin(make_member(role="lead"), "1.0", "")


def test_stopped_on_the_way_nothing_is_left(lead: Membership, monkeypatch: Any, run_tasks: Run) -> None:
    release = task.begin(lead, "1.0", "")

    def stop(project: Project, watch: Any) -> None:
        task.stop(release)
        watch(1)

    monkeypatch.setattr(copying, "make_found", stop)
    monkeypatch.setattr(task, "SECONDS", 0)
    run_tasks()
    release.refresh_from_db()
    assert release.state == "stopped"
    assert list(Project.objects.all()) == [lead.project]
    assert not [path for path in copies.folder().iterdir() if path.name.startswith(".release")]


def test_begun_again_it_is_made_once(lead: Membership, run_tasks: Run) -> None:
    """As after a worker that was killed in the middle."""
    release = task.begin(lead, "1.0", "")
    Project.objects.create(slug="halb", name="halb", release=release)
    run_tasks()
    assert Project.objects.filter(release=release).count() == 1
    assert exports(Project.objects.get(release=release)) == exports(lead.project)


def test_tags_of_one_name_below_different_tags_are_copied(lead: Membership, run_tasks: Run) -> None:
    """A tag's parent may be younger than the tag: then it comes later in the file."""
    parents = [lead.project.tags.create(name=n, key=n, uid=uuid.uuid4()) for n in ("a", "b")]
    children = [lead.project.tags.create(name="x", key=n, uid=uuid.uuid4()) for n in ("1", "2")]
    younger = lead.project.tags.create(name="c", key="c", uid=uuid.uuid4())
    for parent, child in zip([parents[0], younger], children, strict=True):
        lead.project.tags.filter(pk=child.pk).update(parent=parent, key="x")
    release = released(lead, run_tasks)
    found = release.copy.tags.filter(key="x").values_list("parent__name", flat=True)
    assert sorted(found) == ["a", "c"]


def test_releases_stay_when_their_project_is_replaced_by_its_backup(
    lead: Membership, run_tasks: Run, tmp_path: Path
) -> None:
    file = tmp_path / "bruecke.backup.gz"
    file.write_bytes(b"".join(out.stream(lead.project)))
    release = released(lead, run_tasks)
    before = exports(release.copy)
    go_on_working(lead)
    back = into.put_back_project(file, format.read_header(file), replace=True)
    [kept] = back.releases.all()
    assert (kept.pk, kept.member) == (release.pk, back.memberships.get(uid=lead.uid))
    assert exports(kept.copy) == before
    assert set(back.memberships.exclude(user=None).values_list("user")) == set(
        kept.copy.memberships.exclude(user=None).values_list("user")
    )


def test_a_release_has_a_file_of_its_own_that_becomes_a_project(
    lead: Membership, run_tasks: Run, tmp_path: Path
) -> None:
    release = released(lead, run_tasks)
    file = tmp_path / "release.backup.gz"
    file.write_bytes(b"".join(out.stream(release.copy)))
    back = into.put_back_project(file, format.read_header(file), "wieder", replace=True)
    assert back.release is None and back.archived_at
    assert checksum.of(back, release.columns)[0] == release.sha256
