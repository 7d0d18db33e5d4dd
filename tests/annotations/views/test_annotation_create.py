"""Marking over HTTP: what is made, what comes back, what is refused."""

import uuid
from typing import Any

import pytest

from annotations.models import Annotation, AnnotationTag, Span, Speaker, Tag
from newsreader.changes import ChangeSet
from newsreader.models import Article, CodingState, Membership
from tests.annotations.views.requests import (
    QUOTE,
    START,
    address,
    marking,
)
from tests.factories import (
    TEXT,
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db


def nothing_written() -> bool:
    rows = (Annotation, Span, Speaker, Tag, ChangeSet, CodingState)
    return not any(model.objects.exists() for model in rows)


def test_a_mark_with_everything(coder: Membership, article: Article) -> None:
    claim = make_tag(coder.project, "Brücke öffnen", "claim")
    known = make_speaker(coder.project, "Jörg Weiß")
    uid = uuid.uuid4()
    answer = marking(
        article,
        coder,
        uid=uid,
        speaker=known.uid,
        new_speaker=["Änne Groß"],
        tag=f"{claim.uid}:against",
        new_tag=["Öffnung"],
        new_claim=["Die Brücke soll weg"],
        form="direct",
        note="Zeile 1\r\nZeile 2 🚧",
    )
    assert answer.status_code == 200
    made = Annotation.objects.get(uid=uid)
    assert made.quote == QUOTE
    assert made.owner == coder
    assert made.note == "Zeile 1\nZeile 2 🚧"
    assert [s.speaker.name for s in made.speaker_links.all()] == ["Jörg Weiß", "Änne Groß"]
    links = [(link.tag.name, link.stance) for link in made.tag_links.all()]
    assert links == [("Brücke öffnen", "against"), ("Öffnung", ""), ("Die Brücke soll weg", "")]
    assert [link.tag.kind for link in made.tag_links.all()] == ["claim", "topic", "claim"]
    assert f'id="card-{uid}"' in answer.text
    assert str(uid) in answer.headers["HX-Trigger-After-Settle"]
    assert "in progress" in answer.text  # the state box, which said "open" until now
    assert CodingState.objects.get(member=coder, article=article).state == "progress"


def test_only_the_touched_lines_come_back(coder: Membership, article: Article) -> None:
    answer = marking(article, coder).text
    line = TEXT.rindex("\n", 0, START) + 1
    assert f'id="b{line}"' in answer
    assert 'id="b0"' not in answer


def test_without_a_script_it_goes_back_to_the_article(coder: Membership, article: Article) -> None:
    answer = marking(article, coder, fragment=False)
    made = Annotation.objects.get()
    assert answer.status_code == 302
    assert answer.url.endswith(f"/articles/{article.uid}/#card-{made.uid}")


def test_overlapping_and_several_spans_across_paragraphs(coder: Membership, article: Article) -> None:
    make_annotation(article, coder)
    answer = marking(article, coder, span=[f"{START + 40}-{START + 60}", f"0-{START + 5}"])
    assert answer.status_code == 200
    made = Annotation.objects.order_by("pk").last()
    assert made is not None
    assert [s.quote for s in made.spans.all()] == [TEXT[: START + 5], TEXT[START + 40 : START + 60]]
    assert made.quote == f"{TEXT[: START + 5]} […] {TEXT[START + 40 : START + 60]}"


def test_snapping_grows_to_whole_words_and_joins_what_meets(coder: Membership, article: Article) -> None:
    marking(article, coder, span=[f"{START + 5}-{START + 7}", f"{START + 8}-{START + 9}"], snap="1")
    assert [s.quote for s in Annotation.objects.get().spans.all()] == ["öffnen"]


WRONG: list[dict[str, Any]] = [
    {"span": "0-100000"},
    {"span": "10-10"},
    {"span": "12-10"},
    {"span": "a-b"},
    {"span": "-5-3"},
    {"span": "1"},
    {"span": ""},
    {"span": "1-²"},
    {"span": "1-9999999999999999999999999"},
    {"span": "0-99999999999999999"},
    {"span": [f"{n}-{n + 1}" for n in range(51)]},
    {"span": ["0-10", "5-12"]},
    {"span": f"{TEXT.index(chr(10))}-{TEXT.index(chr(10)) + 2}"},
    {"text_version": 0},
    {"text_version": ""},
    {"text_version": "x"},
    {"text_version": "9" * 6000},
    {"uid": "not-a-uid"},
    {"note": "x" * 10_001},
    {"note": "a\0b"},
    {"new_tag": "a\0b"},
    {"new_claim": "a\0b"},
    {"new_speaker": "a\0b"},
    {"new_tag": "x" * 201},
    {"new_speaker": "\u200b"},
    {"new_tag": [f"Thema {n}" for n in range(51)]},
    {"form": "shouted"},
    {"form": "direct\0"},
    {"no_speaker": "nobody"},
    {"speaker": "x"},
    {"tag": "x"},
    {"tag": f"{uuid.uuid4()}:for"},
    {"tag": f"{uuid.uuid4()}:maybe"},
    {"speaker": uuid.uuid4(), "new_tag": "Öffnung", "new_speaker": "Änne Groß"},
    {"tag": uuid.uuid4(), "new_tag": "Öffnung", "new_speaker": "Änne Groß"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: str(wrong)[:50])
def test_what_is_wrong_is_refused_with_a_sentence_and_leaves_nothing(
    coder: Membership, article: Article, wrong: dict[str, Any]
) -> None:
    answer = marking(article, coder, **wrong)
    assert answer.status_code == 422
    sentence = answer.text.partition("<p>")[2].partition("</p>")[0]
    assert 'id="status"' in answer.text
    assert len(sentence) > 15
    assert nothing_written()


@pytest.mark.parametrize("version", ["2", "9" * 30])
def test_a_place_in_another_text_than_the_article_has_is_a_conflict(
    coder: Membership, article: Article, version: str
) -> None:
    answer = marking(article, coder, text_version=version)
    assert answer.status_code == 409
    assert "load the page again" in answer.text
    assert nothing_written()


def test_a_refusal_without_a_script_is_a_page(coder: Membership, article: Article) -> None:
    answer = marking(article, coder, fragment=False, span="12-10")
    assert answer.status_code == 422
    assert "A span must end after it starts." in answer.text
    assert "<html" in answer.text


def test_a_tag_or_a_speaker_of_another_project_is_refused(coder: Membership, article: Article) -> None:
    other = make_project()
    tag, speaker = make_tag(other), make_speaker(other)
    own = make_tag(coder.project)
    for wrong in ({"tag": [own.uid, tag.uid]}, {"speaker": speaker.uid}):
        answer = marking(article, coder, **wrong)
        assert answer.status_code == 422
        assert "does not belong to this project" in answer.text
    assert not Annotation.objects.exists()
    assert not ChangeSet.objects.exists()


def test_a_topic_has_no_stance(coder: Membership, article: Article) -> None:
    topic = make_tag(coder.project, "Öffnung")
    answer = marking(article, coder, tag=topic.uid, **{f"stance-{topic.uid}": "for"})
    assert answer.status_code == 422
    assert "A topic has no stance" in answer.text
    assert not Annotation.objects.exists()


def test_a_claims_select_gives_the_stance(coder: Membership, article: Article) -> None:
    claim = make_tag(coder.project, "Brücke öffnen", "claim")
    marking(article, coder, tag=claim.uid, **{f"stance-{claim.uid}": "ambivalent"})
    assert AnnotationTag.objects.get().stance == "ambivalent"
    wrong = marking(article, coder, tag=claim.uid, **{f"stance-{claim.uid}": "maybe"})
    assert wrong.status_code == 422


def test_the_same_uid_is_the_same_annotation(coder: Membership, article: Article) -> None:
    uid = uuid.uuid4()
    first = marking(article, coder, uid=uid, note="eins")
    again = marking(article, coder, uid=uid, note="zwei")
    assert (first.status_code, again.status_code) == (200, 200)
    assert [row.note for row in Annotation.objects.all()] == ["eins"]
    assert ChangeSet.objects.count() == 1


def test_a_uid_that_somebody_else_has_is_refused(coder: Membership, article: Article) -> None:
    theirs = make_annotation(article, make_member(coder.project))
    assert marking(article, coder, uid=theirs.uid).status_code == 422
    assert Annotation.objects.count() == 1


def test_markup_is_shown_and_never_run(coder: Membership) -> None:
    text = 'Titel\n\nEr rief <script>alert("1")</script> & ging &amp; kam.'
    article = make_article(coder.project, text)
    answer = marking(
        article,
        coder,
        span=f"7-{len(text)}",
        new_speaker='A" onclick="alert(2)',
        new_tag="<b>fett</b>",
        note="<img src=x onerror=alert(3)>",
    ).text
    page = client_of(coder).get(address("article", coder.project, article.uid)).text
    for drawn in (answer, page):
        assert "<script>alert" not in drawn
        assert "&lt;script&gt;alert" in drawn
        assert "&amp;amp;" in drawn
        assert 'A" onclick' not in drawn
        assert "<b>fett" not in drawn
        assert "<img src=x" not in drawn
