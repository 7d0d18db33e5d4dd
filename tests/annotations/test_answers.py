"""What was answered to a project's own fields: read, narrowed by, set in bulk, shown, and checked."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from annotations import many
from annotations.answer_fields import answer_field, canonical_number
from annotations.answers import answered, answers_of, narrowed, shown
from annotations.marks import load
from annotations.models import Annotation, Value, Variable
from newsreader.changes import recording
from newsreader.models import Article, Membership
from newsreader.undo import undo
from tests.factories import make_annotation, make_article, make_member, make_speaker, make_variable

numbers = st.decimals(allow_nan=False, allow_infinity=False, places=4, max_value=10**9, min_value=-(10**9))


@given(numbers)
def test_a_number_has_one_way_of_writing(number: Any) -> None:
    written = canonical_number(f"{number:f}")
    assert canonical_number(f"{number:f}".replace(".", ",")) == written
    assert canonical_number(written) == written
    assert float(written) == float(number)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("1,50", "1.5"), (" 007 ", "7"), ("-0", "0"), ("−3", "-3"), ("1200", "1200"), (".5", "0.5"), ("", "")],
)
def test_numbers_as_people_write_them(typed: str, stored: str) -> None:
    assert answer_field(Variable(kind="number", name="Zahl")).clean(typed) == stored


@pytest.mark.parametrize("typed", ["drei", "1.200,5", "1e5", "NaN", "٣", "1 200", "9" * 31, "-", "5 €"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        answer_field(Variable(kind="number", name="Zahl")).clean(typed)


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("choice", "scharf", "scharf"),
        ("choice", "früher", "früher"),  # what is there stays, though it is no choice any longer
        ("choice", "spitz", None),
        ("yes_no", "no", "no"),
        ("yes_no", "maybe", None),
        ("date", "2017-03", "2017-03"),
        ("date", "März", None),
        ("text", "  zwei\nWörter ", "zwei Wörter"),
        ("text", "x" * 1001, None),
        ("text", "a\0b", None),
    ],
)
def test_what_each_kind_takes(kind: str, typed: str, stored: str | None) -> None:
    field = answer_field(Variable(kind=kind, name="F", options=["sachlich", "scharf"]), "früher")
    if stored is not None:
        assert field.clean(typed) == stored and field.clean("") == ""
        return
    with pytest.raises(ValidationError):
        field.clean(typed)


def test_answers_are_shown_in_the_readers_language() -> None:
    said = [("yes_no", "yes"), ("number", "-1.5"), ("date", "2017-03-01"), ("text", "a.b"), ("choice", "no")]
    with translation.override("de"):
        assert [shown(*one) for one in said] == ["ja", "-1,5", "1. März 2017", "a.b", "no"]
    with translation.override("en"):
        assert [shown(*one) for one in said] == ["yes", "-1.5", "1 March 2017", "a.b", "no"]


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project)


def answer(variable: Variable, annotation: Annotation, value: str = "scharf") -> None:
    Value.objects.create(variable=variable, annotation=annotation, value=value)


@pytest.mark.django_db
def test_answers_of_many_annotations_are_one_question(
    coder: Membership, article: Article, django_assert_num_queries: Any
) -> None:
    tone, reason = make_variable(coder.project), make_variable(coder.project, "Anlass", kind="text")
    marks = [make_annotation(article, coder) for _ in range(5)]
    answer(tone, marks[0])
    answer(reason, marks[0], "Wahl")
    answer(tone, marks[1], "sachlich")
    with django_assert_num_queries(1):
        found = answers_of(mark.pk for mark in marks)
    assert found[marks[0].pk] == {tone.uid: "scharf", reason.uid: "Wahl"}
    assert found[marks[1].pk] == {tone.uid: "sachlich"} and not found.get(marks[2].pk)


@pytest.mark.django_db
def test_annotations_are_narrowed_by_an_answer_whatever_it_was_asked_of(
    coder: Membership, article: Article
) -> None:
    tone = make_variable(coder.project)
    genre = make_variable(coder.project, "Gattung", "article")
    party = make_variable(coder.project, "Lager", "speaker")
    speaker = make_speaker(coder.project)
    Value.objects.create(variable=party, speaker=speaker, value="scharf")
    own = make_annotation(article, coder, speakers=(speaker,))
    whole = make_annotation(article, coder, is_whole=True)
    others = make_annotation(article, make_member(coder.project))
    answer(tone, own)
    answer(genre, whole)
    rows = Annotation.objects.filter(project=coder.project)
    assert set(narrowed(rows, tone, "scharf")) == {own}
    assert set(narrowed(rows, tone, "sachlich")) == set()
    assert set(narrowed(rows, tone, "")) == {whole, others}
    assert set(narrowed(rows, genre, "scharf")) == {own, whole}  # the other coder has not said it
    assert set(narrowed(rows, genre, "")) == {others}
    assert set(narrowed(rows, party, "scharf")) == {own}
    assert set(narrowed(rows, party, "")) == {whole, others}


@pytest.mark.django_db
def test_an_answer_is_set_in_bulk_as_one_change_and_taken_back(coder: Membership, article: Article) -> None:
    tone, reason = make_variable(coder.project), make_variable(coder.project, "Anlass", kind="text")
    marks = [make_annotation(article, coder) for _ in range(3)]
    answer(tone, marks[0])
    answer(tone, marks[1], "sachlich")
    answer(reason, marks[1], "Wahl")
    rows = Annotation.objects.filter(project=coder.project)
    with recording(coder, "annotation.update") as record:
        assert many.edit(record, coder.project, rows, "values", many.answered((tone.uid, "scharf"))) == 2
    assert set(narrowed(rows, tone, "scharf")) == set(marks)
    assert answered(rows.with_parts().get(pk=marks[1].pk)) == ["Anlass: Wahl", "Tonfall: scharf"]
    assert record.change_set
    undo(coder, record.change_set)
    assert set(narrowed(rows, tone, "sachlich")) == {marks[1]} and set(narrowed(rows, tone, "")) == {marks[2]}
    with recording(coder, "annotation.update") as record:
        assert many.edit(record, coder.project, rows, "values", many.answered((tone.uid, ""))) == 2
    assert set(Value.objects.values_list("value", flat=True)) == {"Wahl"}


@pytest.mark.django_db
def test_an_article_asks_once_more_where_there_are_fields_and_not_otherwise(
    coder: Membership, article: Article, django_assert_num_queries: Any
) -> None:
    marks = [make_annotation(article, coder) for _ in range(7)]
    with django_assert_num_queries(4):
        assert not any(mark.answers or mark.missing for mark in load(article, coder))
    tone = make_variable(coder.project, required=True)
    make_variable(coder.project, "Gattung", "article", required=True)
    make_variable(coder.project, "Alt", required=True, archived_at=coder.joined_at)
    make_variable(make_project_of_another(), "Fremd", required=True)
    for mark in marks[:6]:
        answer(tone, mark)
    with django_assert_num_queries(5):
        shown_here = {mark.pk: mark for mark in load(article, coder)}
    assert shown_here[marks[0].pk].answers == ["Tonfall: scharf"] and not shown_here[marks[0].pk].missing
    assert shown_here[marks[6].pk].missing == ["Tonfall"] and not shown_here[marks[6].pk].answers
    [alone] = load(article, coder, [marks[6].uid])
    assert alone.missing == ["Tonfall"]


def make_project_of_another() -> Any:
    return make_member().project
