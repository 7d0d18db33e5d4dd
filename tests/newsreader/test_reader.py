"""The page of a text: lines, numbers, folds, elements; nothing lost, nothing run."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.importing.decode import decode
from newsreader.importing.structure import structure
from newsreader.reader import Line, draw_line, draw_lines, lines, plain

ARTICLES = Path(__file__).resolve().parents[3] / "shared" / "articles"

pytestmark = pytest.mark.once


def page_of(*parts: tuple[str, str], glue: str = "\n\n", language: str = "de") -> list[Line]:
    """Lines of blocks given as (kind, words), with `glue` between them."""
    text, blocks = "", []
    for kind, words in parts:
        text += glue if text else ""
        blocks.append([kind, len(text), len(text) + len(words), "rule:test/1"])
        text += words
    return lines(text, blocks, language)


def drawn(line: Line) -> str:
    return draw_line(line, plain(line.text))


def element(words: str, kind: str = "paragraph") -> str:
    return page_of((kind, words))[0].element


class Words(HTMLParser):
    """The text of every block of a page, by the place that the block says it stands at."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: dict[int, str] = {}
        self.open: list[tuple[str, int | None, bool]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        start = int(values["data-start"] or 0) if "data-start" in values else None
        if start is not None:
            self.blocks[start] = ""
        self.open.append((tag, start, "data-skip" in values))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        starts = [start for _, start, _ in self.open if start is not None]
        if starts and not any(skip for *_, skip in self.open):
            self.blocks[starts[-1]] += data


def test_only_body_lines_are_numbered() -> None:
    kinds = ["headline", "paragraph", "subhead", "question", "caption", "answer", "boilerplate", "paragraph"]
    page = page_of(*[(kind, f"Zeile {n}") for n, kind in enumerate(kinds)])
    assert [line.number for line in page] == [None, 1, None, 2, None, 3, None, 4]
    html = draw_lines(page, plain(page[0].text))
    assert re.findall(r'id="p(\d)" href="#p(\d)" data-skip', html) == [
        ("1", "1"),
        ("2", "2"),
        ("3", "3"),
        ("4", "4"),
    ]


def test_a_dateline_and_a_credit_are_set_inside_their_line() -> None:
    dateline, caption = (
        page_of(("dateline", "Ahl (dpa) -"), ("paragraph", "Es regnet."), glue=" ")[0],
        page_of(("caption", "Die Brücke"), ("credit", "Foto: Groß"), glue=" ")[0],
    )
    assert (dateline.kind, dateline.number) == ("paragraph", 1)
    assert '<span class="dateline">Ahl (dpa) -</span> Es regnet.</p>' in drawn(dateline)
    assert caption.kind == "caption"
    assert 'Die Brücke <span class="credit">Foto: Groß</span></p>' in drawn(caption)


def test_what_stands_on_lines_of_its_own_is_not_joined() -> None:
    page = page_of(("dateline", "Ahl -"), ("paragraph", "Es regnet."), ("credit", "Foto: Groß"), glue="\n")
    assert [line.kind for line in page] == ["dateline", "paragraph", "credit"]


@pytest.mark.parametrize("words", ["„Wir öffnen.“", "»Nein!«", "«Nein!»", '"Wir öffnen."', "“Yes.”", "„Ja.”"])
def test_a_paragraph_that_is_one_quotation_is_set_off(words: str) -> None:
    assert element(words) == "blockquote"


@pytest.mark.parametrize(
    "words",
    [
        "„Wir öffnen“, sagte Groß, „wenn alles hält.“",
        '"Ja", sagte er, "nein."',
        "„Ja.“ „Nein.“",
        "„Wir öffnen“, sagte Groß.",
        "Sie sagte: „Ja.“",
        "„Ja",
        '"',
        "’s war so’",
    ],
)
def test_a_paragraph_with_a_frame_is_not(words: str) -> None:
    assert element(words) == "p"


def test_elements_follow_the_kinds() -> None:
    assert element("Titel", "headline") == "h1"
    assert element("„Titel“", "headline") == "h1"
    assert element("Zwischentitel", "subhead") == "h2"
    assert element("Vorspann", "lead") == "p"


def test_furniture_is_folded_in_runs() -> None:
    kinds = ["metadata", "boilerplate", "paragraph", "boilerplate", "paragraph"]
    page = page_of(*[(kind, f"Zeile {n}") for n, kind in enumerate(kinds)])
    html = draw_lines(page, plain(page[0].text))
    folds = re.findall(r"<details.*?</details>", html, re.DOTALL)
    assert [re.findall(r"Zeile \d", fold) for fold in folds] == [["Zeile 0", "Zeile 1"], ["Zeile 3"]]
    assert "Zeile 2" not in "".join(folds)


def test_sentences_are_given_where_one_reads_and_lie_in_their_line() -> None:
    page = page_of(("paragraph", "Eins ist da. Zwei kommt."), ("boilerplate", "Teilen. Drucken."))
    assert [page[0].text[a:b] for a, b in page[0].sentences] == ["Eins ist da.", "Zwei kommt."]
    assert 'data-sentences="0-12 13-24"' in drawn(page[0])
    assert page[1].sentences == []


def test_a_line_that_swaps_itself_says_so() -> None:
    line = page_of(("paragraph", "Text"))[0]
    assert 'id="b0" data-start="0"' in drawn(line)
    assert "hx-swap-oob" not in drawn(line)
    assert 'hx-swap-oob="outerHTML"' in draw_line(line, plain(line.text), swap=True)


def test_markup_is_text() -> None:
    html = drawn(page_of(("paragraph", "<script>alert(1)</script> & <b onclick='x'>"))[0])
    assert html.count("<") == 4  # the paragraph and its number, each opened and closed
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;b onclick='x'&gt;" in html


def test_no_blocks_make_an_empty_page() -> None:
    assert lines("", [], "de") == []
    assert draw_lines([], plain("")) == ""


LETTERS = [
    *"aäß<>&\"'.",
    "a\u0308",
    "\u00ad",
    "🚧",
    "👩\u200d🚒",
    "אב",
    "\u202e",
    "„",
    "“",
    " ",
    "\n",
    "&lt;",
    "-",
]
KINDS = ["headline", "lead", "dateline", "paragraph", "caption", "credit", "boilerplate", "answer"]


@settings(max_examples=80)
@given(
    st.lists(st.tuples(st.sampled_from(KINDS), st.lists(st.sampled_from(LETTERS), min_size=1)), max_size=8)
)
def test_every_line_on_the_page_is_its_stretch_of_the_text(parts: list[tuple[str, list[str]]]) -> None:
    worded = [(kind, "".join(letters).strip() or "x") for kind, letters in parts]
    for glue in (" ", "\n"):
        page = page_of(*worded, glue=glue)
        text = page[0].text if page else ""
        found = Words(draw_lines(page, plain(text))).blocks
        assert found == {line.start: text[line.start : line.end] for line in page}
        assert all(line.start <= a < b <= line.end for line in page for a, b in line.sentences)


@pytest.fixture(scope="module")
def five() -> list[list[Line]]:
    if not ARTICLES.is_dir():
        pytest.skip("the five acceptance articles are not beside this checkout")
    pages = []
    for file in sorted(ARTICLES.iterdir()):
        text = decode(file.read_bytes()).text
        blocks = [[b.kind, b.start, b.end, b.origin] for b in structure(text).blocks]
        pages.append(lines(text, blocks, "de"))
    assert len(pages) == 5
    return pages


def test_the_five_articles_lose_nothing(five: list[list[Line]]) -> None:
    for page in five:
        text = page[0].text
        html = draw_lines(page, plain(text))
        assert Words(html).blocks == {line.start: text[line.start : line.end] for line in page}
        drawn_words = "".join(Words(html).blocks.values())
        assert re.sub(r"\s", "", unescape(drawn_words)) == re.sub(r"\s", "", text)
        numbers = [line.number for line in page if line.number]
        assert numbers == list(range(1, len(numbers) + 1))
        assert html.count("<h1") <= 1


def test_the_five_articles_are_set_as_what_they_are(five: list[list[Line]]) -> None:
    headlines = [[ln.text[ln.start : ln.end] for ln in page if ln.element == "h1"] for page in five]
    assert headlines[0] == headlines[2] == []
    assert headlines[1] == ["Ukraine-Krise Nato: Gibt signifikante Differenzen mit Russland"]
    assert sum(line.element == "blockquote" for line in five[3]) == 4
    assert sum(line.element == "h2" for line in five[4]) == 3
    assert five[4][0].kind == "caption"
    joined = [line for line in five[4] if line.parts[0].kind == "dateline"]
    assert [line.kind for line in joined] == ["paragraph"]
    assert any(line.kind == "boilerplate" for line in five[1])
