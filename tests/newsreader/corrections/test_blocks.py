"""Correcting what stretches are: values follow, texts and annotations stay."""

from typing import Any

import pytest

from newsreader import undo
from newsreader.changes import ChangeSet
from newsreader.corrections import blocks
from newsreader.corrections.blocks import Clash, Refused, Seen
from newsreader.models import Article, ArticleText, Membership
from newsreader.reader import lines
from tests.factories import TEXT, make_annotation, make_article, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def article(lead: Membership) -> Article:
    return make_article(lead.project, origins={"title": "rule:headline/1"})


def rows(article: Article) -> list[list[Any]]:
    stored: list[list[Any]] = ArticleText.objects.get(article=article).blocks
    return stored


def seen(article: Article, *numbers: int) -> list[Seen]:
    found = rows(article)
    return [(found[n][1], found[n][2], found[n][0]) for n in numbers]


def everything(article: Article) -> tuple[Any, Any]:
    return (
        Article.objects.filter(pk=article.pk).values().get(),
        ArticleText.objects.filter(article=article).values().get(),
    )


def test_a_block_gets_its_kind_and_says_that_a_member_set_it(lead: Membership, article: Article) -> None:
    blocks.set_kind(lead, article, seen(article, 1, 3), "boilerplate")
    kinds = [(kind, origin) for kind, _start, _end, origin in rows(article)]
    assert kinds[1] == kinds[3] == ("boilerplate", "member")
    assert kinds[0] == ("headline", "rule:test/1")
    text = ArticleText.objects.get(article=article)
    page = lines(text.text, text.blocks, "de")
    assert [line.number for line in page] == [None, None, 1, None]


def test_whoever_says_which_block_is_the_headline_says_the_title(lead: Membership, article: Article) -> None:
    followed = blocks.set_kind(lead, article, seen(article, 1), "headline")
    article.refresh_from_db()
    assert followed == ["title"]
    assert article.title == "Die Prüfung dauert länger 🚧 als gedacht."
    assert (article.origins["title"], [row[0] for row in rows(article)][:2]) == (
        "member",
        ["paragraph", "headline"],
    )
    blocks.set_kind(lead, article, seen(article, 0), "headline")
    article.refresh_from_db()
    assert article.title == "Brücke über die Ahle bleibt gesperrt"


def test_without_a_headline_there_is_no_title(lead: Membership, article: Article) -> None:
    assert blocks.set_kind(lead, article, seen(article, 0), "paragraph") == ["title"]
    article.refresh_from_db()
    assert (article.title, article.label) == ("", "Brücke über die Ahle bleibt gesperrt")


@pytest.mark.parametrize("origin", ["csv", "caller", "import", "member"])
def test_a_title_that_somebody_gave_stays(lead: Membership, article: Article, origin: str) -> None:
    Article.objects.filter(pk=article.pk).update(title="Von Hand", origins={"title": origin})
    assert blocks.set_kind(lead, article, seen(article, 1), "headline") == []
    article.refresh_from_db()
    assert article.title == "Von Hand"


def test_lead_and_kicker_follow_too(lead: Membership, article: Article) -> None:
    blocks.set_kind(lead, article, seen(article, 1), "lead")
    blocks.set_kind(lead, article, seen(article, 2), "kicker")
    article.refresh_from_db()
    assert article.lead == "Die Prüfung dauert länger 🚧 als gedacht."
    assert article.kicker.startswith("„Wir öffnen erst")


def test_one_undo_takes_block_and_title_back(lead: Membership, article: Article) -> None:
    before = everything(article)
    blocks.set_kind(lead, article, seen(article, 1), "headline")
    undo.undo(lead, ChangeSet.objects.get())
    assert everything(article) == before


def test_neighbours_are_joined_and_split_again(lead: Membership, article: Article) -> None:
    before = everything(article)
    blocks.join(lead, article, seen(article, 1, 2, 3))
    assert len(rows(article)) == 2
    blocks.split(lead, article, seen(article, 1))
    assert [row[1:3] for row in rows(article)] == [row[1:3] for row in before[1]["blocks"]]
    for change_set in ChangeSet.objects.order_by("-id")[:2]:
        undo.undo(lead, change_set)
    assert everything(article) == before


def test_the_rules_take_over_again_where_a_member_lets_go(lead: Membership) -> None:
    article = make_article(lead.project)
    blocks.set_kind(lead, article, seen(article, 0, 1, 2, 3), "caption")
    article.refresh_from_db()
    assert article.title == ""
    blocks.release(lead, article, seen(article, 0, 1))
    found = rows(article)
    assert [row[0] for row in found] == ["headline", "lead", "caption", "caption"]
    assert all(row[3].startswith("rule:") for row in found[:2])
    article.refresh_from_db()
    assert (article.title, article.replaced) == ("Brücke über die Ahle bleibt gesperrt", None)


@pytest.mark.parametrize(
    ("deed", "numbers", "code"),
    [("join", (0, 2), "neighbours"), ("join", (0,), "neighbours"), ("split", (1,), "lines")],
)
def test_what_cannot_be_is_refused(
    lead: Membership, article: Article, deed: str, numbers: tuple[int, ...], code: str
) -> None:
    before = everything(article)
    with pytest.raises(Refused) as refused:
        getattr(blocks, deed)(lead, article, seen(article, *numbers))
    assert refused.value.code == code
    assert everything(article) == before


def test_two_headlines_are_refused(lead: Membership, article: Article) -> None:
    with pytest.raises(Refused):
        blocks.set_kind(lead, article, seen(article, 1, 2), "headline")


def test_what_another_changed_since_is_told(lead: Membership, article: Article) -> None:
    old = seen(article, 1)
    blocks.set_kind(make_member(lead.project, "lead"), article, old, "caption")
    with pytest.raises(Clash):
        blocks.set_kind(lead, article, old, "boilerplate")


def test_an_undo_leaves_what_others_did_to_other_blocks(lead: Membership, article: Article) -> None:
    blocks.set_kind(lead, article, seen(article, 1), "caption")
    blocks.set_kind(make_member(lead.project, "lead"), article, seen(article, 3), "boilerplate")
    undo.undo(lead, ChangeSet.objects.get(member=lead))
    assert [row[0] for row in rows(article)] == ["headline", "paragraph", "paragraph", "boilerplate"]


def test_annotations_stay_where_they_are(lead: Membership, article: Article) -> None:
    mark = make_annotation(article, lead)
    blocks.set_kind(lead, article, seen(article, 2), "boilerplate")
    blocks.join(lead, article, seen(article, 1, 2))
    [span] = mark.spans.all()
    text = ArticleText.objects.get(article=article)
    assert text.text == TEXT
    assert text.text[span.start : span.end] == span.quote
