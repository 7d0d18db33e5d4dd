"""After a purge nothing of a text is left: no row, no history, no word in the index, no byte in the files."""

import gzip
import threading
import uuid
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection, connections, transaction
from django.utils import translation

from annotations.models import Annotation, Tag
from newsreader.background import worker
from newsreader.background.pausing import Bell
from newsreader.backups import out
from newsreader.changes import Change, ChangeSet
from newsreader.corrections import details
from newsreader.importing import uploads
from newsreader.models import Article, ArticleText, ImportRun, Membership, Project, Source, User
from newsreader.purging import remains, rows
from newsreader.search.front import index_articles
from newsreader.snapshot import snapshot
from tests.factories import make_article, make_member, make_project
from tests.newsreader.backups.study import everything, found_by, make_study

pytestmark = pytest.mark.django_db(transaction=True)

WORD = "Zwetschgendatschi"  # what no other text holds


@pytest.fixture(autouse=True)
def home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    monkeypatch.setattr(settings, "HOME", tmp_path)
    with translation.override("de"):
        yield tmp_path


def purge(**options: Any) -> str:
    said = StringIO()
    call_command("purge", stdout=said, **options)
    return said.getvalue()


def files() -> bytes:
    """Everything that the database has on the disk, without what PostgreSQL keeps of its log."""
    if connection.vendor == "sqlite":
        path = Path(connection.settings_dict["NAME"])
        return b"".join(each.read_bytes() for each in path.parent.glob(path.name + "*"))
    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")
        # Tables, their indexes, and where they keep long values.
        cursor.execute("""
            SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class
            WHERE pg_relation_filepath(oid) IS NOT NULL AND relkind IN ('r', 'i', 't')""")
        return b"".join(bytes(data) for (data,) in cursor.fetchall())


def is_left() -> bool:
    """Whether the files hold the word, as it was written or as the index cuts it: FTS5 leaves out of a word
    what it shares with the one before."""
    return WORD.lower()[4:].encode() in files().lower()


@pytest.fixture(autouse=True)
def no_help_from_the_build() -> None:
    """Some builds of SQLite overwrite what is deleted. Not all do, so that it must not be counted on."""
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA secure_delete = OFF")


def test_the_word_is_found_before_so_that_its_absence_means_something() -> None:
    make_study(word=WORD)
    assert is_left()


def test_of_a_project_no_byte_is_left() -> None:
    make_study("andere")
    project = make_study(word=WORD)
    others = everything(Project.objects.get(slug="andere"))
    # What was deleted and changed before leaves its own remains.
    article = project.articles.latest("pk")
    article.comments.all().delete()
    Annotation.objects.filter(article=article).delete()
    index_articles([article])
    purge(project="bruecke", confirm="bruecke")
    assert not is_left()
    assert [each.slug for each in Project.objects.all()] == ["andere"]
    assert everything(Project.objects.get()) == others == everything_but_users()
    assert found_by(Project.objects.get(), "Brücke") == 2
    assert User.objects.count() == 4, "accounts stay"


def everything_but_users() -> dict[str, list[Any]]:
    of_the_project = everything(Project.objects.get())
    rows = {label: rows for label, rows in everything().items() if label in of_the_project}
    return rows | {"newsreader.user": of_the_project["newsreader.user"]}


def test_of_an_article_no_byte_is_left() -> None:
    """Texts as people have them: a few hold the word, and hundreds of others fill the pages around them."""
    project = make_project("bruecke")
    lead = make_member(project, Membership.Role.LEAD)
    for n in range(40):
        make_article(project, f"Artikel {n} über Brücken. " * 40)
    study = make_study("wort", word=WORD)
    doomed = list(study.articles.values_list("uid", flat=True))
    Tag.objects.filter(project=study).update(description="")
    other = make_article(study, "Etwas anderes bleibt.", "Ahletaler Bote")
    wish = {"author": details.Wish(WORD, "")}
    details.correct(study.memberships.earliest("pk"), study.articles.earliest("pk"), wish)
    purge(project="wort", confirm="wort", articles=doomed)
    assert not is_left()
    assert list(study.articles.all()) == [other]
    assert found_by(project, "Brücken") == 40 and found_by(study, "anderes") == 1
    assert Source.objects.filter(project=study).count() == 1
    assert project.memberships.get() == lead


def test_history_forgets_what_was_about_the_article_and_keeps_the_rest() -> None:
    project = make_study(word=WORD)
    first, second = project.articles.order_by("pk")
    kept = ChangeSet.objects.create(project=project, action="tag.create", article=first)
    Change.objects.create(change_set=kept, kind="tag", object=uuid.uuid4(), after={"name": "bleibt"})
    Change.objects.create(
        change_set=kept, kind="annotation", object=uuid.uuid4(), after={"article": str(first.uid)}
    )
    rows.purge_articles(project, [first.uid])
    assert [change.kind for change in Change.objects.all()] == ["tag"]
    kept.refresh_from_db()
    assert list(ChangeSet.objects.all()) == [kept] and kept.article is None
    assert list(project.articles.all()) == [second]
    assert second.texts.count() == 1


def test_reports_of_imports_forget_the_file() -> None:
    project = make_study(word=WORD)
    first, second = project.articles.order_by("pk")
    run = ImportRun.objects.get()
    run.report.append({"path": "bleibt.txt", "article": str(second.uid)})
    run.options["paths"].append("bleibt.txt")
    run.rows = [{"row": n, "filename": name, "code": "x"} for n, name in enumerate(run.options["paths"])]
    run.save()
    rows.purge_articles(project, [first.uid])
    run.refresh_from_db()
    assert [row["filename"] for row in run.rows] == ["bleibt.txt"]
    assert [entry["path"] for entry in run.report] == ["bleibt.txt"] == run.options["paths"]


@pytest.mark.parametrize("whole", [True, False])
def test_uploads_that_wait_to_be_imported_go_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, whole: bool
) -> None:
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "uploads")
    project = make_study(word=WORD)
    run = ImportRun.objects.get()
    uploads.keep(run.uid, [SimpleUploadedFile("1.txt", WORD.encode())])
    assert uploads.are_there(run.uid)
    if whole:
        rows.purge_project(project)
    else:
        rows.purge_articles(project, [project.articles.earliest("pk").uid])
    assert not uploads.are_there(run.uid)


def test_it_says_what_else_holds_the_text(home: Path) -> None:
    project = make_study("bruecke")
    make_study("andere")
    call_command("backup", stdout=StringIO())
    call_command("backup", project="andere", stdout=StringIO())
    first, _copy = project.articles.order_by("pk")
    said = purge(project="bruecke", confirm="bruecke", articles=[first.uid])
    assert "1 weiterer Artikel des Projekts hat denselben Text" in said
    assert said.count(".backup.gz") == 1 and "andere-" not in said


def test_the_name_is_asked_for(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    make_study()
    before = everything()
    monkeypatch.setattr("sys.stdin", StringIO("brücke\n"))
    with pytest.raises(SystemExit):
        purge(project="bruecke")
    assert everything() == before
    monkeypatch.setattr("sys.stdin", StringIO("bruecke\n"))
    assert "2 Artikel von „Übung bruecke“" in purge(project="bruecke")
    assert not Project.objects.exists()


def test_an_article_that_is_not_there_leaves_all_as_it_is() -> None:
    project = make_study()
    other = make_article(make_project("andere"))
    before = everything()
    for uid in (uuid.uuid4(), other.uid):
        with pytest.raises(SystemExit):
            purge(project="bruecke", confirm="bruecke", articles=[project.articles.earliest("pk").uid, uid])
    assert everything() == before


def test_while_somebody_reads_it_is_gone_at_once_and_cleared_later(home: Path) -> None:
    """An export that has begun goes on with what it began with; its end lets the files be cleared."""
    project = make_study(word=WORD)
    started, go_on, texts = threading.Event(), threading.Event(), list[str]()

    def read() -> None:
        with snapshot():
            Article.objects.count()
            started.set()
            go_on.wait(60)
            texts.extend(ArticleText.objects.values_list("text", flat=True))
        connections.close_all()

    thread = threading.Thread(target=read)
    thread.start()
    started.wait(30)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    rows.purge_project(project)
    assert not remains.clear(0.5)
    assert remains.may_be_there()
    assert not Project.objects.exists()
    remains.clear_if_there()
    assert remains.may_be_there()
    go_on.set()
    thread.join()
    remains.clear_if_there()
    assert not remains.may_be_there()
    assert not is_left()
    assert len(texts) == 3 and WORD in texts[0]


def test_the_worker_clears_what_a_purge_had_to_leave(monkeypatch: pytest.MonkeyPatch) -> None:
    make_study(word=WORD)
    rows.purge_project(Project.objects.get())
    assert is_left() and remains.may_be_there()
    monkeypatch.setattr(worker, "FIRST_CHORES", 0)
    worker.Worker(Bell()).round()
    assert not is_left() and not remains.may_be_there()


def test_a_writer_that_does_not_end_keeps_everything_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    project = make_study()
    before = everything()
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            Article.objects.update(section="gehalten")
            held.set()
            done.wait(60)
            transaction.set_rollback(True)
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    held.wait(30)
    if connection.vendor == "sqlite":
        connection.cursor().execute("PRAGMA busy_timeout = 200")
    rows_seconds, rows.LOCK_SECONDS = rows.LOCK_SECONDS, 1
    try:
        with pytest.raises(SystemExit):
            purge(project=project.slug, confirm=project.slug)
    finally:
        rows.LOCK_SECONDS = rows_seconds
        done.set()
        thread.join()
    assert "Nichts wurde geändert" in capsys.readouterr().err
    assert everything() == before


def test_a_purged_project_is_in_no_backup_made_afterwards() -> None:
    make_study("andere")
    make_study(word=WORD)
    purge(project="bruecke", confirm="bruecke")
    assert WORD.encode() not in gzip.decompress(b"".join(out.stream()))


def test_weights_that_were_trained_on_a_project_go_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "weights"
    monkeypatch.setattr(settings, "WEIGHTS_ROOT", folder)
    project, other = make_project(), make_project()
    for one in (project, other):
        (folder / one.slug).mkdir(parents=True)
        (folder / one.slug / "weights.bin").write_text("Brücke")
    rows.purge_project(project)
    assert [path.name for path in folder.iterdir()] == [other.slug]
