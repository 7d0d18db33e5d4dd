"""Marks drawn: the text stays the text under any marks, markup is shown, cards say what was coded."""

import re
import time
import uuid
from html import unescape
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.cards import Cards
from annotations.marks import Mark, drawing, load, touched
from annotations.models import Annotation, Span
from newsreader.models import Article, Membership
from newsreader.reader import draw_line, lines
from tests.factories import (
    TEXT,
    line_blocks,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_tag,
)

# Umlauts in both forms, emoji sequences, soft hyphens, right-to-left text and its marks, markup, white space.
PIECES = [
    *"aäß„“<>&\"'",
    "a\u0308",
    "\u00ad",
    "🚧",
    "👩\u200d🚒",
    "🇩🇪",
    "אב",
    "\u202e",
    "\u0301",
    " ",
    "\n",
    "&amp;",
]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map("".join)


def mark(*spans: tuple[int, int], **values: Any) -> Mark:
    fields: dict[str, Any] = {"pk": 1, "uid": uuid.uuid4(), "owner_pk": 1, "owner": "Änne", "form": ""}
    fields |= {"no_speaker": "", "note": "", "created_at": timezone.now()}
    return Mark(**fields | {"spans": [(start, end, "") for start, end in spans]} | values)


class Shown(HTMLParser):
    """What a reader sees of a drawn line, and which elements it is made of. What is for the page alone
    (data-skip) is no text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.tags, self.skipping = "", [], False
        self.feed(html)
        self.close()

    text: str
    tags: list[str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.skipping = "data-skip" in dict(attrs)

    def handle_endtag(self, tag: str) -> None:
        self.skipping = False

    def handle_data(self, data: str) -> None:
        if not self.skipping:
            self.text += data


@st.composite
def marked_texts(draw: st.DrawFn) -> tuple[str, list[Mark]]:
    text = draw(TEXTS)
    span = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda s: s[0] < s[1])
    marks = draw(st.lists(st.lists(span, min_size=1, max_size=3).map(sorted), max_size=6))
    return text, [mark(*spans) for spans in marks]


@pytest.mark.once
@settings(max_examples=60)
@given(marked_texts())
def test_a_drawn_line_is_the_text_whatever_is_marked(marked: tuple[str, list[Mark]]) -> None:
    text, marks = marked
    draw = drawing(text, marks)
    for line in lines(text, line_blocks(text), "de"):
        drawn = Shown(draw_line(line, draw))
        assert drawn.text == text[line.start : line.end]
        assert set(drawn.tags) <= {"h1", "p", "blockquote", "mark", "a"}


@pytest.mark.once
@settings(max_examples=60)
@given(marked_texts())
def test_the_segments_of_a_mark_are_its_spans(marked: tuple[str, list[Mark]]) -> None:
    text, marks = marked
    drawn = drawing(text, marks)(0, len(text))
    segments = re.findall(r'data-ids="([^"]*)">([^<]*)</mark>', drawn)
    for one in marks:
        held = "".join(unescape(words) for ids, words in segments if str(one.uid) in ids.split())
        covered = sorted({at for start, end, _ in one.spans for at in range(start, end)})
        assert held == "".join(text[at] for at in covered)


@pytest.mark.once
def test_overlaps_are_flat_and_the_later_one_is_on_top() -> None:
    one, two, three = mark((0, 8)), mark((2, 6), tags=[("x", 3, "")]), mark((4, 8), tags=[("y", 5, "")])
    drawn = drawing("abcdefgh", [one, two, three])(0, 8)
    assert re.findall(r'class="([^"]*)"', drawn) == [
        "seg c0",
        "seg c3 two also-0",
        "seg c5 many also-3",
        "seg c5 two also-0",
    ]
    assert f'data-ids="{one.uid} {two.uid} {three.uid}">ef<' in drawn


@pytest.mark.once
def test_touched_lines_are_those_that_a_span_reaches_into() -> None:
    page = lines(TEXT, line_blocks(TEXT), "de")
    second = page[1]
    assert touched(page, [mark((second.start, second.end))]) == [second]
    assert touched(page, [mark((second.start - 3, second.start + 1))]) == page[:2]
    assert touched(page, [mark((second.end, second.end + 1))]) == []
    assert touched(page, [mark((0, 1), (page[-1].start, page[-1].end))]) == [page[0], page[-1]]


@pytest.fixture
def member(db: None) -> Membership:
    return make_member()


@pytest.fixture
def article(member: Membership) -> Article:
    return make_article(member.project)


def test_marks_come_in_text_order_the_longer_first(member: Membership, article: Article) -> None:
    made = {spans: make_annotation(article, member, spans=[spans]) for spans in [(9, 12), (0, 5), (0, 9)]}
    order = [made[spans].uid for spans in [(0, 9), (0, 5), (9, 12)]]
    assert [one.uid for one in load(article, member)] == order


def test_a_card_says_what_was_said(member: Membership, article: Article) -> None:
    claim = make_tag(member.project, "Brücke öffnen", "claim", color=4)
    voices = make_speaker(member.project, "Änne Groß"), make_speaker(member.project, "Jörg Weiß")
    made = make_annotation(article, member, speakers=voices[::-1], tags=(claim,), form="direct", note="Öha")
    made.tag_links.update(stance="against")
    card = Cards(article, member).draw(load(article, member)[0])
    shown = " ".join(Shown(card).text.split())
    for words in ("Jörg Weiß, Änne Groß", "Brücke öffnen", "Öha", made.quote, member.name):
        assert words in shown
    assert f'class="card c4" id="card-{made.uid}"' in card
    assert 'class="stance"' in card


def test_a_mark_has_what_was_said_in_its_place(member: Membership, article: Article) -> None:
    """Its row comes as a tuple: a field that slips in between would shift all that follow."""
    said: dict[str, Any] = {"date": "2024-03", "occasion": "zu Reuters", "certainty": "probable"}
    make_annotation(article, member, addressee=make_speaker(article.project), quotes_words=True, **said)
    [mark] = load(article, member)
    assert {name: getattr(mark, name) for name in said} == said
    assert mark.quotes_words and mark.addressee and not mark.is_whole and not mark.is_suggestion


def test_a_card_offers_what_the_member_may_do(member: Membership, article: Article) -> None:
    make_annotation(article, member)
    offered = {
        role: "data-edit" in Cards(article, make_member(member.project, role)).draw_all(load(article, member))
        for role in ("reader", "coder", "lead")
    }
    assert offered == {"reader": False, "coder": False, "lead": True}
    assert "data-remove" in Cards(article, member).draw_all(load(article, member))


def test_quotes_in_names_end_no_attribute(member: Membership) -> None:
    text = 'Titel\n\n"Sag\' es", rief er <laut>.'
    article = make_article(member.project, text)
    voice = make_speaker(member.project, '"><script>alert(1)</script>')
    tag = make_tag(member.project, "<i>'\"")
    make_annotation(
        article, member, spans=[(7, len(text))], speakers=(voice,), tags=(tag,), note="</p><script>"
    )
    card = Cards(article, member).draw(load(article, member)[0])
    shown = Shown(card)
    assert "script" not in shown.tags
    assert "i" not in shown.tags
    assert text[7:] in shown.text and voice.name in shown.text
    assert "</p><script>" in shown.text


@pytest.mark.django_db
def test_in_a_blind_project_only_ones_own_marks_are_loaded() -> None:
    project = make_project(visibility="blind")
    one, two, lead = make_member(project), make_member(project), make_member(project, "lead")
    article = make_article(project)
    mine, theirs = make_annotation(article, one), make_annotation(article, two)
    assert [m.uid for m in load(article, one)] == [mine.uid]
    assert load(article, one, [theirs.uid]) == []
    assert {m.uid for m in load(article, lead)} == {mine.uid, theirs.uid}


def test_marks_of_an_older_text_are_not_drawn(member: Membership, article: Article) -> None:
    make_annotation(article, member)
    article.text_version = 2
    assert load(article, member) == []


def test_any_number_of_marks_takes_five_queries(
    member: Membership, article: Article, django_assert_num_queries: Any
) -> None:
    voice, tag = make_speaker(member.project), make_tag(member.project)
    for _ in range(5):
        make_annotation(article, member, speakers=(voice,), tags=(tag,))
    with django_assert_num_queries(5):  # the marks, three of their parts, and open comments
        Cards(article, member).draw_all(load(article, member))


def test_five_hundred_marks_are_drawn(member: Membership, capsys: pytest.CaptureFixture[str]) -> None:
    """The time is printed, not asserted: it says as much about the machine as about us."""
    text = "Titel\n\n" + "\n\n".join(f"Absatz {n}: " + "Das sagte sie am Montag. " * 12 for n in range(60))
    article = make_article(member.project, text)
    rows = [
        Annotation(project=member.project, article=article, text=article.texts.get(), owner=member)
        for _ in range(500)
    ]
    Annotation.objects.bulk_create(rows)
    width = len(text) // 510
    Span.objects.bulk_create(
        Span(annotation=row, start=n * width, end=n * width + 80, quote=text[n * width : n * width + 80])
        for n, row in enumerate(rows)
    )
    began = time.process_time()
    marks = load(article, member)
    draw = drawing(text, marks)
    drawn = "".join(draw_line(line, draw) for line in lines(text, article.texts.get().blocks, "de"))
    cards = Cards(article, member).draw_all(marks)
    took = time.process_time() - began
    with capsys.disabled():
        print(f"\n500 annotations on {len(text):,} characters: {took * 1000:.0f} ms of processor time")
    assert cards.count("<article") == 500
    assert all(str(row.uid) in drawn for row in rows)
