"""A suggestion in the form of annotations: prefilled, unsaved, and then the member's own."""

import uuid
from typing import Any

import pytest

from annotations.models import Annotation, Decision, Speaker, Suggestion
from newsreader import undo
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.annotations.views.requests import FRAGMENT, address
from tests.factories import TEXT, client_of, make_member, make_speaker, make_suggestion

pytestmark = pytest.mark.django_db

NAME = "suggestion-edit"


def form(member: Membership, made: Suggestion, fragment: bool = True) -> Any:
    headers = FRAGMENT if fragment else {}
    return client_of(member).get(address(NAME, member.project, made.uid), headers=headers)


def sent(member: Membership, made: Suggestion, fragment: bool = True, **changed: Any) -> Any:
    """As the form sends it where nothing is changed but this."""
    data = {
        "uid": uuid.uuid4(),
        "span": [f"{start}-{end}" for start, end in made.spans],
        "form": made.form,
        "place": [f"mention:{made.mention[0]}-{made.mention[1]}"] if made.mention else [],
        "new_speaker": [made.speaker],
        **changed,
    }
    headers = FRAGMENT if fragment else {}
    return client_of(member).post(address(NAME, member.project, made.uid), data, headers=headers)


def test_the_form_is_as_proposed_and_stores_nothing(coder: Membership, article: Article) -> None:
    made = make_suggestion(article, cue=[[TEXT.index("sagte"), TEXT.index("sagte") + 5]])
    answer = form(coder, made)
    page = answer.content.decode()
    assert answer.status_code == 200 and f'id="card-{made.uid}"' in page
    assert f'name="span" value="{made.start}-{made.end}"' in page
    assert 'name="new_speaker" value="Änne Groß"' in page
    assert 'value="mention:' in page and 'value="cue:' in page
    assert '<option value="direct" selected>' in page and 'hx-trigger="submit"' in page
    assert not Annotation.objects.exists() and not Decision.objects.exists()
    assert form(coder, made, fragment=False).status_code == 200
    known = make_speaker(coder.project, "Änne Groß")
    assert f'value="{known.uid}"' in form(coder, made).content.decode()


def test_saving_makes_annotation_speaker_and_decision_at_once(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    answer = sent(coder, made, form="indirect", note="Anders")
    page = answer.content.decode()
    mark = Annotation.objects.get()
    assert answer.status_code == 200 and f'id="card-{made.uid}" hx-swap-oob="delete"' in page
    assert (mark.form, mark.note, mark.suggestion, mark.saw_suggestions) == ("indirect", "Anders", made, True)
    assert Decision.objects.get().verdict == "corrected"
    assert mark.speakers.get().name == "Änne Groß" and mark.parts.get().quote == "Änne Groß"
    change_set = ChangeSet.objects.get(action="suggestion.correct")
    undo.undo(coder, change_set)
    assert not Annotation.objects.exists() and not Decision.objects.exists()
    assert not Speaker.objects.exists()


def test_what_is_saved_as_proposed_is_accepted(coder: Membership, article: Article) -> None:
    """A note or a tag corrects nothing that a detector proposes."""
    sent(coder, make_suggestion(article), note="Wichtig")
    assert Decision.objects.get().verdict == "accepted"


def test_another_passage_or_speaker_corrects_it(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    sent(coder, made, span=[f"{made.start + 1}-{made.start + 6}"], snap="1", new_speaker=["Ute Klein"])
    mark = Annotation.objects.get()
    assert mark.quote == "Wir öffnen"[: len(mark.quote)] and mark.speakers.get().name == "Ute Klein"
    assert Decision.objects.get().verdict == "corrected"


def test_an_unnamed_source_stays_one(coder: Membership, article: Article) -> None:
    made = make_suggestion(article, speaker="ein Mitarbeiter", is_unnamed=True)
    sent(coder, made, form="indirect")
    assert Speaker.objects.get().kind == "unnamed"


def test_sent_twice_it_is_made_once(coder: Membership, article: Article) -> None:
    made, uid = make_suggestion(article), uuid.uuid4()
    for _ in range(2):
        assert sent(coder, made, uid=uid).status_code == 200
    assert Annotation.objects.get().uid == uid


def test_what_is_not_mine(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    reader = make_member(coder.project, "reader")
    url = address(NAME, coder.project, made.uid)
    assert client_of(make_member()).post(url).status_code == 404
    assert sent(make_member(), made).status_code == 404
    assert sent(reader, made).status_code == form(reader, made).status_code == 403
    assert client_of(coder).put(url).status_code == 405
    assert not Decision.objects.exists()


def test_what_is_sent_wrongly_is_refused_and_kept(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    wrong: list[dict[str, Any]] = [
        {"span": []},
        {"span": ["5-2"]},
        {"span": ["0-99999"]},
        {"form": "gesungen"},
        {"speaker": [uuid.uuid4()]},
        {"date": "gestern"},
        {"uid": "x"},
    ]
    for data in wrong:
        answer = sent(coder, made, note="Bleibt", **data)
        assert answer.status_code == 422 and "Bleibt" in answer.content.decode()
        assert sent(coder, made, fragment=False, **data).status_code == 422
    assert not Annotation.objects.exists() and not Speaker.objects.exists()


def test_who_comes_too_late_is_told(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    client_of(make_member(coder.project)).post(address("suggestion-rejection", coder.project, made.uid))
    assert form(coder, made).status_code == sent(coder, made).status_code == 409


def test_without_a_script_one_comes_back_to_the_article(coder: Membership, article: Article) -> None:
    answer = sent(coder, make_suggestion(article), fragment=False)
    assert answer.url.endswith(f"#card-{Annotation.objects.get().uid}")


def test_a_speaker_who_was_made_meanwhile_is_no_correction(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    known = make_speaker(coder.project, "Änne Groß")
    sent(coder, made)
    assert Annotation.objects.get().speakers.get() == known
    assert Decision.objects.get().verdict == "accepted"


def moved(member: Membership, made: Suggestion, **values: Any) -> Any:
    data = {"span": [f"{start}-{end}" for start, end in made.spans], **values}
    return client_of(member).get(
        address("suggestion-passage", member.project, made.uid), data, headers=FRAGMENT
    )


def test_an_edge_is_moved_in_the_form_alone(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    shorter = moved(coder, made, edge="end", step="-1").content.decode()
    assert "„Wir öffnen erst, wenn alles hält</q>" in shorter and "hx-swap-oob" in shorter
    dragged = moved(coder, made, edge="start", at=made.start, to=TEXT.index("erst")).content.decode()
    assert f'value="{TEXT.index("erst")}-{made.end}"' in dragged
    wrongs: list[dict[str, Any]] = [{"edge": "top"}, {"span": []}, {"at": 3}, {"to": made.start}]
    for wrong in wrongs:
        assert moved(coder, made, **{"edge": "end", **wrong}).status_code == 422
    assert not Annotation.objects.exists()
    assert moved(make_member(), made, edge="end").status_code == 404
    assert moved(make_member(coder.project, "reader"), made, edge="end").status_code == 403
    assert client_of(coder).post(address("suggestion-passage", coder.project, made.uid)).status_code == 405


def test_what_was_selected_from_mid_word_grows_before_its_edge_is_moved(
    coder: Membership, article: Article
) -> None:
    """Only the form's `snap` says that it is to grow, and the passage that comes back has none."""
    made = make_suggestion(article)
    start, end = TEXT.index("öffnen"), TEXT.index(" alles")
    asked: dict[str, Any] = {"span": [f"{start + 2}-{end}"], "grow": "1"}
    by_key = moved(coder, made, edge="end", step="1", **asked).content.decode()
    assert "öffnen erst, wenn alles</q>" in by_key and ">öffnen" in by_key
    to = end - 2  # exactly there, in the middle of a word
    for edge in ({"edge": "end", "at": end, "to": to}, {"edge": "start", "at": start + 2, "to": start + 7}):
        page = moved(coder, made, **edge, **asked).content.decode()
        wanted = f"{start}-{to}" if edge["edge"] == "end" else f"{start + 7}-{end}"
        assert f'name="span" value="{wanted}"' in page and 'name="snap" value=""' in page


def test_who_comes_too_late_sees_both_versions(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    other = make_member(coder.project)
    sent(other, made, note="Von ihr", form="indirect")
    late = sent(coder, made, note="Bleibt")
    page = late.content.decode()
    assert late.status_code == 409 and "Bleibt" in page and "Von ihr" in page
    assert f"{other.name} has decided this meanwhile: corrected" in page
    assert Annotation.objects.count() == 1
    older = make_suggestion(article, "»Das ist zu spät«")
    make_suggestion(article, "»Das ist zu spät«", detector="rules/1")
    superseded = sent(coder, older, note="Bleibt")
    assert superseded.status_code == 409
    assert "A newer suggestion has taken this one’s place" in superseded.content.decode()
