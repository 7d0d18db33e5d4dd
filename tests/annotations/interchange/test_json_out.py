import gc
import json
import threading
import tracemalloc
from typing import Any

import pytest
from django.db import connection
from jsonschema import Draft202012Validator

from annotations.filtering import Filter
from annotations.interchange import json_out
from annotations.interchange.selection import Content, Selection
from annotations.models import Annotation, Span, Speaker
from newsreader.models import Article, ArticleText, Project
from tests.annotations.interchange.support import NOW, coded_project, exported, read, schema
from tests.factories import make_annotation, make_article, make_member, make_project

pytestmark = pytest.mark.django_db

TOP = (
    "format version generator project exported_at filter counts members articles speakers tags fields "
    "comments memos annotations"
)
ARTICLE = (
    "id title kicker lead author source published section page url archive_id retrieved genre language "
    "filename copy_of text_version text_sha256 length states earlier_texts"
)
ANNOTATION = (
    "id article text_version kept whole spans quote prefix suffix form speakers no_speaker roles mention cue "
    "addressee addressee_mention date occasion quotes_words inside tags fields note certainty owner status "
    "origin derived_from confidence saw_suggestions created_at modified_at"
)


@pytest.mark.parametrize("content", list(Content))
def test_every_export_is_what_the_schema_says_and_has_its_keys_in_order(content: Content) -> None:
    data = read(coded_project()[0], content)
    Draft202012Validator(schema()).validate(data)
    assert list(data) == TOP.split()
    texts = ["text", "blocks"] if content is Content.TEXTS else []
    assert all(list(article) == ARTICLE.split() + texts for article in data["articles"])
    assert all(list(annotation) == ANNOTATION.split() for annotation in data["annotations"])
    counted = ("members", "articles", "speakers", "tags", "fields", "annotations")
    assert {name: len(data[name]) for name in counted} == {
        k: n for k, n in data["counts"].items() if k != "suggestions"
    }


def test_the_schema_is_sound_and_an_empty_project_is_a_file_too() -> None:
    Draft202012Validator.check_schema(schema())
    data = read(make_project())
    Draft202012Validator(schema()).validate(data)
    assert data["articles"] == data["annotations"] == []


def test_offsets_quotes_and_context_fit_the_text() -> None:
    data = read(coded_project()[0])
    texts = {article["id"]: article["text"] for article in data["articles"]}
    for mark in data["annotations"]:
        text, spans = texts[mark["article"]], mark["spans"]
        assert [text[s["start"] : s["end"]] for s in spans] == [s["text"] for s in spans]
        assert mark["quote"] == " […] ".join(s["text"] for s in spans)
        first, last = spans[0]["start"], spans[-1]["end"]
        assert mark["prefix"] == text[max(0, first - 32) : first]
        assert mark["suffix"] == text[last : last + 32]


def test_what_is_not_known_is_null_and_a_partial_date_stays_partial() -> None:
    bridge, copy, ferry = sorted(
        read(coded_project()[0])["articles"], key=lambda a: (a["source"] or "~", a["title"] or "")
    )
    assert (bridge["published"], bridge["page"], copy["published"]) == ("2024-05", "4", None)
    assert (ferry["title"], ferry["lead"], ferry["source"]) == (None, "Ärger", None)
    assert copy["copy_of"] == bridge["id"]


def test_the_same_data_are_the_same_bytes_whatever_the_order_of_rows() -> None:
    project, *_ = coded_project()
    first = exported(project)
    for annotation in Annotation.objects.filter(project=project):  # what was written last may be read last
        annotation.save()
    assert exported(project) == first
    assert "Änne Groß" in first and "🙂" in first


def test_a_bare_export_holds_no_word_of_a_text() -> None:
    project, *_ = coded_project()
    titles = set(project.articles.values_list("title", flat=True))
    data = read(project, Content.BARE)
    for article in data["articles"]:
        assert article.pop("title") in titles | {None}
    dumped = json.dumps(data, ensure_ascii=False)
    for text in ArticleText.objects.filter(article__project=project).values_list("text", flat=True):
        words = text.split()
        runs = (" ".join(words[n : n + 3]) for n in range(len(words) - 2))
        assert not [run for run in runs if run in dumped]
    assert [tag["examples"] for tag in data["tags"]] == [None] * 3
    assert "Ja.\nUnd 🙂" in [mark["note"] for mark in data["annotations"]]


def test_an_export_asks_as_many_questions_for_many_annotations_as_for_few(
    django_assert_max_num_queries: Any,
) -> None:
    project, anna, _ben = coded_project()
    article = make_article(project)
    for _ in range(40):
        make_annotation(article, anna)
    with django_assert_max_num_queries(27):
        exported(project)


def costs(project: Project, content: Content) -> tuple[int, int]:
    """(bytes held at most while the file goes out, length of the file). Garbage, and what the interpreter
    keeps of freed tuples for the next ones, is not held: it is let go of before each look."""
    held = length = 0
    gc.freeze()
    tracemalloc.start()
    for number, piece in enumerate(json_out.stream(Selection(Filter(project)), content, NOW)):
        length += len(piece)
        if number % 10 == 0:
            gc.collect()
            held = max(held, tracemalloc.get_traced_memory()[0])
    tracemalloc.stop()
    gc.unfreeze()
    return held, length


def assert_flat(few: Project, many: Project, content: Content) -> None:
    """Of what the longer file has more, not a fifth is held: a whole part of it would be, in code that keeps
    one. The drivers' own caches of statements fill up meanwhile, half a megabyte for PostgreSQL's;
    benchmarks/export.py measures the whole process."""
    costs(few, content)  # what is compiled and cached once
    (low, short), (high, long) = costs(few, content), costs(many, content)
    assert high - low < (long - short) / 5


def big_project(articles: int, marks: int, words: int = 1_000) -> Project:
    """So many articles of so many words, each with so many annotations, a speaker for every article."""
    project = make_project()
    member = make_member(project)
    Article.objects.bulk_create(
        Article(project=project, title=f"Brücke {n}", sort_key=f"brücke {n}", length=words * 7)
        for n in range(articles)
    )
    texts = ArticleText.objects.bulk_create(
        ArticleText(
            article=article, text="Brücke " * words, sha256="0" * 64, length=words * 7, rules_version=1,
            blocks=[["paragraph", n * 7, n * 7 + 6, "rule:test/1"] for n in range(0, words, 10)],
        )
        for article in project.articles.all()
    )  # fmt: skip
    Speaker.objects.bulk_create(
        Speaker(project=project, name=f"Änne {n}", key=f"änne {n}") for n in range(articles)
    )
    annotations = Annotation.objects.bulk_create(
        Annotation(project=project, article=text.article, text=text, owner=member, note="x" * 4_000)
        for text in texts
        for _ in range(marks)
    )
    Span.objects.bulk_create(
        Span(annotation=annotation, start=0, end=6, quote="Brücke") for annotation in annotations
    )
    return project


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a small project fills several of each."""
    for module in ("rows", "article_rows", "mark_rows"):
        monkeypatch.setattr(f"annotations.interchange.{module}.CHUNK", 10)
    monkeypatch.setattr("annotations.interchange.article_rows.TEXT_CHUNK", 10)
    monkeypatch.setattr("annotations.interchange.mark_rows.MARKS", 30)
    monkeypatch.setattr("annotations.interchange.rows.PIECE", 5_000)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("content", [Content.TEXTS, Content.QUOTES])
def test_memory_does_not_grow_with_the_articles(content: Content) -> None:
    assert_flat(big_project(30, 4), big_project(130, 4), content)


@pytest.mark.usefixtures("small_chunks")
def test_memory_does_not_grow_with_the_annotations_of_an_article() -> None:
    assert_flat(big_project(1, 150), big_project(1, 600), Content.QUOTES)


@pytest.mark.django_db(transaction=True)
def test_an_export_is_one_moment_and_does_not_hold_up_who_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.interchange.rows.PIECE", 1)
    project, anna, _ben = coded_project()
    before = exported(project)
    pieces = json_out.stream(Selection(Filter(project)), Content.TEXTS, NOW)
    begun = [next(pieces) for _ in range(3)]

    def write() -> None:
        article = make_article(project, "Neu ist das.\n\nJa.")
        make_annotation(article, anna, "Neu")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    writer.join(10)
    assert not writer.is_alive()
    assert Annotation.objects.filter(project=project).count() == 4  # this connection still reads the snapshot
    assert "".join([*begun, *pieces]) == before
    assert Annotation.objects.filter(project=project).count() == 5
    assert "Neu ist das" in exported(project)


@pytest.mark.django_db(transaction=True)
def test_an_export_that_is_broken_off_leaves_the_connection_as_it_was() -> None:
    project, anna, _ben = coded_project()
    pieces = json_out.stream(Selection(Filter(project)), Content.QUOTES, NOW)
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]  # a generator, as the server closes it when a reader leaves
    make_annotation(project.articles.earliest("pk"), anna)
    assert Annotation.objects.filter(project=project).count() == 5
