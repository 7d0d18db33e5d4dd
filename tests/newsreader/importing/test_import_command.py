import io
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override

from newsreader.accounts import first_lead
from newsreader.importing import store
from newsreader.importing.progress import Progress
from newsreader.models import Article, ArticleText, ChangeSet, Membership, Project, User
from tests.factories import make_annotation, make_member, make_project
from tests.newsreader.importing.test_files import make_zip

pytestmark = pytest.mark.django_db

TEXT = "Die Brücke bleibt zu 🚧. Der Rat berät am Montag weiter über die Kosten der Prüfung."


@pytest.fixture(autouse=True)
def english(settings: Any) -> None:
    settings.LANGUAGE_CODE = "en"


def command(*arguments: object) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of `manage.py import_articles`."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("import_articles", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as stop:
        code = int(stop.code or 0)
    assert "Traceback" not in err.getvalue()
    return code, out.getvalue(), err.getvalue()


def counts(output: str) -> dict[str, int]:
    """The table at the end, by the first word of each label."""
    rows = [line.split() for line in output.splitlines() if line[:9].strip().isdigit()]
    return {" ".join(words[1:3]): int(words[0]) for words in rows}


def test_a_project_is_made_for_the_lead_and_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    code, out, err = command(tmp_path, "--project", "presse")
    project = Project.objects.get(slug="presse")
    assert (code, err) == (0, "")
    assert "presse is made" in out
    assert counts(out)["added"] == 1
    member = project.memberships.get()
    assert (member.user, member.role) == (first_lead(), Membership.Role.LEAD)
    assert ChangeSet.objects.get(action="import").member == member
    assert "is made" not in command(tmp_path, "--project", "presse")[1]


def test_a_path_that_does_not_exist_makes_no_project(tmp_path: Path) -> None:
    code, out, _err = command(tmp_path / "presse", "--project", "presse")
    assert (code, counts(out)["failed"]) == (1, 1)
    assert "is made" not in out
    assert not Project.objects.exists()


def test_a_project_of_others_keeps_its_members(tmp_path: Path) -> None:
    first_lead()
    project = make_member(role=Membership.Role.LEAD).project
    (tmp_path / "a.txt").write_text(TEXT)
    assert command(tmp_path, "--project", project.slug)[0] == 0
    assert project.memberships.count() == 1
    assert ChangeSet.objects.get(action="import").member is None


def test_what_is_refused_has_its_reason_and_the_others_go_in(tmp_path: Path) -> None:
    for name, data in {
        "binaer.txt": b"\x00\x01\x02\x03" * 50,
        "blank.txt": b" \r\n\t",
        "good.txt": TEXT.encode(),
        "latin.txt": "Grüße aus der Straße".encode("cp1252"),
        "leer.txt": b"",
        "long.txt": b"Wort " * 200_001,
    }.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "other.pdf").write_bytes(b"%PDF-")
    archive = make_zip(
        tmp_path.parent / "evil.zip", {"../x.txt": b"x", "in.txt": "Der Zug fährt wieder.".encode()}
    )
    report = tmp_path.parent / "report.json"
    code, out, _err = command(
        tmp_path, archive, tmp_path / "gone.txt", "--project", "p", "--report", report, "--source", "Bote"
    )
    assert code == 1
    assert counts(out) == {
        "added": 3,
        "added as": 0,
        "metadata updated": 0,
        "text updated": 0,
        "skipped: there": 0,
        "ignored: no": 1,
        "failed": 6,
        "encodings that": 1,
    }
    told = json.loads(report.read_text())
    reasons = {Path(file["path"]).name: file["code"] for file in told["files"] if file["code"]}
    assert reasons == {
        "binaer.txt": "binary",
        "blank.txt": "blank",
        "gone.txt": "missing",
        "leer.txt": "empty",
        "long.txt": "too_long",
        "other.pdf": "extension",
        "x.txt": "outside",
    }
    assert all(file["reason"] in out for file in told["files"] if file["outcome"] == "failed")
    latin = next(file for file in told["files"] if file["path"].endswith("latin.txt"))
    assert (latin["outcome"], latin["encoding"], latin["certain"]) == ("added", "windows-1252", False)
    assert latin["article"] == str(Article.objects.get(filename="latin.txt").uid)
    assert f"{latin['path']}: windows-1252" in out
    assert Article.objects.count() == ArticleText.objects.count() == 3


def test_encoding_is_the_callers_to_set(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Łódź wartet".encode("iso8859-2"))
    assert command(tmp_path, "--project", "p", "--encoding", "iso8859-2")[0] == 0
    assert ArticleText.objects.get().text == "Łódź wartet"


def test_a_name_that_is_no_text_can_be_stored_and_reported(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/gr\xfcn.txt"))
    path.write_text(TEXT)
    code, _out, _err = command(path, "--project", "p", "--report", tmp_path / "r.json")
    assert code == 0
    assert Article.objects.get().filename == "gr\ufffdn.txt"
    assert json.loads((tmp_path / "r.json").read_text())["options"]["paths"] == [f"{tmp_path}/gr\ufffdn.txt"]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--date", "12.01.2022"),
        ("--date", "2022-02-30"),
        ("--genre", "roman"),
        ("--language", "??"),
        ("--encoding", "klingon"),
        ("--source", "x" * 201),
        ("--metadata", "/nowhere/at/all.csv"),
        ("--report", "/nowhere/at/all.json"),
        ("--project", "zwei Wörter"),
    ],
)
def test_an_option_that_cannot_be_is_one_sentence_and_two(tmp_path: Path, option: str, value: str) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    code, out, err = command(tmp_path, "--project", "p", option, value)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert not Project.objects.exists()


def test_a_table_without_file_names_is_one_sentence_and_two(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("titel,datum\n")
    code, _out, err = command(tmp_path, "--project", "p", "--metadata", tmp_path / "m.csv")
    assert (code, err.count("\n")) == (2, 1)
    assert "archive_id" in err


def test_rows_that_were_not_used_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "m.csv").write_text("filename,date,title\na.txt,gestern,Titel\nz.txt,2020,\n")
    code, out, _err = command(tmp_path, "--project", "p", "--metadata", tmp_path / "m.csv")
    assert code == 1
    assert "row 2 a.txt" in out
    assert "row 3 z.txt" in out
    assert Article.objects.get().title == "Titel"


def test_a_rehearsal_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    code, out, _err = command(tmp_path, "--project", "neu", "--dry-run", "--report", tmp_path / "r.json")
    assert code == 0
    assert counts(out)["added"] == 1
    assert not Project.objects.exists()
    assert not User.objects.exists()
    assert json.loads((tmp_path / "r.json").read_text())["files"][0]["article"] is None


def test_interrupted_says_how_many_are_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_arguments: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "a.txt").write_text(TEXT)
    monkeypatch.setattr(store, "index_new", stop)
    code, _out, err = command(tmp_path, "--project", make_project().slug)
    assert code == 130
    assert "0 articles are in" in err
    assert not Article.objects.exists()


def test_the_sample_loads_once() -> None:
    out = io.StringIO()
    call_command("load_sample", stdout=out)
    project = Project.objects.get(slug="sample")
    files = len(list((settings.BASE_DIR / "sample/articles").rglob("*.txt")))
    assert project.articles.count() == files >= 14
    assert project.articles.exclude(copy_of=None).exists()
    assert project.memberships.get(role=Membership.Role.LEAD).user == first_lead()
    before = list(Article.objects.order_by("pk").values())
    call_command("load_sample", stdout=out)
    assert list(Article.objects.order_by("pk").values()) == before
    assert ChangeSet.objects.filter(action="import").count() == 1


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.mark.once
def test_progress_rewrites_a_terminals_line_and_writes_few_plain_ones() -> None:
    for terminal, lines in ((True, 10), (False, 2)):
        clock, written = Clock(), list[str]()
        progress = Progress(written.append, 100, terminal, clock)
        for done in range(1, 101):
            clock.now = done / 10
            progress(done)
        assert len(written) <= 50 if terminal else len(written) == lines
        assert written[0].startswith("\r") is terminal
        assert "of 100" in written[0]
        progress.close()
        assert written[-1].endswith("\x1b[K" if terminal else "\n")


@pytest.mark.once
def test_progress_tells_rate_and_time_left() -> None:
    line = Progress(str, 1000, False, Clock()).line(250, 10.0)
    assert "250" in line and "1000" in line
    assert "25 " in line
    assert "0:30" in line
    with override("de"):
        assert "2,5 " in Progress(str, 1000, False, Clock()).line(25, 10.0)
    assert Progress(str, 16, False, Clock()).line(2, 7.0) == "2 of 16 files · 0:49 left"


def test_nothing_is_imported_into_an_archived_project(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    make_project("archiv", archived_at=timezone.now())
    code, _out, err = command(tmp_path, "--project", "archiv")
    assert code and "archived" in err
    assert not Article.objects.exists()
    assert command(tmp_path, "--project", "archiv", "--dry-run")[0] == 0


def test_newer_versions_are_taken_where_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    command(tmp_path, "--project", "presse")
    article = Article.objects.get()
    make_annotation(article, article.project.memberships.get(), "am Montag")
    (tmp_path / "a.txt").write_text(TEXT.replace("am Montag", "am Dienstag"))
    code, out, _err = command(tmp_path, "--project", "presse", "--on-change", "update")
    assert (code, counts(out)["text updated"], counts(out)["annotations that"]) == (0, 1, 1)
    assert article.texts.count() == 2
