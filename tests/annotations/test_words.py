"""Annotations are found by words in quote, note and occasion, and what is found follows every change."""

import json
from datetime import UTC, datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from annotations import coding, many
from annotations.changing import Changed, answer_articles, change
from annotations.coding import Coding
from annotations.filtering import Filter
from annotations.interchange import json_out
from annotations.interchange.json_in import read
from annotations.interchange.selection import Content, Selection
from annotations.interchange.store import take_in
from annotations.models import Annotation, Value
from newsreader import changes
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from newsreader.purging.rows import purge_articles
from newsreader.undo import redo, undo
from tests.annotations.indexed import strays
from tests.factories import TEXT, make_annotation, make_article, make_member, make_project, make_variable

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def article(lead: Membership) -> Article:
    return make_article(lead.project)


def found(lead: Membership, words: str) -> set[str]:
    chosen = Filter(lead.project, words=words)
    quotes = {mark.quote for mark in chosen.annotations()}
    assert quotes == {mark.quote for mark in chosen.annotations(by_article=True)}
    return quotes


OPEN, COST = "Wir öffnen erst, wenn alles hält", "Die Kosten seien noch offen"


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        ("öffnen", {OPEN}),
        ("oeffnen", {OPEN}),
        ("öffnet", {OPEN}),  # another ending
        ("kost*", {COST}),
        ('"öffnen erst"', {OPEN}),
        ('"erst öffnen"', set()),
        ("öffnen OR Kosten", {OPEN, COST}),
        ("-Kosten", {OPEN}),
        ("Prüfbericht", {COST}),  # a word of the note
        ("Reuters", {OPEN}),  # and of the occasion
        ("offen Prüfbericht", {COST}),  # words of both
        ("Ahle", set()),  # of the article only
        ("", {OPEN, COST}),
        ("„", {OPEN, COST}),
    ],
)
def test_words(lead: Membership, article: Article, words: str, quotes: set[str]) -> None:
    make_annotation(article, lead, OPEN, occasion="zu Reuters")
    make_annotation(article, lead, COST, note="Siehe Prüfbericht 🤔")
    other = make_member(make_project())
    make_annotation(make_article(other.project), other, OPEN)
    assert found(lead, words) == quotes


def test_what_is_found_follows_create_change_removal_undo_and_redo(
    lead: Membership, article: Article
) -> None:
    start = TEXT.index(OPEN)
    mark = coding.create(lead, article, 1, [(start, start + len(OPEN))], Coding(note="Anfang"))
    assert found(lead, "Anfang öffnen") == {OPEN} and strays() == []
    coding.update(lead, mark, 1, Coding(note="Ende", occasion="zu Reuters"))
    assert found(lead, "Anfang") == set() and found(lead, "Ende Reuters") == {OPEN}
    changed = ChangeSet.objects.latest("pk")
    undo(lead, changed)
    assert found(lead, "Anfang") == {OPEN} and strays() == []
    redo(lead, ChangeSet.objects.get(pk=changed.pk))
    assert found(lead, "Ende") == {OPEN} and strays() == []
    coding.remove(lead, Annotation.objects.get())
    assert found(lead, "öffnen") == set() and strays() == []
    undo(lead, ChangeSet.objects.latest("pk"))
    assert found(lead, "Ende öffnen") == {OPEN} and strays() == []


def test_many_at_once(lead: Membership, article: Article) -> None:
    for quote in (OPEN, COST):
        make_annotation(article, lead, quote)
    with changes.recording(lead, "annotation.many") as record:
        many.edit(record, lead.project, lead.project.annotations.all(), "note", lambda _old: "gemeinsam")
    assert found(lead, "gemeinsam") == {OPEN, COST} and strays() == []
    assert record.change_set is not None
    undo(lead, record.change_set)
    assert found(lead, "gemeinsam") == set() and strays() == []


def test_answers_in_words_are_found_and_followed(lead: Membership, article: Article) -> None:
    event, tone = make_variable(lead.project, "Anlass", kind="text"), make_variable(lead.project)
    start = TEXT.index(OPEN)
    said = Coding(answers=((event.uid, "Gipfel in Vilnius"), (tone.uid, "scharf")))
    mark = coding.create(lead, article, 1, [(start, start + len(OPEN))], said)
    assert found(lead, "gipfel öffnen") == {OPEN} and strays() == []
    assert found(lead, "scharf") == set()  # a choice is asked for by its field
    coding.update(lead, mark, 1, Coding(answers=((event.uid, "Pressekonferenz"),)))
    assert found(lead, "Gipfel") == set() and found(lead, "Pressekonferenz") == {OPEN} and strays() == []
    undo(lead, ChangeSet.objects.latest("pk"))
    assert found(lead, "Vilnius") == {OPEN} and strays() == []
    rows = Annotation.objects.all()
    _count, changed = change(lead, rows, Changed(answers=((event.uid, ""),)))
    assert found(lead, "Vilnius") == set() and strays() == []
    assert changed is not None
    undo(lead, changed)
    assert found(lead, "Vilnius") == {OPEN} and strays() == []


def test_an_answer_about_a_whole_article_is_found(lead: Membership, article: Article) -> None:
    event = make_variable(lead.project, "Anlass", "article", kind="text")
    _count, changed = answer_articles(lead, lead.project.articles.all(), [(event.uid, "Gipfel")])
    assert [mark.is_whole for mark in Filter(lead.project, words="Gipfel").annotations()] == [True]
    assert changed is not None and strays() == []
    undo(lead, changed)
    assert not Filter(lead.project, words="Gipfel").annotations() and strays() == []


def test_the_migration_finds_what_was_answered_before(lead: Membership, article: Article) -> None:
    mark = make_annotation(article, lead, OPEN, note="Reise")
    make_annotation(article, lead, COST)
    event = make_variable(lead.project, "Anlass", kind="text")
    Value.objects.create(variable=event, annotation=mark, value="Gipfel")
    assert found(lead, "Gipfel") == set()
    migration = import_module("annotations.migrations.0011_words_of_answers")
    migration.index(apps, connection.schema_editor())
    assert found(lead, "Gipfel Reise öffnen") == {OPEN} and strays() == []


def test_an_import_and_a_purge(lead: Membership, article: Article) -> None:
    make_annotation(article, lead, OPEN, note="Reise")
    now = datetime(2024, 5, 8, tzinfo=UTC)
    file = "".join(json_out.stream(Selection(Filter(lead.project)), Content.TEXTS, now))
    other = make_member(make_project(), "lead")
    take_in(read(json.dumps(json.loads(file)).encode()), other.project, other)
    assert found(other, "Reise") == {OPEN} and strays() == []
    purge_articles(other.project, other.project.articles.values_list("uid", flat=True))
    assert found(other, "öffnen") == set() and strays() == []


@pytest.mark.skipif("connection.vendor == 'postgresql'")
def test_the_trigger_that_takes_words_away_is_there() -> None:
    """SQLite loses it when a migration rebuilds its table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        names = {name for (name,) in cursor.fetchall()}
    assert {"annotation_leaves_search", "article_leaves_search"} <= names
