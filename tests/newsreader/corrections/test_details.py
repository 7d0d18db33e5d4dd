"""Correcting metadata: values, origins, what follows from them, and the way back."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from newsreader import undo
from newsreader.changes import Change, ChangeSet
from newsreader.corrections import details
from newsreader.corrections.details import Clash, Wish
from newsreader.models import Article, Membership, Source
from newsreader.search.front import search
from tests.factories import make_article, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def article(lead: Membership) -> Article:
    return make_article(
        lead.project,
        source="Ahletaler Bote",
        published="2017-03",
        published_from="2017-03-01",
        published_to="2017-03-31",
        origins={"title": "rule:headline/1", "source": "csv", "published": "rule:date-line/1"},
    )


def row(article: Article) -> dict[str, Any]:
    return dict(Article.objects.filter(pk=article.pk).values().get())


def wish(article: Article, **values: str) -> dict[str, Wish]:
    article.refresh_from_db()
    now = details.details_of(article)
    return {key: Wish(value, now[key].value) for key, value in values.items()}


def correct(lead: Membership, article: Article, **values: str) -> None:
    details.correct(lead, article, wish(article, **values))
    article.refresh_from_db()


def test_a_value_that_a_member_sets_has_its_origin_and_what_it_replaced(
    lead: Membership, article: Article
) -> None:
    correct(lead, article, published="2018-01-07", author="Änne Groß")
    assert (article.published, article.origins["published"]) == ("2018-01-07", "member")
    assert str(article.published_from) == str(article.published_to) == "2018-01-07"
    assert article.replaced == {"published": ["2017-03", "rule:date-line/1"], "author": ["", ""]}
    assert ChangeSet.objects.get().article == article


def test_an_emptied_value_is_a_members_value(lead: Membership, article: Article) -> None:
    correct(lead, article, published="", source="")
    assert (article.published, article.published_from, article.source) == ("", None, None)
    assert article.origins["published"] == article.origins["source"] == "member"


def test_back_to_what_was_imported(lead: Membership, article: Article) -> None:
    before = row(article)
    correct(lead, article, source="Neues Blatt", title="Neu", author="x")
    correct(lead, article, source="Anderes Blatt")
    back = {"source": "Anderes Blatt", "title": "Neu", "author": "x"}
    assert details.correct(lead, article, {}, back)
    assert row(article) == before


def test_an_unknown_source_is_made_and_another_spelling_is_the_same(
    lead: Membership, article: Article
) -> None:
    correct(lead, article, source="Küstenfunk")
    correct(lead, article, source="Kuestenfunk")
    assert str(article.source) == "Küstenfunk"
    assert sorted(Source.objects.values_list("name", flat=True)) == ["Ahletaler Bote", "Küstenfunk"]
    for _ in range(2):
        if last := undo.last_action(lead, article):
            undo.undo(lead, last)
    article.refresh_from_db()
    assert str(article.source) == "Ahletaler Bote"


def test_search_finds_the_new_title_and_not_the_old_one(lead: Membership, article: Article) -> None:
    correct(lead, article, title="Fährbetrieb eingestellt")
    assert list(search(lead.project.articles.all(), "Fährbetrieb")) == [article]
    correct(lead, article, title="Anders")
    assert not search(lead.project.articles.all(), "Fährbetrieb")
    assert list(search(lead.project.articles.all(), "bleibt gesperrt")) == [article]


def test_without_a_title_the_first_sentence_stands_in(lead: Membership, article: Article) -> None:
    before = row(article)
    correct(lead, article, title="")
    assert str(article) == article.label == "Die Prüfung dauert länger 🚧 als gedacht."
    assert article.sort_key.startswith("die prufung")
    undo.undo(lead, ChangeSet.objects.get())
    assert row(article) == before


def test_what_another_member_changed_since_is_told_and_nothing_is_written(
    lead: Membership, article: Article
) -> None:
    seen = wish(article, title="Meins", author="Meins")
    correct(make_member(lead.project, "lead"), article, title="Deins")
    before = row(article)
    with pytest.raises(Clash) as clash:
        details.correct(lead, article, seen)
    assert clash.value.keys == ["title"]
    assert row(article) == before


def test_changes_of_other_values_do_not_get_in_each_others_way(lead: Membership, article: Article) -> None:
    seen = wish(article, author="Meins")
    correct(make_member(lead.project, "lead"), article, title="Deins")
    details.correct(lead, article, seen)
    article.refresh_from_db()
    assert (article.title, article.author) == ("Deins", "Meins")
    undo.undo(lead, ChangeSet.objects.get(member=lead))
    article.refresh_from_db()
    assert (article.title, article.author) == ("Deins", "")


def test_undo_is_refused_when_the_same_value_has_been_changed_since(
    lead: Membership, article: Article
) -> None:
    correct(lead, article, title="Meins")
    correct(make_member(lead.project, "lead"), article, title="Deins")
    with pytest.raises(undo.Conflict) as conflict:
        undo.undo(lead, ChangeSet.objects.get(member=lead))
    [(change, expected, now)] = conflict.value.objects
    assert change.kind == "details" and expected and now
    assert (expected["title"]["value"], now["title"]["value"]) == ("Meins", "Deins")


def test_a_state_holds_only_what_was_changed(lead: Membership, article: Article) -> None:
    correct(lead, article, genre="interview")
    change = Change.objects.get()
    assert change.before and change.after
    assert change.before.keys() == change.after.keys() == {"genre"}


def test_nothing_changed_is_no_change_set(lead: Membership, article: Article) -> None:
    assert not details.correct(lead, article, wish(article, published="2017-03"))
    assert not ChangeSet.objects.exists()


def test_the_names_of_those_who_set_the_values(lead: Membership, article: Article) -> None:
    other = make_member(lead.project, "lead")
    correct(lead, article, title="Meins", author="Meins")
    correct(other, article, author="Deins")
    assert details.setters(article) == {"title": lead.name, "author": other.name}


def test_several_articles_are_one_change_set(lead: Membership, article: Article) -> None:
    others = [make_article(lead.project), make_article(lead.project, genre="news")]
    foreign = make_article(make_member().project)
    rows = [row(a) for a in [article, *others, foreign]]
    uids = [a.uid for a in [article, *others, foreign]]
    assert details.correct_many(lead, uids, {"genre": "news", "source": "Küstenfunk"}) == 3
    found = lead.project.articles.values_list("genre", "source__name")
    assert list(found) == [("news", "Küstenfunk")] * 3
    undo.undo(lead, ChangeSet.objects.get())
    assert [row(a) for a in [article, *others, foreign]] == rows


VALUES = {
    "title": st.sampled_from(["", "Brücke über die Ahle bleibt gesperrt", "Neu"]),
    "source": st.sampled_from(["", "Ahletaler Bote", "Küstenfunk", "Kuestenfunk"]),
    "published": st.sampled_from(["", "2017-03", "2018"]),
    "language": st.sampled_from(["de", "en"]),
    "genre": st.sampled_from(["", "news"]),
}
CORRECTIONS = st.lists(st.fixed_dictionaries({}, optional=VALUES), min_size=1, max_size=4)


@given(CORRECTIONS)
@hypothesis_settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undone_in_turn_everything_is_as_it_was(
    lead: Membership, article: Article, corrections: list[dict[str, str]]
) -> None:
    before = row(article)
    made = ChangeSet.objects.count()
    for values in corrections:
        correct(lead, article, **values)
    for change_set in ChangeSet.objects.order_by("-id")[: ChangeSet.objects.count() - made]:
        undo.undo(lead, change_set)
    assert row(article) == before
    article.refresh_from_db()
