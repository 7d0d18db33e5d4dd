"""The speakers, the page of each, and their forms."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Speaker
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from tests.factories import (
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_tag,
    make_variable,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def address(name: str, member: Membership, *uid: object) -> str:
    return reverse(name, args=[member.project.slug, *uid])


def get(member: Membership, name: str, *uid: object, **query: Any) -> Any:
    return client_of(member).get(address(name, member, *uid), query)


def post(member: Membership, name: str, /, *uid: object, **data: Any) -> Any:
    return client_of(member).post(address(name, member, *uid), {"kind": "person", **data})


def used(html: str) -> list[str]:
    return re.findall(r'<span class="n">(\d+)</span>', html)


def test_the_list_counts_what_the_member_may_see() -> None:
    project = make_project(visibility="blind")
    one, two, lead = make_member(project), make_member(project), make_member(project, "lead")
    voice = make_speaker(project)
    article = make_article(project)
    make_annotation(article, one, speakers=(voice,), note="geheim eins")
    make_annotation(article, two, speakers=(voice,), note="geheim zwei")
    assert used(get(one, "speakers").text) == ["1"]
    assert used(get(lead, "speakers").text) == ["2"]
    page = get(one, "speaker", voice.uid).text
    assert "geheim eins" in page
    assert "geheim zwei" not in page
    assert "1 quote<" in page
    assert "geheim zwei" in get(lead, "speaker", voice.uid).text


def test_an_empty_list_says_what_to_do(lead: Membership) -> None:
    assert "press s" in get(lead, "speakers").text


def test_the_names_stand_as_people_sort_them(lead: Membership) -> None:
    for name in ("Zorn", "Äpfel", "Adler", "azur"):
        make_speaker(lead.project, name)
    names = re.findall(r'class="thing-name"[^>]*>([^<]*)<', get(lead, "speakers").text)
    assert names == ["Adler", "Äpfel", "azur", "Zorn"]


def test_quotes_stand_in_date_order_undated_last_each_a_link_to_its_place(lead: Membership) -> None:
    voice = make_speaker(lead.project)
    dates = {"2022-01-12": "2022-01-12", "": None, "2017-03": "2017-03-01"}
    made = [
        make_annotation(
            make_article(lead.project, published=date, published_from=first), lead, speakers=(voice,)
        )
        for date, first in dates.items()
    ]
    same = make_annotation(made[2].article, lead, "Brücke", speakers=(voice,))
    page = get(lead, "speaker", voice.uid).text
    assert re.findall(r"#card-([0-9a-f-]+)", page) == [str(a.uid) for a in (same, made[2], made[0], made[1])]
    assert f"/articles/{same.article.uid}/#card-{same.uid}" in page
    assert "March 2017" in page


@pytest.mark.parametrize("page", ["speaker", "tag"])
def test_a_statement_s_own_date_stands_with_its_quote_instead_of_the_article_s(
    lead: Membership, page: str
) -> None:
    voice, tag = make_speaker(lead.project), make_tag(lead.project)
    article = make_article(lead.project, published="2022-01-12", published_from="2022-01-12")
    make_annotation(article, lead, speakers=(voice,), tags=(tag,), date="2017-03", date_from="2017-03-01")
    make_annotation(article, lead, "Brücke", speakers=(voice,), tags=(tag,))
    shown = get(lead, page, (voice if page == "speaker" else tag).uid).text
    assert re.findall(r">([^<]*20\d\d)</time>", shown) == ["March 2017", "12 January 2022"]


def test_many_quotes_are_paged_and_a_wrong_page_is_a_near_one(lead: Membership) -> None:
    voice = make_speaker(lead.project)
    article = make_article(lead.project)
    for _ in range(51):
        make_annotation(article, lead, speakers=(voice,))
    assert "1–50 of 51" in get(lead, "speaker", voice.uid).text
    assert "51–51 of 51" in get(lead, "speaker", voice.uid, page=2).text
    assert "51–51 of 51" in get(lead, "speaker", voice.uid, page=99).text
    for wrong in ("x", "-1", "9" * 40, "\0"):
        assert "1–50 of 51" in get(lead, "speaker", voice.uid, page=wrong).text


@pytest.mark.parametrize("page", ["speakers", "speaker"])
def test_queries_do_not_grow(lead: Membership, page: str) -> None:
    project = lead.project

    def add(number: int) -> Speaker:
        voices = [make_speaker(project, f"Stimme {number} {n}", "person", "Alias") for n in range(2)]
        tags = [make_tag(project, f"Thema {number} {n}") for n in range(2)]
        article = make_article(project, source=f"Bote {number}")
        make_annotation(article, lead, speakers=(first, *voices), tags=tuple(tags))
        return voices[0]

    first = make_speaker(project, "Änne Groß", "person", "Groß")
    add(0)
    client, uid = client_of(lead), [first.uid] if page == "speaker" else []
    counts = []
    for number in (1, 2, 3):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(address(page, lead, *uid)).status_code == 200
        counts.append(len(queries))
        add(number)
    assert len(set(counts)) == 1, counts


def test_a_new_speaker_with_aliases(lead: Membership) -> None:
    coder = make_member(lead.project)
    assert get(coder, "speaker-new").status_code == 200
    answer = post(
        coder, "speaker-new", name=" Änne  Groß ", aliases="die Bürgermeisterin\r\n\r\n Groß \nGROSS"
    )
    made = Speaker.objects.get()
    assert answer.status_code == 302
    assert answer.url == address("speaker", lead, made.uid)
    assert made.name == "Änne Groß"
    assert sorted(made.aliases.values_list("key", flat=True)) == ["die burgermeisterin", "gross"]
    assert ChangeSet.objects.get().action == "speaker.create"


WRONG: list[dict[str, Any]] = [
    {"name": ""},
    {"name": "\u200b"},
    {"name": "x" * 201},
    {"name": "a\0b"},
    {"name": "Neu", "kind": "robot"},
    {"name": "Neu", "aliases": "x" * 201},
    {"name": "Neu", "aliases": "\n".join(f"Name {n}" for n in range(101))},
    {"name": "Neu", "aliases": "a\0b"},
    {"name": "jörg WEISS"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: str(wrong)[:40])
def test_what_is_wrong_is_422_and_leaves_everything(lead: Membership, wrong: dict[str, Any]) -> None:
    make_speaker(lead.project, "Jörg Weiß")
    voice = make_speaker(lead.project, "Änne Groß", "person", "Groß")
    for answer in (post(lead, "speaker-new", **wrong), post(lead, "speaker-edit", voice.uid, **wrong)):
        assert answer.status_code == 422
        assert "errorlist" in answer.text
    assert sorted(Speaker.objects.values_list("name", flat=True)) == ["Jörg Weiß", "Änne Groß"]
    assert [a.name for a in voice.aliases.all()] == ["Groß"]
    assert not ChangeSet.objects.exists()


def test_a_lead_changes_a_speaker(lead: Membership) -> None:
    voice = make_speaker(lead.project, "Änne Groß", "person", "Groß", "Bürgermeisterin")
    page = get(lead, "speaker-edit", voice.uid).text
    assert "Bürgermeisterin" in page
    assert post(lead, "speaker-edit", voice.uid, name="Ä. Groß", aliases="Groß").status_code == 302
    voice.refresh_from_db()
    assert (voice.name, [a.name for a in voice.aliases.all()]) == ("Ä. Groß", ["Groß"])


def test_unnamed_sources_may_share_a_wording(lead: Membership) -> None:
    make_speaker(lead.project, "ein Diplomat", "unnamed")
    assert post(lead, "speaker-new", name="ein Diplomat", kind="unnamed").status_code == 302
    assert Speaker.objects.count() == 2


def test_a_speaker_who_is_named_stays_and_one_who_is_not_goes(lead: Membership) -> None:
    voice, other = make_speaker(lead.project), make_speaker(lead.project, "Jörg Weiß")
    make_annotation(make_article(lead.project), lead, speakers=(voice,))
    refused = post(lead, "speaker-edit", voice.uid, remove="1")
    assert refused.status_code == 422
    assert "cannot be deleted" in refused.text
    assert post(lead, "speaker-edit", other.uid, remove="1").status_code == 302
    assert Speaker.objects.get() == voice


def test_who_may(lead: Membership) -> None:
    voice = make_speaker(lead.project)
    coder, reader = make_member(lead.project), make_member(lead.project, "reader")
    stranger = make_member(make_project(), user=make_member().user)
    for name, uid in [("speakers", []), ("speaker", [voice.uid])]:
        for member in (reader, coder, lead):
            assert get(member, name, *uid).status_code == 200
        assert client_of(stranger).get(address(name, lead, *uid)).status_code == 404
        assert post(lead, name, *uid).status_code == 405
    for name, uid in [("speaker-new", []), ("speaker-edit", [voice.uid])]:
        assert get(reader, name, *uid).status_code == 403
        assert post(reader, name, *uid, name="Neu").status_code == 403
        assert client_of(stranger).post(address(name, lead, *uid), {"name": "Neu"}).status_code == 404
        assert client_of(lead).delete(address(name, lead, *uid)).status_code == 405
    assert get(coder, "speaker-edit", voice.uid).status_code == 403
    assert post(coder, "speaker-edit", voice.uid, remove="1").status_code == 403
    lead.project.speakers_open = False
    lead.project.save()
    assert post(coder, "speaker-new", name="Neu").status_code == 403
    assert post(lead, "speaker-new", name="Neu").status_code == 302


def test_a_speaker_of_another_project_is_not_found(lead: Membership) -> None:
    foreign = make_speaker(make_project())
    for name in ("speaker", "speaker-edit"):
        assert get(lead, name, foreign.uid).status_code == 404
        assert get(lead, name, uuid.uuid4()).status_code == 404


def test_quotes_in_a_name_are_shown(lead: Membership) -> None:
    voice = make_speaker(lead.project, 'Jo "<b>Joe</b>" Weiß')
    make_annotation(make_article(lead.project), lead, speakers=(voice,), note="<script>x</script>")
    for name, uid in [("speakers", []), ("speaker", [voice.uid]), ("speaker-edit", [voice.uid])]:
        page = get(lead, name, *uid).text
        assert "<b>Joe" not in page
        assert "<script>x" not in page
        assert "&lt;b&gt;Joe" in page


def test_what_somebody_else_changed_meanwhile_is_409_and_nothing_is_lost(lead: Membership) -> None:
    voice = make_speaker(lead.project)
    party = make_variable(lead.project, "Lager", "speaker", options=["Nord", "Süd"])
    answer = f"field-{party.uid}"
    [seen] = re.findall(r'name="seen" value="(\w+)"', get(lead, "speaker-edit", voice.uid).text)
    post(lead, "speaker-edit", voice.uid, name="Änne Groß", memo="Von nebenan", **{answer: "Nord"})
    mine = {"name": "Änne Groß", "aliases": "die Bürgermeisterin", "memo": "Von mir", answer: "Süd"}
    late = post(lead, "speaker-edit", voice.uid, **mine, seen=seen)
    assert late.status_code == 409 and ChangeSet.objects.count() == 1
    told = late.text.partition("<form")[0] + late.text.partition('class="clashes"')[2].partition("</dl>")[0]
    for words in ("Von nebenan", "Von mir", "Lager · Nord", "Lager · Süd", "die Bürgermeisterin"):
        assert words in told
    assert '<option value="Süd" selected>' in late.text  # what was typed stays in the form
    voice.refresh_from_db()
    assert voice.memo == "Von nebenan" and party.values.get().value == "Nord" and not voice.aliases.exists()
    [seen] = re.findall(r'name="seen" value="(\w+)"', late.text)
    assert post(lead, "speaker-edit", voice.uid, **mine, seen=seen).status_code == 302
    voice.refresh_from_db()
    assert voice.memo == "Von mir" and party.values.get().value == "Süd"


def test_roles_that_somebody_changes_meanwhile_are_no_matter_of_the_form(lead: Membership) -> None:
    voice = make_speaker(lead.project)
    [seen] = re.findall(r'name="seen" value="(\w+)"', get(lead, "speaker-edit", voice.uid).text)
    voice.roles.create(title="Bürgermeisterin")
    assert post(lead, "speaker-edit", voice.uid, name="Änne Klein", seen=seen).status_code == 302
    assert voice.roles.exists()


def test_the_form_leads_back_to_where_it_was_opened(lead: Membership) -> None:
    voice = make_speaker(lead.project, "Änne Groß")
    assert f'href="{address("speakers", lead)}">Cancel</a>' in get(lead, "speaker-new").text
    back = address("speaker", lead, voice.uid)
    assert f'href="{back}">Cancel</a>' in get(lead, "speaker-edit", voice.uid).text
