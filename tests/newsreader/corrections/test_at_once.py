"""Several leads at once, on real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, transaction

from newsreader import states
from newsreader.changes import ChangeSet
from newsreader.corrections import blocks, details
from newsreader.corrections.details import Clash, Wish
from newsreader.models import CodingState, Membership, Project
from tests.factories import TEXT, line_blocks, make_article, make_member

pytestmark = pytest.mark.django_db(transaction=True)

LEADS = 8
KEYS = ("title", "author", "section", "page", "url", "credit", "kicker", "source")


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def at_once(work: Callable[[int], Any]) -> list[Any]:
    """What `work(0..7)` answers or raises, each on a connection of its own."""
    barrier = Barrier(LEADS)

    def one(number: int) -> Any:
        try:
            barrier.wait(timeout=30)
            return work(number)
        except (Clash, blocks.Clash) as clash:
            return clash
        finally:
            connection.close()

    with ThreadPoolExecutor(LEADS) as pool:
        return list(pool.map(one, range(LEADS)))


def test_of_eight_titles_one_wins_and_seven_are_told(lead: Membership) -> None:
    article = make_article(lead.project)
    seen = article.title
    answers = at_once(lambda n: details.correct(lead, article, {"title": Wish(f"Titel {n}", seen)}))
    assert [answer for answer in answers if answer is True] == [True]
    assert sum(isinstance(answer, Clash) for answer in answers) == LEADS - 1
    article.refresh_from_db()
    assert article.title == f"Titel {answers.index(True)}"
    assert ChangeSet.objects.count() == 1


def test_eight_different_values_are_all_kept(lead: Membership) -> None:
    article = make_article(lead.project)
    now = details.details_of(article)
    at_once(lambda n: details.correct(lead, article, {KEYS[n]: Wish("7", now[KEYS[n]].value)}))
    article.refresh_from_db()
    assert {key: details.details_of(article)[key].value for key in KEYS} == dict.fromkeys(KEYS, "7")
    assert article.replaced and article.replaced.keys() == set(KEYS)


def test_of_eight_kinds_of_a_block_one_wins(lead: Membership) -> None:
    article = make_article(lead.project)
    kind, start, end, _origin = line_blocks(TEXT)[3]
    kinds = ["caption", "credit", "subhead", "question", "answer", "byline", "metadata", "boilerplate"]
    answers = at_once(lambda n: blocks.set_kind(lead, article, [(start, end, kind)], kinds[n]))
    assert sum(isinstance(answer, blocks.Clash) for answer in answers) == LEADS - 1


def test_a_correction_keeps_nobody_from_coding(lead: Membership) -> None:
    """On PostgreSQL others write meanwhile; on SQLite they wait for their turn, as for every writer."""
    article = make_article(lead.project)
    coder = make_member(lead.project)

    def code() -> None:
        try:
            states.set_state(coder, article, CodingState.State.DONE)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            [held] = details.held(Project.objects.get(), [article.uid])
            held.save(update_fields=["section"])
            coding = pool.submit(code)
            if connection.vendor == "postgresql":
                coding.result(timeout=10)
        coding.result(timeout=10)
    assert CodingState.objects.get().state == CodingState.State.DONE
