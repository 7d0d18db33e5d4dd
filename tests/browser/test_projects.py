"""From nothing to a project with two people in it, in the browser alone."""

import pytest
from playwright.sync_api import Page, expect

from annotations.models import Tag
from newsreader.models import Membership, Project
from tests.browser.conftest import NewPage, SignIn
from tests.factories import make_member, make_tag, make_user

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]
READ_CLIPBOARD = "navigator.clipboard.readText()"


def from_menu(page: Page, name: str) -> None:
    page.locator("details.menu summary").click()
    page.locator(".menu-body").get_by_role("link", name=name, exact=True).click()


@pytest.mark.parametrize("scripts", [True, False])
def test_a_new_project_and_a_second_person(new_page: NewPage, sign_in: SignIn, scripts: bool) -> None:
    lead = make_member(role=Membership.Role.LEAD)
    assert lead.user
    make_tag(lead.project, "Öffnung")
    page = new_page(java_script_enabled=scripts)
    sign_in(page, lead.user)
    page.goto("/projects/")
    page.get_by_role("link", name="New project").click()
    page.wait_for_url("**/projects/new/")  # a page that is on its way hears no key
    page.get_by_label("Name", exact=True).press_sequentially("Brücken & Häfen")
    if scripts:
        expect(page.get_by_label("Short name")).to_have_value("bruecken-haefen")
    page.get_by_label("blind").check()
    page.get_by_label("Take over from").select_option(lead.project.name)
    page.get_by_role("button", name="Make the project").click()
    page.wait_for_url("**/p/bruecken-haefen/**")
    assert Tag.objects.filter(project__slug="bruecken-haefen").count() == 1

    from_menu(page, "Members")
    page.get_by_label("coder").check()
    page.get_by_role("button", name="Make the link").click()
    link = page.get_by_label("The link").input_value()
    if scripts:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_role("button", name="Copied.")).to_be_visible()
        assert page.evaluate(READ_CLIPBOARD) == link

    other = new_page(java_script_enabled=scripts)
    other.goto(link)
    other.get_by_label("User name").fill("änne")
    other.get_by_label("Your name").fill("Änne Groß")
    other.get_by_role("button", name="Join the project").click()
    other.wait_for_url("**/p/bruecken-haefen/**")
    from_menu(other, "Project settings")
    expect(other.get_by_text("blind: coders see their own annotations only")).to_be_visible()

    page.goto("/p/bruecken-haefen/members/")
    expect(page.get_by_role("link", name="Remove Änne Groß")).to_be_visible()
    members = Project.objects.get(slug="bruecken-haefen").memberships
    assert set(members.values_list("name", "role")) == {(lead.name, "lead"), ("Änne Groß", "coder")}


def test_a_chosen_address_stays_while_the_name_is_still_typed(new_page: NewPage, sign_in: SignIn) -> None:
    page = new_page()
    sign_in(page, make_user())
    page.goto("/projects/new/")
    slug = page.get_by_label("Short name")
    page.get_by_label("Name", exact=True).press_sequentially("Brücken")
    expect(slug).to_have_value("bruecken")
    slug.fill("meins")
    with page.expect_response("**/projects/new/?*"):
        page.get_by_label("Name", exact=True).press_sequentially(" neu")
    expect(slug).to_have_value("meins")
