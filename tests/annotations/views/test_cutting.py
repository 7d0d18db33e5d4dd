"""Edges moved, one annotation split, two joined: over HTTP, each one change and one undo."""

from typing import Any

import pytest

from annotations.models import Annotation, Comment, Scheme
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.annotations.views.requests import FRAGMENT, QUOTE, START, address, parts, turn
from tests.factories import (
    TEXT,
    client_of,
    make_annotation,
    make_article,
    make_comment,
    make_member,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db

LATER = "Die Kosten seien noch offen"


def sending(name: str, made: Annotation, member: Membership, fragment: bool = True, **data: Any) -> Any:
    url = address(f"annotation-{name}", made.project, made.uid)
    return client_of(member).post(url, {"text_version": 1, **data}, headers=FRAGMENT if fragment else {})


def quote_of(made: Annotation) -> str:
    return Annotation.objects.get(pk=made.pk).quote


def states(article: Article) -> dict[str, Any]:
    return {str(row.uid): parts(row.uid) for row in article.annotations.all()}


def test_a_stretch_that_is_covered_is_taken_away_and_the_last_one_stays(
    coder: Membership, article: Article
) -> None:
    made = make_annotation(article, coder)
    middle = TEXT.index("erst,")
    assert sending("spans", made, coder, span=f"{middle}-{middle + 5}").status_code == 200
    assert quote_of(made) == "Wir öffnen […] wenn alles hält"
    assert turn("undo-here", article, coder).status_code == 204
    assert quote_of(made) == QUOTE
    answer = sending("spans", made, coder, span=f"{START}-{START + len(QUOTE)}")
    assert answer.status_code == 422
    assert "Delete the annotation instead" in answer.text
    assert quote_of(made) == QUOTE


def test_edges_move_by_words_and_what_is_one_movement_is_one_undo(
    coder: Membership, article: Article
) -> None:
    made = make_annotation(article, coder, "öffnen erst, wenn")
    edit = "00000000-0000-0000-0000-0000000000aa"
    for edge, step, expected in (
        ("end", 1, "öffnen erst, wenn alles"),
        ("start", -1, "Wir öffnen erst, wenn alles"),
        ("end", -1, "Wir öffnen erst, wenn"),
        ("end", -1, "Wir öffnen erst"),
        ("start", 1, "öffnen erst"),
    ):
        assert sending("edge", made, coder, edge=edge, step=step, edit=edit).status_code == 200
        assert quote_of(made) == expected
    assert ChangeSet.objects.count() == 1
    assert turn("undo-here", article, coder).status_code == 204
    assert quote_of(made) == "öffnen erst, wenn"


def test_an_edge_goes_where_it_is_dragged_and_takes_whole_words(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder, "öffnen")
    at, to = TEXT.index(" erst"), TEXT.index("es hält")
    assert sending("edge", made, coder, edge="end", at=at, to=to, snap="1").status_code == 200
    assert quote_of(made) == "öffnen erst, wenn alles"
    assert sending("edge", made, coder, edge="end", at=at, to=to).status_code == 422  # it is no longer there


def test_what_meets_after_a_move_is_one_span(coder: Membership, article: Article) -> None:
    spans = [(START, START + 3), (START + 11, START + 15)]
    made = make_annotation(article, coder, spans=spans)
    sending("edge", made, coder, edge="end", at=START + 3, to=START + 12)
    assert quote_of(made) == "Wir öffnen erst"


def test_the_last_word_stays(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder, "öffnen")
    assert sending("edge", made, coder, edge="end", step=-1).status_code == 422
    assert quote_of(made) == "öffnen"


def everything(article: Article, coder: Membership) -> Annotation:
    claim = make_tag(article.project, "Erst prüfen", "claim")
    made = make_annotation(
        article, coder, speakers=(make_speaker(article.project),), tags=(claim,), form="direct", note="Notiz",
        date="2017-03", occasion="zu Reuters",
    )  # fmt: skip
    made.tag_links.update(stance="for")
    made.parts.create(role="cue", start=START + 34, end=START + 39, quote=TEXT[START + 34 : START + 39])
    return made


def test_a_split_says_the_same_of_both_and_the_note_stays_with_the_first(
    coder: Membership, article: Article
) -> None:
    made = everything(article, coder)
    comment = make_comment(article, coder, annotation=made)
    before = states(article)
    answer = sending("split", made, coder, at=TEXT.index("enn alles"))  # inside of a word
    assert answer.status_code == 200
    second = Annotation.objects.latest("pk")
    assert (quote_of(made), second.quote) == ("Wir öffnen erst,", "wenn alles hält")
    one, two = parts(made.uid), parts(second.uid)
    same = ("speakers", "tags", "form", "date", "occasion", "places", "owner")
    assert {name: one[name] for name in same} == {name: two[name] for name in same}
    assert (one["note"], two["note"]) == ("Notiz", "")
    assert Comment.objects.get(pk=comment.pk).annotation == made
    for uid in (made.uid, second.uid):
        assert f'id="card-{uid}"' in answer.text
    after = states(article)
    assert turn("undo-here", article, coder).status_code == 204
    assert states(article) == before
    assert turn("redo-here", article, coder).status_code == 204
    assert states(article) == after


def test_several_spans_are_split_between_them(coder: Membership, article: Article) -> None:
    later = TEXT.index(LATER)
    made = make_annotation(article, coder, spans=[(START, START + 10), (later, later + len(LATER))])
    assert sending("split", made, coder, at=later).status_code == 200
    assert [row.quote for row in Annotation.objects.order_by("pk")] == ["Wir öffnen", LATER]


def test_a_join_unites_everything_and_one_undo_puts_all_back(coder: Membership, article: Article) -> None:
    made = everything(article, coder)
    voice, topic = make_speaker(article.project, "Jörg Weiß"), make_tag(article.project, "Geld")
    second = make_annotation(
        article, coder, LATER, speakers=(voice, made.speakers.get()), tags=(topic, made.tags.get()),
        note="Mehr", certainty="probable", date="2018",
    )  # fmt: skip
    nested = make_annotation(article, coder, "noch offen", inside=second)
    comment = make_comment(article, make_member(coder.project), annotation=second)
    before = states(article)
    answer = sending("join", made, coder, other=second.uid)
    assert answer.status_code == 200
    assert f'id="card-{second.uid}" hx-swap-oob="delete"' in answer.text
    now = Annotation.objects.with_parts().get(pk=made.pk)
    assert now.quote == f"{QUOTE} […] {LATER}"
    assert [link.speaker.name for link in now.speaker_links.all()] == ["Änne Groß", "Jörg Weiß"]
    tags = [(link.tag.name, link.stance) for link in now.tag_links.all()]
    assert tags == [("Erst prüfen", "for"), ("Geld", "")]
    assert (now.note, now.date, now.form) == ("Notiz\n\nMehr", "2017-03", "direct")
    assert Annotation.objects.get(pk=nested.pk).inside == made
    assert Comment.objects.get(pk=comment.pk).annotation == made
    assert not Annotation.objects.filter(pk=second.pk).exists()
    after = states(article)
    assert turn("undo-here", article, coder).status_code == 204
    assert states(article) == before
    assert str(Comment.objects.get(pk=comment.pk).annotation) == str(second.uid)
    assert turn("redo-here", article, coder).status_code == 204
    assert states(article) == after
    assert Comment.objects.get(pk=comment.pk).annotation == made


def test_a_statement_joined_with_what_it_is_inside_of_is_inside_nothing(
    coder: Membership, article: Article
) -> None:
    outer = make_annotation(article, coder)
    inner = make_annotation(article, coder, "öffnen erst", inside=outer)
    before = states(article)
    assert sending("join", inner, coder, other=outer.uid).status_code == 200
    assert parts(inner.uid)["inside"] is None
    assert turn("undo-here", article, coder).status_code == 204
    assert states(article) == before


WRONG = [
    ("spans", {"span": "x"}),
    ("edge", {"edge": "middle"}),
    ("edge", {"edge": "end", "to": "99999"}),
    ("edge", {"edge": "end", "step": "7"}),
    ("edge", {"edge": "end", "at": "1", "to": "5"}),
    ("edge", {"edge": "end", "text_version": "2"}),
    ("split", {}),
    ("split", {"at": "x"}),
    ("split", {"at": "0"}),
    ("split", {"at": "99999"}),
    ("split", {"at": str(START + 5), "text_version": "2"}),
    ("join", {}),
    ("join", {"other": "x"}),
]


@pytest.mark.parametrize(("name", "data"), WRONG)
@pytest.mark.parametrize("fragment", [True, False])
def test_what_cannot_be_is_refused_and_changes_nothing(
    coder: Membership, article: Article, name: str, data: dict[str, Any], fragment: bool
) -> None:
    made = make_annotation(article, coder)
    before = parts(made.uid)
    status = 409 if "text_version" in data else 422
    assert sending(name, made, coder, fragment, **data).status_code == status
    assert parts(made.uid) == before
    assert not ChangeSet.objects.exists()


def test_joining_with_itself_or_another_text_or_too_long_notes_is_refused(
    coder: Membership, article: Article
) -> None:
    made = make_annotation(article, coder)
    there = make_annotation(make_article(coder.project), coder)
    long = make_annotation(article, coder, LATER, note="x" * 6_000)
    Annotation.objects.filter(pk=made.pk).update(note="y" * 6_000)
    for uid in (made.uid, there.uid, long.uid):
        assert sending("join", made, coder, other=uid).status_code == 422
    assert Annotation.objects.count() == 3


RIGHT: dict[str, dict[str, Any]] = {"edge": {"edge": "end"}, "split": {"at": START + 11}}


@pytest.mark.parametrize("name", ["edge", "split", "join"])
def test_who_may(coder: Membership, article: Article, name: str) -> None:
    made, other = make_annotation(article, coder), make_annotation(article, coder, LATER)
    data = RIGHT.get(name, {"other": other.uid})
    for role in ("coder", "reader"):
        assert sending(name, made, make_member(coder.project, role), **data).status_code == 403
    assert sending(name, made, make_member(), **data).status_code == 404
    assert client_of(coder).get(address(f"annotation-{name}", coder.project, made.uid)).status_code == 405
    assert sending(name, made, make_member(coder.project, "lead"), False, **data).status_code == 302


def test_who_may_edit_one_only_may_not_join_two(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    theirs = make_annotation(article, make_member(coder.project), LATER)
    assert sending("join", made, coder, other=theirs.uid).status_code == 403
    coder.project.visibility = "blind"
    coder.project.save()
    assert sending("join", made, coder, other=theirs.uid).status_code == 404


def test_where_sentences_are_cut_an_edge_moves_by_sentences(coder: Membership, article: Article) -> None:
    Scheme.objects.create(project=coder.project, unit="sentence")
    made = make_annotation(article, coder, f"{LATER}.")
    assert sending("edge", made, coder, edge="start", step=-1).status_code == 200
    assert quote_of(made) == f"„{QUOTE}“, sagte Bürgermeisterin Änne Groß am Montag. {LATER}."
    assert sending("edge", made, coder, edge="end", step=-1).status_code == 200
    assert quote_of(made) == f"„{QUOTE}“, sagte Bürgermeisterin Änne Groß am Montag."
