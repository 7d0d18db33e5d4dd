"""A corrected text, and the annotations on it: none is lost, none moves to where it does not belong."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import given, settings

from annotations import coding
from annotations.coding import Coding
from annotations.models import Annotation, AnnotationPart
from annotations.spans import OutOfDate
from newsreader import undo
from newsreader.changes import ChangeSet
from newsreader.corrections import texts
from newsreader.models import Article, Correction, Membership
from newsreader.search.front import search
from tests.annotations.test_carrying import corrections, stands
from tests.factories import TEXT, make_annotation, make_article, make_member

LEAD = Membership.Role.LEAD


@pytest.fixture
def lead(db: None) -> Membership:
    return make_member(role=LEAD)


@pytest.fixture
def article(lead: Membership) -> Article:
    return make_article(lead.project)


def correct(lead: Membership, article: Article, *edits: tuple[str, str]) -> texts.Renewed:
    article.refresh_from_db()
    text = article.texts.get(version=article.text_version).text
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    renewed = texts.correct(lead, article, article.text_version, text, "damage", "Buchstaben fehlten")
    article.refresh_from_db()
    return renewed


def places(mark: Annotation) -> dict[str, Any]:
    """Where the annotation stands, and what stands there."""
    mark = Annotation.objects.get(pk=mark.pk)
    text = mark.text.text
    assert all(text[span.start : span.end] == span.quote for span in mark.spans.all())
    assert all(text[part.start : part.end] == part.quote for part in mark.parts.all())
    return {
        "version": mark.text.version,
        "spans": [span.quote for span in mark.spans.all()],
        "starts": [span.start for span in mark.spans.all()],
        "parts": [(part.role, part.quote) for part in mark.parts.all()],
    }


def test_the_old_text_stays_and_the_new_one_is_the_articles(lead: Membership, article: Article) -> None:
    renewed = correct(lead, article, ("Die Prüfung", "Die gründliche Prüfung"))
    assert (renewed.version, renewed.waiting) == (2, 0)
    old, new = article.texts.order_by("version")
    assert old.text == TEXT
    assert new.text == TEXT.replace("Die Prüfung", "Die gründliche Prüfung")
    assert article.length == new.length == len(new.text)
    why = Correction.objects.get()
    assert (why.text, why.member, why.reason, why.remark) == (new, lead, "damage", "Buchstaben fehlten")
    assert list(search(lead.project.articles.all(), "gründliche")) == [article]


def test_the_old_words_are_no_longer_found(lead: Membership, article: Article) -> None:
    correct(lead, article, ("Händlerverein", "Handelsverein"))
    assert not search(lead.project.articles.all(), "Händlerverein").exists()


def test_an_unchanged_quote_moves_along(lead: Membership, article: Article) -> None:
    mark = make_annotation(article, lead)
    before = places(mark)
    correct(lead, article, ("Die Prüfung", "Die gründliche Prüfung"))
    after = places(mark)
    assert after["version"] == 2
    assert after["spans"] == before["spans"]
    assert after["starts"] == [before["starts"][0] + len("gründliche ")]


def test_a_changed_quote_waits_where_it_was(lead: Membership, article: Article) -> None:
    mark = make_annotation(article, lead)
    before = places(mark)
    assert correct(lead, article, ("wenn alles hält", "wenn es hält")).waiting == 1
    assert places(mark) == before
    assert list(Annotation.objects.waiting()) == [mark]


def test_of_two_like_sentences_none_is_taken_for_the_other(lead: Membership) -> None:
    article = make_article(lead.project, "Am Anfang. Er schwieg. Am Ende.")
    mark = make_annotation(article, lead, "Er schwieg.")
    correct(lead, article, ("Er schwieg.", "Er schwieg. Er schwieg."))
    assert places(mark)["version"] == 1


def test_all_places_of_one_annotation_go_together_or_not_at_all(lead: Membership, article: Article) -> None:
    mark = make_annotation(article, lead)
    cue = TEXT.index("sagte")
    AnnotationPart.objects.create(annotation=mark, role="cue", start=cue, end=cue + 5, quote="sagte")
    name = TEXT.index("Änne Groß")
    AnnotationPart.objects.create(
        annotation=mark, role="mention", start=name, end=name + 9, quote="Änne Groß"
    )
    before = places(mark)
    correct(lead, article, ("sagte Bürgermeisterin", "erklärte Bürgermeisterin"))
    assert places(mark) == before
    correct(lead, article, ("erklärte Bürgermeisterin", "sagte Bürgermeisterin"))
    assert places(mark) == {**before, "version": 3}


def test_what_is_about_the_whole_article_never_waits(lead: Membership, article: Article) -> None:
    make_annotation(article, lead, is_whole=True)
    assert correct(lead, article, ("Die", "Diese")).waiting == 0
    assert not Annotation.objects.waiting().exists()


def test_what_waits_is_tried_again_with_the_next_text(lead: Membership, article: Article) -> None:
    mark = make_annotation(article, lead)
    correct(lead, article, ("wenn alles hält", "wenn a11es hä1t"))
    correct(lead, article, ("Brücke", "Alte Brücke"), ("wenn a11es hä1t", "wenn alles hält"))
    assert places(mark)["version"] == 3
    assert not Annotation.objects.waiting().exists()


def test_what_was_kept_on_the_first_text_stays_there(lead: Membership, article: Article) -> None:
    mark = make_annotation(article, lead)
    correct(lead, article, ("wenn alles hält", "wenn es hält"))
    Annotation.objects.update(is_kept=True)
    assert correct(lead, article, ("wenn es hält", "wenn alles hält")).waiting == 0
    assert places(mark)["version"] == 1


def undone(lead: Membership, action: str = "text") -> ChangeSet:
    return undo.undo(lead, ChangeSet.objects.filter(action=action, undone=False).latest("pk"))


def test_undo_brings_back_the_text_and_every_place_and_redo_both_again(
    lead: Membership, article: Article
) -> None:
    marks = [make_annotation(article, lead), make_annotation(article, lead, "Das ist zu spät")]
    before = [places(mark) for mark in marks]
    correct(lead, article, ("Die Prüfung", "Die gründliche Prüfung"), ("zu spät", "spät"))
    after = [places(mark) for mark in marks]
    assert [place["version"] for place in after] == [2, 1]
    taken_back = undone(lead)
    article.refresh_from_db()
    assert article.text_version == 1
    assert [places(mark) for mark in marks] == before
    assert not search(lead.project.articles.all(), "gründliche").exists()
    undo.undo(lead, taken_back)
    article.refresh_from_db()
    assert article.text_version == 2
    assert [places(mark) for mark in marks] == after
    assert article.texts.count() == 2


def test_undo_after_other_work_keeps_that_work(lead: Membership, article: Article) -> None:
    mark = make_annotation(article, lead)
    correct(lead, article, ("Die Prüfung", "Die gründliche Prüfung"))
    coding.update(lead, mark, Annotation.objects.get().version, Coding(note="seitdem"))
    undone(lead)
    assert places(mark)["version"] == 1
    assert Annotation.objects.get().note == "seitdem"


def test_undo_is_refused_while_a_mark_stands_on_the_new_text_only(lead: Membership, article: Article) -> None:
    correct(lead, article, ("Die Prüfung", "Die gründliche Prüfung"))
    mark = make_annotation(article, lead, "gründliche Prüfung")
    with translation.override("en"), pytest.raises(undo.Conflict) as conflict:
        undone(lead)
    assert "1 annotation" in conflict.value.reason
    assert places(mark)["version"] == 2
    article.refresh_from_db()
    assert article.text_version == 2


def test_undo_is_refused_when_a_carried_mark_was_moved_since(lead: Membership, article: Article) -> None:
    from annotations import cutting

    mark = make_annotation(article, lead)
    correct(lead, article, ("Die Prüfung", "Die gründliche Prüfung"))
    cutting.move_edge(lead, mark, 2, cutting.Edge(is_end=True, step=-1))
    after = places(mark)
    with pytest.raises(undo.Conflict):
        undone(lead)
    assert places(mark) == after


def test_a_mark_that_was_removed_comes_back_where_it_was_and_waits(
    lead: Membership, article: Article
) -> None:
    mark = coding.create(lead, article, 1, [(0, 6)], Coding())
    coding.remove(lead, mark)
    correct(lead, article, ("Brücke", "Brücken"))
    undone(lead, "annotation.remove")
    assert [one.uid for one in Annotation.objects.waiting()] == [mark.uid]


def test_a_create_for_the_text_before_is_told(lead: Membership, article: Article) -> None:
    seen = Article.objects.get(pk=article.pk)
    correct(lead, article, ("Brücke", "Brücken"))
    with pytest.raises(OutOfDate):
        coding.create(lead, seen, 1, [(0, 6)], Coding())
    assert not Annotation.objects.exists()


def test_who_corrects_a_text_that_is_another_by_now_is_told(lead: Membership, article: Article) -> None:
    correct(lead, article, ("Brücke", "Brücken"))
    with pytest.raises(texts.Clash):
        texts.correct(lead, article, 1, TEXT + "!", "damage")
    assert article.texts.count() == 2


def test_what_members_said_of_blocks_and_values_stays(lead: Membership, article: Article) -> None:
    text = article.texts.get()
    _kind, start, end, _origin = text.blocks[2]
    text.blocks[2] = ["caption", start, end, "member"]
    text.save(update_fields=["blocks"])
    article.origins = {"author": "member"}
    article.author = "Jörg"
    article.save()
    correct(lead, article, ("Die Prüfung", "Die gründliche Prüfung"))
    blocks = article.texts.get(version=2).blocks
    shift = len("gründliche ")
    assert ["caption", start + shift, end + shift, "member"] in blocks
    assert article.author == "Jörg"


@settings(max_examples=60, deadline=None)
@given(corrections())
@pytest.mark.django_db
def test_random_edits_lose_no_annotation(case: tuple[str, str, list[tuple[int, int]]]) -> None:
    old, new, spans = f"{case[0]}\n.", f"{case[1]}\n.", case[2]
    with transaction.atomic():
        lead = make_member(role=LEAD)
        article = make_article(lead.project, old, title="Titel")
        spans = [span for span in spans if old[slice(*span)].strip()]
        marks = [make_annotation(article, lead, spans=[span]) for span in spans]
        texts.correct(lead, article, 1, new, "update")
        for mark, span in zip(marks, spans, strict=True):
            there = places(mark)
            assert there["spans"] == [old[slice(*span)]]
            if len(stands(old, new, span)) == 1 == len(stands(old, old, span)):
                assert there["version"] == 2
        undone(lead)
        assert [places(mark)["starts"] for mark in marks] == [[start] for start, _end in spans]
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_five_hundred_annotations_take_as_many_queries_as_ten(
    lead: Membership, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    text = "\n\n".join(f"Satz Nummer {n} sagt etwas Neues über die Brücke." for n in range(500))
    article = make_article(lead.project, text)
    for n in range(500):
        make_annotation(article, lead, f"Nummer {n} sagt")
    with django_assert_max_num_queries(60):
        correct(lead, article, ("Satz Nummer 0 ", "Der Satz Nummer 0 "))
    assert Annotation.objects.filter(text__version=2).count() == 500
    with django_assert_max_num_queries(80):
        undone(lead)
    assert Annotation.objects.filter(text__version=1).count() == 500
