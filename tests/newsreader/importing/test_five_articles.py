"""Acceptance: the five scraped articles that the project was started with, through the command."""

import io
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from newsreader.models import Article, Project
from newsreader.search.front import search

pytestmark = pytest.mark.django_db

FOLDER = Path(settings.BASE_DIR).parent / "shared" / "articles"


@pytest.fixture
def project() -> Project:
    if not FOLDER.is_dir():
        pytest.skip(f"the five acceptance articles are not at {FOLDER}: they may not be passed on")
    call_command("import_articles", str(FOLDER), project="five", stdout=io.StringIO(), stderr=io.StringIO())
    return Project.objects.get(slug="five")


def article(project: Project, number: str) -> Article:
    return project.articles.get(filename__startswith=number)


def blocks(found: Article, kind: str) -> list[str]:
    text = found.texts.get()
    return [text.text[start:end] for of, start, end, _origin in text.blocks if of == kind]


def source(found: Article) -> str:
    return found.source.name if found.source else ""


def test_all_five_are_in_whole(project: Project) -> None:
    for path in sorted(FOLDER.glob("*.txt")):
        found = project.articles.get(filename=path.name)
        text = found.texts.get()
        assert text.text == path.read_text(encoding="utf-8")
        place = 0
        for _kind, start, end, _origin in text.blocks:
            assert not text.text[place:start].strip()
            place = end
        assert not text.text[place:].strip()
        assert bytes(found.original.data) == path.read_bytes()


def test_000_has_no_headline_and_ends_with_author_and_credit(project: Project) -> None:
    found = article(project, "000")
    assert (found.title, blocks(found, "headline")) == ("", [])
    assert found.label.startswith("Der Nato bereitet gerade ein russischer Flottenverband")
    assert found.label.endswith("…")
    assert (found.author, found.credit) == ("Alain Kniebs", "Archivbild: Philippe Huguen/AFP")
    assert found.published == ""


def test_001_parts_the_article_from_what_stands_around_it(project: Project) -> None:
    found = article(project, "001")
    assert found.title == "Ukraine-Krise Nato: Gibt signifikante Differenzen mit Russland"
    assert blocks(found, "headline") == [found.title]
    assert found.lead.startswith("Nato-Generalsekretär Jens Stoltenberg spricht von schwierigen")
    assert source(found) == "Handelsblatt"
    [caption] = blocks(found, "caption")
    assert caption.startswith("Es sei aber wichtig, im Dialog zu bleiben")
    furniture = "\n".join(blocks(found, "boilerplate"))
    for words in ("Teilen per:", "Alle Rechte vorbehalten", "Zur Startseite", "-0%1%2%"):
        assert words in furniture
    assert "Quelle: AP" not in "\n".join(blocks(found, "paragraph"))


def test_002_begins_with_a_month_and_has_no_headline(project: Project) -> None:
    found = article(project, "002")
    assert (found.published, found.title) == ("2017-03", "")
    assert (str(found.published_from), str(found.published_to)) == ("2017-03-01", "2017-03-31")
    assert blocks(found, "metadata") == ["date 2017-03"]
    assert found.label.startswith("Die Nato verlangt von Moskau")


def test_003_has_headline_lead_and_quotations_set_off(project: Project) -> None:
    found = article(project, "003")
    assert found.title == "NATO-Generalsekretär: Allianz will Beziehungen zu Russland verbessern"
    assert found.lead.startswith("Jens Stoltenberg hat die NATO-Russland-Beziehungen")
    assert sum(text.startswith('"') for text in blocks(found, "paragraph")) == 4
    assert blocks(found, "subhead") == []


def test_004_begins_with_a_caption_and_has_three_subheads(project: Project) -> None:
    found = article(project, "004")
    assert found.title == ""
    assert blocks(found, "caption")[0].startswith("Nato-Generalsekretär Stoltenberg versichert")
    assert found.credit.endswith("dpa/Virginia Mayo")
    assert "Foto: dpa/Virginia Mayo" in "\n".join(blocks(found, "caption") + blocks(found, "credit"))
    assert found.lead.startswith("Die Allianz will nach dem russischen Angriff")
    assert blocks(found, "dateline")[0].startswith("Brüssel")
    assert blocks(found, "subhead") == [
        "Die Nato ist bereit zur Verteidigung",
        "Nato unterstützt Ukraine seit vielen Jahren",
        "Russland will die Geschichte umschreiben",
    ]


def test_the_five_are_found_by_their_words(project: Project) -> None:
    assert search(project.articles.all(), "handelsblatt").count() == 1
    assert search(project.articles.all(), "AUFRÜSTUNG").get() == article(project, "002")
    assert search(project.articles.all(), "stoltenberg").count() == 5
