"""An import is taken back: its articles leave the project and come back with everything; what somebody has
worked on stays."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from newsreader import states, taking_out, undo
from newsreader.backups import format, into, out, scope
from newsreader.corrections import texts
from newsreader.importing.run import Job, import_files
from newsreader.models import Article, ChangeSet, Membership, Project, Reading
from newsreader.purging.rows import purge_articles, purge_project
from newsreader.search.front import search
from newsreader.undo import Settle
from tests.factories import make_annotation, make_article, make_comment, make_member
from tests.newsreader.importing.storing import TEXT, run_import

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def lead() -> Membership:
    return make_member(role=Membership.Role.LEAD)


def imported(lead: Membership, folder: Path) -> ChangeSet:
    run_import(lead.project, folder)
    return ChangeSet.objects.filter(action="import").latest("pk")


def article(lead: Membership, name: str) -> Article:
    return lead.project.articles.get(filename=f"{name}.txt")


def names(project: Project) -> str:
    return "".join(sorted(project.articles.values_list("filename", flat=True))).replace(".txt", "")


def whole(project: Project) -> dict[str, Any]:
    """All that belongs to a project's articles."""
    models = [
        m for m in scope.kept_models(project=True) if (scope.path_to(Project, m) or "").startswith("article")
    ]
    found = {m.__name__: list(scope.rows(m, project).values()) for m in models}
    return found | {"Article": list(project.articles.order_by("pk").values())}


def test_it_goes_and_comes_back_with_everything(lead: Membership, folder: Path) -> None:
    kept = make_article(lead.project, title="Vorher da")
    change_set = imported(lead, folder)
    Reading.objects.create(member=lead, article=article(lead, "a"))
    before = whole(lead.project)
    assert len(before["Original"]) == 5 and before["Reading"]
    assert taking_out.foresee(change_set) == taking_out.Foreseen(5, {})
    done = undo.undo(lead, change_set, Settle.LEAVE)
    assert list(lead.project.articles.all()) == [kept]
    assert not search(lead.project.articles.all(), "Fassung").exists()
    assert done.changes.count() == 5
    change_set.refresh_from_db()
    assert taking_out.foresee(change_set) == taking_out.Foreseen(5, {})
    undo.redo(lead, change_set, Settle.LEAVE)
    assert whole(lead.project) == before
    assert search(lead.project.articles.all(), "Fassung").count() == 5
    undo.undo(lead, change_set, Settle.LEAVE)
    assert list(lead.project.articles.all()) == [kept]


def retitle(lead: Membership, found: Article) -> None:
    text = found.texts.get().text
    texts.correct(lead, found, 1, text.replace("Montag", "Dienstag"), "update")


WORK: dict[str, Callable[[Membership, Article], object]] = {
    "annotated": lambda lead, found: make_annotation(found, lead, "Die Brücke"),
    "coding state set": lambda lead, found: states.set_state(lead, found, "done"),
    "commented on": lambda lead, found: make_comment(found, lead, "Ähnlich?"),
    "corrected": retitle,
}


@pytest.mark.parametrize("reason", WORK)
def test_what_somebody_has_worked_on_stays_and_is_named(lead: Membership, folder: Path, reason: str) -> None:
    change_set = imported(lead, folder)
    worked = article(lead, "b")
    WORK[reason](lead, worked)
    foreseen = taking_out.foresee(change_set)
    assert foreseen.moving == 4 and foreseen.staying.keys() == {worked.uid}
    assert reason in taking_out.why(foreseen.staying[worked.uid])
    done = undo.undo(lead, change_set, Settle.LEAVE)
    assert names(lead.project) == "b" and done.changes.count() == 4
    change_set.refresh_from_db()
    undo.redo(lead, change_set, Settle.LEAVE)
    assert names(lead.project) == "abcde"


def test_work_that_was_undone_is_none(lead: Membership, folder: Path) -> None:
    change_set = imported(lead, folder)
    retitle(lead, article(lead, "a"))
    undo.undo(lead, ChangeSet.objects.latest("pk"))
    assert taking_out.foresee(change_set).moving == 5


def test_when_all_of_it_was_worked_on_nothing_happens(lead: Membership, folder: Path) -> None:
    change_set = imported(lead, folder)
    for found in lead.project.articles.all():
        states.set_state(lead, found, "done")
    with pytest.raises(undo.Conflict):
        undo.undo(lead, change_set, Settle.LEAVE)
    change_set.refresh_from_db()
    assert not change_set.undone and names(lead.project) == "abcde"


def test_an_article_stays_while_a_copy_of_it_stays(lead: Membership, tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / f"{name}.txt").write_text(TEXT)
    import_files(Job((str(tmp_path / "a.txt"),), {"source": "Bote"}), lead.project, lead)
    first = ChangeSet.objects.get()
    import_files(Job((str(tmp_path / "b.txt"),), {"source": "Kurier"}), lead.project, lead)
    assert article(lead, "b").copy_of == article(lead, "a")
    foreseen = taking_out.foresee(first)
    assert foreseen.moving == 0 and taking_out.why(foreseen.staying[article(lead, "a").uid]) == [
        "another article is a copy of it"
    ]
    undo.undo(lead, ChangeSet.objects.latest("pk"), Settle.LEAVE)
    undo.undo(lead, first, Settle.LEAVE)
    assert names(lead.project) == ""


def test_a_file_that_was_imported_again_does_not_come_back_twice(lead: Membership, folder: Path) -> None:
    change_set = imported(lead, folder)
    undo.undo(lead, change_set, Settle.LEAVE)
    for name in "bcde":
        (folder / f"{name}.txt").unlink()
    imported(lead, folder)
    change_set.refresh_from_db()
    foreseen = taking_out.foresee(change_set)
    assert foreseen.moving == 4
    assert [taking_out.why(reasons) for reasons in foreseen.staying.values()] == [["imported again since"]]
    undo.redo(lead, change_set, Settle.LEAVE)
    assert names(lead.project) == "abcde"


def test_nobody_reaches_what_is_out(lead: Membership, folder: Path) -> None:
    undo.undo(lead, imported(lead, folder), Settle.LEAVE)
    place = lead.project.taken_out
    assert place.articles.count() == 5 and not place.memberships.exists() and place.archived_at


def test_purging_finds_what_is_out(lead: Membership, folder: Path) -> None:
    run_import(lead.project, folder)
    found = article(lead, "a")
    undo.undo(lead, ChangeSet.objects.latest("pk"), Settle.LEAVE)
    purge_articles(lead.project, [found.uid])
    assert Article.objects.count() == 4
    purge_project(lead.project)
    assert not Article.objects.exists() and not Project.objects.exists()


def test_a_projects_own_backup_holds_nothing_that_is_out(
    lead: Membership, folder: Path, tmp_path: Path
) -> None:
    change_set = imported(lead, folder)
    one = article(lead, "a")
    Reading.objects.create(member=lead, article=one)
    states.set_state(lead, one, "done")
    undo.undo(lead, ChangeSet.objects.latest("pk"))
    undo.undo(lead, change_set, Settle.LEAVE)
    file = tmp_path / "x.backup.gz"
    file.write_bytes(b"".join(out.stream(lead.project)))
    back = into.put_back_project(file, format.read_header(file), replace=True)
    assert not back.articles.exists() and not Article.objects.exists()
    assert not Project.objects.exclude(pk=back.pk).exists()


def test_it_asks_as_often_for_many_as_for_few(lead: Membership, folder: Path, tmp_path: Path) -> None:
    def count(change_set: ChangeSet) -> int:
        with CaptureQueriesContext(connection) as queries:
            taking_out.foresee(change_set)
            undo.undo(lead, change_set, Settle.LEAVE)
        return len(queries)

    few = count(imported(lead, folder))
    for n in range(40):
        (folder / f"f{n}.txt").write_text(f"{TEXT} Nummer {n}.")
    assert count(imported(lead, folder)) <= few
