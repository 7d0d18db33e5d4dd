"""What a statement says beyond speaker and tag: addressee, date, occasion, certainty, nesting, places."""

import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations.marks import load
from annotations.models import Annotation, Speaker
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.annotations.views.requests import FRAGMENT, QUOTE, START, address, marking, parts, saying, turn
from tests.factories import TEXT, client_of, make_annotation, make_article, make_member, make_speaker

pytestmark = pytest.mark.django_db


def at(role: str, words: str, more: str = "") -> str:
    start = TEXT.index(words)
    return f"{role}:{start}-{start + len(words)}{more}"


def test_everything_is_one_change_shown_on_the_card_and_undone_at_once(
    coder: Membership, article: Article
) -> None:
    made = make_annotation(article, coder)
    before = parts(made.uid)
    to = make_speaker(coder.project, "Jörg Weiß")
    answer = saying(
        made,
        coder,
        addressee=to.uid,
        date="2017-03",
        occasion="zu  Reuters",
        certainty="probable",
        quotes_words="on",
        place=[at("mention", "Änne Gr", "+"), at("cue", "sagte")],
        close="1",
    )
    assert answer.status_code == 200
    for shown in ("to Jörg Weiß", "March 2017", "zu Reuters", "probable", "quotes some of the words"):
        assert f"<span>{shown}</span>" in answer.text
    now = parts(made.uid)
    name = TEXT.index("Änne Groß")
    assert now["places"] == [["cue", *span("sagte")], ["mention", name, name + len("Änne Groß")]]
    assert f"mention:{name}-{name + len('Änne Groß')}" in answer.text
    made = Annotation.objects.get(pk=made.pk)
    assert (str(made.date_from), str(made.date_to)) == ("2017-03-01", "2017-03-31")
    assert ChangeSet.objects.count() == 1
    assert turn("undo-here", article, coder).status_code == 204
    assert parts(made.uid) == before


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def test_the_form_holds_what_is_set_and_names_it_beside_the_fold(coder: Membership, article: Article) -> None:
    to = make_speaker(coder.project, "Jörg Weiß")
    made = make_annotation(article, coder, addressee=to, date="2017-03-30", occasion="zu Reuters")
    made.parts.create(role="cue", start=span("sagte")[0], end=span("sagte")[1], quote="sagte")
    html = client_of(coder).get(address("annotation", coder.project, made.uid), headers=FRAGMENT).text
    assert "<span>to Jörg Weiß</span><span>30 March 2017</span><span>zu Reuters</span>" in html
    assert f'name="addressee" value="{to.uid}"' in html
    assert 'value="2017-03-30"' in html
    assert f'name="place" value="{at("cue", "sagte")}"' in html


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"date": "30.3.2017"}, "2017, 2017-03 or 2017-03-30"),
        ({"date": "2017-02-30"}, "2017, 2017-03 or 2017-03-30"),
        ({"certainty": "sure"}, ""),
        ({"addressee": "x"}, "not an identifier"),
        ({"addressee": str(uuid.UUID(int=1)), "new_addressee": ""}, "does not belong to this project"),
        ({"inside": "x"}, "not an identifier"),
        ({"inside": str(uuid.UUID(int=1))}, "not in this article any more"),
        ({"place": "shout:1-2"}, "neither a mention"),
        ({"place": "cue:1"}, "two numbers"),
        ({"place": "cue:5-99999"}, "outside the text"),
        ({"occasion": "a\0b"}, ""),
        ({"occasion": "x" * 201}, ""),
        ({"new_addressee": "\u00ad"}, "letter or digit"),
    ],
)
def test_what_is_wrong_is_refused_with_a_sentence_and_what_was_typed_stays(
    coder: Membership, article: Article, wrong: dict[str, Any], sentence: str
) -> None:
    made = make_annotation(article, coder, occasion="zu Reuters")
    before = parts(made.uid)
    typed = {"new_addressee": "Neue Stimme", "note": "getippt", "place": at("cue", "sagte"), **wrong}
    answer = saying(made, coder, **typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "getippt" in answer.text
    if "new_addressee" not in wrong:
        assert 'name="new_addressee" value="Neue Stimme"' in answer.text
    if "place" not in wrong:
        assert '<q lang="de">sagte</q>' in answer.text
    assert parts(made.uid) == before
    assert not Speaker.objects.exists()


def test_an_addressee_is_made_like_a_speaker(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    assert saying(made, coder, new_addressee="Jörg Weiß").status_code == 200
    assert Annotation.objects.get().addressee == Speaker.objects.get(name="Jörg Weiß")


def test_the_second_of_two_sees_both_versions(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    outer = make_annotation(article, coder, "Die Kosten seien noch offen")
    lead = make_member(coder.project, "lead")
    theirs: dict[str, Any] = {"date": "2018", "occasion": "im Rat", "inside": outer.uid}
    saying(made, lead, place=at("cue", "sagte"), **theirs)
    late = saying(
        made, coder, date="2017", occasion="zu Reuters", certainty="certain", place=at("mention", "Änne Groß")
    )
    assert late.status_code == 409
    for shown in ("2018 · im Rat", "<dd>Die Kosten", "<dd>sagte", 'value="2017"', 'value="zu Reuters"'):
        assert shown in late.text
    assert '<option value="certain" selected>' in late.text
    assert "Änne Groß</q>" in late.text


def test_a_statement_inside_another_is_on_both_cards(coder: Membership, article: Article) -> None:
    inner = make_annotation(article, coder, "öffnen erst")
    outer = make_annotation(article, coder, speakers=(make_speaker(coder.project),))
    answer = saying(inner, coder, inside=outer.uid, close="1").text
    assert f'href="#card-{outer.uid}"' in answer
    assert f'id="card-{outer.uid}"' in answer  # the other card comes along
    page = client_of(coder).get(address("article", coder.project, article.uid)).text
    assert f'href="#card-{outer.uid}" data-opens' in page
    assert f'href="#card-{inner.uid}" data-opens' in page
    form = client_of(coder).get(address("annotation", coder.project, inner.uid), headers=FRAGMENT).text
    assert f'<option value="{outer.uid}" selected>' in form
    answer = saying(inner, coder, version=2, close="1").text
    assert f'id="card-{outer.uid}"' in answer
    assert f'href="#card-{inner.uid}"' not in answer


def test_a_circle_is_refused(coder: Membership, article: Article) -> None:
    one = make_annotation(article, coder)
    two = make_annotation(article, coder, "öffnen erst", inside=one)
    three = make_annotation(article, coder, "erst", inside=two)
    for uid in (one.uid, two.uid, three.uid):
        answer = saying(one, coder, inside=uid)
        assert answer.status_code == 422
        assert "cannot be inside itself" in answer.text
    assert Annotation.objects.get(pk=one.pk).inside is None


def test_a_redo_makes_no_circle(coder: Membership, article: Article) -> None:
    one, two = make_annotation(article, coder), make_annotation(article, coder, "öffnen erst")
    saying(one, coder, inside=two.uid)
    turn("undo-here", article, coder)
    lead = make_member(coder.project, "lead")
    saying(two, lead, inside=one.uid)
    assert turn("redo-here", article, coder).status_code == 409
    assert Annotation.objects.get(pk=one.pk).inside is None


def test_inside_of_another_article_or_of_what_one_may_not_see_is_not_there(
    coder: Membership, article: Article
) -> None:
    made = make_annotation(article, coder)
    there = make_annotation(make_article(coder.project), coder)
    assert saying(made, coder, inside=there.uid).status_code == 422
    coder.project.visibility = "blind"
    coder.project.save()
    theirs = make_annotation(article, make_member(coder.project), "öffnen erst")
    assert saying(made, coder, inside=theirs.uid).status_code == 422
    form = client_of(coder).get(address("annotation", coder.project, made.uid), headers=FRAGMENT).text
    assert str(theirs.uid) not in form


def test_a_mark_can_be_made_with_all_of_it(coder: Membership, article: Article) -> None:
    outer = make_annotation(article, coder, "öffnen erst")
    answer = marking(article, coder, inside=outer.uid, date="2017", place=at("cue", "sagte"))
    assert answer.status_code == 200
    assert f'id="card-{outer.uid}"' in answer.text
    made = Annotation.objects.latest("pk")
    assert (made.inside, made.date, made.parts.get().quote) == (outer, "2017", "sagte")


def test_the_fields_cost_no_question_where_none_is_set(
    coder: Membership, article: Article, django_assert_num_queries: Any
) -> None:
    for quote in ("öffnen erst", QUOTE, TEXT[START : START + 9]):
        make_annotation(article, coder, quote)
    with django_assert_num_queries(4):
        load(article, coder)


def test_opening_a_form_takes_as_many_questions_for_one_neighbour_as_for_many(
    coder: Membership, article: Article, django_assert_num_queries: Any
) -> None:
    to = make_speaker(coder.project, "Jörg Weiß")
    made = make_annotation(article, coder)
    client, url = client_of(coder), address("annotation", coder.project, made.uid)
    make_annotation(article, coder, "öffnen erst", speakers=(to,), addressee=to)
    client.get(url, headers=FRAGMENT)
    with CaptureQueriesContext(connection) as few:
        client.get(url, headers=FRAGMENT)
    for start in range(0, 80, 2):
        make_annotation(article, coder, spans=[(start, start + 5)], speakers=(to,), addressee=to)
    with django_assert_num_queries(len(few)):
        html = client.get(url, headers=FRAGMENT).text
    assert html.count("<option") < 100  # the nearest are offered, not all
