"""Marking over HTTP: it works, not mine, may not, wrong method, invalid; edit, conflict, undo, history."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.models import Annotation, AnnotationTag, Span, Speaker, Tag
from annotations.recording import annotation_state
from newsreader.changes import ChangeSet
from newsreader.models import Article, CodingState, Membership, Project
from tests.factories import (
    TEXT,
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db

QUOTE = "Wir öffnen erst, wenn alles hält"
START = TEXT.index(QUOTE)
SPAN = f"{START}-{START + len(QUOTE)}"
FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project)


def address(name: str, project: Project, uid: object) -> str:
    return reverse(name, args=[project.slug, uid])


def marking(article: Article, member: Membership, fragment: bool = True, **data: Any) -> Any:
    sent = {"text_version": 1, "span": SPAN, **data}
    headers = FRAGMENT if fragment else {}
    url = address("annotations", article.project, article.uid)
    return client_of(member).post(url, sent, headers=headers)


def saying(annotation: Annotation, member: Membership, fragment: bool = True, **data: Any) -> Any:
    sent = {"version": 1, **data}
    url = address("annotation", annotation.project, annotation.uid)
    return client_of(member).post(url, sent, headers=FRAGMENT if fragment else {})


def removing(annotation: Annotation, member: Membership) -> Any:
    url = address("annotation-removal", annotation.project, annotation.uid)
    return client_of(member).post(url, headers=FRAGMENT)


def turn(name: str, article: Article, member: Membership) -> Any:
    url = address(name, article.project, article.uid)
    return client_of(member).post(url, headers=FRAGMENT)


def parts(uid: object) -> dict[str, Any]:
    return annotation_state(Annotation.objects.with_parts().get(uid=uid))


def nothing_written() -> bool:
    rows = (Annotation, Span, Speaker, Tag, ChangeSet, CodingState)
    return not any(model.objects.exists() for model in rows)  # type: ignore[attr-defined]


def test_a_mark_with_everything(coder: Membership, article: Article) -> None:
    claim = make_tag(coder.project, "Brücke öffnen", "claim")
    known = make_speaker(coder.project, "Jörg Weiß")
    uid = uuid.uuid4()
    answer = marking(
        article,
        coder,
        uid=uid,
        speaker=known.uid,
        new_speaker=["Änne Groß"],
        tag=f"{claim.uid}:against",
        new_tag=["Öffnung"],
        form="direct",
        note="Zeile 1\r\nZeile 2 🚧",
    )
    assert answer.status_code == 200
    made = Annotation.objects.get(uid=uid)
    assert made.quote == QUOTE
    assert made.owner == coder
    assert made.note == "Zeile 1\nZeile 2 🚧"
    assert [s.speaker.name for s in made.speaker_links.all()] == ["Jörg Weiß", "Änne Groß"]
    links = [(link.tag.name, link.stance) for link in made.tag_links.all()]
    assert links == [("Brücke öffnen", "against"), ("Öffnung", "")]
    assert f'id="card-{uid}"' in answer.text
    assert str(uid) in answer.headers["HX-Trigger-After-Settle"]
    assert CodingState.objects.get(member=coder, article=article).state == "progress"


def test_only_the_touched_lines_come_back(coder: Membership, article: Article) -> None:
    answer = marking(article, coder).text
    line = TEXT.rindex("\n", 0, START) + 1
    assert f'id="b{line}"' in answer
    assert 'id="b0"' not in answer


def test_without_a_script_it_goes_back_to_the_article(coder: Membership, article: Article) -> None:
    answer = marking(article, coder, fragment=False)
    made = Annotation.objects.get()
    assert answer.status_code == 302
    assert answer.url.endswith(f"/articles/{article.uid}/#card-{made.uid}")


def test_overlapping_and_several_spans_across_paragraphs(coder: Membership, article: Article) -> None:
    make_annotation(article, coder)
    answer = marking(article, coder, span=[f"{START + 40}-{START + 60}", f"0-{START + 5}"])
    assert answer.status_code == 200
    made = Annotation.objects.order_by("pk").last()
    assert made is not None
    assert [s.quote for s in made.spans.all()] == [TEXT[: START + 5], TEXT[START + 40 : START + 60]]
    assert made.quote == f"{TEXT[: START + 5]} […] {TEXT[START + 40 : START + 60]}"


def test_snapping_grows_to_whole_words_and_joins_what_meets(coder: Membership, article: Article) -> None:
    marking(article, coder, span=[f"{START + 5}-{START + 7}", f"{START + 8}-{START + 9}"], snap="1")
    assert [s.quote for s in Annotation.objects.get().spans.all()] == ["öffnen"]


WRONG: list[dict[str, Any]] = [
    {"span": "0-100000"},
    {"span": "10-10"},
    {"span": "12-10"},
    {"span": "a-b"},
    {"span": "-5-3"},
    {"span": "1"},
    {"span": ""},
    {"span": "1-²"},
    {"span": "1-9999999999999999999999999"},
    {"span": "0-99999999999999999"},
    {"span": [f"{n}-{n + 1}" for n in range(51)]},
    {"span": ["0-10", "5-12"]},
    {"text_version": 2},
    {"text_version": 0},
    {"text_version": ""},
    {"text_version": "x"},
    {"text_version": "9" * 30},
    {"text_version": "9" * 6000},
    {"uid": "not-a-uid"},
    {"note": "x" * 10_001},
    {"note": "a\0b"},
    {"new_tag": "a\0b"},
    {"new_speaker": "a\0b"},
    {"new_tag": "x" * 201},
    {"new_speaker": "\u200b"},
    {"new_tag": [f"Thema {n}" for n in range(51)]},
    {"form": "shouted"},
    {"form": "direct\0"},
    {"no_speaker": "nobody"},
    {"speaker": "x"},
    {"tag": "x"},
    {"tag": f"{uuid.uuid4()}:for"},
    {"tag": f"{uuid.uuid4()}:maybe"},
    {"speaker": uuid.uuid4(), "new_tag": "Öffnung", "new_speaker": "Änne Groß"},
    {"tag": uuid.uuid4(), "new_tag": "Öffnung", "new_speaker": "Änne Groß"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: str(wrong)[:50])
def test_what_is_wrong_is_refused_with_a_sentence_and_leaves_nothing(
    coder: Membership, article: Article, wrong: dict[str, Any]
) -> None:
    answer = marking(article, coder, **wrong)
    assert answer.status_code == 422
    sentence = answer.text.partition("<p>")[2].partition("</p>")[0]
    assert 'id="status"' in answer.text
    assert len(sentence) > 15
    assert nothing_written()


def test_a_refusal_without_a_script_is_a_page(coder: Membership, article: Article) -> None:
    answer = marking(article, coder, fragment=False, span="12-10")
    assert answer.status_code == 422
    assert "A span must end after it starts." in answer.text
    assert "<html" in answer.text


def test_a_tag_or_a_speaker_of_another_project_is_refused(coder: Membership, article: Article) -> None:
    other = make_project()
    tag, speaker = make_tag(other), make_speaker(other)
    own = make_tag(coder.project)
    for wrong in ({"tag": [own.uid, tag.uid]}, {"speaker": speaker.uid}):
        answer = marking(article, coder, **wrong)
        assert answer.status_code == 422
        assert "does not belong to this project" in answer.text
    assert not Annotation.objects.exists()
    assert not ChangeSet.objects.exists()


def test_a_topic_has_no_stance(coder: Membership, article: Article) -> None:
    topic = make_tag(coder.project, "Öffnung")
    answer = marking(article, coder, tag=topic.uid, **{f"stance-{topic.uid}": "for"})
    assert answer.status_code == 422
    assert "A topic has no stance" in answer.text
    assert not Annotation.objects.exists()


def test_a_claims_select_gives_the_stance(coder: Membership, article: Article) -> None:
    claim = make_tag(coder.project, "Brücke öffnen", "claim")
    marking(article, coder, tag=claim.uid, **{f"stance-{claim.uid}": "ambivalent"})
    assert AnnotationTag.objects.get().stance == "ambivalent"
    wrong = marking(article, coder, tag=claim.uid, **{f"stance-{claim.uid}": "maybe"})
    assert wrong.status_code == 422


def test_the_same_uid_is_the_same_annotation(coder: Membership, article: Article) -> None:
    uid = uuid.uuid4()
    first = marking(article, coder, uid=uid, note="eins")
    again = marking(article, coder, uid=uid, note="zwei")
    assert (first.status_code, again.status_code) == (200, 200)
    assert [row.note for row in Annotation.objects.all()] == ["eins"]
    assert ChangeSet.objects.count() == 1


def test_a_uid_that_somebody_else_has_is_refused(coder: Membership, article: Article) -> None:
    theirs = make_annotation(article, make_member(coder.project))
    assert marking(article, coder, uid=theirs.uid).status_code == 422
    assert Annotation.objects.count() == 1


def test_markup_is_shown_and_never_run(coder: Membership) -> None:
    text = 'Titel\n\nEr rief <script>alert("1")</script> & ging &amp; kam.'
    article = make_article(coder.project, text)
    answer = marking(
        article,
        coder,
        span=f"7-{len(text)}",
        new_speaker='A" onclick="alert(2)',
        new_tag="<b>fett</b>",
        note="<img src=x onerror=alert(3)>",
    ).text
    page = client_of(coder).get(address("article", coder.project, article.uid)).text
    for drawn in (answer, page):
        assert "<script>alert" not in drawn
        assert "&lt;script&gt;alert" in drawn
        assert "&amp;amp;" in drawn
        assert 'A" onclick' not in drawn
        assert "<b>fett" not in drawn
        assert "<img src=x" not in drawn


# Who may


def test_a_stranger_is_told_nothing(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    stranger = client_of(make_member())
    project = coder.project
    assert stranger.post(address("annotations", project, article.uid), {"span": SPAN}).status_code == 404
    for name in ("annotation", "annotation-history"):
        assert stranger.get(address(name, project, made.uid)).status_code == 404
    for name in ("annotation", "annotation-removal"):
        assert stranger.post(address(name, project, made.uid)).status_code == 404


def test_what_is_of_another_project_of_mine_is_not_found_here(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    other = make_member(make_project(), user=coder.user)
    client = client_of(coder)
    assert client.get(address("annotation", other.project, made.uid)).status_code == 404
    assert client.post(address("annotation-removal", other.project, made.uid)).status_code == 404
    assert client.get(address("annotation-history", other.project, made.uid)).status_code == 404
    url = address("annotations", other.project, article.uid)
    assert client.post(url, {"text_version": 1, "span": SPAN}).status_code == 404
    assert Annotation.objects.count() == 1


def test_a_reader_reads_and_no_more(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    reader = make_member(coder.project, "reader")
    assert marking(article, reader).status_code == 403
    assert saying(made, reader, note="x").status_code == 403
    assert removing(made, reader).status_code == 403
    client = client_of(reader)
    assert client.get(address("annotation", coder.project, made.uid)).status_code == 403
    assert client.get(address("annotation-history", coder.project, made.uid)).status_code == 200
    assert Annotation.objects.count() == 1


def test_a_coder_does_not_touch_anothers(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    other = make_member(coder.project)
    assert client_of(other).get(address("annotation", coder.project, made.uid)).status_code == 403
    assert saying(made, other, note="x").status_code == 403
    assert removing(made, other).status_code == 403
    assert parts(made.uid)["note"] == ""


def test_a_lead_edits_and_removes_anothers_and_the_owner_stays(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    lead = make_member(coder.project, "lead")
    assert saying(made, lead, note="geprüft").status_code == 200
    assert parts(made.uid)["owner"] == str(coder.uid)
    assert parts(made.uid)["note"] == "geprüft"
    assert removing(made, lead).status_code == 200
    assert not Annotation.objects.exists()


def test_nobody_signed_in(coder: Membership, article: Article) -> None:
    url = address("annotations", coder.project, article.uid)
    assert Client().post(url).status_code == 302
    assert Client().post(url, headers=FRAGMENT).status_code == 401


@pytest.mark.parametrize("name", ["annotations", "annotation-removal"])
def test_reading_does_not_write(coder: Membership, article: Article, name: str) -> None:
    made = make_annotation(article, coder)
    uid = article.uid if name == "annotations" else made.uid
    assert client_of(coder).get(address(name, coder.project, uid)).status_code == 405


def test_history_takes_no_posts_and_edit_no_deletes(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    client = client_of(coder)
    assert client.post(address("annotation-history", coder.project, made.uid)).status_code == 405
    assert client.delete(address("annotation", coder.project, made.uid)).status_code == 405


def test_a_closed_codebook_takes_known_names_only(article: Article, coder: Membership) -> None:
    project = coder.project
    project.codebook_open = project.speakers_open = False
    project.save()
    make_tag(project, "Öffnung")
    make_speaker(project, "Änne Groß", "person", "die Bürgermeisterin")
    assert marking(article, coder, new_tag="Neues").status_code == 403
    assert marking(article, coder, new_speaker="Jemand").status_code == 403
    assert nothing_written_but_the_names()
    assert marking(article, coder, new_tag="öffnung", new_speaker="Die Bürgermeisterin").status_code == 200
    made = Annotation.objects.get()
    assert (made.tags.get().name, made.speakers.get().name) == ("Öffnung", "Änne Groß")
    assert marking(article, make_member(project, "lead"), new_tag="Neues").status_code == 200


def nothing_written_but_the_names() -> bool:
    counts = [model.objects.count() for model in (Tag, Speaker)]  # type: ignore[attr-defined]
    return counts == [1, 1] and not (Annotation.objects.exists() or ChangeSet.objects.exists())


def test_in_a_blind_project_a_coder_finds_only_their_own() -> None:
    project = make_project(visibility="blind")
    one, two = make_member(project), make_member(project)
    lead, reader = make_member(project, "lead"), make_member(project, "reader")
    article = make_article(project)
    made = make_annotation(article, one, note="nur für mich")
    saying(made, one, note="immer noch")
    for name in ("annotation", "annotation-history"):
        assert client_of(two).get(address(name, project, made.uid)).status_code == 404
    assert removing(made, two).status_code == 404
    assert saying(made, two, note="x").status_code == 404
    assert client_of(lead).get(address("annotation", project, made.uid)).status_code == 200
    assert "Änderung" not in client_of(two).get(reverse("history", args=[project.slug])).text
    assert client_of(reader).get(address("annotation-history", project, made.uid)).status_code == 200


def test_a_piece_of_a_blind_project_shows_no_others_marks() -> None:
    project = make_project(visibility="blind")
    one, two = make_member(project), make_member(project)
    article = make_article(project)
    theirs = make_annotation(article, one)
    answer = marking(article, two).text
    assert str(theirs.uid) not in answer
    assert "1 annotation<" in answer


# Editing


def test_the_form_as_fragment_and_as_page(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder, speakers=(make_speaker(coder.project),), note="Öffnung?")
    url = address("annotation", coder.project, made.uid)
    fragment = client_of(coder).get(url, headers=FRAGMENT).text
    page = client_of(coder).get(url).text
    assert "<html" not in fragment
    assert "<html" in page
    for drawn in (fragment, page):
        assert "Öffnung?" in drawn
        assert "Änne Groß" in drawn
        assert f'id="card-{made.uid}"' in drawn


def test_a_change_answers_the_new_version_while_open_and_the_card_when_closed(
    coder: Membership, article: Article
) -> None:
    made = make_annotation(article, coder)
    open_answer = saying(made, coder, note="eins").text
    assert f'id="version-{made.uid}" value="2"' in open_answer
    assert "saved " in open_answer
    closed = saying(made, coder, version=2, note="zwei", close="1").text
    assert '<p class="card-note">zwei</p>' in closed
    assert saying(made, coder, fragment=False, version=3, note="drei").status_code == 302


@pytest.mark.parametrize(
    "wrong",
    [
        {"note": "x" * 10_001},
        {"note": "\0"},
        {"form": "shouted"},
        {"no_speaker": "nobody"},
        {"version": ""},
        {"version": "x"},
        {"version": "0"},
        {"edit": "x"},
        {"speaker": "x"},
        {"speaker": uuid.uuid4(), "new_speaker": "Änne Groß"},
        {"tag": uuid.uuid4(), "new_tag": "Öffnung"},
        {"tag": "x"},
        {"new_tag": "a\0b"},
    ],
    ids=lambda wrong: str(wrong)[:40],
)
@pytest.mark.parametrize("fragment", [True, False])
def test_a_wrong_change_is_refused_and_nothing_of_it_is_written(
    coder: Membership, article: Article, wrong: dict[str, Any], fragment: bool
) -> None:
    made = make_annotation(article, coder, note="vorher", tags=(make_tag(coder.project, "Alt"),))
    before = parts(made.uid)
    answer = saying(made, coder, fragment, **{"note": "nachher", **wrong})
    assert answer.status_code == 422
    assert parts(made.uid) == before
    assert (Speaker.objects.count(), Tag.objects.count(), ChangeSet.objects.count()) == (0, 1, 0)


def test_a_refused_change_keeps_what_was_typed(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    topic = make_tag(coder.project, "Öffnung")
    answer = saying(made, coder, tag=f"{topic.uid}:for", note="getippt", new_speaker="Neue Stimme")
    assert answer.status_code == 422
    for typed in ("getippt", "Neue Stimme", "Öffnung", "A topic has no stance"):
        assert typed in answer.text


def test_the_second_of_two_is_told_and_keeps_what_was_typed(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    lead = make_member(coder.project, "lead")
    saying(made, lead, note="vom Lead")
    late = saying(made, coder, note="von mir", new_speaker="Änne Groß", new_tag="Öffnung", form="indirect")
    assert late.status_code == 409
    for shown in ("vom Lead", "von mir", 'value="Änne Groß"', 'value="Öffnung"', "conflict"):
        assert shown in late.text
    assert '<option value="indirect" selected>' in late.text
    assert f'id="version-{made.uid}" value="2"' in late.text
    assert parts(made.uid)["note"] == "vom Lead"
    assert not Speaker.objects.exists()
    assert saying(made, coder, version=2, note="von mir").status_code == 200
    assert saying(made, coder, fragment=False, version=2, note="spät").status_code == 409


def test_a_form_from_before_a_removal_that_was_undone_is_late(coder: Membership, article: Article) -> None:
    marking(article, coder)
    made = Annotation.objects.get()
    saying(made, coder, version=1, note="zwei")
    removing(made, coder)
    turn("undo-here", article, coder)
    for version in (1, 2, 3):
        assert saying(made, coder, version=version, note="alt").status_code == 409
    assert parts(made.uid)["note"] == "zwei"


def test_the_autosaves_of_one_edit_are_one_change_and_one_undo(coder: Membership, article: Article) -> None:
    marking(article, coder, note="Anfang")
    made = Annotation.objects.get()
    before, edit = parts(made.uid), uuid.uuid4()
    for version, note in enumerate(["A", "An", "Anders"], start=1):
        assert saying(made, coder, version=version, note=note, edit=edit).status_code == 200
    assert list(ChangeSet.objects.order_by("pk").values_list("action", flat=True)) == [
        "annotation.create",
        "annotation.update",
    ]
    assert parts(made.uid)["note"] == "Anders"
    assert turn("undo-here", article, coder).status_code == 204
    assert parts(made.uid) == before


def test_saving_the_same_again_is_no_change(coder: Membership, article: Article) -> None:
    marking(article, coder, note="Anfang")
    made = Annotation.objects.get()
    assert saying(made, coder, note="Anfang").status_code == 200
    assert Annotation.objects.get().version == 1
    assert ChangeSet.objects.count() == 1


# Removing, undo, history


def test_undo_and_redo_put_back_everything(coder: Membership, article: Article) -> None:
    claim = make_tag(coder.project, "Brücke öffnen", "claim")
    voices = [make_speaker(coder.project, name) for name in ("Zoë", "Änne", "Mia")]
    marking(
        article,
        coder,
        span=[SPAN, "0-6"],
        speaker=[v.uid for v in voices],
        tag=f"{claim.uid}:for",
        new_tag="Neu",
        form="direct",
        note="🚧",
    )
    made = Annotation.objects.get()
    states = [None, parts(made.uid)]
    assert states[1] is not None
    assert states[1]["speakers"] == [str(v.uid) for v in voices]
    lead = make_member(coder.project, "lead")
    saying(made, coder, speaker=[voices[2].uid, voices[0].uid], tag=f"{claim.uid}:against", note="anders")
    states.append(parts(made.uid))
    removing(made, coder)
    states.append(None)
    walk = [("undo-here", 2), ("undo-here", 1), ("undo-here", 0)]
    walk += [("redo-here", 1), ("redo-here", 2), ("redo-here", 3), ("undo-here", 2)]
    for name, expected in walk:
        assert turn(name, article, coder).status_code == 204
        now = parts(made.uid) if Annotation.objects.filter(uid=made.uid).exists() else None
        assert now == states[expected], (name, expected)
    assert turn("undo-here", article, lead).status_code == 204  # nothing of theirs: nothing happens
    assert parts(made.uid) == states[2]


def test_what_is_removed_is_gone_but_has_a_history(coder: Membership, article: Article) -> None:
    marking(article, coder)
    made = Annotation.objects.get()
    answer = removing(made, coder)
    assert answer.status_code == 200
    assert 'hx-swap-oob="delete"' in answer.text
    assert "data-ids" not in answer.text
    client = client_of(coder)
    url = address("annotation", coder.project, made.uid)
    assert client.get(url).status_code == 404
    assert client.post(url, {"version": 1}).status_code == 404
    assert removing(made, coder).status_code == 404
    page = client.get(address("annotation-history", coder.project, made.uid))
    assert page.status_code == 200
    assert "has been deleted" in page.text
    assert client.get(address("annotation-history", coder.project, uuid.uuid4())).status_code == 404


def test_removing_without_a_script_goes_back_to_the_article(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    answer = client_of(coder).post(address("annotation-removal", coder.project, made.uid))
    assert answer.status_code == 302
    assert answer.url.endswith(f"/articles/{article.uid}/")
