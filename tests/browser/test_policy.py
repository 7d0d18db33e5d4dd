"""Markup in what came in, as a browser meets it, and what the policy would stop if escaping failed."""

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from newsreader.models import Membership
from tests.browser.article_page import press
from tests.browser.conftest import NewPage, SignIn
from tests.everything import populate
from tests.test_markup_in_data import HOSTILE

pytestmark = [pytest.mark.once, pytest.mark.django_db(transaction=True)]

# What markup that got through would try, one way after the other.
ATTACK = """async () => {
  const violated = [];
  document.addEventListener("securitypolicyviolation", (event) => violated.push(event.effectiveDirective));
  window.ran = [];
  const inline = document.createElement("script");
  inline.textContent = "ran.push('inline')";
  document.body.append(inline);
  const holder = document.createElement("div");
  holder.innerHTML = `<b onclick="ran.push('handler')" style="color: red">x</b><img src="https://elsewhere.example/x">
    <iframe src="/help/"></iframe><object data="/help/"></object><base href="https://elsewhere.example/">`;
  document.body.append(holder);
  holder.querySelector("b").click();
  await fetch("https://elsewhere.example/").catch(() => {});
  await new Promise((done) => setTimeout(done, 200));
  // Only now: Playwright lifts the ban on eval for what it calls itself.
  try { eval("ran.push('eval')"); } catch { /* refused */ }
  await new Promise((done) => setTimeout(done, 50));
  return [[...new Set(violated)].sort(), ran, document.baseURI.includes("elsewhere")];
}"""
STOPPED = [
    "base-uri",
    "connect-src",
    "frame-src",
    "img-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src-attr",
]


def test_hostile_texts_are_read_marked_and_edited_like_any_other(
    new_page: NewPage, sign_in: SignIn, coder: Membership
) -> None:
    Membership.objects.filter(pk=coder.pk).update(role="lead")
    uids = populate(coder, HOSTILE)
    page = new_page()
    page.add_init_script("window.evil = () => { throw new Error('markup was run') }")
    assert coder.user
    sign_in(page, coder.user)
    home = f"/p/{coder.project.slug}/"
    page.goto(f"{home}articles/{uids['Article']}/")
    expect(page.locator("main")).to_contain_text("<script>evil()</script>")
    suggested, marked = (page.locator(f"#card-{uids[kind]}") for kind in ("Suggestion", "Annotation"))
    expect(suggested).to_contain_text(HOSTILE)
    page.locator(f'mark.seg[data-ids="{uids["Annotation"]}"]').first.click()
    expect(marked.and_(page.locator(".current")).locator(".card-note")).to_contain_text(HOSTILE)
    press(page, "n")
    expect(page.locator("textarea")).to_have_value(HOSTILE)
    for place in ("articles/", "codebook/", "speakers/", "history/", "export/", f"codebook/{uids['Tag']}/"):
        page.goto(home + place)
        expect(page.locator("evil-doer")).to_have_count(0)


def test_the_policy_stops_what_markup_would_do(browser: Browser, live_server: LiveServer) -> None:
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    page.goto("/help/")
    violated, ran, moved = page.evaluate(ATTACK)
    context.close()
    assert (violated, ran, moved) == (STOPPED, [], False)
