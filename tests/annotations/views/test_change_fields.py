"""Fields of one's own answered for many articles or speakers: a count first, one change set, one undo."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations import change_form, changing
from annotations.models import Annotation, Value, Variable
from newsreader.changes import ChangeSet
from newsreader.models import Article, CodingState, Membership, Project
from newsreader.undo import Conflict, redo, undo
from tests.factories import (
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_variable,
)

pytestmark = pytest.mark.django_db
KINDS = {"articles": "coder", "speakers": "lead"}
EACH = pytest.mark.parametrize("kind", KINDS)


def make_things(member: Membership, kind: str, count: int = 3) -> list[Any]:
    project = member.project
    if kind == "articles":
        days = [date(2024, n, 1) for n in range(1, count + 1)]
        return [
            make_article(
                project, title=f"Brücke {n}", published=str(day), published_from=day, published_to=day
            )
            for n, day in enumerate(days)
        ]
    return [make_speaker(project, f"Jörg {n}", ("person", "state")[n % 2]) for n in range(count)]


def make_field(project: Project, things: str, name: str = "Lager", **values: Any) -> Variable:
    return make_variable(project, name, things[:-1], **values)


def url_of(project: Project, kind: str, query: str = "") -> str:
    return reverse(f"change-{kind}", args=[project.slug]) + query


def send(member: Membership, kind: str, count: int, answers: dict[Variable, str], query: str = "") -> Any:
    sent = {f"field-{variable.uid}": value for variable, value in answers.items()}
    return client_of(member).post(url_of(member.project, kind, query), {"count": count, **sent})


def answers_of(project: Project) -> list[tuple[str, str, str]]:
    """(field, what was asked about, answer)."""
    rows = Value.objects.filter(variable__project=project).order_by("variable__name", "pk")
    return sorted(
        (v.variable.name, v.speaker.name if v.speaker else v.annotation.article.title, v.value)  # type: ignore[union-attr]
        for v in rows.select_related("variable", "speaker", "annotation__article")
    )


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def member(kind: str) -> Membership:
    return make_member(role=KINDS[kind])


def test_all_that_the_list_finds_are_answered_in_one_action(member: Membership, kind: str) -> None:
    things = make_things(member, kind)
    side, sum_ = make_field(member.project, kind), make_field(member.project, kind, "Betrag", kind="number")
    found = {"articles": "?from=2024-02&to=2024-03", "speakers": "?q=JOERG"}[kind]
    count = {"articles": 2, "speakers": 3}[kind]
    page = client_of(member).get(url_of(member.project, kind, found)).text
    assert f"{count} {kind}" in page and f'name="count" value="{count}"' in page
    answer = send(member, kind, count, {side: "scharf", sum_: "1,50"}, found)
    assert answer.status_code == 302
    assert answer.url == reverse(kind, args=[member.project.slug]) + found
    names = [str(thing) for thing in things][-count:]
    wanted = [("Betrag", name, "1.5") for name in names] + [("Lager", name, "scharf") for name in names]
    assert answers_of(member.project) == sorted(wanted)
    done = ChangeSet.objects.get()
    assert done.action == f"{kind[:-1]}.answers" and done.changes.count() == count
    undo(member, done)
    assert answers_of(member.project) == []
    redo(member, done)
    assert answers_of(member.project) == sorted(wanted)


def test_those_that_were_picked_are_meant_alone(member: Membership, kind: str) -> None:
    first, *_others = make_things(member, kind)
    side = make_field(member.project, kind)
    send(member, kind, 1, {side: "scharf"}, f"?{kind[:-1]}={first.uid}")
    assert answers_of(member.project) == [("Lager", str(first), "scharf")]
    nothing = client_of(member).get(url_of(member.project, kind, f"?{kind[:-1]}=x")).text
    assert "Go back to the list" in nothing and "<select" not in nothing.partition("<main")[2]


def test_other_answers_stay_and_one_is_replaced_or_taken_away(member: Membership, kind: str) -> None:
    make_things(member, kind, 1)
    side = make_field(member.project, kind)
    words = make_field(member.project, kind, "Anlass", kind="text")
    send(member, kind, 1, {side: "scharf", words: "none"})  # a word like any other
    assert [value for *_, value in answers_of(member.project)] == ["none", "scharf"]
    send(member, kind, 1, {side: "sachlich"})
    assert [value for *_, value in answers_of(member.project)] == ["none", "sachlich"]
    send(member, kind, 1, {side: " "})
    assert [name for name, *_ in answers_of(member.project)] == ["Anlass"]
    sent = {"count": 1, f"field-{words.uid}-none": "on"}
    client_of(member).post(url_of(member.project, kind), sent)
    assert answers_of(member.project) == []
    undo(member, ChangeSet.objects.latest("pk"))
    assert [value for *_, value in answers_of(member.project)] == ["none"]


def test_a_toast_and_the_history_offer_to_take_it_back(member: Membership, kind: str) -> None:
    make_things(member, kind)
    side = make_field(member.project, kind)
    client = client_of(member)
    sent = {"count": 3, f"field-{side.uid}": "scharf"}
    shown = client.post(url_of(member.project, kind), sent, follow=True).text
    done = ChangeSet.objects.get()
    place = reverse("change-set", args=[member.project.slug, done.uid])
    assert f"3 {kind} changed." in shown and place in shown
    told = client.get(reverse("history", args=[member.project.slug])).text
    assert f"Fields of several {kind} answered" in told and place in told


def test_what_somebody_has_changed_since_stands_in_the_way_of_undo(member: Membership, kind: str) -> None:
    make_things(member, kind)
    side = make_field(member.project, kind)
    send(member, kind, 3, {side: "scharf"})
    done = ChangeSet.objects.get()
    send(member, kind, 1, {side: "sachlich"}, {"articles": "?to=2024-01", "speakers": "?q=0"}[kind])
    with pytest.raises(Conflict) as caught:
        undo(member, done)
    assert len(caught.value.objects) == 1


@pytest.mark.parametrize(
    ("count", "name", "value", "sentence"),
    [
        (3, "Lager", "", "Say at least one thing"),
        (2, "Lager", "scharf", "Meanwhile it is another number."),
        (3, "Lager", "mild", "Select a valid choice."),
        (3, "Betrag", "viel", "Write a number"),
    ],
)
def test_what_cannot_be_changes_nothing(
    member: Membership, kind: str, count: int, name: str, value: str, sentence: str
) -> None:
    make_things(member, kind)
    fields = {"Lager": make_field(member.project, kind)}
    fields["Betrag"] = make_field(member.project, kind, "Betrag", kind="number")
    answer = send(member, kind, count, {fields[name]: value})
    assert answer.status_code == 422 and sentence in answer.text
    assert not Value.objects.exists() and not ChangeSet.objects.exists()


def test_an_answer_and_its_taking_away_do_not_go_together(member: Membership, kind: str) -> None:
    make_things(member, kind)
    words = make_field(member.project, kind, "Anlass", kind="text")
    sent = {"count": 3, f"field-{words.uid}": "Gipfel", f"field-{words.uid}-none": "on"}
    answer = client_of(member).post(url_of(member.project, kind), sent)
    assert answer.status_code == 422 and "Either answer it" in answer.text and 'value="Gipfel"' in answer.text


def test_a_field_that_is_deleted_meanwhile_is_told(
    member: Membership, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_things(member, kind)
    side = make_field(member.project, kind)
    real = getattr(changing, f"answer_{kind}")

    def late(*args: Any) -> Any:
        Variable.objects.all().delete()
        return real(*args)

    monkeypatch.setattr(changing, f"answer_{kind}", late)
    answer = send(member, kind, 3, {side: "scharf"})
    assert answer.status_code == 422 and "has been deleted meanwhile" in answer.text
    assert not Annotation.objects.exists() and not ChangeSet.objects.exists()


def test_only_fields_that_are_asked_of_them_are_there(member: Membership, kind: str) -> None:
    make_things(member, kind)
    page = client_of(member).get(url_of(member.project, kind)).text
    assert "No field is asked of these." in page and "primary" not in page
    make_variable(member.project, "Tonfall")
    make_field(member.project, kind, "Alt", archived_at="2024-01-01T00:00Z")
    make_field(member.project, kind, instruction="Auf wessen Seite")
    page = client_of(member).get(url_of(member.project, kind)).text
    assert "Lager" in page and "Auf wessen Seite" in page and "Answered so far: 0 of 3." in page
    assert "Tonfall" not in page and ">Alt<" not in page


def test_so_many_at_once_are_too_many(member: Membership, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotations.views.changing.TOGETHER", 2)
    monkeypatch.setattr(change_form, "TOGETHER", 2)
    make_things(member, kind)
    side = make_field(member.project, kind)
    assert f"At most 2 {kind} at once." in client_of(member).get(url_of(member.project, kind)).text
    assert send(member, kind, 3, {side: "scharf"}).status_code == 422


def test_others_are_kept_out(member: Membership, kind: str) -> None:
    url = url_of(member.project, kind)
    assert client_of(make_member()).get(url).status_code == 404
    reader = client_of(make_member(member.project, "reader"))
    assert reader.get(url).status_code == reader.post(url).status_code == 403
    coder = client_of(make_member(member.project))
    assert coder.get(url).status_code == (200 if kind == "articles" else 403)
    assert Client().get(url).status_code == 302
    assert client_of(member).put(url).status_code == 405
    Project.objects.filter(pk=member.project_id).update(archived_at="2024-01-01T00:00Z")
    assert client_of(member).post(url).status_code == 403


def test_the_list_leads_there_where_there_is_something_to_answer(member: Membership, kind: str) -> None:
    make_things(member, kind)
    there = reverse(kind, args=[member.project.slug])
    url = url_of(member.project, kind)
    assert url not in client_of(member).get(there).text
    make_field(member.project, kind)
    assert url in client_of(member).get(there).text
    assert url not in client_of(make_member(member.project, "reader")).get(there).text


def test_the_number_of_queries_does_not_grow(member: Membership, kind: str) -> None:
    side = make_field(member.project, kind)
    counts = []
    for n in (2, 12):
        things = make_things(member, kind, 2) if n == 2 else [make_more(member, kind, i) for i in range(10)]
        assert things
        with CaptureQueriesContext(connection) as shown:
            client_of(member).get(url_of(member.project, kind))
        with CaptureQueriesContext(connection) as sent:
            send(member, kind, n, {side: "scharf"})
        done = ChangeSet.objects.latest("pk")
        with CaptureQueriesContext(connection) as back:
            undo(member, done)
        counts.append((len(shown), len(sent), len(back)))
    assert counts[0] == counts[1]


def make_more(member: Membership, kind: str, n: int) -> Any:
    if kind == "articles":
        return make_article(member.project, title=f"Mehr {n}")
    return make_speaker(member.project, f"Änne {n}")


class TestArticles:
    """What is asked of an article is answered by each member in their annotation of the whole article."""

    def test_what_others_answered_stays(self) -> None:
        ben = make_member(make_project(visibility="blind"))
        anna, lead = make_member(ben.project), make_member(ben.project, "lead")
        article = make_article(ben.project)
        side = make_field(ben.project, "articles")
        theirs = make_annotation(article, anna, is_whole=True)
        Value.objects.create(variable=side, annotation=theirs, value="sachlich")
        page = client_of(ben).get(url_of(ben.project, "articles")).text
        assert "Answered so far: 0 of 1." in page
        for member in (ben, lead):
            send(member, "articles", 1, {side: "scharf"})
        said = {mark.owner: mark.values.get().value for mark in Annotation.objects.filter(is_whole=True)}
        assert said == {anna: "sachlich", ben: "scharf", lead: "scharf"}

    def test_one_that_is_there_keeps_what_it_says(self) -> None:
        member = make_member()
        article = make_article(member.project)
        side = make_field(member.project, "articles")
        mine = make_annotation(article, member, is_whole=True, note="Gut")
        send(member, "articles", 1, {side: "scharf"})
        row = Annotation.objects.get()
        assert (row.pk, row.note, row.version, row.values.get().value) == (mine.pk, "Gut", 2, "scharf")
        undo(member, ChangeSet.objects.get())
        assert not Annotation.objects.get().values.exists()

    def test_a_whole_that_was_made_is_found_edited_and_keeps_its_state(self) -> None:
        member = make_member()
        article = make_article(member.project)
        side = make_field(member.project, "articles")
        send(member, "articles", 1, {side: "scharf"})
        form = client_of(member).get(reverse("whole", args=[member.project.slug, article.uid])).text
        assert '<option value="scharf" selected>' in form
        assert not CodingState.objects.exists()  # nobody has opened it

    def test_taking_away_makes_nothing(self) -> None:
        member = make_member()
        make_article(member.project)
        side = make_field(member.project, "articles")
        answer = send(member, "articles", 1, {side: " "})
        assert answer.status_code == 302 and not Annotation.objects.exists()
        assert not ChangeSet.objects.exists()

    def test_answering_what_the_list_lacks_reaches_all_of_it(self) -> None:
        """Each article leaves the list as it is answered."""
        member = make_member()
        articles = make_things(member, "articles")
        side = make_field(member.project, "articles", required=True)
        make_annotation(articles[0], member, is_whole=True)
        send(member, "articles", 3, {side: "scharf"}, f"?missing={side.uid}")
        assert Value.objects.filter(value="scharf").count() == 3

    def test_the_words_of_history_name_the_article(self) -> None:
        member = make_member()
        make_things(member, "articles", 1)
        send(member, "articles", 1, {make_field(member.project, "articles"): "scharf"})
        told = client_of(member).get(reverse("history", args=[member.project.slug])).text
        assert "Brücke 0" in told and "scharf" in told

    def test_a_list_that_makes_no_sense_answers_nothing(self) -> None:
        member = make_member()
        make_article(member.project)
        side = make_field(member.project, "articles")
        assert send(member, "articles", 1, {side: "scharf"}, "?tag=Gold").status_code == 422
        assert Article.objects.count() == 1 and not Value.objects.exists()


def test_a_coder_may_take_back_answers_of_articles_and_not_of_speakers() -> None:
    lead = make_member(role="lead")
    make_speaker(lead.project)
    send(lead, "speakers", 1, {make_field(lead.project, "speakers"): "scharf"})
    done = ChangeSet.objects.get()
    Membership.objects.filter(pk=lead.pk).update(role="coder")
    url = reverse("change-set", args=[lead.project.slug, done.uid])
    assert client_of(Membership.objects.get(pk=lead.pk)).post(url).status_code == 403
