"""Newer rules over what older ones read: shown first, one change set, and never against a member."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newsreader import undo
from newsreader.changes import ChangeSet
from newsreader.corrections import blocks, details, rules
from newsreader.corrections.details import Wish
from newsreader.importing.blocks import BLOCK_KINDS, Block, Value
from newsreader.importing.structure import RULES_VERSION, Structure
from newsreader.models import Article, ArticleText, Membership, Project
from newsreader.search.front import search
from tests.factories import TEXT, line_blocks, make_article, make_member, make_project

pytestmark = pytest.mark.django_db

TITLE = "Brücke über die Ahle bleibt gesperrt"
Found = Callable[..., None]


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def article(lead: Membership) -> Article:
    """As version 1 of the rules read it: no lead, and a wrong author."""
    return make_article(
        lead.project, author="Falsch", origins={"title": "rule:headline/1", "author": "rule:byline/1"}
    )


@pytest.fixture
def find(monkeypatch: pytest.MonkeyPatch) -> Found:
    """Sets what the newer rules find: kinds of the lines, and values."""

    def find(*kinds: str, **values: str) -> None:
        def structure(text: str, language: str) -> Structure:
            rows = line_blocks(text)
            named = [*kinds, *(row[0] for row in rows[len(kinds) :])]
            found = [Block(kind, r[1], r[2], f"rule:{kind}/2") for kind, r in zip(named, rows, strict=True)]
            return Structure(tuple(found), {k: Value(v, f"rule:{k}/2") for k, v in values.items()})

        monkeypatch.setattr(rules, "structure", structure)

    return find


def rows(project: Project) -> tuple[list[Any], list[Any]]:
    return (
        list(project.articles.order_by("pk").values()),
        list(ArticleText.objects.filter(article__project=project).order_by("pk").values()),
    )


def kinds(article: Article) -> list[str]:
    return [row[0] for row in ArticleText.objects.get(article=article).blocks]


def proposal(project: Project) -> rules.Proposal:
    [found] = rules.proposals(rules.outdated(project))
    assert found
    return found


def test_what_would_change_is_shown_and_nothing_is_written(
    lead: Membership, article: Article, find: Found
) -> None:
    find("headline", "lead", title=TITLE, lead="Die Prüfung dauert")
    before = rows(lead.project)
    found = proposal(lead.project)
    assert found.values == [("lead", "", "Die Prüfung dauert"), ("author", "Falsch", "")]
    assert [(block.kind, old) for block, old in found.stretches] == [("lead", ["paragraph"])]
    assert found.differs
    assert rows(lead.project) == before


def test_they_are_applied_as_one_change_set_and_undone(
    lead: Membership, article: Article, find: Found
) -> None:
    for _ in range(3):
        make_article(lead.project, origins={"title": "rule:headline/1"})
    find("kicker", "headline", title="Die Prüfung dauert länger 🚧 als gedacht.", kicker=TITLE)
    before = rows(lead.project)
    outcome = rules.apply(lead.project, lead)
    assert (outcome.done, outcome.differ, outcome.failed) == (4, 4, 0)
    article.refresh_from_db()
    assert (article.title, article.kicker, article.author) == (
        "Die Prüfung dauert länger 🚧 als gedacht.",
        TITLE,
        "",
    )
    assert article.origins == {"title": "rule:title/2", "kicker": "rule:kicker/2"}
    assert kinds(article)[:2] == ["kicker", "headline"]
    assert not rules.outdated(lead.project).exists()
    undo.undo(lead, ChangeSet.objects.get())
    assert rows(lead.project) == before


def test_only_the_chosen_ones(lead: Membership, article: Article, find: Found) -> None:
    other = make_article(lead.project)
    find("headline", "lead", title=TITLE)
    assert rules.apply(lead.project, lead, [article.uid]).done == 1
    assert (kinds(article)[1], kinds(other)[1]) == ("lead", "paragraph")
    assert [text.article for text in rules.outdated(lead.project)] == [other]


def test_batches_and_runs_that_go_on_are_one_change_set(
    lead: Membership, article: Article, find: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "BATCH", 2)
    for _ in range(4):
        make_article(lead.project)
    find("headline", "lead", title=TITLE)
    before = rows(lead.project)
    first = rules.apply(lead.project, lead, limit=3)
    assert first.done == 3
    assert rules.apply(lead.project, lead, onto=first.change_set).done == 2
    undo.undo(lead, ChangeSet.objects.get())
    assert rows(lead.project) == before


def test_what_members_csv_and_callers_said_stays(lead: Membership, article: Article, find: Found) -> None:
    Article.objects.filter(pk=article.pk).update(
        section="Lokales", page="4", origins=article.origins | {"section": "csv", "page": "caller"}
    )
    details.correct(lead, article, {"author": Wish("Änne Groß", "Falsch"), "title": Wish("", TITLE)})
    find("headline", title="Neu", author="Neu", section="Neu", page="Neu")
    assert [(key, found) for key, _mine, found in proposal(lead.project).kept] == [
        ("title", "Neu"),
        ("author", "Neu"),
    ]
    rules.apply(lead.project, lead)
    article.refresh_from_db()
    assert (article.title, article.author, article.section, article.page) == ("", "Änne Groß", "Lokales", "4")
    details.correct(lead, article, {}, back={"author": "Änne Groß"})
    article.refresh_from_db()
    assert (article.author, article.origins["author"]) == ("Neu", "rule:author/2")


def test_a_members_block_stays_and_rules_go_around_it(
    lead: Membership, article: Article, find: Found
) -> None:
    stored = ArticleText.objects.get(article=article).blocks
    blocks.set_kind(lead, article, [(stored[2][1], stored[2][2], "paragraph")], "boilerplate")
    find("headline", "lead", "answer", "question")
    rules.apply(lead.project, lead)
    assert kinds(article) == ["headline", "lead", "boilerplate", "question"]


def test_two_spellings_of_a_new_source_are_one(lead: Membership, monkeypatch: pytest.MonkeyPatch) -> None:
    spellings = iter(["Küstenfunk", "Kuestenfunk"] * 2)
    for _ in range(2):
        make_article(lead.project)
    before = rows(lead.project)

    def structure(text: str, language: str) -> Structure:
        blocks = tuple(Block(*row) for row in line_blocks(text))
        return Structure(blocks, {"source": Value(next(spellings), "rule:copyright/2")})

    monkeypatch.setattr(rules, "structure", structure)
    rules.apply(lead.project, lead)
    assert list(lead.project.sources.values_list("name", flat=True)) == ["Küstenfunk"]
    undo.undo(lead, ChangeSet.objects.get())
    assert rows(lead.project) == before


def test_an_imported_study_and_read_articles_are_not_outdated(lead: Membership) -> None:
    for version in (0, RULES_VERSION):
        made = make_article(lead.project)
        ArticleText.objects.filter(article=made).update(rules_version=version)
    make_article(make_project())
    assert not rules.outdated(lead.project).exists()


def test_a_new_title_is_found_by_search(lead: Membership, article: Article, find: Found) -> None:
    find(title="Fährbetrieb")
    rules.apply(lead.project, lead)
    assert list(search(lead.project.articles.all(), "Fährbetrieb")) == [article]
    undo.undo(lead, ChangeSet.objects.get())
    assert not search(lead.project.articles.all(), "Fährbetrieb")


def test_a_text_on_which_the_rules_fail_does_not_end_the_run(
    lead: Membership, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    def structure(text: str, language: str) -> Structure:
        raise RuntimeError(text)

    monkeypatch.setattr(rules, "structure", structure)
    assert list(rules.proposals(rules.outdated(lead.project))) == [None]
    outcome = rules.apply(lead.project, lead)
    assert (outcome.done, outcome.failed) == (0, 1)
    assert not ChangeSet.objects.exists()


def test_the_command_reports_and_then_writes(
    lead: Membership, article: Article, find: Found, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    find("headline", "lead", title=TITLE)
    out = io.StringIO()
    call_command("apply_rules", project=lead.project.slug, dry_run=True, stdout=out)
    assert "paragraph → lead" in out.getvalue()
    assert "1 articles read anew; 1 of them differ" in out.getvalue()
    assert rules.outdated(lead.project).exists()
    call_command("apply_rules", project=lead.project.slug, stdout=out, stderr=io.StringIO())
    assert not rules.outdated(lead.project).exists()
    assert ChangeSet.objects.get().project == lead.project
    with pytest.raises(CommandError):
        call_command("apply_rules", project="nirgends")


def test_an_archived_project_takes_nothing_in_by_command(lead: Membership, article: Article) -> None:
    Project.objects.update(archived_at=timezone.now())
    with pytest.raises(SystemExit):
        call_command("apply_rules", project=lead.project.slug, stderr=io.StringIO())
    assert rules.outdated(lead.project).exists()


VALUES = st.fixed_dictionaries(
    {},
    optional={
        "title": st.sampled_from([TITLE, "Neu"]),
        "author": st.sampled_from(["Falsch", "Neu"]),
        "published": st.sampled_from(["2017", "2018-03"]),
    },
)
FIXED = st.fixed_dictionaries(
    {}, optional={"title": st.sampled_from(["", "Von Hand"]), "published": st.just("2001")}
)


@given(
    set_to=FIXED,
    ticked=st.sets(st.integers(0, 3)),
    kind=st.sampled_from(BLOCK_KINDS),
    found=VALUES,
    lines=st.lists(st.sampled_from(BLOCK_KINDS), max_size=4),
)
@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_rules_find_members_win_and_undo_leads_back(
    lead: Membership,
    find: Found,
    set_to: dict[str, str],
    ticked: set[int],
    kind: str,
    found: dict[str, str],
    lines: list[str],
) -> None:
    article = make_article(lead.project, origins={"title": "rule:headline/1"})
    stored = ArticleText.objects.get(article=article).blocks
    chosen = [(stored[n][1], stored[n][2], stored[n][0]) for n in sorted(ticked)]
    if chosen and (kind != "headline" or len(chosen) == 1):
        blocks.set_kind(lead, article, chosen, kind)
    article.refresh_from_db()
    now = details.details_of(article)
    details.correct(lead, article, {key: Wish(value, now[key].value) for key, value in set_to.items()})
    find(*lines, **found)
    before = rows(lead.project)
    mine = [row for row in ArticleText.objects.get(article=article).blocks if row[3] == "member"]
    outcome = rules.apply(lead.project, lead)
    article.refresh_from_db()
    stored = ArticleText.objects.get(article=article).blocks
    assert [row for row in stored if row[3] == "member"] == mine
    assert all(getattr(article, key) == value for key, value in set_to.items())
    assert [row[1:3] for row in stored] == [row[1:3] for row in line_blocks(TEXT)]
    assert outcome.change_set
    undo.undo(lead, outcome.change_set)
    assert rows(lead.project) == before
    article.delete()
