"""What a member is shown of suggestions, and that annotations keep whether there were any."""

import pytest

from annotations import coding
from annotations.coding import Coding
from annotations.models import Scheme, Suggestion
from annotations.suggesting import showing
from newsreader import projects
from newsreader.models import Article, Membership
from tests.factories import make_article, make_member, make_suggestion

pytestmark = pytest.mark.django_db

SECOND = "»Das ist zu spät«"


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project)


def open_to(member: Membership, article: Article) -> list[Suggestion]:
    return showing.in_article(member, article)


def test_a_project_can_show_none(coder: Membership, article: Article) -> None:
    make_suggestion(article)
    Scheme.objects.create(project=coder.project, shows_suggestions=False)
    assert open_to(coder, article) == []
    made = coding.create(coder, article, 1, [(0, 6)], Coding())
    assert made.saw_suggestions is False


def test_what_was_seen_is_kept_with_what_was_made(coder: Membership, article: Article) -> None:
    def made(start: int) -> bool:
        return coding.create(coder, article, 1, [(start, start + 3)], Coding()).saw_suggestions

    assert made(0) is False
    make_suggestion(article)
    assert made(0) is True
    showing.choose(coder, hidden=True, least=50, reported=False)
    assert made(0) is False
    assert open_to(coder, article) == []


def test_confidence_and_reported_speech_are_chosen(coder: Membership, article: Article) -> None:
    low = make_suggestion(article, confidence=0.3)
    high = make_suggestion(article, SECOND, confidence=0.5)
    told = make_suggestion(article, "Die Kosten", form="reported")
    assert open_to(coder, article) == [high]
    showing.choose(coder, hidden=False, least=30, reported=True)
    assert open_to(coder, article) == [low, told, high]


def test_who_may_not_decide_sees_none(coder: Membership, article: Article) -> None:
    make_suggestion(article)
    lead, reader = make_member(coder.project, "lead"), make_member(coder.project, "reader")
    assert open_to(reader, article) == []
    projects.archive(lead)
    coder.project.refresh_from_db()
    assert open_to(coder, article) == []
