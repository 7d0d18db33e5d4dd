"""Suggestions, decisions and derivation in the JSON export, and training data."""

import csv
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import translation

from annotations.filtering import Filter
from annotations.interchange import csv_out, json_out, training_out
from annotations.interchange.json_in import read
from annotations.interchange.reading import Refused
from annotations.interchange.selection import Content, Selection
from annotations.interchange.store import take_in
from annotations.models import Annotation, Decision, Suggestion
from annotations.suggesting import deciding
from newsreader import undo
from newsreader.models import Article, Membership
from newsreader.states import set_state
from tests.factories import (
    TEXT,
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_suggestion,
)

pytestmark = pytest.mark.django_db

SCHEMA = json.loads(Path("docs/annotations.schema.json").read_text(encoding="utf-8"))
SECOND = "»Das ist zu spät«"


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(coder.project)


def exported(member: Membership, content: Content = Content.TEXTS, **asked: Any) -> dict[str, Any]:
    selection = Selection(Filter(member.project, **asked), suggestions=True)
    pieces = json_out.stream(selection, content, json_out.moment_of(member.project))
    data: dict[str, Any] = json.loads("".join(pieces))
    jsonschema.validate(data, SCHEMA)
    return data


def test_an_annotation_says_what_it_was_made_from(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    deciding.accept(coder, made)
    make_suggestion(article, SECOND, "Jörg Weiß", confidence=0.95)
    deciding.accept_direct(coder, article, 90)
    make_annotation(article, coder, "Die Kosten")
    by_hand, first, second = sorted(
        exported(coder)["annotations"], key=lambda mark: str(mark["status"] or "")
    )
    assert (by_hand["status"], by_hand["derived_from"], by_hand["saw_suggestions"]) == (None, None, False)
    assert (first["status"], second["status"]) == ("accepted", "accepted_unread")
    assert first["derived_from"] == {"suggestion": str(made.uid), "detector": "rules/0"}
    assert first["confidence"] == 0.9 and first["saw_suggestions"] is True


def test_suggestions_go_along_with_their_decisions(coder: Membership, article: Article) -> None:
    made = make_suggestion(article, SECOND, "Jörg Weiß")
    deciding.reject(coder, made)
    make_suggestion(article, "Die Kosten", "", detector="rules/1")
    data = exported(coder)
    assert data["counts"]["suggestions"] == len(data["suggestions"]) == 2
    [decided] = [row for row in data["suggestions"] if row["decisions"]]
    assert decided["id"] == str(made.uid) and decided["quote"] == SECOND
    assert decided["decisions"][0]["decision"] == "rejected"
    text = data["articles"][0]["text"]
    assert text[slice(*decided["mention"].values())] == "Jörg Weiß"


def test_a_bare_export_holds_none_of_its_words(coder: Membership, article: Article) -> None:
    make_suggestion(article, SECOND, "Jörg Weiß")
    [row] = exported(coder, Content.BARE)["suggestions"]
    assert "Weiß" not in json.dumps(row, ensure_ascii=False) and row["quote"] is None


def test_in_a_blind_project_a_coder_takes_their_own_decisions() -> None:
    coder = make_member(make_project(visibility="blind"))
    other = make_member(coder.project)
    made = make_suggestion(make_article(coder.project))
    deciding.reject(other, made)
    assert exported(coder, owner=coder)["suggestions"][0]["decisions"] == []


def trained(member: Membership) -> list[dict[str, Any]]:
    return [json.loads(line) for line in "".join(training_out.stream(member.project)).splitlines()]


def test_training_data_are_of_what_is_done(coder: Membership, article: Article) -> None:
    cue = TEXT.index("sagte")
    deciding.accept(coder, make_suggestion(article, cue=[[cue, cue + 5]]))
    make_annotation(article, coder, "Die Kosten seien noch offen", form="indirect_free")
    make_annotation(article, coder, "Die Prüfung")  # of no form: not known to be speech
    assert trained(coder) == []
    set_state(coder, article, "done")
    set_state(make_member(coder.project), article, "done")
    [line] = trained(coder)
    text = line["text"]
    assert (line["doc_id"], text) == (str(article.uid), TEXT)
    words = [text[start:end] for start, end in line["tokens"]]
    assert words[:3] == ["Brücke", "über", "die"] and "„" in words and "🚧" in words
    direct, free = line["quotes"]
    assert [text[s:e] for s, e in (*direct["spans"], *direct["speaker"], *direct["cue"])] == [
        "„Wir öffnen erst, wenn alles hält“",
        "Änne Groß",
        "sagte",
    ]
    assert (direct["type"], free["type"], free["speaker"]) == ("Direct", "IndirectFreeIndirect", [])


def test_in_a_blind_project_each_has_a_line_of_their_own() -> None:
    coder = make_member(make_project(visibility="blind"))
    article = make_article(coder.project)
    for member in (coder, make_member(coder.project)):
        make_annotation(article, member, SECOND, form="direct")
        set_state(member, article, "done")
    lines = trained(coder)
    assert [len(line["quotes"]) for line in lines] == [1, 1]
    assert len({line["doc_id"] for line in lines}) == 2
    shared = coder.project
    type(shared).objects.filter(pk=shared.pk).update(visibility="shared")
    shared.refresh_from_db()
    assert [len(line["quotes"]) for line in trained(coder)] == [1]


def test_the_command_and_the_leads_download(coder: Membership, article: Article, tmp_path: Path) -> None:
    make_annotation(article, coder, SECOND, form="direct")
    set_state(coder, article, "done")
    output = tmp_path / "training.jsonl"
    call_command("export_training", project=coder.project.slug, output=str(output))
    url = reverse("export-training", args=[coder.project.slug])
    lead = make_member(coder.project, "lead")
    answer: Any = client_of(lead).get(url)
    assert b"".join(answer.streaming_content) == output.read_bytes()
    assert client_of(coder).get(url).status_code == 403
    assert client_of(make_member()).get(url).status_code == 404
    assert client_of(lead).post(url).status_code == 405
    assert (
        "Training data" in client_of(lead).get(reverse("export", args=[coder.project.slug])).content.decode()
    )


def test_what_is_unread_is_singled_out(coder: Membership, article: Article) -> None:
    make_suggestion(article, confidence=0.95)
    deciding.accept_direct(coder, article, 90)
    deciding.accept(coder, make_suggestion(article, SECOND, "Jörg Weiß"))
    make_annotation(article, coder, "Die Kosten")
    unread = Filter(coder.project, kind="unread").annotations()
    derived = Filter(coder.project, kind="derived").annotations()
    assert [mark.quote for mark in unread] == ["„Wir öffnen erst, wenn alles hält“"]
    assert derived.count() == 2 and Annotation.objects.count() == 3


def test_derivation_and_decisions_come_back(coder: Membership, article: Article) -> None:
    cue = TEXT.index("sagte")
    first = make_suggestion(article, confidence=0.95, cue=[[cue, cue + 5]])
    deciding.accept_direct(coder, article, 90)
    deciding.reject(coder, make_suggestion(article, SECOND, "Jörg Weiß"))
    make_suggestion(article, "Die Kosten", "", confidence=0.7)
    data = exported(coder)
    file = json.dumps(data).encode()
    other = make_member(role=Membership.Role.LEAD)
    outcome = take_in(read(file), other.project, other)
    assert (outcome.new["suggestion"], outcome.new["decision"]) == (3, 2)
    mark = Annotation.objects.get(project=other.project)
    assert mark.saw_suggestions and mark.suggestion and mark.suggestion.uid == first.uid
    again = exported(other)
    for key in ("suggestions", "annotations", "counts"):
        assert again[key] == data[key]
    assert take_in(read(file), other.project, other).new.total() == 0
    undo.undo(other, other.project.change_sets.get())
    assert not Annotation.objects.filter(project=other.project).exists()
    assert not Decision.objects.filter(article__project=other.project).exists()


def test_what_the_same_detector_has_found_here_is_not_found_twice(
    coder: Membership, article: Article
) -> None:
    deciding.accept(coder, make_suggestion(article))
    file = json.dumps(exported(coder)).encode()
    other = make_member()
    here = make_suggestion(make_article(other.project, uid=article.uid))
    take_in(read(file), other.project, other)
    assert Suggestion.objects.of(other.project).get() == here
    assert Annotation.objects.get(project=other.project).suggestion == here


@pytest.mark.parametrize(
    ("part", "wrong", "said"),
    [
        ("confidence", 2, "no number from 0 to 1"),
        ("confidence", True, "no number from 0 to 1"),
        ("detector", "", "A name is missing"),
        ("form", None, "This is missing"),
        ("spans", [], "There is no span"),
        ("text_version", 7, "does not hold this version"),
        ("decisions", [{"member": "x"}], "no id"),
    ],
)
def test_a_wrong_suggestion_is_refused(
    coder: Membership, article: Article, part: str, wrong: Any, said: str
) -> None:
    make_suggestion(article)
    data = exported(coder)
    data["suggestions"][0][part] = wrong
    with translation.override("en"), pytest.raises(Refused, match=said) as refused:
        read(json.dumps(data).encode())
    assert str(refused.value).startswith("suggestions[0].")


def test_csv_says_what_was_made_of_a_suggestion(coder: Membership, article: Article) -> None:
    make_suggestion(article, confidence=0.95)
    deciding.accept_direct(coder, article, 90)
    deciding.accept(coder, make_suggestion(article, SECOND, "Jörg Weiß"))
    make_annotation(article, coder, "Die Kosten")
    lines = "".join(csv_out.stream(Selection(Filter(coder.project)), Content.QUOTES)).splitlines()
    rows = list(csv.DictReader(lines))
    assert sorted(row["derived"] for row in rows) == ["", "accepted", "bulk"]
