"""What edits say of suggestions: by bulk, by joining, and by reading what was accepted unread."""

from typing import Any

import pytest

from annotations import changing, joining
from annotations.changing import Changed
from annotations.models import Annotation, Decision
from annotations.suggesting import correcting, deciding
from newsreader import undo
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.annotations.views.requests import FRAGMENT, address
from tests.factories import client_of, make_article, make_member, make_suggestion, make_tag

pytestmark = pytest.mark.django_db

SECOND = "»Das ist zu spät«"


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project)


def verdicts() -> list[tuple[str, bool]]:
    return list(Decision.objects.order_by("suggestion__start").values_list("verdict", "in_bulk"))


def unread(coder: Membership, article: Article) -> Annotation:
    make_suggestion(article, confidence=0.95)
    deciding.accept_direct(coder, article, 90)
    return Annotation.objects.get()


def test_a_bulk_edit_of_what_was_proposed_corrects_it_and_reads_nothing(
    coder: Membership, article: Article
) -> None:
    unread(coder, article)
    deciding.accept(coder, make_suggestion(article, SECOND, "Jörg Weiß"))
    rows = coder.project.annotations.all()
    changing.change(coder, rows, Changed(tag_in=make_tag(coder.project, "Geld")))
    assert verdicts() == [("accepted", True), ("accepted", False)]
    _count, done = changing.change(coder, rows, Changed(form="indirect"))
    assert verdicts() == [("corrected", True), ("corrected", False)]
    assert done is not None
    undo.undo(coder, done)
    assert verdicts() == [("accepted", True), ("accepted", False)]
    assert set(rows.values_list("form", flat=True)) == {"direct"}


def test_joining_two_corrects_both(coder: Membership, article: Article) -> None:
    one = deciding.accept(coder, make_suggestion(article))
    two = deciding.accept(coder, make_suggestion(article, SECOND, "Jörg Weiß"))
    joining.join(coder, one, two)
    assert verdicts() == [("corrected", False), ("corrected", False)]
    undo.undo(coder, ChangeSet.objects.latest("pk"))
    assert verdicts() == [("accepted", False), ("accepted", False)]


def test_its_card_says_so_until_somebody_has_read_it(coder: Membership, article: Article) -> None:
    mark = unread(coder, article)
    page = address("article", coder.project, article.uid)
    url = address("annotation-reading", coder.project, mark.uid)
    assert "accepted in bulk, not read" in client_of(coder).get(page).content.decode()
    other = client_of(make_member(coder.project)).get(page).content.decode()
    assert "accepted in bulk, not read" in other and url not in other
    answer = client_of(coder).post(url, headers=FRAGMENT)
    assert answer.status_code == 200 and "not read" not in answer.content.decode()
    assert verdicts() == [("accepted", False)]
    undo.undo(coder, ChangeSet.objects.get(action="suggestion.read"))
    assert verdicts() == [("accepted", True)]


def test_saving_its_form_unchanged_reads_it_too(coder: Membership, article: Article) -> None:
    mark = unread(coder, article)
    speaker = mark.speakers.get()
    data = {"version": 1, "form": "direct", "speaker": [speaker.uid], "close": "1"}
    [place] = mark.parts.all()
    data["place"] = [f"mention:{place.start}-{place.end}"]
    answer = client_of(coder).post(address("annotation", coder.project, mark.uid), data, headers=FRAGMENT)
    assert answer.status_code == 200 and verdicts() == [("accepted", False)]


def test_reading_is_for_who_may_edit_it(coder: Membership, article: Article) -> None:
    mark = unread(coder, article)
    url = address("annotation-reading", coder.project, mark.uid)
    assert client_of(make_member(coder.project)).post(url).status_code == 403
    assert client_of(make_member(coder.project, "reader")).post(url).status_code == 403
    assert client_of(make_member()).post(url).status_code == 404
    assert client_of(coder).get(url).status_code == 405
    answer: Any = client_of(coder).post(url)
    assert answer.url.endswith(f"#card-{mark.uid}")
    correcting.read(coder, mark)  # once more
    assert verdicts() == [("accepted", False)]
