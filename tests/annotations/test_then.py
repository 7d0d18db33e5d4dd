"""What a card says that its speakers were when it was said."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from annotations import marks
from annotations.cards import Cards
from annotations.models import Role, Speaker
from newsreader.models import Membership
from tests.factories import make_annotation, make_article, make_member, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def speaker(lead: Membership) -> Speaker:
    """A mayor until the end of 2023, then a member of a parliament; all along of a party."""
    speaker = make_speaker(lead.project)
    town = make_speaker(lead.project, "Ahle & Söhne", "state")
    Role.objects.create(speaker=speaker, title="Bürgermeisterin", organisation=town, until="2023-12")
    Role.objects.create(speaker=speaker, title="Abgeordnete", since="2024-01-01", position=1)
    Role.objects.create(speaker=speaker, kind="party", title="Grüne", position=2)
    return speaker


@pytest.mark.parametrize(
    ("published", "own", "said"),
    [
        ("2024-05", "", "Abgeordnete; Grüne"),
        ("2024-05", "2023-11-02", "Bürgermeisterin, Ahle &amp; Söhne; Grüne"),
        ("", "2024", "Abgeordnete; Grüne"),
        ("", "", "perhaps Bürgermeisterin, Ahle &amp; Söhne or Abgeordnete; Grüne"),
    ],
)
def test_what_a_card_says(lead: Membership, speaker: Speaker, published: str, own: str, said: str) -> None:
    article = make_article(lead.project, published=published)
    make_annotation(article, lead, speakers=(speaker,), date=own)
    with translation.override("en"):
        drawn = Cards(article, lead).draw_all(marks.load(article, lead))
    [facts] = re.findall(r'<p class="card-facts"><span>(.*?)</span>', drawn)
    assert facts == said


def test_of_several_speakers_each_is_named(lead: Membership, speaker: Speaker) -> None:
    article = make_article(lead.project, published="2024-05")
    make_annotation(article, lead, speakers=(make_speaker(lead.project, "Jörg Weiß"), speaker))
    [mark] = marks.load(article, lead)
    assert mark.roles == ["Änne Groß: Abgeordnete; Grüne"]


def test_one_question_for_all_and_none_where_nobody_has_a_role(lead: Membership, speaker: Speaker) -> None:
    other = make_speaker(lead.project, "Jörg Weiß")

    def questions(*speakers: Speaker) -> int:
        article = make_article(lead.project)
        for voice in speakers:
            make_annotation(article, lead, speakers=(voice,))
        with CaptureQueriesContext(connection) as queries:
            marks.load(article, lead)
        return len(queries)

    assert questions(speaker, other) == questions(speaker) == questions(other) + 1
