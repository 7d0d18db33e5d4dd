"""The history of a project and taking things back from it."""

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from newsreader import changes, states
from newsreader.changes import ChangeSet
from newsreader.models import Article, CodingState, Membership, Project
from tests.factories import client_of, make_article, make_member, make_project

pytestmark = pytest.mark.django_db
State = CodingState.State
FRAGMENT = {"HX-Request": "true"}


def act(member: Membership, article: Article, state: str = State.DONE) -> ChangeSet:
    """One action of the member: the coding state of an article."""
    states.set_state(member, article, state)
    return ChangeSet.objects.latest("id")


def get(member: Membership, **query: Any) -> HttpResponse:
    return client_of(member).get(reverse("history", args=[member.project.slug]), query)  # type: ignore[return-value]


def turn(member: Membership, change_set: ChangeSet, **data: Any) -> Any:
    url = reverse("change-set", args=[member.project.slug, change_set.uid])
    headers = data.pop("headers", None)
    return client_of(member).post(url, data, headers=headers)


def here(name: str, member: Membership, article: Article, **kwargs: Any) -> Any:
    return client_of(member).post(reverse(name, args=[member.project.slug, article.uid]), **kwargs)


def state_of(member: Membership, article: Article) -> str:
    return states.state_of(member, article).state


@pytest.fixture
def member() -> Membership:
    return make_member()


@pytest.fixture
def article(member: Membership) -> Article:
    return make_article(member.project)


def test_an_empty_history_says_what_will_be_there(member: Membership) -> None:
    assert "Nothing has happened here yet" in get(member).content.decode()


def test_the_history_says_who_did_what_where(member: Membership, article: Article) -> None:
    done = act(member, article)
    page = get(member).content.decode()
    assert "Coding state set" in page
    assert member.name in page
    assert reverse("article", args=[member.project.slug, article.uid]) in page
    assert reverse("change-set", args=[member.project.slug, done.uid]) in page


@pytest.mark.parametrize(("language", "date"), [("en", "4 Mar 2024, 13:05"), ("de", "04.03.2024 13:05")])
def test_dates_are_in_the_reader_s_language(
    member: Membership, article: Article, language: str, date: str
) -> None:
    act(member, article)
    ChangeSet.objects.update(created_at=datetime(2024, 3, 4, 12, 5, tzinfo=UTC))
    url = reverse("history", args=[member.project.slug])
    assert date in client_of(member).get(url, headers={"Accept-Language": language}).text


def test_an_action_that_nobody_has_words_for_is_shown_plainly(member: Membership) -> None:
    ChangeSet.objects.create(project=member.project, member=None, action="article.purge")
    assert "article.purge" in get(member).content.decode()


def test_the_newest_come_first_and_50_are_a_page(member: Membership, article: Article) -> None:
    for number in range(51):
        ChangeSet.objects.create(project=member.project, member=member, action=f"action-{number:02}")
    first, second = get(member).content.decode(), get(member, page=2).content.decode()
    assert first.index("action-50") < first.index("action-01")
    assert "action-00" not in first
    assert "action-00" in second and "action-01" not in second
    assert 'rel="next"' in first and 'rel="prev"' in second


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", "", "1e9", "9" * 30])
def test_any_page_number_gives_a_page(member: Membership, article: Article, page: str) -> None:
    act(member, article)
    response = get(member, page=page)
    assert response.status_code == 200
    assert "Coding state set" in response.content.decode()


def test_a_fragment_has_no_frame(member: Membership, article: Article) -> None:
    act(member, article)
    response = client_of(member).get(reverse("history", args=[member.project.slug]), headers=FRAGMENT)
    assert "Coding state set" in response.text
    assert "<html" not in response.text


def test_the_history_asks_the_database_the_same_number_of_questions(
    member: Membership, django_assert_max_num_queries: Any
) -> None:
    client = client_of(member)
    url = reverse("history", args=[member.project.slug])
    for _wave in range(2):
        for number in range(5):
            act(member, make_article(member.project, title=f"Artikel {number}"))
        with django_assert_max_num_queries(7):
            assert client.get(url).status_code == 200


def test_another_project_s_history_is_not_shown(member: Membership, article: Article) -> None:
    other = make_member()
    change_set = act(other, make_article(other.project, title="Geheimes"))
    assert "Geheimes" not in get(member).content.decode()
    assert turn(member, change_set).status_code == 404


def test_a_blind_coder_sees_their_own_only_and_readers_and_leads_all() -> None:
    project = make_project(visibility=Project.Visibility.BLIND)
    article = make_article(project)
    coder, other = make_member(project), make_member(project)
    theirs, own = act(other, article), act(coder, article)
    page = get(coder).content.decode()
    assert str(own.uid) in page and str(theirs.uid) not in page
    url = reverse("change-set", args=[project.slug, theirs.uid])
    assert client_of(coder).get(url).status_code == 404
    assert turn(coder, theirs).status_code == 404
    for role in (Membership.Role.LEAD, Membership.Role.READER):
        assert str(theirs.uid) in get(make_member(project, role)).content.decode()


def test_before_and_after_are_shown(member: Membership, article: Article) -> None:
    states.set_state(member, article, State.IRRELEVANT, "Wetterbericht")
    change_set = act(member, article, State.DONE)
    page = client_of(member).get(reverse("change-set", args=[member.project.slug, change_set.uid])).text
    assert page.index("not relevant") < page.index("<b>done</b>")
    assert "Wetterbericht" in page


def test_undo_and_bring_back_from_the_history(member: Membership, article: Article) -> None:
    change_set = act(member, article)
    response = turn(member, change_set)
    assert response.headers["Location"] == reverse("history", args=[member.project.slug])
    assert state_of(member, article) == State.OPEN
    page = get(member).content.decode()
    assert "Taken back: Coding state set" in page and "Bring back" in page
    turn(member, change_set, redo="1")
    assert state_of(member, article) == State.DONE


def test_the_page_after_an_undo_says_so(member: Membership, article: Article) -> None:
    client, change_set = client_of(member), act(member, article)
    url = reverse("change-set", args=[member.project.slug, change_set.uid])
    assert "Undone: Coding state set" in client.post(url, follow=True).text
    assert "Undone: Coding state set" not in client.get(reverse("history", args=[member.project.slug])).text


def test_a_second_click_on_undo_does_not_bring_it_back(member: Membership, article: Article) -> None:
    change_set = act(member, article)
    turn(member, change_set)
    assert turn(member, change_set).status_code == 302
    assert state_of(member, article) == State.OPEN


def test_taking_back_an_undo_brings_the_action_back(member: Membership, article: Article) -> None:
    turn(member, act(member, article))
    turn(member, ChangeSet.objects.latest("id"))
    assert state_of(member, article) == State.DONE
    assert ChangeSet.objects.latest("id").action == "redo"


def test_who_may_take_back_what(member: Membership, article: Article) -> None:
    change_set = act(member, article)
    for role in (Membership.Role.READER, Membership.Role.CODER):
        other = make_member(member.project, role)
        assert "Undo</button>" not in get(other).content.decode()
        assert turn(other, change_set).status_code == 403
    assert state_of(member, article) == State.DONE
    lead = make_member(member.project, Membership.Role.LEAD)
    assert "Undo</button>" in get(lead).content.decode()
    assert turn(lead, change_set).status_code == 302
    assert state_of(member, article) == State.OPEN


def test_what_no_wing_can_put_back_is_listed_and_cannot_be_undone() -> None:
    lead = make_member(role=Membership.Role.LEAD)
    with changes.recording(lead, "import") as record:
        for _number in range(3):
            record("stone", uuid.uuid4(), None, {"title": "Brücke"})
    page = get(lead).content.decode()
    assert "Articles imported" in page and "3 objects" in page
    assert record.change_set is not None
    assert reverse("import-undo", args=[lead.project.slug, record.change_set.uid]) not in page
    assert "Undo</button>" not in page
    assert (
        "There is nothing to undo." in turn(lead, record.change_set, headers=FRAGMENT).headers["HX-Trigger"]
    )


def test_a_conflict_shows_both_versions(member: Membership, article: Article) -> None:
    change_set = act(member, article, State.DONE)
    states.set_state(member, article, State.IRRELEVANT, "Wetterbericht")
    response = turn(member, change_set)
    assert response.status_code == 409
    assert "Somebody has changed this since." in response.text
    assert response.text.index("done") < response.text.index("Wetterbericht")
    assert state_of(member, article) == State.IRRELEVANT


def test_a_conflict_without_a_newer_version_gives_its_reasons(member: Membership, article: Article) -> None:
    change_set = act(member, article)
    turn(member, change_set)
    states.set_state(member, article, State.PROGRESS)
    response = turn(member, change_set, redo="1")
    assert response.status_code == 409
    assert "cannot be brought back: others use it" in response.text


def test_a_conflict_as_a_fragment_is_a_toast(member: Membership, article: Article) -> None:
    change_set = act(member, article, State.DONE)
    act(member, article, State.IRRELEVANT)
    response = turn(member, change_set, headers=FRAGMENT)
    assert response.status_code == 409
    assert 'hx-swap-oob="beforeend"' in response.text and "<html" not in response.text


def test_a_conflict_asks_and_either_answer_is_taken(member: Membership, article: Article) -> None:
    change_set = act(member, article, State.DONE)
    states.set_state(member, article, State.IRRELEVANT, "Wetterbericht")
    page, fragment = turn(member, change_set), turn(member, change_set, headers=FRAGMENT)
    for answer in (page, fragment):
        assert "Undo mine all the same" in answer.text and "Leave it as it is" in answer.text
        assert "done" in answer.text and "Wetterbericht" in answer.text
        assert "go on with the rest" not in answer.text
    assert turn(member, change_set, settle="leave").status_code == 302
    assert state_of(member, article) == State.IRRELEVANT
    assert turn(member, change_set, settle="unfug").status_code == 409
    assert turn(member, change_set, settle="mine", headers=FRAGMENT).status_code == 204
    assert state_of(member, article) == State.OPEN
    # And this is taken back as anything else.
    turn(member, ChangeSet.objects.latest("id"), settle="mine")
    assert state_of(member, article) == State.DONE


def test_undo_here_answers_a_fragment_with_a_refresh_and_a_toast(
    member: Membership, article: Article
) -> None:
    act(member, article)
    response = here("undo-here", member, article, headers=FRAGMENT)
    assert response.status_code == 204
    event = json.loads(response.headers["HX-Trigger"])
    assert event == {"wortlaut:refresh": {"toast": "Undone: Coding state set"}}
    assert state_of(member, article) == State.OPEN
    response = here("redo-here", member, article, headers=FRAGMENT)
    assert json.loads(response.headers["HX-Trigger"])["wortlaut:refresh"]["toast"].startswith("Brought back")
    assert state_of(member, article) == State.DONE


def test_undo_here_as_a_page_goes_back_to_the_article(member: Membership, article: Article) -> None:
    act(member, article)
    for name in ("undo-here", "redo-here"):
        response = here(name, member, article)
        assert response.headers["Location"] == reverse("article", args=[member.project.slug, article.uid])


@pytest.mark.parametrize("name", ["undo-here", "redo-here"])
def test_nothing_to_undo_is_said(member: Membership, article: Article, name: str) -> None:
    response = here(name, member, article, headers=FRAGMENT)
    assert response.status_code == 204
    assert "There is nothing to" in response.headers["HX-Trigger"]
    assert here(name, member, article).status_code == 302


def test_a_toast_with_an_umlaut_fits_into_a_header(member: Membership, article: Article) -> None:
    act(member, article)
    client = client_of(member)
    url = reverse("undo-here", args=[member.project.slug, article.uid])
    response = client.post(url, headers={**FRAGMENT, "Accept-Language": "de"})
    assert response.headers["HX-Trigger"].isascii()


def test_undo_here_conflict(member: Membership, article: Article) -> None:
    act(member, article, State.DONE)
    CodingState.objects.update(state=State.OPEN)
    assert here("undo-here", member, article).status_code == 409
    assert state_of(member, article) == State.OPEN


@pytest.mark.parametrize("name", ["undo-here", "redo-here"])
def test_undo_here_is_a_post_of_a_coder_in_their_project(
    member: Membership, article: Article, name: str
) -> None:
    url = reverse(name, args=[member.project.slug, article.uid])
    assert client_of(member).get(url).status_code == 405
    assert here(name, make_member(member.project, Membership.Role.READER), article).status_code == 403
    assert here(name, member, make_article(make_project())).status_code == 404
