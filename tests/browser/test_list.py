"""The article list with the mouse, with keys, and without JavaScript."""

import re

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from newsreader import dates
from newsreader.models import Membership
from tests.browser.conftest import NewPage, SignIn
from tests.factories import make_annotation, make_article, make_member, make_speaker, make_tag

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def member(live_server: LiveServer) -> Membership:
    member = make_member(role="lead")
    tag, speaker = make_tag(member.project, color=3), make_speaker(member.project)
    for n in range(1, 61):
        published = f"2024-{n % 12 + 1:02}" if n % 7 else ""
        first, last = dates.bounds(published) if published else (None, None)
        article = make_article(
            member.project,
            source=("Ahletaler Bote", "Rundschau")[n % 2],
            title=f"Brücke {n:02}" if n % 5 else "",
            label=f"Die Prüfung {n} dauert länger …",
            published=published,
            published_from=first,
            published_to=last,
        )
        if n % 3 == 0:
            make_annotation(article, member, tags=(tag,), speakers=(speaker,))
    return member


def start(page: Page, sign_in: SignIn, member: Membership, query: str = "") -> str:
    assert member.user is not None
    sign_in(page, member.user)
    address = f"/p/{member.project.slug}/articles/"
    page.goto(address + query)
    return address


def test_filters_change_the_list_in_place_and_back_brings_it_back(
    page: Page, sign_in: SignIn, member: Membership
) -> None:
    start(page, sign_in, member)
    count = page.locator(".results-head .count")
    expect(count).to_have_text("60")
    page.get_by_role("link", name="Rundschau 30").click()
    expect(count).to_have_text("30 of 60")
    expect(page).to_have_url(re.compile(r"/articles/\?source=[0-9a-f-]{36}$"))
    expect(page.locator("[id^=f-source-][aria-current=true]")).to_be_focused()
    page.get_by_label("Sort").select_option("title")
    expect(page).to_have_url(re.compile(r"&sort=title$"))
    page.get_by_label("from").fill("2024-12")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".filter")).to_have_text([re.compile("from December 2024"), re.compile("Rundschau")])
    page.go_back()
    expect(count).to_have_text("30 of 60")
    page.get_by_label("from").fill("gestern")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".errorlist")).to_have_text("Write a date as 2017, 2017-03 or 2017-03-30.")
    expect(page.get_by_label("from")).to_have_value("gestern")


def test_keys(page: Page, sign_in: SignIn, member: Membership) -> None:
    address = start(page, sign_in, member, "?sort=title")
    titles = page.locator(".row-title")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(titles.nth(1)).to_be_focused()
    page.keyboard.press("Shift+J")
    expect(page.locator(".pager span")).to_have_text("51–60 of 60")
    page.keyboard.press("Shift+K")
    expect(page.locator(".pager span")).to_have_text("1–50 of 60")
    page.wait_for_load_state()  # a page that is on its way hears no key
    page.keyboard.press("/")
    expect(page.locator("[data-search]")).to_be_focused()
    page.keyboard.type("jgs")
    expect(page.locator("[data-search]")).to_have_value("jgs")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Help")).to_contain_text("next, previous page")
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("Control+k")
    expect(titles.nth(0)).to_be_focused()
    opened = titles.nth(0).get_attribute("href")
    with page.expect_navigation(url=f"**{opened}"):
        page.keyboard.press("o")
    page.goto(address + "?sort=title")
    with page.expect_navigation(url="**/history/"):
        page.keyboard.press("g")
        page.keyboard.press("h")


def test_keys_in_the_list_of_speakers(page: Page, sign_in: SignIn, member: Membership) -> None:
    start(page, sign_in, member)
    page.goto(f"/p/{member.project.slug}/speakers/")
    page.keyboard.press("j")
    with page.expect_navigation(url=re.compile(r"/speakers/[0-9a-f-]{36}/$")):
        page.keyboard.press("o")


def test_keys_can_be_turned_off(
    page: Page, sign_in: SignIn, member: Membership, live_server: LiveServer
) -> None:
    page.context.add_cookies([{"name": "wortlaut", "value": "keys=off", "url": live_server.url}])
    start(page, sign_in, member)
    page.keyboard.press("j")
    expect(page.locator(".row-title:focus")).to_have_count(0)


def test_without_javascript(new_page: NewPage, sign_in: SignIn, member: Membership) -> None:
    page = new_page(java_script_enabled=False)
    start(page, sign_in, member, "?q=br%C3%BCcke")
    page.get_by_role("link", name="Rundschau 30").click()
    page.get_by_label("from").fill("2024-12")
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".filter")).to_have_count(3)
    page.get_by_label("Sort").select_option("title")
    page.locator("form.sort button").click()
    expect(page).to_have_url(re.compile("sort=title"))
    expect(page.locator("mark.hit").first).to_have_text("Brücke")


@pytest.mark.parametrize("width", [320, 1360])
def test_nothing_is_wider_than_the_window(
    new_page: NewPage, sign_in: SignIn, member: Membership, width: int
) -> None:
    page = new_page(viewport={"width": width, "height": 800})
    start(page, sign_in, member, "?q=pr%C3%BCfung")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
