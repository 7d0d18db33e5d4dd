"""The page on which a lead says what the stretches of a text are."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from newsreader.changes import ChangeSet
from newsreader.models import Article, ArticleText, Membership, Project
from tests.factories import TEXT, client_of, make_article, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(lead: Membership) -> Article:
    return make_article(lead.project, origins={"title": "rule:headline/1"})


def address(article: Article, query: str = "") -> str:
    return reverse("blocks", args=[article.project.slug, article.uid]) + query


def boxes(page: str) -> list[str]:
    return re.findall(r'name="block" value="([^"]+)"', page)


def kinds(article: Article) -> list[str]:
    return [row[0] for row in ArticleText.objects.get(article=article).blocks]


def send(lead: Membership, article: Article, *numbers: int, **data: Any) -> Any:
    client = client_of(lead)
    found = boxes(client.get(address(article)).text)
    chosen = [found[n] for n in numbers]
    return client.post(address(article, "?sort=title"), {"block": chosen, "do": "kind", **data})


def test_the_page_shows_each_block_with_kind_and_origin(lead: Membership, article: Article) -> None:
    page = client_of(lead).get(address(article)).text
    assert len(boxes(page)) == 4
    assert "<b>headline</b>" in page
    assert "rule “test”, version 1" in page


def test_a_kind_is_set(lead: Membership, article: Article) -> None:
    answer = send(lead, article, 1, 3, kind="boilerplate")
    assert answer.status_code == 302
    assert re.search(r"/blocks/\?sort=title#b\d+$", answer.headers["Location"])
    assert kinds(article) == ["headline", "boilerplate", "paragraph", "boilerplate"]
    page = client_of(lead).get(reverse("article", args=[lead.project.slug, article.uid])).text
    assert page.count('<details class="aside-blocks">') == 2
    assert ChangeSet.objects.get().article == article


def test_a_new_headline_is_the_title_in_the_list(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    found = boxes(client.get(address(article)).text)
    answer = client.post(address(article), {"block": found[1], "do": "kind", "kind": "headline"}, follow=True)
    assert "1 block changed. These values follow: Title." in answer.text
    rows = client.get(reverse("articles", args=[lead.project.slug])).text
    assert "Die Prüfung dauert länger 🚧 als gedacht.</a>" in rows


def test_blocks_are_joined_split_and_left_to_the_rules(lead: Membership, article: Article) -> None:
    send(lead, article, 2, 3, do="join")
    assert kinds(article) == ["headline", "paragraph", "paragraph"]
    send(lead, article, 2, do="split")
    assert kinds(article) == ["headline", "paragraph", "paragraph", "paragraph"]
    send(lead, article, 1, do="release")
    assert kinds(article)[1] == "lead"


@pytest.mark.parametrize(
    ("numbers", "data", "sentence"),
    [
        ((), {"kind": "caption"}, "Tick the blocks first"),
        ((1,), {"kind": ""}, "Choose a kind"),
        ((1,), {"kind": "unfug"}, "Select a valid choice"),
        ((1,), {"do": "unfug"}, "Select a valid choice"),
        ((1,), {"do": "split"}, "one line already"),
        ((0, 2), {"do": "join"}, "one below the other"),
        ((1, 2), {"kind": "headline"}, "one headline"),
    ],
)
def test_what_cannot_be_is_said_and_the_ticks_stay(
    lead: Membership, article: Article, numbers: tuple[int, ...], data: dict[str, str], sentence: str
) -> None:
    answer = send(lead, article, *numbers, **data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert answer.text.count(" checked>") == len(numbers)
    assert not ChangeSet.objects.exists()


def test_nonsense_for_blocks_is_refused(lead: Membership, article: Article) -> None:
    answer = client_of(lead).post(address(article), {"block": "1-x", "do": "kind", "kind": "lead"})
    assert answer.status_code == 422


def test_a_conflict_shows_what_stands_now(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    old = boxes(client.get(address(article)).text)
    send(make_member(lead.project, "lead"), article, 1, kind="caption")
    answer = client.post(address(article), {"block": old[1:3], "do": "kind", "kind": "answer"})
    assert answer.status_code == 409
    assert "Somebody else has changed these blocks" in answer.text
    assert answer.text.count(" checked>") == 1
    assert kinds(article) == ["headline", "caption", "paragraph", "paragraph"]


def test_more_blocks_are_no_more_queries(lead: Membership, article: Article) -> None:
    client, longer = client_of(lead), make_article(lead.project, "\n\n".join([TEXT] * 5))
    with CaptureQueriesContext(connection) as few:
        client.get(address(article))
    with CaptureQueriesContext(connection) as many:
        page = client.get(address(longer)).text
    assert len(boxes(page)) == 20
    assert len(many) == len(few)


@pytest.mark.parametrize("role", ["reader", "coder"])
def test_only_leads(lead: Membership, article: Article, role: str) -> None:
    client = client_of(make_member(lead.project, role))
    assert client.get(address(article)).status_code == 403
    assert client.post(address(article)).status_code == 403


def test_not_mine(article: Article) -> None:
    other = make_member(role="lead")
    assert client_of(other).get(address(article)).status_code == 404
    foreign = reverse("blocks", args=[other.project.slug, article.uid])
    assert client_of(other).get(foreign).status_code == 404


def test_wrong_method(lead: Membership, article: Article) -> None:
    assert client_of(lead).put(address(article)).status_code == 405


def test_the_last_change_is_undone_from_here(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    assert "undo-block" not in client.get(address(article)).text
    send(lead, article, 1, kind="caption")
    assert 'id="undo-block"' in client.get(address(article)).text
    undo = reverse("undo-here", args=[lead.project.slug, article.uid])
    assert client.post(undo, {"place": "blocks"}).headers["Location"] == address(article)
    assert kinds(article)[1] == "paragraph"
    assert client.post(undo, {"place": "unfug"}).headers["Location"] == reverse(
        "article", args=[lead.project.slug, article.uid]
    )


def test_an_archived_project_is_not_corrected(lead: Membership, article: Article) -> None:
    Project.objects.update(archived_at=timezone.now())
    client = client_of(lead)
    assert client.get(address(article)).status_code == 403
    page = client.get(reverse("article", args=[lead.project.slug, article.uid])).text
    assert address(article) not in page
