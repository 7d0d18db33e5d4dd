"""That the check of every page's HTML sees what it is there for."""

import pytest

from tests.markup import faults

pytestmark = pytest.mark.once
PAGE = '<!doctype html><html lang="de"><title>T</title><body><h1>H</h1>%s</body></html>'


@pytest.mark.parametrize(
    "html",
    [
        '<p id="a"></p><label for="a">A <input></label>',
        '<input type="hidden"><button><span>B</span></button>',
        '<time datetime="2024-03-01T10:00:00+0100">1.3.</time>',
    ],
)
def test_what_is_right(html: str) -> None:
    assert faults(PAGE % html) == []


@pytest.mark.parametrize(
    ("html", "fault"),
    [
        ("<p><div></p>", "unexpected-end-tag"),
        ('<p id="a"></p><p id="a"></p>', "twice: id a"),
        ('<input aria-describedby="a b" id="a">', "nothing has the id b"),
        ('<a href="/"><select></select></a>', "select within a"),
        ("<a href='/'><a href='/'></a></a>", "unexpected-start-tag-implies-end-tag"),
        ("<h1></h1>", "2 h1"),
        ('<time datetime="2024-03-01T10:00:00.123456">', "milliseconds"),
    ],
)
def test_what_is_wrong(html: str, fault: str) -> None:
    assert any(fault in found for found in faults(PAGE % html))
