"""An annotation over HTTP: edit, conflict, autosave, undo and redo, removal, history."""

import uuid
from typing import Any

import pytest

from annotations.models import Annotation, Speaker, Tag
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.annotations.views.requests import (
    FRAGMENT,
    SPAN,
    address,
    marking,
    parts,
    removing,
    saying,
    turn,
)
from tests.factories import (
    client_of,
    make_annotation,
    make_member,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db


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
    assert answer.headers["Location"] == address("article", coder.project, article.uid)
