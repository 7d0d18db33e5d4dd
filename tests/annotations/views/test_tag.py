"""The codebook, the page of each tag, and their forms."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotations.models import Tag
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.undo import undo
from tests.factories import (
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def address(name: str, member: Membership, *uid: object) -> str:
    return reverse(name, args=[member.project.slug, *uid])


def get(member: Membership, name: str, *uid: object) -> Any:
    return client_of(member).get(address(name, member, *uid))


def post(member: Membership, name: str, /, *uid: object, **data: Any) -> Any:
    return client_of(member).post(address(name, member, *uid), {"kind": "topic", "color": 1, **data})


def test_the_codebook_is_a_tree_siblings_by_name(lead: Membership) -> None:
    zoo, above = make_tag(lead.project, "Zoo"), make_tag(lead.project, "Ämter")
    make_tag(lead.project, "Bau", parent=make_tag(lead.project, "Stadt", parent=above))
    make_tag(lead.project, "Affen", parent=zoo)
    page = get(lead, "tags").text
    found = re.findall(r'class="depth-(\d)">.*?class="thing-name"[^>]*>([^<]*)<', page, re.DOTALL)
    assert found == [("0", "Ämter"), ("1", "Stadt"), ("2", "Bau"), ("0", "Zoo"), ("1", "Affen")]


def test_an_empty_codebook_says_what_to_do(lead: Membership) -> None:
    assert "press t" in get(lead, "tags").text


def test_counts_and_quotes_are_those_the_member_may_see() -> None:
    project = make_project(visibility="blind")
    one, two, lead = make_member(project), make_member(project), make_member(project, "lead")
    tag, article = make_tag(project), make_article(project)
    make_annotation(article, one, tags=(tag,), note="geheim eins")
    make_annotation(article, two, tags=(tag,), note="geheim zwei")
    assert re.findall(r'class="n">(\d+)<', get(one, "tags").text) == ["1"]
    assert re.findall(r'class="n">(\d+)<', get(lead, "tags").text) == ["2"]
    assert "geheim zwei" not in get(one, "tag", tag.uid).text
    assert "2 passages" in get(lead, "tag", tag.uid).text


@pytest.mark.parametrize("page", ["tags", "tag"])
def test_queries_do_not_grow(lead: Membership, page: str) -> None:
    project = lead.project
    first = make_tag(project, "Öffnung")
    client, uid = client_of(lead), [first.uid] if page == "tag" else []
    counts = []
    for number in range(4):
        below = make_tag(project, f"Unter {number}", parent=first)
        voice = make_speaker(project, f"Stimme {number}")
        article = make_article(project, source=f"Bote {number}")
        make_annotation(article, lead, tags=(first, below), speakers=(voice,))
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(page, lead, *uid)).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_a_new_tag_and_its_change(lead: Membership) -> None:
    above = make_tag(lead.project, "Verkehr", color=1)
    assert 'value="2" checked' in get(lead, "tag-new").text
    answer = post(
        lead,
        "tag-new",
        name=" Brücke  öffnen ",
        kind="claim",
        parent=above.uid,
        color=7,
        shortcut=3,
        description="Ob & wann 🚧",
    )
    made = Tag.objects.get(name="Brücke öffnen")
    assert answer.url == address("tag", lead, made.uid)
    assert (made.kind, made.parent, made.color, made.shortcut) == ("claim", above, 7, 3)
    page = get(lead, "tag", made.uid).text
    for shown in ("Ob &amp; wann 🚧", "Verkehr", "<kbd>3</kbd>"):
        assert shown in page
    form = get(lead, "tag-edit", made.uid).text
    assert 'value="7" checked' in form
    assert post(lead, "tag-edit", made.uid, name="Brücke schließen", color=8).status_code == 302
    made.refresh_from_db()
    assert (made.name, made.kind, made.parent, made.color, made.shortcut) == (
        "Brücke schließen",
        "topic",
        None,
        8,
        None,
    )
    assert [c.action for c in ChangeSet.objects.order_by("pk")] == ["tag.create", "tag.update"]


WRONG: list[dict[str, Any]] = [
    {"name": ""},
    {"name": "\u200b"},
    {"name": "x" * 201},
    {"name": "a\0b"},
    {"name": "Neu", "kind": "mood"},
    {"name": "Neu", "color": 0},
    {"name": "Neu", "color": 13},
    {"name": "Neu", "color": "x"},
    {"name": "Neu", "shortcut": 10},
    {"name": "Neu", "shortcut": 5},
    {"name": "Neu", "parent": "x"},
    {"name": "Neu", "parent": str(uuid.uuid4())},
    {"name": "Neu", "description": "x" * 10_001},
    {"name": "Neu", "description": "\0"},
    *({"name": "Neu", field: "x" * 10_001} for field in ("inclusion", "exclusion", "examples", "memo")),
    {"name": "KOSTEN"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: str(wrong)[:40])
def test_what_is_wrong_is_422_and_leaves_everything(lead: Membership, wrong: dict[str, Any]) -> None:
    make_tag(lead.project, "Kosten", shortcut=5)
    tag = make_tag(lead.project, "Öffnung")
    for answer in (post(lead, "tag-new", **wrong), post(lead, "tag-edit", tag.uid, **wrong)):
        assert answer.status_code == 422
        assert "errorlist" in answer.text
    assert sorted(Tag.objects.values_list("name", flat=True)) == ["Kosten", "Öffnung"]
    assert not ChangeSet.objects.exists()


def test_a_parent_is_of_this_project_and_not_below(lead: Membership) -> None:
    top = make_tag(lead.project, "Oben")
    middle = make_tag(lead.project, "Mitte", parent=top)
    low = make_tag(lead.project, "Unten", parent=middle)
    foreign = make_tag(make_project(), "Fremd")
    for parent in (top, middle, low, foreign):
        refused = post(lead, "tag-edit", top.uid, name="Oben", parent=parent.uid)
        assert refused.status_code == 422
        assert ("cannot stand below itself" in refused.text) is (parent != foreign)
    assert f'value="{low.uid}"' not in get(lead, "tag-edit", top.uid).text
    assert post(lead, "tag-edit", low.uid, name="Unten", parent=top.uid).status_code == 302


def test_a_tag_moves_and_comes_back(lead: Membership) -> None:
    top, other = make_tag(lead.project, "Oben"), make_tag(lead.project, "Anderswo")
    tag = make_tag(lead.project, "Unten", parent=top)
    post(lead, "tag-edit", tag.uid, name="Unten", parent=other.uid)
    assert Tag.objects.get(pk=tag.pk).parent == other
    undo(lead, ChangeSet.objects.get())
    assert Tag.objects.get(pk=tag.pk).parent == top


NOTES = {
    "inclusion": "Wenn es um den Tag geht",
    "exclusion": "Nicht bei Kosten",
    "examples": "Wir öffnen <erst>\n\nAm Montag",
    "memo": "Zu weit? 🤔",
}


def test_everything_that_a_tag_says_is_kept_and_shown(lead: Membership) -> None:
    assert post(lead, "tag-new", name="Öffnung", **NOTES).status_code == 302
    tag = Tag.objects.get()
    assert {name: getattr(tag, name) for name in NOTES} == NOTES
    page = get(lead, "tag", tag.uid).text
    for said in ("Wenn es um den Tag geht", "Nicht bei Kosten", "Wir öffnen &lt;erst&gt;", "Zu weit? 🤔"):
        assert said in page
    assert page.count('class="example"') == 2


def test_archived_is_not_offered_holds_no_key_and_can_come_back(lead: Membership) -> None:
    tag = make_tag(lead.project, "Öffnung", shortcut=3)
    make_tag(lead.project, "Kosten")
    post(lead, "tag-edit", tag.uid, name="Öffnung", shortcut=3, archived_at="on")
    tag.refresh_from_db()
    assert tag.archived_at and tag.shortcut is None
    assert "is archived" in get(lead, "tag", tag.uid).text
    assert "Öffnung" not in get(lead, "tag-options").text
    assert "Öffnung" not in get(lead, "tags").text
    assert "Öffnung" in client_of(lead).get(address("tags", lead), {"archived": "on"}).text
    undo(lead, ChangeSet.objects.get())
    assert Tag.objects.filter(archived_at=None).get(shortcut=3) == tag


def test_what_somebody_else_changed_meanwhile_is_409_and_nothing_is_lost(lead: Membership) -> None:
    tag = make_tag(lead.project, "Öffnung", description="Zuerst")
    [seen] = re.findall(r'name="seen" value="(\w+)"', get(lead, "tag-edit", tag.uid).text)
    post(lead, "tag-edit", tag.uid, name="Öffnung", description="Von nebenan")
    mine = {"name": "Öffnung", "description": "Von mir"}
    late = post(lead, "tag-edit", tag.uid, **mine, seen=seen)
    assert late.status_code == 409
    assert "Von nebenan" in late.text and "Von mir" in late.text
    assert Tag.objects.get().description == "Von nebenan"
    [seen] = re.findall(r'name="seen" value="(\w+)"', late.text)
    assert post(lead, "tag-edit", tag.uid, **mine, seen=seen).status_code == 302
    assert Tag.objects.get().description == "Von mir"


def test_the_tree_shows_what_is_looked_for_with_what_it_stands_below(lead: Membership) -> None:
    bridge = make_tag(lead.project, "Brücke", archived_at=timezone.now())
    make_tag(lead.project, "Kosten", parent=bridge)
    make_tag(lead.project, "Verkehr")
    page = client_of(lead).get(address("tags", lead), {"q": "kösten"}).text
    assert re.findall(r'class="thing-name"[^>]*>([^<]*)<', page) == ["Brücke", "Kosten"]
    assert "No tag is called like that" in client_of(lead).get(address("tags", lead), {"q": "x"}).text


def test_the_tree_is_paged_and_keeps_what_was_asked(lead: Membership) -> None:
    top = make_tag(lead.project, "Oben")
    Tag.objects.bulk_create(
        Tag(project=lead.project, parent=top, name=f"Nr. {n:03}", key=f"nr {n:03}") for n in range(250)
    )
    page = client_of(lead).get(address("tags", lead) + "?q=nr&page=2").text
    assert "Oben / " in page
    assert page.count("data-row") == 51
    assert "?q=nr&amp;page=1" in page


def test_a_claim_that_holds_stances_stays_a_claim(lead: Membership) -> None:
    claim = make_tag(lead.project, "Brücke öffnen", "claim")
    made = make_annotation(make_article(lead.project), lead, tags=(claim,))
    made.tag_links.update(stance="for")
    refused = post(lead, "tag-edit", claim.uid, name=claim.name, kind="topic")
    assert refused.status_code == 422
    assert "a topic has none" in refused.text
    made.tag_links.update(stance="")
    assert post(lead, "tag-edit", claim.uid, name=claim.name, kind="topic").status_code == 302


def test_a_tag_in_use_stays_and_one_that_is_not_goes(lead: Membership) -> None:
    used = make_tag(lead.project, "Benutzt")
    above = make_tag(lead.project, "Oben")
    below = make_tag(lead.project, "Unten", parent=above)
    make_annotation(make_article(lead.project), lead, tags=(used,))
    for tag in (used, above):
        refused = post(lead, "tag-edit", tag.uid, remove="1")
        assert refused.status_code == 422
        assert "cannot be deleted" in refused.text
    assert post(lead, "tag-edit", below.uid, remove="1").status_code == 302
    assert set(Tag.objects.all()) == {used, above}


def test_who_may(lead: Membership) -> None:
    tag = make_tag(lead.project)
    coder, reader, stranger = make_member(lead.project), make_member(lead.project, "reader"), make_member()
    for name, uid in [("tags", []), ("tag", [tag.uid])]:
        for member in (reader, coder, lead):
            assert get(member, name, *uid).status_code == 200
        assert client_of(stranger).get(address(name, lead, *uid)).status_code == 404
        assert post(lead, name, *uid).status_code == 405
    for name, uid in [("tag-new", []), ("tag-edit", [tag.uid])]:
        assert get(reader, name, *uid).status_code == 403
        assert post(reader, name, *uid, name="Neu").status_code == 403
        assert client_of(stranger).post(address(name, lead, *uid), {"name": "Neu"}).status_code == 404
        assert client_of(lead).delete(address(name, lead, *uid)).status_code == 405
    assert get(coder, "tag-edit", tag.uid).status_code == 403
    assert post(coder, "tag-edit", tag.uid, remove="1").status_code == 403
    lead.project.codebook_open = False
    lead.project.save()
    assert post(coder, "tag-new", name="Neu").status_code == 403
    assert post(lead, "tag-new", name="Neu").status_code == 302


def test_a_tag_of_another_project_is_not_found(lead: Membership) -> None:
    foreign = make_tag(make_project())
    for name in ("tag", "tag-edit"):
        assert get(lead, name, foreign.uid).status_code == 404


def test_markup_in_a_tag_is_shown(lead: Membership) -> None:
    tag = make_tag(lead.project, '<b>"fett"</b>', description="<script>x</script>")
    for name, uid in [("tags", []), ("tag", [tag.uid]), ("tag-edit", [tag.uid])]:
        page = get(lead, name, *uid).text
        assert "<b>" not in page.partition("<main")[2].replace("<b class", "")
        assert "<script>x" not in page


def test_the_form_leads_back_to_where_it_was_opened(lead: Membership) -> None:
    tag = make_tag(lead.project)
    assert f'href="{address("tags", lead)}">Cancel</a>' in get(lead, "tag-new").text
    assert f'href="{address("tag", lead, tag.uid)}">Cancel</a>' in get(lead, "tag-edit", tag.uid).text
