"""A project's own fields on the card of an annotation and of a whole article."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Annotation, Speaker, Value, Variable
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.annotations.views.requests import FRAGMENT, address, marking, saying, turn
from tests.factories import client_of, make_annotation, make_member, make_speaker, make_variable

pytestmark = pytest.mark.django_db


def name(variable: Variable) -> str:
    return f"field-{variable.uid}"


def say(annotation: Annotation, member: Membership, **data: Any) -> Any:
    return saying(annotation, member, **data)


def form_of(annotation: Annotation, member: Membership) -> str:
    url = address("annotation", annotation.project, annotation.uid)
    return str(client_of(member).get(url, headers=FRAGMENT).text)


def article_page(article: Article, member: Membership) -> str:
    return str(client_of(member).get(address("article", article.project, article.uid)).text)


def stored(annotation: Annotation | Speaker) -> dict[str, str]:
    return dict(annotation.values.values_list("variable__name", "value"))


def test_the_card_asks_with_the_instruction_and_keeps_the_answer(coder: Membership, article: Article) -> None:
    tone = make_variable(coder.project, instruction="Wie es klingt 🔔")
    size = make_variable(coder.project, "Betrag", kind="number")
    mark = make_annotation(article, coder)
    shown = form_of(mark, coder)
    assert "Wie es klingt 🔔" in shown and f'name="{name(tone)}"' in shown
    answer = say(mark, coder, **{name(tone): "scharf", name(size): "1,50"})
    assert answer.status_code == 200 and "Tonfall: scharf" in answer.text
    assert stored(mark) == {"Tonfall": "scharf", "Betrag": "1.5"}
    page = article_page(article, coder)
    assert "Tonfall: scharf" in page and "Betrag: 1.5" in page
    assert '<option value="scharf" selected>' in form_of(mark, coder)


def test_it_is_the_same_change_as_the_rest_of_the_card_and_taken_back_with_it(
    coder: Membership, article: Article
) -> None:
    tone = make_variable(coder.project)
    mark = make_annotation(article, coder)
    say(mark, coder, note="Bitte prüfen", **{name(tone): "scharf"})
    made = ChangeSet.objects.get(action="annotation.update")
    history = client_of(coder).get(address("change-set", coder.project, made.uid)).text
    assert "Tonfall · scharf" in history and "Bitte prüfen" in history
    assert turn("undo-here", article, coder).status_code == 204
    mark.refresh_from_db()
    assert stored(mark) == {} and mark.note == ""
    turn("redo-here", article, coder)
    assert stored(mark) == {"Tonfall": "scharf"}


def test_what_is_expected_is_marked_and_missing_but_never_in_the_way(
    coder: Membership, article: Article
) -> None:
    tone = make_variable(coder.project, required=True)
    mark = make_annotation(article, coder)
    shown = form_of(mark, coder)
    assert "expected" in shown and "Still missing: Tonfall" in shown
    assert shown.index(name(tone)) < shown.index("<summary>More")  # not folded away
    answer = say(mark, coder, note="ohne", **{name(tone): ""})
    assert answer.status_code == 200 and "Still missing: Tonfall" in answer.text
    mark.refresh_from_db()
    assert mark.note == "ohne"
    assert "Still missing: Tonfall" in article_page(article, coder)
    said = say(mark, coder, version=mark.version, **{name(tone): "sachlich"})
    assert "Still missing" not in said.text and "Still missing" not in article_page(article, coder)


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("number", "viel", "Write a number"),
        ("date", "gestern", "Write a date as 2017"),
        ("choice", "spitz", "Select a valid choice"),
        ("yes_no", "vielleicht", "Select a valid choice"),
        ("text", "x" * 1001, "at most 1000 characters"),
    ],
)
def test_a_bad_answer_is_refused_and_nothing_is_lost(
    coder: Membership, article: Article, kind: str, typed: str, sentence: str
) -> None:
    field = make_variable(coder.project, kind=kind)
    mark = make_annotation(article, coder)
    answer = say(mark, coder, note="bleibt stehen", **{name(field): typed})
    assert answer.status_code == 422
    assert sentence in answer.text and "bleibt stehen" in answer.text
    assert "<details" in answer.text and " open>" in answer.text
    if kind in ("number", "date", "text"):
        assert f'value="{typed}"' in answer.text
    assert not Value.objects.exists()


def test_what_is_not_sent_stays_as_it_is(coder: Membership, article: Article) -> None:
    tone, old = make_variable(coder.project), make_variable(coder.project, "Alt", archived_at=coder.joined_at)
    mark = make_annotation(article, coder)
    for field in (tone, old):
        Value.objects.create(variable=field, annotation=mark, value="scharf")
    assert name(old) not in form_of(mark, coder)
    say(mark, coder, note="neu")
    assert stored(mark) == {"Tonfall": "scharf", "Alt": "scharf"}
    assert "Alt: scharf" in article_page(article, coder)
    say(mark, coder, version=2, **{name(tone): ""})
    assert stored(mark) == {"Alt": "scharf"}


def test_a_field_that_was_archived_while_it_was_answered_keeps_the_answer(
    coder: Membership, article: Article
) -> None:
    old = make_variable(coder.project, kind="text", archived_at=coder.joined_at)
    mark = make_annotation(article, coder)
    say(mark, coder, **{name(old): "schon getippt"})
    assert stored(mark) == {"Tonfall": "schon getippt"}


def test_a_choice_that_is_gone_stays_chosen_until_somebody_changes_it(
    coder: Membership, article: Article
) -> None:
    tone = make_variable(coder.project)
    mark = make_annotation(article, coder)
    Value.objects.create(variable=tone, annotation=mark, value="früher")
    assert '<option value="früher" selected>' in form_of(mark, coder)
    assert say(mark, coder, note="neu", **{name(tone): "früher"}).status_code == 200
    assert stored(mark) == {"Tonfall": "früher"}


def test_fields_of_other_things_and_other_projects_are_none_of_the_annotations(
    coder: Membership, article: Article
) -> None:
    foreign = [
        make_variable(coder.project, of="article"),
        make_variable(coder.project, of="speaker"),
        make_variable(make_member().project),
    ]
    mark = make_annotation(article, coder)
    shown = form_of(mark, coder)
    assert not any(name(field) in shown for field in foreign)
    say(mark, coder, **{name(field): "scharf" for field in foreign})
    assert not Value.objects.exists()


def test_a_conflict_shows_the_other_answer_and_keeps_what_was_typed(
    coder: Membership, article: Article
) -> None:
    tone = make_variable(coder.project, required=True)
    mark = make_annotation(article, coder)
    lead = make_member(coder.project, "lead")
    say(mark, lead, **{name(tone): "sachlich"})
    answer = say(mark, coder, **{name(tone): "scharf"})
    assert answer.status_code == 409
    assert "Tonfall: sachlich" in answer.text and '<option value="scharf" selected>' in answer.text


def test_what_is_asked_of_an_article_is_answered_on_the_card_of_the_whole(
    coder: Membership, article: Article
) -> None:
    genre = make_variable(coder.project, "Gattung", "article", required=True, instruction="Wie er sich nennt")
    make_variable(coder.project)  # of annotations
    url = address("whole", coder.project, article.uid)
    client = client_of(coder)
    shown = client.get(url, headers=FRAGMENT).text
    assert "Wie er sich nennt" in shown and "Still missing: Gattung" in shown and "Tonfall" not in shown
    uid = shown.split('name="uid" value="')[1].split('"')[0]
    nothing = client.post(url, {"uid": uid, "version": 1, name(genre): ""}, headers=FRAGMENT)
    assert nothing.status_code == 204 and not Annotation.objects.exists()
    made = client.post(url, {"uid": uid, "version": 1, name(genre): "sachlich"}, headers=FRAGMENT)
    assert made.status_code == 200
    whole = Annotation.objects.get()
    assert whole.is_whole and stored(whole) == {"Gattung": "sachlich"}
    assert "Gattung: sachlich" in article_page(article, coder)
    again = client.post(url, {"uid": uid, "version": 1, name(genre): "scharf"}, headers=FRAGMENT)
    assert again.status_code == 200 and stored(whole) == {"Gattung": "scharf"}


def test_a_new_mark_says_what_is_missing_at_once(coder: Membership, article: Article) -> None:
    make_variable(coder.project, required=True)
    assert "Still missing: Tonfall" in marking(article, coder).text


def test_the_form_asks_as_often_for_many_fields(
    coder: Membership, article: Article, django_assert_num_queries: Any
) -> None:
    mark = make_annotation(article, coder)
    Value.objects.create(variable=make_variable(coder.project), annotation=mark, value="scharf")
    url = address("annotation", coder.project, mark.uid)
    client = client_of(coder)
    with CaptureQueriesContext(connection) as few:
        client.get(url, headers=FRAGMENT)
    for number in range(20):
        field = make_variable(coder.project, f"Feld {number}", required=bool(number % 2))
        Value.objects.create(variable=field, annotation=mark, value="scharf")
    with django_assert_num_queries(len(few)):
        client.get(url, headers=FRAGMENT)


def test_what_is_asked_of_a_speaker_is_answered_on_the_speakers_form(coder: Membership) -> None:
    lead = make_member(coder.project, "lead")
    party = make_variable(coder.project, "Lager", "speaker", required=True, instruction="Zur Zeit davon")
    old = make_variable(coder.project, "Alt", "speaker", kind="text", archived_at=coder.joined_at)
    speaker = make_speaker(coder.project)
    Value.objects.create(variable=old, speaker=speaker, value="von früher")
    edit = address("speaker-edit", coder.project, speaker.uid)
    page = address("speaker", coder.project, speaker.uid)
    client = client_of(lead)
    shown = client.get(edit).text
    assert "Zur Zeit davon" in shown and "expected" in shown and name(old) not in shown
    assert "Still missing: Lager" in client.get(page).text
    known = {"name": speaker.name, "kind": "person", "aliases": ""}
    refused = client.post(edit, {**known, "name": "Getippt", name(party): "spitz"})
    assert (
        refused.status_code == 422 and "Getippt" in refused.text and "Select a valid choice" in refused.text
    )
    assert client.post(edit, {**known, name(party): "scharf"}).status_code == 302
    assert stored(speaker) == {
        "Lager": "scharf",
        "Alt": "von früher",
    }
    told = client.get(page).text
    assert "Lager: scharf" in told and "Alt: von früher" in told and "Still missing" not in told
    made = ChangeSet.objects.get(action="speaker.update")
    assert client.post(address("change-set", coder.project, made.uid)).status_code == 302
    assert stored(speaker) == {"Alt": "von früher"}


def test_a_new_speaker_is_asked_too_and_without_an_answer_saved(coder: Membership) -> None:
    party = make_variable(coder.project, "Lager", "speaker", required=True)
    url = reverse("speaker-new", args=[coder.project.slug])
    for person, said in (("Jörg Weiß", {name(party): "scharf"}), ("Änne Groß", {})):
        data = {"name": person, "kind": "person", "aliases": "", **said}
        assert client_of(coder).post(url, data).status_code == 302
    assert dict(Value.objects.values_list("speaker__name", "value")) == {"Jörg Weiß": "scharf"}
