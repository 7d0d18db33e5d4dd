"""Annotations that stand on a text before a correction leave and come back as everything else does."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from annotations.filtering import Filter
from annotations.interchange.selection import Content, Selection
from annotations.models import Annotation
from newsreader.corrections import texts
from newsreader.models import Article, ArticleText, Membership, Project
from tests.annotations.interchange.support import exported, read, run, schema, write
from tests.annotations.interchange.test_import import comparable
from tests.factories import TEXT, make_annotation, make_article, make_member, make_tag

pytestmark = pytest.mark.django_db

CORRECTED = TEXT.replace("wenn alles hält", "wenn es hält").replace("zu spät", "viel zu spät")


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def article(lead: Membership) -> Article:
    """Of its annotations one went along, one waits, one is kept on the text before, one is of the whole."""
    article = make_article(lead.project)
    make_annotation(article, lead, "Die Kosten seien noch offen")
    make_annotation(article, lead, "Wir öffnen erst, wenn alles hält", note="wartet")
    kept = make_annotation(article, lead, "Das ist zu spät", tags=(make_tag(lead.project),))
    make_annotation(article, lead, is_whole=True, note="Zum Ganzen")
    texts.correct(lead, article, 1, CORRECTED, "damage", "")
    Annotation.objects.filter(pk=kept.pk).update(is_kept=True)
    article.refresh_from_db()
    return article


def come_back(path: Path, data: Any, project: str = "zweites") -> tuple[int, str, Project]:
    code, _out, err = run("import_annotations", write(path / "a.json", data), project=project)
    return code, err, Project.objects.get(slug=project)


def stands(project: Project) -> list[tuple[int, str, bool]]:
    marks = Annotation.objects.filter(project=project, is_whole=False).order_by("spans__start")
    assert all(mark.text.text[s.start : s.end] == s.quote for mark in marks for s in mark.spans.all())
    return [(mark.text.version, mark.quote, mark.is_kept) for mark in marks]


STANDS = [
    (1, "Wir öffnen erst, wenn alles hält", False),
    (2, "Die Kosten seien noch offen", False),
    (1, "Das ist zu spät", True),
]


@pytest.mark.parametrize("content", Content)
def test_a_file_holds_the_texts_that_its_annotations_stand_on(article: Article, content: Content) -> None:
    data = read(article.project, content)
    Draft202012Validator(schema()).validate(data)
    [entry] = data["articles"]
    [earlier] = entry["earlier_texts"]
    assert (entry["text_version"], earlier["text_version"], earlier["length"]) == (2, 1, len(TEXT))
    assert earlier.get("text") == (TEXT if content is Content.TEXTS else None)


def test_a_filtered_file_holds_no_others(article: Article) -> None:
    Annotation.objects.filter(is_whole=True).delete()
    [tag] = article.project.tags.all()
    [entry] = read(Selection(Filter(article.project, tag=tag)))["articles"]
    assert [text["text_version"] for text in entry["earlier_texts"]] == [1]
    Annotation.objects.filter(tags=tag).delete()
    make_annotation(article, article.project.memberships.get(), "Die Prüfung", tags=(tag,))
    Annotation.objects.filter(tags=tag).update(text=article.texts.get(version=2))
    [entry] = read(Selection(Filter(article.project, tag=tag)))["articles"]
    assert entry["earlier_texts"] == []


def test_it_makes_an_equal_project_in_which_the_same_wait(article: Article, tmp_path: Path) -> None:
    first = exported(article.project)
    code, _err, second = come_back(tmp_path, first)
    assert code == 0
    assert stands(second) == stands(article.project) == STANDS
    assert comparable(exported(second)) == comparable(first)
    assert [mark.note for mark in Annotation.objects.filter(project=second).waiting()] == ["wartet"]


def test_without_texts_they_are_found_by_their_digest(article: Article, tmp_path: Path) -> None:
    data = exported(article.project, Content.QUOTES)
    Annotation.objects.all().delete()
    code, _err, project = come_back(tmp_path, data, article.project.slug)
    assert (code, stands(project)) == (0, STANDS)


def test_without_the_text_they_stay_out_and_that_is_said(article: Article, tmp_path: Path) -> None:
    data = exported(article.project, Content.QUOTES)
    Annotation.objects.all().delete()
    ArticleText.objects.filter(version=1).delete()
    code, err, project = come_back(tmp_path, data, article.project.slug)
    assert (code, stands(project)) == (1, [STANDS[1]])
    assert "2 annotations stay out" in err


def test_a_text_that_the_article_lacks_is_added_to_it(article: Article, tmp_path: Path) -> None:
    data = exported(article.project)
    Annotation.objects.all().delete()
    ArticleText.objects.filter(version=1).delete()
    other = {"sha256": "0" * 64, "length": 3, "rules_version": 1, "blocks": [], "text": "Weg"}
    ArticleText.objects.create(article=article, version=1, **other)
    code, _err, project = come_back(tmp_path, data, article.project.slug)
    assert (code, stands(project)) == (0, [(3 if v == 1 else v, quote, kept) for v, quote, kept in STANDS])
    article.refresh_from_db()
    assert article.text_version == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"text_version": 2}, "articles[0].earlier_texts: One version stands here twice."),
        ({"text_version": 7}, "text_version: The file does not hold this version"),
        ({"text": "Anders"}, "articles[0].earlier_texts[0].length: The text has 6 characters."),
    ],
)
def test_what_does_not_hold_together_is_refused(
    article: Article, tmp_path: Path, change: dict[str, Any], sentence: str
) -> None:
    data = read(article.project)
    data["articles"][0]["earlier_texts"][0] |= change
    code, _out, err = run("import_annotations", write(tmp_path / "a.json", data), project="zweites")
    assert code == 1
    assert sentence in err
    assert not Project.objects.filter(slug="zweites").exists()
