"""What speakers were when: edited on one page, shown on theirs."""

import re
import uuid
from typing import Any

import pytest
from django.urls import reverse

from annotations.models import AnnotationTag, Role, Speaker
from annotations.recording import speaker_state
from annotations.speakers.holding import version_of
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


@pytest.fixture
def speaker(lead: Membership) -> Speaker:
    make_speaker(lead.project, "Nato", "organisation", "die Allianz")
    return make_speaker(lead.project, "Jens Stoltenberg")


def address(speaker: Speaker, name: str = "speaker-roles") -> str:
    return reverse(name, args=[speaker.project.slug, speaker.uid])


def sent(speaker: Speaker, *rows: dict[str, str], there: int = 0) -> dict[str, str]:
    """The form as the page sends it, `there` of its rows being of roles that are there."""
    data = {
        "version": version_of(speaker),
        "role-TOTAL_FORMS": str(len(rows)),
        "role-INITIAL_FORMS": str(there),
    }
    for n, row in enumerate(rows):
        data |= {f"role-{n}-{name}": value for name, value in {"kind": "office", **row}.items()}
    return data


def post(member: Membership, speaker: Speaker, data: dict[str, str]) -> Any:
    return client_of(member).post(address(speaker), data)


CHIEF = {"title": "Generalsekretär", "organisation": "die allianz", "since": "2014-10-01", "until": "2024-09"}


def test_roles_are_saved_in_the_order_of_time_and_undone(lead: Membership, speaker: Speaker) -> None:
    party = {"kind": "party", "title": "Mitglied", "since": "1990"}
    assert post(lead, speaker, sent(speaker, CHIEF, party, {})).status_code == 302
    nato = lead.project.speakers.get(name="Nato")
    assert speaker_state(speaker)["roles"] == [
        ["party", "Mitglied", "1990", "", None],
        ["office", "Generalsekretär", "2014-10-01", "2024-09", str(nato.uid)],
    ]
    page = client_of(lead).get(address(speaker)).text
    assert 'value="Generalsekretär"' in page
    assert 'value="Nato"' in page
    undo(lead, ChangeSet.objects.get(action="speaker.update"))
    assert speaker_state(speaker)["roles"] == []


def test_a_role_is_taken_away(lead: Membership, speaker: Speaker) -> None:
    post(lead, speaker, sent(speaker, CHIEF))
    assert post(lead, speaker, sent(speaker, {**CHIEF, "DELETE": "on"}, {}, there=1)).status_code == 302
    assert not speaker.roles.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "x" * 201},
        {"title": "a\0b"},
        {"kind": "hobby", "title": "x"},
        {"since": "2014"},
        {"title": "x", "since": "gestern"},
        {"title": "x", "since": "2015", "until": "2014-03"},
        {"title": "x", "organisation": "Unfug"},
    ],
    ids=str,
)
def test_what_is_wrong_is_422_and_stays_typed(
    lead: Membership, speaker: Speaker, wrong: dict[str, str]
) -> None:
    answer = post(lead, speaker, sent(speaker, CHIEF, wrong))
    assert answer.status_code == 422
    assert "errorlist" in answer.text
    assert "Generalsekretär" in answer.text
    assert not speaker.roles.exists()


def test_forms_that_no_page_sends_are_422(lead: Membership, speaker: Speaker) -> None:
    for data in ({}, {"version": "x"}, {**sent(speaker, CHIEF), "role-TOTAL_FORMS": "5000"}):
        assert post(lead, speaker, data).status_code == 422
    assert not speaker.roles.exists()


def test_of_two_who_edit_at_once_the_second_sees_both(lead: Membership, speaker: Speaker) -> None:
    mine = sent(speaker, {"title": "Vorsitzender"})
    post(lead, speaker, sent(speaker, CHIEF))
    answer = post(lead, speaker, mine)
    assert answer.status_code == 409
    assert "Generalsekretär, Nato" in answer.text
    assert "Vorsitzender" in answer.text
    again = {**mine, "version": re.findall(r'name="version" value="(\w+)"', answer.text)[0]}
    assert post(lead, speaker, again).status_code == 302
    assert [role.title for role in speaker.roles.all()] == ["Vorsitzender"]


def test_who_may(lead: Membership, speaker: Speaker) -> None:
    data = sent(speaker, CHIEF)
    for member, status in ((make_member(lead.project), 403), (make_member(make_project()), 404)):
        assert client_of(member).get(address(speaker)).status_code == status
        assert post(member, speaker, data).status_code == status
    assert client_of(lead).delete(address(speaker)).status_code == 405
    missing = reverse("speaker-roles", args=[lead.project.slug, uuid.uuid4()])
    assert client_of(lead).get(missing).status_code == 404


def test_the_page_shows_roles_surroundings_tags_and_who_else_is_quoted(
    lead: Membership, speaker: Speaker
) -> None:
    post(lead, speaker, sent(speaker, CHIEF))
    other, elsewhere = make_speaker(lead.project, "Jörg Weiß"), make_speaker(lead.project, "Fern")
    claim = make_tag(lead.project, "Zu spät", "claim")
    article = make_article(lead.project)
    for _ in range(2):
        make_annotation(article, lead, "öffnen erst", speakers=(speaker,), tags=(claim,))
    AnnotationTag.objects.filter(tag=claim).update(stance="against")
    make_annotation(article, lead, speakers=(other,))
    make_annotation(make_article(lead.project), lead, speakers=(elsewhere,))
    page = client_of(lead).get(address(speaker, "speaker")).text
    assert "Generalsekretär, Nato" in page
    assert "1 October 2014 – September 2024" in page
    assert "<rect" in page
    assert re.search(r"Zu spät</a> 2 <span class=\"stance\">against 2<", page)
    assert re.search(r'Jörg Weiß</a> <span class="muted">1<', page)
    assert "Fern" not in page
    assert "„Wir </span>" in page
    assert "wenn alles hält" in page
    nato = lead.project.speakers.get(name="Nato")
    assert "Who held a role here" in client_of(lead).get(address(nato, "speaker")).text


def test_what_coders_do_not_see_is_not_counted() -> None:
    project = make_project(visibility="blind")
    one, two = make_member(project), make_member(project)
    speaker, other, tag = (
        make_speaker(project),
        make_speaker(project, "Jörg Weiß"),
        make_tag(project, "Kosten"),
    )
    article = make_article(project)
    make_annotation(article, one, speakers=(speaker,))
    make_annotation(article, two, speakers=(speaker, other), tags=(tag,))
    page = client_of(one).get(address(speaker, "speaker")).text
    assert "Jörg Weiß" not in page
    assert "Kosten" not in page


def test_organisations_stand_below_each_other_and_never_below_themselves(
    lead: Membership, speaker: Speaker
) -> None:
    staff = make_speaker(lead.project, "Stab", "organisation")
    edit = {"kind": "organisation", "name": "Stab", "part_of": "nato", "identifier": "Q1", "memo": "Brüssel"}
    assert client_of(lead).post(address(staff, "speaker-edit"), edit).status_code == 302
    page = client_of(lead).get(address(staff, "speaker")).text
    assert re.search(r"Nato</a> › <b>Stab", page)
    assert "Brüssel" in page
    nato = lead.project.speakers.get(name="Nato")
    assert ">Stab</a>" in client_of(lead).get(address(nato, "speaker")).text
    for above in ("Stab", "Nato", "Unfug"):
        circle = {"kind": "organisation", "name": "Nato", "part_of": above}
        assert client_of(lead).post(address(nato, "speaker-edit"), circle).status_code == 422
    assert Role.objects.count() == 0


def test_an_organisation_that_is_not_there_is_added_along(lead: Membership, speaker: Speaker) -> None:
    other = {**CHIEF, "organisation": "Öl-Rat", "title": "Gast"}
    unknown = {**CHIEF, "organisation": "Öl-Rat"}
    asked = post(lead, speaker, sent(speaker, unknown))
    assert asked.status_code == 422
    assert "There is no organisation of this name yet." in asked.text
    assert "Add “Öl-Rat” to the speakers as an organisation" in asked.text
    rows = ({**unknown, "make": "on"}, {**other, "organisation": "öl-rat", "make": "on"})
    assert post(lead, speaker, sent(speaker, *rows)).status_code == 302
    made = lead.project.speakers.get(name="Öl-Rat")
    assert made.kind == "organisation"
    assert [role[4] for role in speaker_state(speaker)["roles"]] == [str(made.uid)] * 2
    undo(lead, ChangeSet.objects.get(action="speaker.update"))
    assert not lead.project.speakers.filter(name="Öl-Rat").exists()


def test_what_a_speaker_is_part_of_is_added_along(lead: Membership) -> None:
    new = reverse("speaker-new", args=[lead.project.slug])
    sent = {"kind": "organisation", "name": "Stab", "part_of": "Öl-Rat"}
    asked = client_of(lead).post(new, sent)
    assert asked.status_code == 422
    assert "There is no organisation of this name yet." in asked.text
    assert "Add “Öl-Rat” to the speakers as an organisation" in asked.text
    assert "as an organisation" not in client_of(lead).get(new).text
    assert not lead.project.speakers.exists()
    assert client_of(lead).post(new, {**sent, "make": "on"}).status_code == 302
    made = lead.project.speakers.get(name="Öl-Rat")
    assert made.kind == "organisation"
    assert lead.project.speakers.get(name="Stab").part_of == made
    undo(lead, ChangeSet.objects.get(action="speaker.create"))
    assert not lead.project.speakers.exists()


def test_nothing_is_added_along_that_it_cannot_be_part_of(lead: Membership, speaker: Speaker) -> None:
    before = lead.project.speakers.count()
    for above, sentence in (
        ("stab", "cannot be part of itself"),
        (speaker.name, "but it is no organisation"),
    ):
        sent = {"kind": "organisation", "name": "Stab", "part_of": above, "make": "on"}
        answer = client_of(lead).post(reverse("speaker-new", args=[lead.project.slug]), sent)
        assert answer.status_code == 422
        assert sentence in answer.text
        assert "as an organisation" not in answer.text
    assert lead.project.speakers.count() == before


def test_two_who_edit_at_once_add_nothing_along(lead: Membership) -> None:
    staff = make_speaker(lead.project, "Stab", "organisation")
    sent = {"kind": "organisation", "name": "Stab", "part_of": "Öl-Rat", "make": "on", "seen": "x"}
    answer = client_of(lead).post(address(staff, "speaker-edit"), sent)
    assert answer.status_code == 409
    assert "Yours: Öl-Rat<" in answer.text
    assert not lead.project.speakers.filter(name="Öl-Rat").exists()


def test_who_is_no_organisation_is_not_made_one_along(lead: Membership, speaker: Speaker) -> None:
    make_speaker(lead.project, "Lena")
    answer = post(lead, speaker, sent(speaker, {**CHIEF, "organisation": "lena", "make": "on"}))
    assert answer.status_code == 422
    assert "but it is no organisation" in answer.text
    assert "as an organisation" not in answer.text
