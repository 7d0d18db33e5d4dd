"""What the article list knows of annotations."""

from collections.abc import Iterator

import pytest
from django.http import QueryDict
from django.utils import translation

from annotations.suggesting import deciding
from newsreader import listing
from newsreader.models import Membership
from tests.factories import (
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_suggestion,
    make_tag,
)

pytestmark = pytest.mark.django_db

QUOTE = "Das ist zu spät"


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def member() -> Membership:
    return make_member()


def titles(member: Membership, address: str = "") -> list[str]:
    page = listing.page_of(member, QueryDict(address))
    assert not page.form.errors
    return sorted(row.article.title for row in page.rows)


def counts(member: Membership, name: str, address: str = "") -> dict[str, int]:
    page = listing.page_of(member, QueryDict(address))
    return {
        str(o.choice.label): o.choice.count for g in page.groups if g.name == name for o in g.shown + g.more
    }


def test_narrows_by_tag_speaker_and_annotated(member: Membership) -> None:
    tag, speaker = make_tag(member.project), make_speaker(member.project)
    for title in ("beides", "nur Tag", "nichts"):
        make_article(member.project, title=title)
    both, tagged, _none = member.project.articles.order_by("pk")
    make_annotation(both, member, tags=(tag,), speakers=(speaker,))
    make_annotation(both, member, QUOTE, tags=(tag,))
    make_annotation(tagged, member, tags=(tag,))
    assert titles(member, f"tag={tag.uid}") == ["beides", "nur Tag"]
    assert titles(member, f"speaker={speaker.uid}") == ["beides"]
    assert titles(member, "annotated=no") == ["nichts"]
    assert titles(member, f"annotated=yes&tag={tag.uid}&speaker={speaker.uid}") == ["beides"]
    assert counts(member, "tag") == {"Öffnung": 2}
    assert counts(member, "speaker") == {"Änne Groß": 1}
    assert counts(member, "annotated") == {"annotated": 2, "not annotated": 1}
    assert counts(member, "tag", f"speaker={speaker.uid}") == {"Öffnung": 1}
    assert counts(member, "annotated", "q=Nashorn") == {"annotated": 0, "not annotated": 0}


def test_a_row_counts_its_annotations_and_shows_the_colours_of_their_first_tags(member: Membership) -> None:
    article = make_article(member.project)
    make_article(member.project, title="leer")
    blue, green = make_tag(member.project, "Blau", color=1), make_tag(member.project, "Grün", color=2)
    make_annotation(article, member, tags=(green, blue))
    make_annotation(article, member, QUOTE, tags=(green,))
    make_annotation(article, member, "gedacht", tags=(blue,))
    make_annotation(article, member, "länger")
    full, empty = listing.page_of(member, QueryDict("sort=title")).rows
    assert full.extras["annotations"] == 4
    assert [(s.color, s.name, s.count) for s in full.extras["swatches"]] == [(2, "Grün", 2), (1, "Blau", 1)]
    assert (empty.extras["annotations"], empty.extras["swatches"]) == (0, [])


def test_in_a_blind_project_a_coder_sees_their_own_only() -> None:
    project = make_project(visibility="blind")
    coder, other, lead = make_member(project), make_member(project), make_member(project, role="lead")
    tag, speaker = make_tag(project), make_speaker(project)
    article = make_article(project, title="x")
    make_annotation(article, other, tags=(tag,), speakers=(speaker,))
    assert titles(coder, f"tag={tag.uid}") == []
    assert titles(coder, f"speaker={speaker.uid}") == []
    assert titles(coder, "annotated=no") == ["x"]
    assert counts(coder, "tag") == counts(coder, "speaker") == {}
    assert counts(coder, "annotated") == {"annotated": 0, "not annotated": 1}
    [row] = listing.page_of(coder, QueryDict("")).rows
    assert (row.extras["annotations"], row.extras["swatches"]) == (0, [])
    assert counts(lead, "tag") == {"Öffnung": 1}
    assert titles(other, f"speaker={speaker.uid}") == ["x"]


@pytest.mark.parametrize("name", ["tag", "speaker"])
def test_what_another_project_has_is_an_error(member: Membership, name: str) -> None:
    make_article(member.project)
    elsewhere = make_project()
    uid = {"tag": make_tag(elsewhere).uid, "speaker": make_speaker(elsewhere).uid}[name]
    page = listing.page_of(member, QueryDict(f"{name}={uid}"))
    assert list(page.form.errors) == [name]


def test_the_chip_of_a_chosen_tag_has_its_name(member: Membership) -> None:
    tag = make_tag(member.project)
    make_article(member.project)
    page = listing.page_of(member, QueryDict(f"tag={tag.uid}"))
    assert [(chip.label, chip.query) for chip in page.chips] == [("Öffnung", "")]


def test_articles_with_open_suggestions(member: Membership) -> None:
    first, second, _third = (make_article(member.project, title=f"Titel {n}") for n in range(3))
    assert counts(member, "suggestions") == {}
    made = make_suggestion(first)
    make_suggestion(second, confidence=0.2)
    assert counts(member, "suggestions") == {"open suggestions": 1, "no open suggestions": 2}
    assert titles(member, "suggestions=yes") == ["Titel 0"]
    deciding.reject(member, made)
    assert counts(member, "suggestions") == {"open suggestions": 0, "no open suggestions": 3}
    assert titles(member, "suggestions=yes") == []
    assert titles(member, "suggestions=no&q=Brücke") == ["Titel 0", "Titel 1", "Titel 2"]
    assert counts(make_member(member.project, "reader"), "suggestions") == {}
