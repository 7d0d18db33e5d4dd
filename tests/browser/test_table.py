"""The table of all annotations: found as one types, changed many at a time, and taken back with one key."""

import re

import pytest
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from annotations.models import Annotation
from tests.annotations.interchange.support import coded_project
from tests.browser.conftest import NewPage, SignIn
from tests.factories import make_member

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]


def test_a_bulk_recoding_is_counted_first_and_taken_back_with_one_key(
    new_page: NewPage, sign_in: SignIn, live_server: LiveServer
) -> None:
    project, *_ = coded_project()
    lead = make_member(project, "lead")
    assert lead.user is not None
    page = new_page()
    sign_in(page, lead.user)
    page.goto(f"{live_server.url}/p/{project.slug}/annotations/")
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(4)
    field = page.get_by_label("Tag", exact=True)
    field.press_sequentially("fähre")
    expect(page.locator("datalist option")).to_have_attribute("value", "Geld / Die Fähre ist zu teuer")
    field.fill("Geld / Die Fähre ist zu teuer")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    field.press("Enter")
    expect(rows).to_have_count(2)
    expect(page).to_have_url(re.compile(r"tag=Geld"))
    page.wait_for_timeout(200)  # time for a second one
    assert len([url for url in asked if "/annotations/?" in url]) == 1, (
        asked
    )  # though Enter is a change and a submit: ticks must not be drawn over
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.get_by_role("button", name="Change 1 ticked …").click()
    expect(page.locator(".page-head .count")).to_have_text("1 annotation")
    page.get_by_label("Take this tag away").fill("Die Fähre ist zu teuer")
    page.get_by_label("Put this tag").fill("Geld")
    page.get_by_role("button", name="Change 1 annotation").click()
    expect(page.locator("[data-toast]")).to_contain_text("1 annotation changed.")
    expect(rows).to_have_count(1)
    page.wait_for_load_state()  # a page that is on its way hears no key
    page.keyboard.press("u")
    expect(rows).to_have_count(2)
    assert Annotation.objects.filter(tags__name="Die Fähre ist zu teuer").count() == 2
