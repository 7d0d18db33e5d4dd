"""The codebook's history, and the codebook as it was."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotations.codebook import saving
from annotations.models import Tag
from newsreader.models import Membership
from tests.factories import client_of, make_annotation, make_article, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def save(lead: Membership, name: str, tag: Tag | None = None, **values: Any) -> Tag:
    tag = tag or Tag(project=lead.project)
    saving.save(lead, tag, {"name": name, "parent": None, **values})
    return tag


def get(member: Membership, name: str, *uid: object, **data: str) -> Any:
    return client_of(member).get(reverse(name, args=[member.project.slug, *uid]), data)


def test_the_history_tells_what_was_done_to_tags_and_nothing_else(lead: Membership) -> None:
    tag = save(lead, "Öffnung")
    save(lead, "Öffnung <jetzt>", tag, description="Wann")
    article = make_article(lead.project)
    marks = reverse("annotations", args=[lead.project.slug, article.uid])
    client_of(lead).post(marks, {"text_version": 1, "span": "0-6", "note": "geheim"})
    page = get(lead, "codebook-history").text
    for said in ("Tag added", "Tag changed", "Öffnung &lt;jetzt&gt;", "Wann", lead.name):
        assert said in page
    assert "Annotation added" not in page
    assert page.count("as it was then") == 2


def test_the_codebook_is_shown_as_it_was_after_an_action_or_on_a_day(lead: Membership) -> None:
    tag = save(lead, "Öffnung")
    first = lead.project.change_sets.get()
    save(lead, "Sperrung", tag)
    then = get(lead, "codebook-then", first.uid).text
    assert "Öffnung" in then and "now “Sperrung”" in then
    today = get(lead, "codebook-on", on=f"{timezone.localdate()}").text
    assert "Sperrung" in today and "Öffnung" not in today
    for day in ("2000-01-01", "2000"):
        assert "There was no tag yet" in get(lead, "codebook-on", on=day).text


@pytest.mark.parametrize("on", ["", "gestern", "2024-02-30", "9999-12-31", "9999"])
def test_what_is_no_day_is_refused(lead: Membership, on: str) -> None:
    refused = get(lead, "codebook-on", on=on)
    assert refused.status_code == 422
    assert "errorlist" in refused.text


def test_who_may(lead: Membership) -> None:
    save(lead, "Öffnung")
    done = lead.project.change_sets.get()
    reader, stranger = make_member(lead.project, "reader"), make_member(role="lead")
    for name, uid in [("codebook-history", []), ("codebook-then", [done.uid])]:
        assert get(reader, name, *uid).status_code == 200
        url = reverse(name, args=[lead.project.slug, *uid])
        assert client_of(stranger).get(url).status_code == 404
        assert client_of(lead).post(url).status_code == 405
    assert get(stranger, "codebook-then", done.uid).status_code == 404


def test_queries_do_not_grow(lead: Membership) -> None:
    above = save(lead, "Oben")
    first = lead.project.change_sets.get()
    client, counts = client_of(lead), []
    for n in range(3):
        tag = save(lead, f"Tag {n}", parent=above)
        make_annotation(make_article(lead.project), lead, tags=(tag,))
        for name, uid in [("codebook-history", []), ("codebook-then", [first.uid])]:
            with CaptureQueriesContext(connection) as queries:
                url = reverse(name, args=[lead.project.slug, *uid])
                assert client.get(url).status_code == 200
            counts.append((name, len(queries)))
    assert len(set(counts)) == 2, counts
