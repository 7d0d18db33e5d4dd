"""That the checks of every page's looks see what they are there for."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looks
from tests.nu import started

pytestmark = pytest.mark.once

RIGHT = '<h1>H</h1><main><p>Words.</p><a href="/">On</a><input></main>'
Check = Callable[[Page], Iterator[str]]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    with browser.new_page() as page:
        yield page


def styled(rule: str, body: str = RIGHT) -> str:
    return f"<!doctype html><style>:focus-visible {{ outline: 2px solid }} {rule}</style>{body}"


@pytest.mark.parametrize("check", [looks.by_keyboard, looks.zoomed, looks.printed, looks.in_forced_colours])
def test_nothing_is_wrong_with_a_plain_page(page: Page, check: Check) -> None:
    page.set_content(styled(""))
    assert list(check(page)) == []


@pytest.mark.parametrize(
    ("check", "html", "said"),
    [
        (looks.by_keyboard, styled("a { outline: none !important }"), "does not show the focus"),
        (looks.by_keyboard, styled("a:focus { position: fixed; top: -99px }"), "out of view"),
        (
            looks.by_keyboard,
            styled("i { position: fixed; inset: 0; z-index: 1; background: red }", RIGHT + "<i></i>"),
            "hidden behind",
        ),
        (looks.by_keyboard, RIGHT + "<script>onkeydown = e => e.preventDefault()</script>", "never reaches"),
        (looks.zoomed, styled("main { width: 700px }"), "too wide"),
        (looks.printed, styled("", RIGHT + "<button>Press</button>"), "shows <button"),
        (looks.printed, styled("p { color: #ddd }"), "too pale"),
        (looks.printed, styled("body { background: #222 }"), "dark ground"),
        (looks.printed, styled("@media print { h1 { display: none } }"), "no heading"),
        (looks.in_forced_colours, styled("input { border: 0 }"), "no edge"),
        (looks.in_forced_colours, styled("mark { background: Canvas }", RIGHT + "<mark>M</mark>"), "<mark>"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(page: Page, check: Check, html: str, said: str) -> None:
    page.set_content(html)
    assert any(said in sentence for sentence in check(page))


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ("<p hx-get='x'>A</p>", False),
        ("<p><div></p>", True),
        ("<p id='a'></p><p id='a'></p>", True),
        ("<a href='/'><select></select></a>", True),
    ],
)
def test_nu_knows_right_from_wrong(html: str, wrong: bool) -> None:
    with started() as nu:
        page = f'<!doctype html><html lang="de"><title>T</title><body><h1>H</h1>{html}</body></html>'
        assert bool(nu.errors(page)) is wrong
