"""A project's own fields: made, changed, ordered, archived and deleted by leads, read by everybody."""

from typing import Any

import pytest
from django.urls import reverse

from annotations.models import Value, Variable
from newsreader import projects
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.annotations.views.requests import address
from tests.factories import client_of, make_annotation, make_article, make_member, make_speaker, make_variable

pytestmark = pytest.mark.django_db
TONE = {
    "of": "annotation",
    "name": "Tonfall",
    "kind": "choice",
    "options": "sachlich\n scharf \n\nsachlich",
    "instruction": "Wie es klingt 🔔",
    "required": "on",
}


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


def url_of(member: Membership, name: str = "variables") -> str:
    return reverse(name, args=[member.project.slug])


def adding(member: Membership, **data: Any) -> Any:
    return client_of(member).post(url_of(member, "variable-new"), {**TONE, **data})


def changing(member: Membership, variable: Variable, **data: Any) -> Any:
    return client_of(member).post(address("variable", member.project, variable.uid), {**TONE, **data})


def taking_back(member: Membership, action: str) -> Any:
    made = ChangeSet.objects.get(action=action)
    return client_of(member).post(address("change-set", member.project, made.uid))


def answer(variable: Variable, value: str = "scharf") -> Value:
    member = make_member(variable.project)
    return Value.objects.create(
        variable=variable, annotation=make_annotation(make_article(member.project), member), value=value
    )


def order_of(member: Membership) -> list[str]:
    return [row.name for row in Variable.objects.of(member.project).asked()]


def test_a_field_is_made_as_one_change_and_taken_back(lead: Membership) -> None:
    assert adding(lead).status_code == 302
    made = Variable.objects.get()
    assert (made.name, made.kind, made.options) == ("Tonfall", "choice", ["sachlich", "scharf"])
    assert made.required and made.instruction == "Wie es klingt 🔔"
    page = client_of(lead).get(url_of(lead)).text
    assert "sachlich, scharf" in page and "Wie es klingt 🔔" in page and "an answer is expected" in page
    assert "Tonfall" in client_of(lead).get(url_of(lead, "settings")).text
    assert taking_back(lead, "variable.create").status_code == 302
    assert not Variable.objects.exists()


def test_a_field_is_changed_and_says_so_in_its_history(lead: Membership) -> None:
    field = make_variable(lead.project)
    assert changing(lead, field, name="Ton", kind="text", of="speaker").status_code == 302
    field.refresh_from_db()
    assert (field.name, field.kind, field.options, field.of) == ("Ton", "text", [], "annotation")
    history = client_of(lead).get(address("variable-history", lead.project, field.uid)).text
    assert "Field changed" in history and "sachlich, scharf" in history
    changing(lead, field, name="Ton", kind="text")
    assert ChangeSet.objects.filter(action="variable.update").count() == 1  # it was so already
    taking_back(lead, "variable.update")
    field.refresh_from_db()
    assert (field.name, field.kind, field.options) == ("Tonfall", "choice", ["sachlich", "scharf"])


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": " "}, "This field is required."),
        ({"name": "\u200b"}, "A name needs at least one letter or digit."),
        ({"name": "anlaß"}, "There is a field of this name already."),
        ({"kind": "picture"}, "Select a valid choice."),
        ({"of": "page"}, "Select a valid choice."),
        ({"options": " \n"}, "A choice needs something to choose from."),
        ({"options": "\n".join(f"Wahl {n}" for n in range(101))}, "At most 100 choices"),
        ({"options": "x" * 201}, "At most 100 choices"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_stays_typed(
    lead: Membership, data: dict[str, str], sentence: str
) -> None:
    make_variable(lead.project, "Anlass")
    answered = adding(lead, **data)
    assert answered.status_code == 422
    assert sentence in answered.text and "Wie es klingt 🔔" in answered.text
    assert Variable.objects.count() == 1 and not ChangeSet.objects.exists()


def test_one_name_may_be_asked_of_different_things(lead: Membership) -> None:
    make_variable(lead.project, of="speaker")
    assert adding(lead).status_code == 302


def test_what_has_been_answered_keeps_its_kind_and_its_choices(lead: Membership) -> None:
    field = make_variable(lead.project)
    answer(field)
    answer(field)
    for data, sentence in (
        ({"kind": "text"}, "answered 2 times"),
        ({"options": "sachlich\nspitz"}, "“scharf” has been chosen 2 times"),
    ):
        refused = changing(lead, field, **data)
        assert refused.status_code == 422 and sentence in refused.text
    assert not ChangeSet.objects.exists()
    assert changing(lead, field, options="scharf\nspitz").status_code == 302  # nobody chose the other
    field.refresh_from_db()
    assert field.options == ["scharf", "spitz"]


def test_taking_back_a_change_does_not_lose_what_was_answered_since(lead: Membership) -> None:
    field = make_variable(lead.project)
    changing(lead, field, options="sachlich\nscharf\nspitz")
    answer(field, "spitz")
    refused = taking_back(lead, "variable.update")
    assert refused.status_code == 409 and "“spitz” has been chosen 1 time" in refused.text
    field.refresh_from_db()
    assert "spitz" in field.options


def test_one_that_has_been_answered_is_not_deleted_and_not_taken_back(lead: Membership) -> None:
    adding(lead)
    field = Variable.objects.get()
    answered = answer(field)
    refused = changing(lead, field, remove="1")
    assert refused.status_code == 422 and "cannot be deleted" in refused.text
    assert taking_back(lead, "variable.create").status_code == 409
    answered.delete()
    assert changing(lead, field, remove="1").status_code == 302
    assert not Variable.objects.exists()
    taking_back(lead, "variable.remove")
    assert Variable.objects.get().uid == field.uid


def test_archived_it_is_asked_no_longer_until_it_is_asked_again(lead: Membership) -> None:
    field = make_variable(lead.project)
    answer(field)
    assert changing(lead, field, archive="1").status_code == 302
    assert order_of(lead) == [] and Value.objects.exists()
    assert "No longer asked" in client_of(lead).get(url_of(lead)).text
    assert changing(lead, field, restore="1").status_code == 302
    assert order_of(lead) == ["Tonfall"]
    taking_back(lead, "variable.restore")
    assert order_of(lead) == []


def test_the_order_is_set_step_by_step(lead: Membership) -> None:
    for name in ("A", "B", "C"):
        adding(lead, name=name)
    make_variable(lead.project, "D", "article")
    third = Variable.objects.get(name="C")
    place = address("variable-place", lead.project, third.uid)
    assert client_of(lead).post(place, {"to": "up"}).status_code == 302
    assert order_of(lead) == ["D", "A", "C", "B"]
    client_of(lead).post(place, {"to": "up"})
    client_of(lead).post(place, {"to": "up"})  # it is the first
    client_of(lead).post(place, {"to": "nowhere"})
    assert order_of(lead) == ["D", "C", "A", "B"]
    assert ChangeSet.objects.filter(action="variable.move").count() == 2
    client_of(lead).post(place, {"to": "down"})
    assert order_of(lead) == ["D", "A", "C", "B"]


def test_a_new_project_takes_the_fields_over_but_no_answers(lead: Membership) -> None:
    field = make_variable(lead.project, instruction="Wie es klingt", required=True, position=3)
    make_variable(lead.project, "Alt", archived_at=field.project.created_at)
    answer(field)
    assert lead.user
    made = projects.create(lead.user, "Häfen", "haefen", "shared", lead.project, ["fields"])
    copy = Variable.objects.get(project=made.project)
    assert copy.uid != field.uid and not copy.values.exists()
    kept = ("name", "key", "of", "kind", "options", "required", "instruction", "position")
    assert [getattr(copy, name) for name in kept] == [getattr(field, name) for name in kept]
    assert ChangeSet.objects.get(project=made.project).changes.filter(kind="variable").count() == 1


def test_who_saves_over_a_change_of_somebody_else_is_shown_both(lead: Membership) -> None:
    tone = make_variable(lead.project)
    page = client_of(lead).get(address("variable", lead.project, tone.uid)).text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    client_of(lead).post(address("variable-place", lead.project, tone.uid), {"to": "down"})
    changing(make_member(lead.project, "lead"), tone, name="Ton", options="sachlich\nscharf\nspitz")
    asked = changing(lead, tone, name="Klang", options="sachlich\nscharf", seen=seen)
    assert asked.status_code == 409
    assert "Somebody else has changed this meanwhile" in asked.text
    assert "sachlich, scharf, spitz" in asked.text and 'value="Klang"' in asked.text
    tone.refresh_from_db()
    assert tone.name == "Ton"
    again = asked.text.split('name="seen" value="')[1].split('"')[0]
    assert changing(lead, tone, name="Klang", options="sachlich\nscharf", seen=again).status_code == 302
    tone.refresh_from_db()
    assert (tone.name, tone.options) == ("Klang", ["sachlich", "scharf"])


def moving(member: Membership, variable: Variable, old: str, new: str) -> Any:
    url = address("variable-answers", member.project, variable.uid)
    return client_of(member).post(url, {"old": old, "new": new})


def answers(variable: Variable) -> list[str]:
    return sorted(variable.values.values_list("value", flat=True))


def test_answers_move_to_another_choice_and_are_taken_back(lead: Membership) -> None:
    tone = make_variable(lead.project)
    page = address("variable", lead.project, tone.uid)
    assert "Move answers" not in client_of(lead).get(page).text
    for value in ("scharf", "scharf", "sachlich", "früher"):
        answer(tone, value)
    assert "scharf (2)" in client_of(lead).get(page).text
    assert moving(lead, tone, "scharf", "sachlich").status_code == 302
    assert moving(lead, tone, "früher", "scharf").status_code == 302  # one that is no choice any longer
    assert answers(tone) == ["sachlich", "sachlich", "sachlich", "scharf"]
    first, _second = ChangeSet.objects.filter(action="variable.recode").order_by("pk")
    assert client_of(lead).post(address("change-set", lead.project, first.uid)).status_code == 302
    assert answers(tone) == ["sachlich", "scharf", "scharf", "scharf"]


def test_answers_of_speakers_move_too(lead: Membership, django_assert_max_num_queries: Any) -> None:
    party = make_variable(lead.project, "Lager", "speaker")
    for number in range(20):
        speaker = make_speaker(lead.project, f"Person {number}")
        Value.objects.create(variable=party, speaker=speaker, value="scharf")
    client = client_of(lead)
    with django_assert_max_num_queries(25):
        url = address("variable-answers", lead.project, party.uid)
        client.post(url, {"old": "scharf", "new": "sachlich"})
    assert set(answers(party)) == {"sachlich"}
    taking_back(lead, "variable.recode")
    assert set(answers(party)) == {"scharf"}


@pytest.mark.parametrize(
    ("old", "new"), [("scharf", "scharf"), ("spitz", "scharf"), ("scharf", "spitz"), ("", "")]
)
def test_what_cannot_be_moved_is_refused(lead: Membership, old: str, new: str) -> None:
    tone = make_variable(lead.project)
    answer(tone)
    refused = moving(lead, tone, old, new)
    assert refused.status_code == 422 and "errorlist" in refused.text
    assert answers(tone) == ["scharf"] and not ChangeSet.objects.exists()
    assert moving(make_member(lead.project), tone, "scharf", "sachlich").status_code == 403


def test_who_may(lead: Membership, article: Article) -> None:
    field = make_variable(lead.project)
    addresses = [url_of(lead, "variable-new"), address("variable", lead.project, field.uid)]
    for role in ("coder", "reader"):
        member = make_member(lead.project, role)
        page = client_of(member).get(url_of(lead))
        assert page.status_code == 200 and "Tonfall" in page.text and addresses[1] not in page.text
        assert [client_of(member).get(url).status_code for url in addresses] == [403, 403]
        assert adding(member).status_code == 403
        place = address("variable-place", lead.project, field.uid)
        assert client_of(member).post(place, {"to": "up"}).status_code == 403
    stranger = make_member(role="lead")
    foreign = address("variable", stranger.project, field.uid)
    assert client_of(stranger).get(foreign).status_code == 404
    assert client_of(stranger).get(url_of(lead)).status_code == 404
    assert client_of(lead).put(addresses[0]).status_code == 405
    assert not ChangeSet.objects.exists()


def test_the_page_asks_as_often_for_many_fields(lead: Membership, django_assert_max_num_queries: Any) -> None:
    for number in range(30):
        make_variable(lead.project, f"Feld {number}")
    make_speaker(lead.project)
    client = client_of(lead)
    with django_assert_max_num_queries(6):
        assert client.get(url_of(lead)).status_code == 200
