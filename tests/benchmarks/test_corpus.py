"""Figures can be compared only where what they are measured on is the same."""

import hashlib
from pathlib import Path

import pytest

from annotations.models import Annotation, AnnotationTag, Span, Tag
from benchmarks.corpus import MANY_WORDS, NEWS, Corpus
from benchmarks.study import Size, make_study
from newsreader.importing.structure import structure
from newsreader.models import ArticleText
from tests.factories import make_member, make_project

SMALL = Corpus("news", 2_000, 0)


def test_the_corpus_is_the_same_on_every_machine() -> None:
    digest = hashlib.sha256("".join(text.text for text in NEWS.texts(20)).encode()).hexdigest()

    assert digest[:16] == "c20a3750295afdd2"


def test_articles_are_as_long_as_the_figures_say_and_all_different() -> None:
    texts = [text.text for text in NEWS.texts(200)]

    assert 2_900 < sum(map(len, texts)) / 200 < 3_100
    assert len(set(texts)) == 200


def test_the_texts_have_the_shapes_of_real_files() -> None:
    kinds = {block.kind for text in NEWS.texts(60) for block in structure(text.text).blocks}

    assert kinds >= {
        "headline", "lead", "dateline", "byline", "paragraph", "subhead", "caption", "boilerplate",
        "question",
    }  # fmt: skip


def test_every_word_of_the_large_vocabulary_is_dealt_to_an_article() -> None:
    first, second = ("".join(text.text for text in MANY_WORDS.texts(n)) for n in (1, 2))

    assert len(set(second.split()) - set(first.split())) > 100


def test_files_are_written_in_several_encodings(tmp_path: Path) -> None:
    SMALL.write(tmp_path, 12)

    files = sorted(tmp_path.rglob("*.txt"))
    assert len(files) == 12
    assert {file.read_bytes()[:2] == b"\xff\xfe" for file in files} == {True, False}


@pytest.mark.django_db
def test_a_study_has_its_annotations_where_they_are_said_to_be() -> None:
    member = make_member(make_project(), "lead")

    study = make_study(member, SMALL, Size(articles=10, annotations=620))

    assert study.none.annotations.count() == 0
    assert study.fifty.annotations.count() == 50
    assert study.most.annotations.count() == 500
    assert Annotation.objects.count() == 620
    texts = dict(ArticleText.objects.values_list("article_id", "text"))
    for article, start, end, quote in Span.objects.values_list(
        "annotation__article", "start", "end", "quote"
    ):
        assert texts[article][start:end] == quote
    assert not AnnotationTag.objects.exclude(stance="").exclude(tag__kind=Tag.Kind.CLAIM).exists()
