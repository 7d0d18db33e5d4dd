"""What actions did, in words; and that there are words for all that is recorded, and for nothing else."""

import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from newsreader import changes, states, telling
from newsreader.history import change_sets, history_in, history_of
from newsreader.history_words import ACTIONS, KINDS
from newsreader.models import CodingState, Membership
from tests.factories import make_article, make_member

ROOT = Path(__file__).parents[2]
SOURCES = "\n".join(
    path.read_text() for wing in ("newsreader", "annotations") for path in sorted((ROOT / wing).rglob("*.py"))
)
IN_DOCSTRINGS = {"tag.merge"}
TABLES = (ROOT / "newsreader/history.py").read_text()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def member() -> Membership:
    return make_member()


def told(member: Membership, **kwargs: Any) -> list[list[telling.Told]]:
    return [line.told for line in telling.lines(member, list(change_sets(member)), **kwargs)]


@pytest.mark.django_db
def test_a_line_says_what_was_before_and_what_came_after(member: Membership) -> None:
    article = make_article(member.project)
    states.set_state(member, article, CodingState.State.IRRELEVANT, "Wetterbericht")
    states.set_state(member, article, CodingState.State.DONE)
    [[second], [first]] = told(member)
    rows = [(str(part), before, after) for part, before, after in second.rows]
    assert rows == [("State", "not relevant", "done"), ("Reason", "Wetterbericht", "")]
    assert [(str(part), before, after) for part, before, after in first.rows] == [
        ("State", "", "not relevant"),
        ("Reason", "", "Wetterbericht"),
    ]
    assert (first.verb, second.verb) == ("made", "changed")


@pytest.mark.django_db
def test_an_action_on_many_objects_only_says_how_many(member: Membership) -> None:
    with changes.recording(member, "put") as record:
        for _number in range(telling.AT_MOST + 1):
            record("bridge", uuid.uuid4(), None, {"name": "Ahle"})
    assert told(member) == [[]]


@pytest.mark.django_db
def test_a_page_about_one_object_tells_of_that_one_only(member: Membership) -> None:
    uids = [uuid.uuid4() for _number in range(telling.AT_MOST + 1)]
    with changes.recording(member, "put") as record:
        for number, uid in enumerate(uids):
            record("bridge", uid, None, {"length": number})
    [[one]] = told(member, about=("bridge", uids[2]))
    assert one.rows == [("length", "", "2")]
    assert [c.action for c in history_of(member, "bridge", uids[2])] == ["put"]
    assert not history_of(member, "bridge", uuid.uuid4())


@pytest.mark.django_db
def test_what_is_gone_is_called_as_it_was(member: Membership) -> None:
    with changes.recording(member, "put") as record:
        record("bridge", uuid.uuid4(), {"name": "Ahlebrücke"}, None)
    [[one]] = told(member)
    assert (one.name, one.verb) == ("Ahlebrücke", "deleted")


@pytest.mark.django_db
def test_an_article_s_history_has_what_was_done_in_it_and_to_it(member: Membership) -> None:
    article, other = make_article(member.project), make_article(member.project)
    states.set_state(member, article, CodingState.State.DONE)
    states.set_state(member, other, CodingState.State.DONE)
    with changes.recording(member, "details") as record:
        record("details", article.uid, {"page": ""}, {"page": "3"})
    assert [c.action for c in history_in(member, article)] == ["details", "state"]


def test_every_action_that_has_words_is_taken_somewhere_and_has_its_words() -> None:
    elsewhere = SOURCES.replace(TABLES, "")
    nowhere = [action for action in ACTIONS if f'"{action}"' not in elsewhere]
    assert not nowhere
    recorded = set(re.findall(r'recording\(\s*\w+,\s*"([\w.]+)"', SOURCES)) - IN_DOCSTRINGS
    assert len(recorded) > 10
    assert recorded <= ACTIONS.keys()


def test_every_kind_that_can_be_put_back_has_its_word() -> None:
    assert changes.kinds().keys() - {"bridge", "tunnel"} <= KINDS.keys()
