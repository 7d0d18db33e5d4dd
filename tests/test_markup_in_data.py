"""What comes in is data: markup in it is shown as it stands on every page, and never part of the page."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

from newsreader.models import Article, Project, User
from tests.everything import addresses, paths, populate
from tests.factories import client_of, make_member

pytestmark = [pytest.mark.once, pytest.mark.django_db]

HOSTILE = (
    "</p></mark></textarea></title><script>evil()</script><img src=x onerror=evil()>"
    "\"'><evil-doer onclick=\"evil()\" x='\" hx-get=/ hx-on:click=evil() {{ 7|add:7 }}{% now 'Y' %}&lt;b&gt;"
)
PAGES = [(name, route) for name, route, _ in addresses() if "sign-" not in name]
# Where it has to stand on the page; the rest may show it or not.
SHOWN = {"article", "articles", "tag", "tags", "speaker", "speakers", "annotation", "change-set", "history"}
LINKS = ("href", "src", "action", "formaction", "hx-get", "hx-post")


def elements(html: str) -> Iterator[Element]:
    tree: Any = html5lib.parse(html, namespaceHTMLElements=False)
    return (element for element in tree.iter() if isinstance(element.tag, str))


def wrong(element: Element) -> bool:
    """Whether the element runs something, or is one of those that only the data has."""
    attributes = {name.lower(): value.strip().lower() for name, value in element.attrib.items()}
    return (
        element.tag in ("evil-doer", "img", "style", "iframe", "object")
        or (element.tag == "script" and not attributes.get("src", "").startswith("/static/"))
        or any(name.startswith(("on", "hx-on")) or name == "style" for name in attributes)
        or any(attributes.get(name, "").startswith(("javascript:", "data:")) for name in LINKS)
    )


@pytest.mark.parametrize(("name", "route"), PAGES, ids=[name for name, _ in PAGES])
def test_markup_is_shown_and_no_part_of_any_page(name: str, route: str) -> None:
    lead = make_member(role="lead")
    uids = populate(lead, HOSTILE)
    Project.objects.update(name=HOSTILE)
    User.objects.update(name=HOSTILE[:150])
    Article.objects.update(
        url="javascript:evil()", kicker=HOSTILE, lead=HOSTILE, section="x", page=HOSTILE[:50]
    )
    client = client_of(lead)
    shown = missed = False
    for uid in uids.values() if "<uuid:" in route else [""]:
        for path in paths(route, name, lead.project.slug, uid):
            page = client.get(path, {"q": HOSTILE, "next": HOSTILE, "tag": HOSTILE})
            if page.status_code == 404 and missed:
                continue  # the uid of another kind: the page says what it has said before
            missed = missed or page.status_code == 404
            fragment = client.get(path, headers={"HX-Request": "true"})
            for answer in (page, fragment):
                if answer.headers.get("Content-Type", "").startswith("text/html"):
                    html = bytes(answer.getvalue()).decode()
                    assert [element for element in elements(html) if wrong(element)] == [], path
                    shown = shown or ("&lt;script&gt;evil()" in html and "{{ 7|add:7 }}" in html)
    assert shown or name not in SHOWN
