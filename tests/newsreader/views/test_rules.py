"""The page that shows what newer rules would change, and lets them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsreader.changes import ChangeSet
from newsreader.corrections import rules
from newsreader.models import Article, ArticleText, Membership
from newsreader.views import rules as views
from tests.factories import client_of, make_article, make_member

pytestmark = pytest.mark.django_db
TITLE = "Brücke über die Ahle bleibt gesperrt"


@pytest.fixture
def article(lead: Membership) -> Article:
    """Today's rules find its lead, which the factory calls a paragraph."""
    return make_article(lead.project, origins={"title": "rule:headline/1"})


def address(lead: Membership, query: str = "") -> str:
    return reverse("rules", args=[lead.project.slug]) + query


def post(lead: Membership, **data: Any) -> Any:
    return client_of(lead).post(address(lead), data, follow=True)


def kinds(article: Article) -> list[str]:
    return [row[0] for row in ArticleText.objects.get(article=article).blocks]


def test_the_differences_are_shown_first(lead: Membership, article: Article) -> None:
    page = client_of(lead).get(address(lead)).text
    assert "1 article was read with older rules." in page
    assert "1 of them would change." in page
    assert "<del>paragraph</del> <ins>lead</ins>" in page
    assert "<del>–</del> <ins>Die Prüfung dauert länger 🚧 als gedacht.</ins>" in page
    assert kinds(article)[1] == "paragraph"


def test_what_a_member_set_is_said_to_stay(lead: Membership, article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(title="Meins", origins={"title": "member"})
    page = client_of(lead).get(address(lead)).text
    assert f"stays “Meins”, as a member set it; the rules find “{TITLE}”" in page
    post(lead, do="all")
    article.refresh_from_db()
    assert article.title == "Meins"


def test_all_are_applied_and_the_history_undoes_it(lead: Membership, article: Article) -> None:
    make_article(lead.project)
    answer = post(lead, do="all")
    assert "2 articles read anew, 2 of them differ." in answer.text
    assert "Every article has been read with the newest rules" in answer.text
    assert kinds(article)[1] == "lead"
    change_set = ChangeSet.objects.get()
    place = reverse("change-set", args=[lead.project.slug, change_set.uid])
    assert "Newer rules run" in client_of(lead).get(place).text
    client_of(lead).post(place)
    assert kinds(article)[1] == "paragraph"


def test_only_the_ticked_ones(lead: Membership, article: Article) -> None:
    other = make_article(lead.project)
    post(lead, do="chosen", article=[str(other.uid)])
    assert (kinds(article)[1], kinds(other)[1]) == ("paragraph", "lead")


def test_many_are_one_entry_of_the_history(
    lead: Membership, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "APPLIED", 1)
    make_article(lead.project)
    answer = client_of(lead).post(address(lead), {"do": "all"})
    begun = ChangeSet.objects.get()
    assert answer.headers["Location"] == address(lead, f"?onto={begun.uid}")
    page = client_of(lead).get(answer.headers["Location"]).text
    assert f'name="onto" value="{begun.uid}"' in page
    assert "Go on with the other 1" in page
    post(lead, do="all", onto=str(begun.uid))
    assert ChangeSet.objects.get().changes.filter(kind="blocks").count() == 2


@pytest.mark.parametrize(
    "data",
    [{}, {"do": "unfug"}, {"do": "chosen"}, {"do": "chosen", "article": "x"}, {"do": "all", "onto": "x"}],
)
def test_nonsense_is_refused(lead: Membership, article: Article, data: dict[str, str]) -> None:
    answer = client_of(lead).post(address(lead), data)
    assert answer.status_code == 422
    assert not ChangeSet.objects.exists()


def test_a_run_goes_on_only_with_ones_own(lead: Membership, article: Article) -> None:
    other = make_member(lead.project, "lead")
    begun = ChangeSet.objects.create(project=lead.project, member=other, action=rules.ACTION)
    assert client_of(lead).post(address(lead), {"do": "all", "onto": begun.uid}).status_code == 404


def test_a_page_shows_a_part(lead: Membership, article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "EXAMINED", 1)
    make_article(lead.project)
    page = client_of(lead).get(address(lead)).text
    assert "Of numbers 1 to 1, 1 would change." in page
    assert 'href="?begin=1"' in page
    assert 'href="?begin=0"' in client_of(lead).get(address(lead, "?begin=1")).text
    assert client_of(lead).get(address(lead, "?begin=x")).status_code == 200


def test_of_very_many_blocks_some_are_shown(
    lead: Membership, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "BLOCKS", 1)
    stored = ArticleText.objects.get(article=article)
    ArticleText.objects.update(blocks=[["caption", *row[1:]] for row in stored.blocks])
    assert "and 3 more lines" in client_of(lead).get(address(lead)).text


def test_more_articles_are_no_more_queries(lead: Membership, article: Article) -> None:
    client = client_of(lead)
    with CaptureQueriesContext(connection) as few:
        client.get(address(lead))
    for _ in range(5):
        make_article(lead.project, source="Ahletaler Bote")
    with CaptureQueriesContext(connection) as many:
        client.get(address(lead))
    assert len(many) == len(few)


@pytest.mark.parametrize("role", ["reader", "coder"])
def test_only_leads(lead: Membership, role: str) -> None:
    client = client_of(make_member(lead.project, role))
    assert client.get(address(lead)).status_code == 403
    assert client.post(address(lead), {"do": "all"}).status_code == 403


def test_not_mine(lead: Membership) -> None:
    assert client_of(make_member(role="lead")).get(address(lead)).status_code == 404


def test_wrong_method(lead: Membership) -> None:
    assert client_of(lead).delete(address(lead)).status_code == 405


def test_the_settings_lead_here(lead: Membership) -> None:
    assert address(lead) in client_of(lead).get(reverse("settings", args=[lead.project.slug])).text
