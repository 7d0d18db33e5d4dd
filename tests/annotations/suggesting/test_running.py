"""The detector over a project: every article once, stopped and run again, newer versions, decisions kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation

from annotations import detecting
from annotations.models import Annotation, Detection, Scheme, Suggestion
from annotations.quotes import Range, Reason, SuggestedQuote, Why
from annotations.suggesting import deciding, running, showing
from newsreader.corrections import texts
from newsreader.importing import pool
from newsreader.models import Article, Membership, Project
from tests.factories import TEXT, make_article, make_member, make_source, make_suggestion

pytestmark = pytest.mark.django_db

QUOTE = "„Wir öffnen erst, wenn alles hält“"


def fake(text: str, language: str, blocks: Any, **more: Any) -> Iterator[SuggestedQuote]:
    """One quote of every kind of thing, where the text has it."""
    if QUOTE not in text:
        return
    start = text.index(QUOTE)
    name = Range(text.index("Änne Groß"), text.index("Änne Groß") + 9)
    cue = Range(text.index("sagte"), text.index("sagte") + 5)
    why = (Reason(Why.MARKS, "„…“"), Reason(Why.CUE, "sagte"), Reason(Why.AFTER, "Änne Groß"))
    span = Range(start, start + len(QUOTE))
    yield SuggestedQuote((span,), "direct", name, (cue,), None, "Änne Groß", False, 0.9, why)
    if "Die Kosten" in text:
        spans = (
            Range(text.index("Die Kosten"), text.index("Die Kosten") + 10),
            Range(text.index("offen"), text.index("offen") + 5),
        )
        yield SuggestedQuote(spans, "indirect_free", None, (), None, "", False, 0.6, (Reason(Why.LEARNED),))


@pytest.fixture
def detector(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    said: dict[str, Any] = {"version": "rules/7", "detect": lambda *a, **k: list(fake(*a, **k))}
    monkeypatch.setattr(detecting, "detect", lambda *a, **k: said["detect"](*a, **k))
    monkeypatch.setattr(running, "version_of", lambda weights: said["version"])
    yield said


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def project(coder: Membership) -> Project:
    for n in range(3):
        make_article(coder.project, f"{TEXT}\n\nNummer {n}")
    return coder.project


def run(project: Project, **asked: Any) -> running.Outcome:
    return running.suggest(project, running.Asked(**asked))


def test_all_that_the_detector_says_is_kept(project: Project, detector: dict[str, Any]) -> None:
    outcome = run(project)
    assert (outcome.read, outcome.found, outcome.failed) == (3, 6, 0)
    direct, free = Suggestion.objects.order_by("pk")[:2]
    text = direct.text.text
    assert direct.quote == QUOTE == text[direct.start : direct.end]
    assert [text[s:e] for s, e in [direct.mention, *direct.cue]] == ["Änne Groß", "sagte"]
    assert direct.why == [["marks", "„…“"], ["cue", "sagte"], ["after", "Änne Groß"]]
    assert (direct.speaker, direct.key, direct.confidence) == ("Änne Groß", "anne gross", 0.9)
    assert free.quote == "Die Kosten […] offen" and len(free.spans) == 2 and free.length == 15
    assert free.mention is None and free.detection.detector == "rules/7"


def test_what_was_read_is_not_read_again(project: Project, detector: dict[str, Any]) -> None:
    run(project)
    before = list(Suggestion.objects.values_list("pk", flat=True))
    assert run(project).read == 0
    make_article(project, TEXT + " Neu.")
    assert run(project).read == 1
    assert set(before) < set(Suggestion.objects.values_list("pk", flat=True))


def test_a_run_that_is_stopped_goes_on(
    project: Project, detector: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "BATCH", 1)

    def stop(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.suggest(project, running.Asked(), stop)
    assert Detection.objects.count() == 1
    assert run(project).read == 2 and Detection.objects.count() == 3


def test_a_newer_version_supersedes_and_an_older_one_comes_back(
    project: Project, coder: Membership, detector: dict[str, Any]
) -> None:
    article = project.articles.first()
    assert article
    run(project)
    detector["version"] = "rules/8"
    assert run(project).read == 3
    assert {row.detection.detector for row in showing.in_article(coder, article)} == {"rules/8"}
    assert Detection.objects.filter(is_current=True).count() == 3
    assert Suggestion.objects.count() == 12
    detector["version"] = "rules/7"
    run(project)
    assert {row.detection.detector for row in showing.in_article(coder, article)} == {"rules/7"}
    assert Suggestion.objects.count() == 12


def test_again_takes_what_is_open_and_leaves_what_was_decided(
    project: Project, coder: Membership, detector: dict[str, Any]
) -> None:
    run(project)
    first = Suggestion.objects.earliest("pk")
    deciding.accept(coder, showing.in_article(coder, first.article)[0])
    assert run(project, redo=True).found == 5
    assert Suggestion.objects.count() == 6
    assert Annotation.objects.get().suggestion == first
    detector["detect"] = lambda *a, **k: []
    run(project, redo=True)
    assert list(Suggestion.objects.all()) == [first]


def test_again_stopped_goes_on_with_what_it_has_not_read_again(
    project: Project, detector: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Enough(Exception):
        pass

    def stop(done: int) -> None:
        raise Enough

    monkeypatch.setattr(running, "BATCH", 1)
    run(project)
    asked = running.Asked(redo=True, begun=timezone.now())
    with pytest.raises(Enough):
        running.suggest(project, asked, stop)
    assert running.count(project, asked) == 2
    assert running.suggest(project, asked).read == 2
    assert running.suggest(project, asked).read == 0
    assert Suggestion.objects.count() == 6


def test_a_source_and_a_date_narrow_it(project: Project, detector: dict[str, Any]) -> None:
    source = make_source(project)
    make_article(project, source="Ahletaler Bote", published="2024-05", published_to="2024-05-31")
    assert run(project, source=source, since="2024-06").read == 0
    assert run(project, source=source, since="2024").read == 1


def test_a_corrected_text_is_read_anew(coder: Membership, detector: dict[str, Any]) -> None:
    lead = make_member(coder.project, "lead")
    article = make_article(coder.project)
    run(coder.project)
    [old, _other] = showing.in_article(coder, article)
    texts.correct(lead, article, 1, TEXT.replace("Die Prüfung", "Die lange Prüfung"), "update")
    article.refresh_from_db()
    assert showing.in_article(coder, article) == []
    with pytest.raises(deciding.Decided):
        deciding.accept(coder, old)
    assert run(coder.project).read == 1
    assert next(row.quote for row in showing.in_article(coder, article)) == QUOTE


def test_what_was_rejected_is_not_asked_of_a_corrected_text(
    coder: Membership, detector: dict[str, Any]
) -> None:
    lead = make_member(coder.project, "lead")
    article = make_article(coder.project)
    run(coder.project)
    deciding.reject(coder, showing.in_article(coder, article)[0])
    texts.correct(lead, article, 1, TEXT.replace("Die Prüfung", "Die lange Prüfung"), "update")
    run(coder.project)
    article.refresh_from_db()
    assert [row.form for row in showing.in_article(coder, article)] == ["indirect_free"]


def test_one_text_that_it_fails_on_does_not_end_the_run(project: Project, detector: dict[str, Any]) -> None:
    def failing(text: str, *rest: Any, **more: Any) -> list[SuggestedQuote]:
        if "Nummer 1" in text:
            raise RecursionError
        return list(fake(text, *rest, **more))

    detector["detect"] = failing
    outcome = run(project)
    assert (outcome.read, outcome.failed, Detection.objects.count()) == (3, 1, 2)
    assert running.count(project, running.Asked()) == 1


def test_on_all_processors(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the detector as it is, in processes of their own."""
    monkeypatch.setattr(running, "FEW", 0)
    monkeypatch.setattr(pool, "processors", lambda: 2)
    assert run(project).read == 3 and Detection.objects.count() == 3


def test_the_command(project: Project, detector: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    with translation.override("en"):
        call_command("suggest_quotes", project=project.slug)
    assert "3 articles read, 6 suggestions (rules/7)." in capsys.readouterr().out
    for wrong in ({"project": "nirgends"}, {"project": project.slug, "since": "gestern"}):
        with pytest.raises(SystemExit) as ended:
            call_command("suggest_quotes", **wrong)
        assert ended.value.code == 2


def test_who_interrupts_the_command_is_told_whether_it_goes_on(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With --redo all is read again, whatever has been read by then."""

    def interrupted(*asked: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "suggest", interrupted)
    for redo, said in ((False, "again, and it goes on."), (True, "again, and it begins anew.")):
        with translation.override("en"), pytest.raises(SystemExit) as ended:
            call_command("suggest_quotes", project=project.slug, redo=redo)
        assert ended.value.code == 130 and said in capsys.readouterr().err


def test_undoing_an_import_takes_them_along(coder: Membership) -> None:
    """Suggestions are nobody's work; a decision is."""
    from newsreader.taking_out import worked_on

    article: Article = make_article(coder.project)
    made = make_suggestion(article)
    assert worked_on(coder.project, [article.uid]) == {}
    deciding.reject(coder, made)
    assert "decision" in worked_on(coder.project, [article.uid])[article.uid]


def test_a_projects_own_weights_are_its_own(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "WEIGHTS_ROOT", tmp_path)
    loaded: list[Path | None] = []
    monkeypatch.setattr(running, "load_weights", loaded.append)
    own = tmp_path / project.slug
    own.mkdir()
    (own / "quotes.npz").touch()
    assert running.detector_of(project)[0] == ""  # nobody has chosen them
    Scheme.objects.create(project=project, own_weights=True)
    assert running.detector_of(project)[0] == str(own)
    (own / "quotes.npz").unlink()
    assert running.detector_of(project)[0] == ""
    assert loaded == [None, own, None]
