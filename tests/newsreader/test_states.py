"""Coding state and reading, each member's own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from newsreader import states, undo
from newsreader.changes import ChangeSet
from newsreader.models import Article, CodingState, Membership, Reading
from tests.factories import make_article, make_member


@pytest.fixture
def member(db: None) -> Membership:
    return make_member()


@pytest.fixture
def article(member: Membership) -> Article:
    return make_article(member.project)


def test_no_row_means_open(member: Membership, article: Article) -> None:
    assert states.state_of(member, article).state == "open"
    assert not CodingState.objects.exists()


def test_a_state_is_ones_own(member: Membership, article: Article) -> None:
    other = make_member(member.project)
    states.set_state(member, article, "irrelevant", "Sportteil")
    found = states.state_of(member, article)
    assert (found.state, found.reason) == ("irrelevant", "Sportteil")
    assert states.state_of(other, article).state == "open"


def test_each_setting_is_one_action_that_can_be_undone(member: Membership, article: Article) -> None:
    states.set_state(member, article, "progress")
    states.set_state(member, article, "done")
    states.set_state(member, article, "done")
    assert ChangeSet.objects.count() == 2
    seen = []
    for _ in range(2):
        last = undo.last_action(member, article)
        assert last is not None
        undo.undo(member, last)
        seen.append(states.state_of(member, article).state)
    assert seen == ["progress", "open"]


def test_beginning_is_no_action_and_never_goes_back(member: Membership, article: Article) -> None:
    states.begin(member, article)
    assert states.state_of(member, article).state == "progress"
    states.set_state(member, article, "done")
    states.begin(member, article)
    assert states.state_of(member, article).state == "done"
    assert ChangeSet.objects.count() == 1


def test_reading_twice_is_one_reading(member: Membership, article: Article) -> None:
    states.mark_read(member, article)
    states.mark_read(member, article)
    assert Reading.objects.get().article == article


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_pressed_eight_times_at_once_is_one_state() -> None:
    member = make_member()
    article = make_article(member.project)
    barrier = Barrier(8)

    def press(_: int) -> str:
        try:
            barrier.wait(timeout=30)
            states.mark_read(member, article)
            return states.set_state(member, article, "done").state
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(press, range(8))) == ["done"] * 8
    assert (CodingState.objects.count(), Reading.objects.count(), ChangeSet.objects.count()) == (1, 1, 1)
