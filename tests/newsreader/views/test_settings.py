"""The settings of a project: what the lead changes, what the others are told."""

from typing import Any

import pytest
from django.urls import reverse

from newsreader import projects, undo
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from tests.factories import client_of, make_annotation, make_article, make_member, make_project

pytestmark = pytest.mark.django_db
LEAD, CODER = Membership.Role.LEAD, Membership.Role.CODER


@pytest.fixture
def lead() -> Membership:
    return make_member(make_project("bruecken", name="Brücken"), LEAD)


def post(member: Membership, name: str, /, **data: Any) -> Any:
    return client_of(member).post(reverse(name, args=[member.project.slug]), data)


def page(member: Membership, name: str = "settings") -> str:
    return client_of(member).get(reverse(name, args=[member.project.slug])).text


def setting(member: Membership, field: str) -> Any:
    member.project.refresh_from_db()
    return getattr(member.project, field)


CHANGES = [
    ("settings-name", {"name": "Häfen 🚢"}, {"name": "Häfen 🚢"}, "Project renamed"),
    ("settings-visibility", {"visibility": "blind"}, {"visibility": "blind"}, "Who sees what changed"),
    ("settings-additions", {}, {"codebook_open": False, "speakers_open": False}, "Who adds tags"),
]


@pytest.mark.parametrize(("name", "data", "values", "words"), CHANGES)
def test_a_setting_is_changed_told_in_the_history_and_taken_back_there(
    lead: Membership, name: str, data: dict[str, str], values: dict[str, Any], words: str
) -> None:
    before = {field: setting(lead, field) for field in values}
    client = client_of(lead)
    response = client.post(reverse(name, args=["bruecken"]), data, follow=True)
    assert response.redirect_chain == [(reverse("settings", args=["bruecken"]), 302)]
    assert {field: setting(lead, field) for field in values} == values
    uid = ChangeSet.objects.get().uid
    assert reverse("change-set", args=["bruecken", uid]) in response.text  # in the toast
    assert words in page(lead, "history")
    assert client_of(lead).post(reverse("change-set", args=["bruecken", uid])).status_code == 302
    assert {field: setting(lead, field) for field in values} == before


@pytest.mark.parametrize(
    ("name", "data", "typed"),
    [
        ("settings-name", {"name": "  "}, ""),
        ("settings-name", {"name": "x" * 201}, "x" * 201),
        ("settings-visibility", {"visibility": "halb"}, ""),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    lead: Membership, name: str, data: dict[str, str], typed: str
) -> None:
    response = post(lead, name, **data)
    assert response.status_code == 422
    assert "errorlist" in response.text and typed in response.text
    assert not ChangeSet.objects.exists()


def test_saving_what_is_there_already_is_no_action(lead: Membership) -> None:
    post(lead, "settings-name", name=lead.project.name)
    post(lead, "settings-additions", codebook_open="on", speakers_open="on")
    post(lead, "settings-archive", restore="1")
    assert not ChangeSet.objects.exists()


def test_a_new_name_is_taken_back_although_another_setting_has_changed_since(lead: Membership) -> None:
    projects.rename(lead, "Häfen")
    renamed = ChangeSet.objects.get()
    projects.set_visibility(lead, "blind")
    undo.undo(lead, renamed)
    assert (setting(lead, "name"), setting(lead, "visibility")) == ("Brücken", "blind")


def test_the_choice_says_what_it_means_before_it_is_made(lead: Membership) -> None:
    assert "Coders see only their own annotations" in page(lead)


@pytest.mark.parametrize("role", [CODER, Membership.Role.READER])
def test_others_read_what_holds_and_whom_to_ask(lead: Membership, role: str) -> None:
    projects.set_additions(lead, codebook_open=False, speakers_open=True)
    shown = page(make_member(lead.project, role))
    assert "closed: the lead adds" in shown and lead.name in shown
    assert reverse("settings-name", args=["bruecken"]) not in shown


def test_an_archived_project_is_read_and_not_changed_until_it_is_brought_back(lead: Membership) -> None:
    article = make_article(lead.project)
    post(lead, "settings-archive")
    assert "Project archived" in page(lead, "history")
    assert "This project is archived" in page(lead, "articles")
    shown = client_of(lead).get(reverse("article", args=["bruecken", article.uid])).text
    assert "data-toolbar" not in shown and reverse("reading", args=["bruecken", article.uid]) not in shown
    assert post(lead, "settings-name", name="Häfen").status_code == 403
    assert reverse("settings-name", args=["bruecken"]) not in page(lead)
    assert client_of(lead).get(reverse("export-download", args=["bruecken", "json"])).status_code == 200

    post(lead, "settings-archive", restore="1")
    assert "This project is archived" not in page(lead, "articles")
    assert post(lead, "settings-name", name="Häfen").status_code == 302


def test_a_second_click_on_archive_does_not_bring_back(lead: Membership) -> None:
    post(lead, "settings-archive")
    post(lead, "settings-archive")
    assert setting(lead, "archived_at")


def test_in_an_archive_only_the_archiving_itself_is_taken_back(lead: Membership) -> None:
    projects.rename(lead, "Häfen")
    projects.archive(lead)
    renamed, archived = ChangeSet.objects.order_by("id")
    for found, status in ((renamed, 403), (archived, 302)):
        url = reverse("change-set", args=["bruecken", found.uid])
        response = client_of(lead).post(url)
        assert response.status_code == status
    assert setting(lead, "archived_at") is None


def test_an_annotation_stays_as_it_is_in_an_archive(lead: Membership) -> None:
    """Its address asks for reading only, and decides by whose it is."""
    mark = make_annotation(make_article(lead.project), lead)
    projects.archive(lead)
    for name in ("annotation", "annotation-removal", "annotation-spans"):
        response = client_of(lead).post(reverse(name, args=["bruecken", mark.uid]))
        assert response.status_code == 403
        assert "This project is archived" in response.text
