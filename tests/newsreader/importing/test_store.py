import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsreader import undo
from newsreader.history import entries
from newsreader.importing import run, store
from newsreader.importing.blocks import Value
from newsreader.importing.decode import decode
from newsreader.importing.identity import Draft
from newsreader.importing.metadata import read_table
from newsreader.importing.parse import parse
from newsreader.importing.run import Job, import_files, rehearse
from newsreader.models import (
    Article,
    ArticleText,
    Change,
    ChangeSet,
    ImportRun,
    Membership,
)
from newsreader.search.front import search
from tests.factories import make_article, make_member, make_project
from tests.newsreader.importing.storing import TEXT, everything, outcomes, run_import

pytestmark = pytest.mark.django_db


def test_a_file_becomes_an_article_with_its_text_and_its_bytes(tmp_path: Path) -> None:
    data = b"\xef\xbb\xbf" + TEXT.replace(" ", "\r\n", 1).encode()
    (tmp_path / "ordner").mkdir()
    (tmp_path / "ordner/1.txt").write_bytes(data)
    project = make_project()
    report = run_import(project, tmp_path)
    article = project.articles.get()
    text, original = article.texts.get(), article.original
    assert (article.filename, report.entries[0].article) == ("ordner/1.txt", article.uid)
    assert text.text == TEXT.replace(" ", "\n", 1)
    assert (text.length, article.length, text.version) == (len(text.text), len(text.text), 1)
    assert text.sha256 == hashlib.sha256(text.text.encode()).hexdigest()
    assert bytes(original.data) == data
    assert original.sha256 == hashlib.sha256(data).hexdigest()
    assert (original.encoding, original.certain) == ("utf-8-sig", True)
    assert list(search(project.articles.all(), "brücke")) == [article]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), max_size=300),
    st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_what_is_stored_is_what_was_decoded(words: str, encoding: str) -> None:
    data = f"Ein Wort vorweg,\r\nein\x08zweites, ein A\u0308: {words}".encode(encoding)
    project = make_project()
    parsed = parse(data, "de")
    [entry] = store.store(store.Ledger(project, None), [Draft("x", "x", data, parsed, dict(parsed.values))])
    text = ArticleText.objects.get(article__project=project)
    assert entry.article == text.article.uid
    assert text.text == decode(data).text
    assert text.length == len(text.text)
    assert text.sha256 == hashlib.sha256(text.text.encode()).hexdigest()
    assert_blocks_hold_everything(text.text, text.blocks)


def assert_blocks_hold_everything(text: str, blocks: list[list[Any]]) -> None:
    place = 0
    for _kind, start, end, _origin in blocks:
        assert place <= start < end <= len(text)
        assert not text[place:start].strip()
        place = end
    assert not text[place:].strip()


def test_a_second_run_adds_nothing(folder: Path) -> None:
    project = make_project()
    assert outcomes(run_import(project, folder)) == ["added"] * 5
    before = everything()
    assert outcomes(run_import(project, folder)) == ["skipped"] * 5
    assert everything() == before


def test_the_same_text_in_another_project_is_new(folder: Path) -> None:
    run_import(make_project(), folder)
    assert outcomes(run_import(make_project(), folder)) == ["added"] * 5


@pytest.mark.parametrize(
    "given", [{"source": "Bote"}, {"published": "2022-01"}, {"url": "https://a.example"}]
)
def test_the_same_text_elsewhere_or_on_another_day_is_a_copy(tmp_path: Path, given: dict[str, str]) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    project = make_project()
    run_import(project, tmp_path)
    assert outcomes(run_import(project, tmp_path, **given)) == ["copy"]
    assert outcomes(run_import(project, tmp_path, **given)) == ["skipped"]
    first, copy = project.articles.order_by("pk")
    assert copy.copy_of == first


def test_copies_within_one_run_point_to_the_first(folder: Path) -> None:
    for name in ("b", "c", "d"):
        (folder / f"{name}.txt").write_text(TEXT)
    csv = "filename,source\nb.txt,Bote\nc.txt,Kurier\nd.txt,Böte\n"
    project = make_project()
    # "Böte" and "Bote" fold to one key, which is one outlet.
    assert outcomes(run_import(project, folder, csv)) == ["added", "added", "copy", "skipped", "added"]
    assert project.articles.get(filename="c.txt").copy_of == project.articles.get(filename="b.txt")
    assert project.sources.count() == 2


def test_the_copy_is_linked_to_the_earliest_across_batches(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(run, "BATCH", 2)
    for name in ("a", "c", "e"):
        (folder / f"{name}.txt").write_text(TEXT)
    csv = "filename,source\na.txt,A\nc.txt,C\ne.txt,E\n"
    project = make_project()
    assert outcomes(run_import(project, folder, csv)) == ["added", "added", "copy", "added", "copy"]
    copies = project.articles.exclude(copy_of=None).values_list("copy_of__filename", flat=True)
    assert set(copies) == {"a.txt"}


def test_metadata_on_known_files_is_updated_and_nothing_else(folder: Path) -> None:
    project = make_project()
    run_import(project, folder)
    texts = list(ArticleText.objects.order_by("pk").values())
    csv = "filename,title,date,source\na.txt,Ein Sonderzug,2022-01,Bote\nb.txt,,,\n"
    assert outcomes(run_import(project, folder, csv)) == ["updated"] + ["skipped"] * 4
    article = project.articles.get(filename="a.txt")
    assert (article.title, article.published, str(article.source)) == ("Ein Sonderzug", "2022-01", "Bote")
    assert str(article.published_to) == "2022-01-31"
    assert article.origins["title"] == "csv"
    assert list(ArticleText.objects.order_by("pk").values()) == texts
    assert list(search(project.articles.all(), "sonderzug")) == [article]
    assert outcomes(run_import(project, folder, csv)) == ["skipped"] * 5


def test_what_a_member_set_stays(folder: Path) -> None:
    project = make_project()
    run_import(project, folder)
    article = project.articles.get(filename="a.txt")
    article.title, article.published = "Von Hand", "2021"
    article.origins |= {"title": "member", "published": "member"}
    article.save()
    csv = "filename,title,date,author\na.txt,Aus der Tabelle,2022,Änne Groß\n"
    assert outcomes(run_import(project, folder, csv))[0] == "updated"
    assert outcomes(run_import(project, folder, published="2022"))[0] == "skipped"
    article.refresh_from_db()
    assert (article.title, article.published, article.author) == ("Von Hand", "2021", "Änne Groß")


def test_history_holds_one_change_set_for_a_run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 2)
    lead = make_member(role=Membership.Role.LEAD)
    import_files(Job((str(folder),)), lead.project, lead)
    change_set = ChangeSet.objects.get()
    assert (change_set.action, change_set.member, change_set.changes.count()) == ("import", lead, 5)
    article = lead.project.articles.get(filename="a.txt")
    change = change_set.changes.get(object=article.uid)
    assert (change.kind, change.before) == ("article", None)
    assert change.after == {
        "filename": "a.txt",
        "title": article.title,
        "sha256": article.texts.get().sha256,
    }
    assert ImportRun.objects.get().counts["added"] == 5


def test_history_of_an_update_tells_both_sides(folder: Path) -> None:
    project = make_project()
    run_import(project, folder)
    run_import(project, folder, "filename,section\na.txt,Lokales\n")
    change = Change.objects.latest("pk")
    assert change.before and change.after
    assert (change.before["section"]["value"], change.after["section"]["value"]) == ("", "Lokales")


def test_an_update_is_undone_by_itself(folder: Path) -> None:
    lead = make_member(role="lead")
    run_import(lead.project, folder)
    before = list(Article.objects.order_by("pk").values())
    run_import(lead.project, folder, "filename,section,source,date\na.txt,Lokales,Küstenfunk,2022\n")
    made, updated = ChangeSet.objects.order_by("pk")
    assert [entry.can_undo for entry in entries(lead, [made, updated])] == [True, True]
    undo.undo(lead, updated)
    assert list(Article.objects.order_by("pk").values()) == before


def test_a_rehearsal_tells_the_same_and_writes_nothing(folder: Path) -> None:
    (folder / "c.txt").write_text(TEXT)
    (folder / "d.txt").write_text(TEXT)
    (folder / "e.txt").write_bytes(b"")
    project = make_project()
    csv = "filename,source,date\nd.txt,Bote,gestern\nx.txt,Bote,2020\n"
    job = Job((str(folder),), table=read_table(csv.encode()))
    rehearsal = rehearse(job, project)
    assert set(everything().values()) == {0}
    assert not ImportRun.objects.exists()
    real = import_files(Job((str(folder),), table=read_table(csv.encode())), project, None)
    assert outcomes(rehearsal) == outcomes(real) == ["added", "added", "added", "copy", "failed"]
    assert rehearsal.counts() == real.counts()
    assert [row.code for row in rehearsal.rows] == [row.code for row in real.rows] == ["date", "row_unused"]


def test_the_caller_says_what_a_text_does_not(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    project = make_project()
    run_import(project, tmp_path, source="Bote", published="2022-01-12", genre="commentary", language="en")
    article = project.articles.get()
    assert (str(article.source), article.published, article.genre, article.language) == (
        "Bote",
        "2022-01-12",
        "commentary",
        "en",
    )
    assert set(article.origins.values()) == {"caller"}


def test_nothing_is_invented(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    project = make_project()
    run_import(project, tmp_path)
    article = project.articles.get()
    assert (article.title, article.published, article.source, article.origins) == ("", "", None, {})
    assert article.label.startswith("Die Brücke bleibt zu 🚧.")
    assert article.sort_key


def test_a_title_from_the_table_needs_no_label(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    project = make_project()
    run_import(project, tmp_path, "filename,title\na.txt,Änderung\n")
    assert project.articles.get().sort_key.startswith("anderung")


def test_queries_do_not_grow_with_the_articles(folder: Path, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(25):
        run_import(make_project(), folder)
    for number in range(100):
        (folder / f"{number}.txt").write_text(f"{TEXT} Nummer {number}.")
    with django_assert_max_num_queries(25):
        run_import(make_project(), folder)


@pytest.mark.parametrize("change", [{"text": "anders"}, {"sha256": "0" * 64}, {"length": 1}])
def test_the_database_refuses_to_change_a_text(change: dict[str, Any]) -> None:
    article = make_article(make_project())
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        ArticleText.objects.filter(article=article).update(**change)


def test_blocks_may_be_found_anew() -> None:
    article = make_article(make_project())
    assert ArticleText.objects.filter(article=article).update(blocks=[], rules_version=2) == 1


def test_a_value_knows_where_it_comes_from() -> None:
    project = make_project()
    parsed = parse(TEXT.encode(), "de")
    values = {"title": Value("T", "rule:x/1"), "source": Value("Bote", "csv")}
    store.store(store.Ledger(project, None), [Draft("x", "x", b"", parsed, values)])
    assert project.articles.get().origins == {"title": "rule:x/1", "source": "csv"}
