"""Deciding on suggestions as pages ask for it: works, not mine, may not, wrong method, invalid, too late."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Annotation, Decision, Showing, Suggestion
from newsreader.models import Article, Membership
from tests.annotations.views.requests import FRAGMENT, address, marking
from tests.factories import client_of, make_annotation, make_member, make_suggestion

pytestmark = pytest.mark.django_db

SECOND = "»Das ist zu spät«"
ONE = ("suggestion-acceptance", "suggestion-rejection")


def sent(name: str, member: Membership, which: object, fragment: bool = True, **data: Any) -> Any:
    headers = FRAGMENT if fragment else {}
    return client_of(member).post(address(name, member.project, which), data, headers=headers)


def shown(member: Membership, article: Article) -> str:
    return client_of(member).get(address("article", member.project, article.uid)).content.decode()


def test_the_article_shows_them_with_speaker_and_why(coder: Membership, article: Article) -> None:
    made = make_suggestion(article, why=[["marks", "„…“"], ["cue", "sagte"], ["after", "Änne Groß"]])
    page = shown(coder, article)
    assert f'id="card-{made.uid}"' in page and "suggested" in page
    assert "„…“ + “sagte” + Änne Groß after it" in page and "90 %" in page
    reader = make_member(coder.project, "reader")
    assert str(made.uid) not in shown(reader, article)


def test_why_is_said_in_german(coder: Membership, article: Article) -> None:
    make_suggestion(article, why=[["marks", "„…“"], ["cue", "sagte"], ["after", "Änne Groß"]])
    client = client_of(coder)
    page = client.get(address("article", coder.project, article.uid), HTTP_ACCEPT_LANGUAGE="de")
    assert "„…“ + „sagte“ + Änne Groß danach" in page.content.decode()


def test_accepting_answers_the_new_card_in_place_of_the_suggestion(
    coder: Membership, article: Article
) -> None:
    made, uid = make_suggestion(article), uuid.uuid4()
    answer = sent("suggestion-acceptance", coder, made.uid, uid=uid)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="card-{uid}"' in page and f'id="card-{made.uid}" hx-swap-oob="delete"' in page
    assert Annotation.objects.get().uid == uid


def test_rejecting_takes_it_off_the_page(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    page = sent("suggestion-rejection", coder, made.uid).content.decode()
    assert "suggested" not in page and "Rejected" in page
    assert Decision.objects.get().verdict == "rejected"


def test_without_a_script_one_comes_back_to_the_article(coder: Membership, article: Article) -> None:
    first, second = make_suggestion(article), make_suggestion(article, SECOND)
    url = address("article", coder.project, article.uid)
    answer = sent("suggestion-acceptance", coder, first.uid, fragment=False, new_speaker="Ute Klein")
    mark = Annotation.objects.get()
    assert answer.url == f"{url}#card-{mark.uid}" and mark.speakers.get().name == "Ute Klein"
    assert sent("suggestion-rejection", coder, second.uid, fragment=False).url == url
    page = client_of(coder).get(address("suggestion", coder.project, first.uid))
    assert "decided already" in page.content.decode()


@pytest.mark.parametrize("name", ONE)
def test_what_is_not_mine(coder: Membership, article: Article, name: str) -> None:
    made = make_suggestion(article)
    stranger, reader = make_member(), make_member(coder.project, "reader")
    assert sent(name, stranger, made.uid).status_code == 404
    assert client_of(stranger).post(address(name, coder.project, made.uid)).status_code == 404
    assert client_of(reader).post(address(name, coder.project, made.uid)).status_code == 403
    assert client_of(coder).get(address(name, coder.project, made.uid)).status_code == 405
    assert not Decision.objects.exists()


@pytest.mark.parametrize("name", ONE)
def test_who_comes_too_late_is_told(coder: Membership, article: Article, name: str) -> None:
    made = make_suggestion(article)
    sent("suggestion-rejection", make_member(coder.project), made.uid)
    answer = sent(name, coder, made.uid)
    assert answer.status_code == 409 and answer.headers["HX-Trigger"] == "wortlaut:refresh"
    assert sent(name, coder, made.uid, fragment=False).status_code == 409


def test_what_is_sent_wrongly_is_refused(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    wrong: list[dict[str, Any]] = [{"uid": "x"}, {"speaker": "x"}, {"speaker": str(uuid.uuid4())}]
    for data in [*wrong, {"new_speaker": "x" * 201}]:
        assert sent("suggestion-acceptance", coder, made.uid, **data).status_code == 422
        assert sent("suggestion-acceptance", coder, made.uid, fragment=False, **data).status_code == 422
    assert not Annotation.objects.exists()


def test_all_certain_direct_quotes_at_once(coder: Membership, article: Article) -> None:
    make_suggestion(article, confidence=0.95)
    make_suggestion(article, SECOND, "Jörg Weiß", confidence=0.8)
    assert sent("article-suggestions", coder, article.uid, least="viel").status_code == 422
    answer = sent("article-suggestions", coder, article.uid, least=90)
    said = answer.content.decode()
    made = coder.project.change_sets.get()
    assert "1 accepted, unread." in said and address("change-set", coder.project, made.uid) in said
    assert answer.headers["HX-Trigger"] == "wortlaut:refresh"
    assert sent("article-suggestions", make_member(), article.uid).status_code == 404
    assert sent("article-suggestions", make_member(coder.project, "reader"), article.uid).status_code == 403


def test_where_none_was_accepted_there_is_nothing_to_take_back(coder: Membership, article: Article) -> None:
    """Else its Undo would take back the annotation that the member made before."""
    marking(article, coder)
    make_suggestion(article, SECOND, confidence=0.8)
    said = sent("article-suggestions", coder, article.uid, least=90).content.decode()
    assert "0 accepted, unread." in said and "<form" not in said
    assert not Decision.objects.exists()


def test_what_is_shown_is_chosen_by_each_member(coder: Membership, article: Article) -> None:
    made = make_suggestion(article, confidence=0.4)
    url = reverse("suggestions-view", args=[coder.project.slug])
    assert str(made.uid) not in shown(coder, article)
    answer = client_of(coder).post(url, {"show": "on", "least": "40"}, headers=FRAGMENT)
    assert answer.headers["HX-Trigger"] == "wortlaut:refresh"
    assert str(made.uid) in shown(coder, article)
    assert str(made.uid) not in shown(make_member(coder.project), article)
    client_of(coder).post(url, {"least": "40"})
    assert "You have hidden them." in shown(coder, article)
    assert client_of(coder).post(url, {"least": "-1"}).status_code == 422
    assert client_of(make_member(coder.project, "reader")).post(url, {"least": "1"}).status_code == 403
    assert Showing.objects.get().least == 40


def test_a_mark_over_it_is_drawn_without_it(coder: Membership, article: Article) -> None:
    make_suggestion(article)
    page = marking(article, coder).content.decode()
    assert 'class="seg' in page and "suggested" not in page
    assert Annotation.objects.get().saw_suggestions


def test_any_number_takes_the_same_questions(coder: Membership, article: Article) -> None:
    make_suggestion(article)
    make_annotation(article, coder, "Die Kosten")
    client = client_of(coder)
    url = address("article", coder.project, article.uid)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for n in range(6):
        make_suggestion(article, "Die Prüfung dauert"[: 6 + n], f"Wer {n}")
    assert Suggestion.objects.count() == 7
    with CaptureQueriesContext(connection) as many:
        client.get(url)
    assert len(many) == len(few)


def test_whoever_decides_the_last_one_is_told(coder: Membership, article: Article) -> None:
    first, last = make_suggestion(article), make_suggestion(article, SECOND, "Jörg Weiß")
    over = "Rejected. No suggestion is open any more."
    assert "open any more" not in sent("suggestion-acceptance", coder, first.uid).content.decode()
    assert over in sent("suggestion-rejection", coder, last.uid).content.decode()


def test_whoever_decides_the_last_one_that_is_shown_is_told_that(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    make_suggestion(article, SECOND, confidence=0.2)
    page = sent("suggestion-rejection", coder, made.uid).content.decode()
    assert "Rejected. None of those shown is open any more." in page
