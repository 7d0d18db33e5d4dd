"""search() finds the same on SQLite and on PostgreSQL; the suite runs on both."""

import random

import pytest
from django.core.management import call_command
from django.db import connection

from newsreader.models import Article, Project
from newsreader.search import vectors
from newsreader.search.front import index_articles, remove, search
from newsreader.search.language import streams
from newsreader.search.leaf import leaf_of
from newsreader.search.query import And, Node, Not, Or, parse
from tests.factories import make_article, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return make_project()


def found(project: Project, text: str) -> list[str]:
    return sorted(str(article) for article in search(project.articles.all(), text))


def indexed() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM newsreader_search")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("typed", ["ärger", "ÄRGER", "Aerger", "arger", "Ärgers", "är*", '"ärger"'])
def test_finds_capitals_umlauts_and_endings(project: Project, typed: str) -> None:
    make_article(project, "ÄRGER um die Brücke 🚧")
    make_article(project, "Ruhe im Park")
    assert found(project, typed) == ["ÄRGER um die Brücke 🚧"]


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("", ["Brücke", "Brücke und Tunnel", "Tunnel"]),
        ("brücke tunnel", ["Brücke und Tunnel"]),
        ("brücke OR tunnel", ["Brücke", "Brücke und Tunnel", "Tunnel"]),
        ("brücke -tunnel", ["Brücke"]),
        ("-tunnel", ["Brücke"]),
        ("-(brücke tunnel)", ["Brücke", "Tunnel"]),
        ('"und tunnel"', ["Brücke und Tunnel"]),
        ('"tunnel und"', []),
        ("-(brücke OR tunnel)", []),
        ("brück* -und", ["Brücke"]),
        ("' \\ : & | !", ["Brücke", "Brücke und Tunnel", "Tunnel"]),
        ("o'neill's \\' x:* <-> AND NEAR(", []),
    ],
)
def test_operators(project: Project, typed: str, titles: list[str]) -> None:
    for text in ("Brücke", "Tunnel", "Brücke und Tunnel"):
        make_article(project, text)
    assert found(project, typed) == titles


def test_each_language_keeps_its_endings(project: Project) -> None:
    make_article(project, "The issues remain", language="en")
    make_article(project, "Die Häuser bleiben")
    assert found(project, "issue") == ["The issues remain"]
    assert found(project, "haus") == ["Die Häuser bleiben"]


def test_a_month_is_one_word(project: Project) -> None:
    make_article(project, "Stand 2017-03, Ausgabe 12")
    assert found(project, "2017-03") == ["Stand 2017-03, Ausgabe 12"]
    assert found(project, "03") == []


def test_finds_a_title_that_is_not_in_the_text_but_no_phrase_across(project: Project) -> None:
    make_article(project, "Im Tal wird gebaut.", title="Neue Brücke")
    assert found(project, "brücken tal") == ["Neue Brücke"]
    assert found(project, '"brücke im"') == []


def test_stays_in_its_project(project: Project) -> None:
    make_article(make_project(), "Ärger")
    assert found(project, "ärger") == []


def test_indexing_again_replaces(project: Project) -> None:
    article = make_article(project, "Alte Brücke")
    before = indexed()
    index_articles([article], {article.pk: "Neuer Tunnel"})
    assert indexed() == before
    assert found(project, "tunnel") == ["Alte Brücke"]
    assert found(project, "alter") == ["Alte Brücke"]  # the title, which is not in the new text


def test_reads_the_current_version(project: Project) -> None:
    article = make_article(project, "Alte Fassung", title="")
    first = article.texts.get()
    article.texts.create(version=2, text="Neue", sha256="", length=4, rules_version=1, blocks=[])
    Article.objects.filter(pk=article.pk).update(text_version=2)
    index_articles([Article.objects.get(pk=article.pk)])
    assert first.version == 1
    assert search(project.articles.all(), "neu").count() == 1
    assert search(project.articles.all(), "fassung").count() == 0


def test_removing_and_deleting_leave_nothing_behind(project: Project) -> None:
    articles = [make_article(project, f"Ärger {n}") for n in range(3)]
    make_article(make_project(), "Ärger anderswo")
    assert indexed() == 4
    remove([articles[0].pk])
    assert found(project, "ärger") == ["Ärger 1", "Ärger 2"]
    project.delete()
    assert indexed() == 1


def test_phrases_are_found_anywhere_in_a_long_text(project: Project) -> None:
    """Beyond the 256 places of one word and the 16,383 positions that a tsvector keeps, and at its edges."""
    filler = "und so weiter die Sitzung " * 4000
    make_article(project, f"{filler} Anfang die letzte Brücke {filler}", title="Protokoll")
    assert found(project, '"die letzte brücke"') == ["Protokoll"]
    assert found(project, '"anfang die letzte brücke und so"') == ["Protokoll"]
    assert found(project, '"die brücke"') == []
    assert found(project, "anfang sitzung -tunnel") == ["Protokoll"]


def test_a_text_of_many_long_words_is_indexed(project: Project) -> None:
    """More than the megabyte of one tsvector."""
    words = " ".join(f"ж{n:06}" + "я" * 60 for n in range(14_000))
    make_article(project, words, title="Lang", language="ru")
    assert found(project, "ж013999*") == ["Lang"]


@pytest.mark.once
def test_parts_share_as_many_words_as_the_longest_phrase() -> None:
    words = [*("ja" for _ in range(300)), "nein"]
    parts = [keys for keys, _ in vectors.parts(words, words)]
    assert [len(part) for part in parts] == [255, 109]
    assert parts[0][-63:] == parts[1][:63]


@pytest.mark.once
def test_a_vector_counts_from_one_and_holds_any_word() -> None:
    keys, _ = streams("Wir und wir")
    assert vectors.vector(keys.split(" ")) == "'wir':1,3 'und':2"
    assert vectors.vector(["o'n\\"]) == "'o''n\\\\':1"
    assert vectors.vector([""]) == ""


@pytest.mark.django_db(transaction=True)
def test_an_emptied_database_has_an_empty_index() -> None:
    make_article(make_project(), "Ärger")
    call_command("flush", interactive=False, verbosity=0)
    assert indexed() == 0


def holds(tree: Node, text: str) -> bool:
    """What the engines should find, by looking through the words of the text."""
    if isinstance(tree, And):
        return all(holds(part, text) for part in tree.parts)
    if isinstance(tree, Or):
        return any(holds(part, text) for part in tree.parts)
    if isinstance(tree, Not):
        return not holds(tree.part, text)
    leaf = leaf_of(tree)
    words = streams(text)[leaf.stems].split()
    if leaf.prefix:
        return any(word.startswith(leaf.rows[0][0]) for word in words)
    return any(
        tuple(words[n : n + len(row)]) == row for row in leaf.rows for n in range(len(words) - len(row) + 1)
    )


def test_finds_what_a_reader_of_all_texts_would_find(project: Project) -> None:
    draw = random.Random(7)
    words = ["Brücke", "Brücken", "Häuser", "haus", "Nato-Gipfel", "Gipfel", "der", "2017-03", "🚧", "Ärger"]
    texts = [" ".join(draw.choices(words, k=draw.randrange(1, 7))) + f" nr{n}" for n in range(25)]
    for text in texts:
        make_article(project, text)
    pieces = [
        *words,
        *(f"-{w}" for w in words),
        "OR",
        "OR",
        "(",
        ")",
        "brü*",
        "ha*",
        '"der Gipfel"',
        '"haus der"',
    ]
    for _ in range(150):
        typed = " ".join(draw.choices(pieces, k=draw.randrange(1, 6)))
        tree = parse(typed).tree
        expected = [text for text in texts if tree is None or holds(tree, text)]
        assert found(project, typed) == sorted(expected), typed
