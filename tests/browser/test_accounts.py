"""From the sign-in link to the preferences and the history, and whether these pages are fit for everybody."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page, expect

from newsreader import states
from newsreader.accounts import make_sign_in_link
from newsreader.models import CodingState, Membership
from tests.browser.conftest import NewPage, SignIn
from tests.factories import make_article, make_member, make_user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


def test_from_the_link_to_the_preferences(page: Page) -> None:
    user = make_user("anna", name="Änne Groß")
    page.goto(make_sign_in_link(user))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="You are not a member of any project yet")).to_be_visible()
    page.goto(reverse("preferences"))
    page.get_by_label("dark").check()
    page.get_by_label("Deutsch").check()
    page.locator("main button").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_undo_from_the_history(page: Page, sign_in: SignIn) -> None:
    member = make_member()
    article = make_article(member.project)
    states.set_state(member, article, CodingState.State.DONE)
    assert member.user is not None
    sign_in(page, member.user)
    page.goto(reverse("history", args=[member.project.slug]))
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("status")).to_contain_text("Undone")
    assert not CodingState.objects.exists()
    page.get_by_role("button", name="Bring back").click()
    expect(page.get_by_role("status")).to_contain_text("Brought back")


LOOKS: list[dict[str, Any]] = [
    {"color_scheme": "light"},
    {"color_scheme": "dark"},
    {"viewport": {"width": 320, "height": 640}},
]


@pytest.mark.parametrize("look", LOOKS, ids=["light", "dark", "phone"])
def test_the_pages_have_no_barriers_and_fit(new_page: NewPage, sign_in: SignIn, look: dict[str, Any]) -> None:
    member = make_member(role=Membership.Role.LEAD)
    change_set = prepare(member)
    page = new_page(**look)
    slug = member.project.slug
    outside = [reverse("sign-in"), reverse("sign-in-link", args=["x"]), make_sign_in_link(make_user())]
    inside = [reverse(name) for name in ("home", "help", "preferences", "password")]
    inside += [reverse("history", args=[slug]), change_set, "/nirgends/"]
    for path in outside:
        inspect(page, path)
    assert member.user is not None
    sign_in(page, member.user)
    for path in inside:
        inspect(page, path)


def prepare(member: Membership) -> str:
    """A second project, a history with an undo in it; answers the address of one change set."""
    make_member(user=member.user)
    article = make_article(member.project)
    for state in (CodingState.State.PROGRESS, CodingState.State.DONE):
        states.set_state(member, article, state)
    newest = member.project.change_sets.latest("id")
    return reverse("change-set", args=[member.project.slug, newest.uid])


def inspect(page: Page, path: str) -> None:
    page.goto(path)
    violations = Axe().run(page).response["violations"]
    assert [(path, v["id"], v["nodes"][0]["html"]) for v in violations] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is too wide"
