"""The queue over a project, runs of the detector from the browser, and the page on how good it is."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotations.models import Decision, Detection, Scheme, Suggestion, SuggestionRun
from annotations.suggesting import deciding, running, showing, task
from annotations.suggesting.quality import qualities
from annotations.suggesting.queue import PAGE, Order, queue
from newsreader.background.runs import Stopped
from newsreader.models import Article, Membership
from newsreader.states import set_state
from tests.annotations.views.requests import FRAGMENT, address
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

SECOND = "»Das ist zu spät«"


def url(member: Membership, name: str = "suggestions", *args: Any) -> str:
    return reverse(name, args=[member.project.slug, *args])


def body(member: Membership, path: str) -> str:
    answer = client_of(member).get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def in_queue(member: Membership, order: str, number: int = 1) -> list[str]:
    found = queue(member, showing.look_of(member), order, number)
    return [entry.suggestion.quote for entry in found.entries]


def test_the_queue_is_ordered_as_asked(coder: Membership, article: Article) -> None:
    newer = make_article(coder.project, published="2024-06", published_from="2024-06-01")
    make_suggestion(article, confidence=0.7)
    make_suggestion(newer, SECOND, "Jörg Weiß", confidence=0.9)
    make_suggestion(article, "Die Kosten", "", confidence=0.8)
    quotes = {"a": "„Wir öffnen erst, wenn alles hält“", "b": SECOND, "c": "Die Kosten"}
    assert in_queue(coder, Order.CONFIDENCE) == [quotes["b"], quotes["c"], quotes["a"]]
    assert in_queue(coder, Order.SPEAKER) == [quotes["a"], quotes["b"], quotes["c"]]
    assert in_queue(coder, Order.DATE) == [quotes["b"], quotes["a"], quotes["c"]]
    page = body(coder, url(coder) + "?order=speaker")
    assert "3 open" in page and "sagte Bürgermeisterin" in page
    assert client_of(coder).get(url(coder) + "?order=Mut").status_code == 422


def test_what_is_not_open_to_me_is_not_in_it(coder: Membership, article: Article) -> None:
    make_suggestion(make_article(make_project()))
    made = make_suggestion(article)
    make_suggestion(article, SECOND, confidence=0.2)
    assert in_queue(coder, Order.CONFIDENCE) == [made.quote]
    deciding.reject(coder, made)
    assert in_queue(coder, Order.CONFIDENCE) == []
    reader, stranger = make_member(coder.project, "reader"), make_member()
    assert client_of(reader).get(url(coder)).status_code == 403
    assert client_of(stranger).get(url(coder)).status_code == 404


def test_it_is_paged_and_asks_the_same_number_of_questions(coder: Membership, article: Article) -> None:
    make_suggestion(article)
    client = client_of(coder)
    client.get(url(coder))
    with CaptureQueriesContext(connection) as few:
        client.get(url(coder))
    for n in range(PAGE + 3):
        make_suggestion(make_article(coder.project, f"{TEXT} {n}"), SECOND, f"Wer {n}", confidence=0.8)
    with CaptureQueriesContext(connection) as many:
        page = client.get(url(coder)).content.decode()
    assert len(many) == len(few)
    assert f"{PAGE + 4} open" in page and "?page=2" in page
    assert len(in_queue(coder, Order.CONFIDENCE, 2)) == 4


def test_from_the_queue_a_decision_answers_its_undo(coder: Membership, article: Article) -> None:
    made = make_suggestion(article)
    sent = {"queue": "1", "next": url(coder)}
    answer = client_of(coder).post(
        address("suggestion-acceptance", coder.project, made.uid), sent, headers=FRAGMENT
    )
    page = answer.content.decode()
    change_set = coder.project.change_sets.get()
    assert "Accepted" in page and url(coder, "change-set", change_set.uid) in page
    client_of(coder).post(url(coder, "change-set", change_set.uid), {"next": url(coder)})
    assert in_queue(coder, Order.CONFIDENCE) == [made.quote]


def test_an_empty_queue_says_what_to_do(coder: Membership, article: Article) -> None:
    assert "A lead can start it." in body(coder, url(coder))
    lead = make_member(coder.project, "lead")
    assert "Find quotes in the articles" in body(lead, url(coder))
    Detection.objects.create(text=article.texts.get(), detector="rules/0")
    assert "No suggestion is open" in body(coder, url(coder))


def test_a_run_from_the_browser(coder: Membership, run_tasks: Callable[[], None]) -> None:
    make_article(coder.project, "Titel\n\n„Das hier ist lang genug für eine Regel“, sagte sie.")
    lead = make_member(coder.project, "lead")
    client = client_of(lead)
    answer: Any = client.post(url(lead, "suggestion-runs"))
    run = SuggestionRun.objects.get()
    assert answer.url == url(lead, "suggestion-run", run.uid)
    again: Any = client.post(url(lead, "suggestion-runs"))
    assert again.url == answer.url  # one at a time
    assert "Waiting for the worker" in body(lead, answer.url)
    run_tasks()
    run.refresh_from_db()
    assert (run.state, run.done, run.total) == ("done", 1, 1) and run.detector
    assert Detection.objects.count() == 1
    fragment = client.get(answer.url, headers=FRAGMENT).content.decode()
    assert "1 article read" in fragment and "hx-trigger" not in fragment.partition("run")[2][:200]
    more: Any = client.post(url(lead, "suggestion-runs"))
    run_tasks()
    assert "had read all of these articles already, or there are none." in body(lead, more.url)


def test_a_run_is_stopped_and_goes_on(
    coder: Membership, article: Article, run_tasks: Callable[[], None]
) -> None:
    lead = make_member(coder.project, "lead")
    client = client_of(lead)
    client.post(url(lead, "suggestion-runs"))
    run = SuggestionRun.objects.get()
    client.post(url(lead, "suggestion-run-stop", run.uid))
    run_tasks()
    run.refresh_from_db()
    assert run.state == "stopped" and not Detection.objects.exists()
    assert "This run was stopped" in body(lead, url(lead, "suggestion-run", run.uid))
    client.post(url(lead, "suggestion-run-continuation", run.uid))
    run_tasks()
    run.refresh_from_db()
    assert run.state == "done" and Detection.objects.count() == 1


def test_a_run_that_goes_on_counts_what_it_had_done(
    coder: Membership, run_tasks: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        make_article(coder.project, f"Titel {n}\n\n„Das hier ist lang genug für eine Regel“, sagte sie.")
    lead = make_member(coder.project, "lead")
    run = task.begin(lead)
    monkeypatch.setattr(running, "BATCH", 1)

    def stopped(project: Any, asked: Any, watch: Any, *before: Any) -> None:
        def stop(done: int) -> None:
            watch(done)
            if done == 2:
                raise Stopped

        suggest(project, asked, stop, *before)

    suggest = running.suggest
    monkeypatch.setattr(running, "suggest", stopped)
    run_tasks()
    run.refresh_from_db()
    assert (run.state, run.done, run.found) == ("stopped", 2, 2)
    monkeypatch.setattr(running, "suggest", suggest)
    task.go_on(run)
    run_tasks()
    run.refresh_from_db()
    assert (run.state, run.done, run.total, run.found) == ("done", 3, 3, 3)
    SuggestionRun.objects.update(state="stopped")  # broken off when all was read
    task.go_on(run)
    run_tasks()
    assert "3 articles read" in body(lead, url(lead, "suggestion-run", run.uid))


def test_a_run_says_what_the_member_is_shown_of_it(coder: Membership) -> None:
    lead = make_member(coder.project, "lead")
    done = {"state": "done", "done": 1, "total": 1}
    run = SuggestionRun.objects.create(project=coder.project, found=1, **done)
    page, changes = (
        url(lead, "suggestion-run", run.uid),
        "“What is shown” beside the suggestions changes that.",
    )
    showing.choose(lead, hidden=False, least=35, reported=True)
    assert "from 35 % on, with reported speech" in body(lead, page) and changes in body(lead, page)
    showing.choose(lead, hidden=True, least=35, reported=True)
    assert "You have hidden them." in body(lead, page) and "from 35 %" not in body(lead, page)
    showing.choose(lead, hidden=False, least=35, reported=True)
    Scheme.objects.update_or_create(project=coder.project, defaults={"shows_suggestions": False})
    assert "This project shows none." in body(lead, page) and changes not in body(lead, page)


def test_only_leads_run_it(coder: Membership) -> None:
    run = SuggestionRun.objects.create(project=coder.project)
    stranger = make_member()
    for name, args in (
        ("suggestion-runs", ()),
        ("suggestion-run-stop", (run.uid,)),
        ("suggestion-run-continuation", (run.uid,)),
    ):
        assert client_of(coder).post(url(coder, name, *args)).status_code == 403
        assert client_of(stranger).post(url(coder, name, *args)).status_code == 404
        asked = client_of(make_member(coder.project, "lead")).get(url(coder, name, *args))
        assert asked.status_code == (200 if name == "suggestion-runs" else 405)
    assert client_of(coder).get(url(coder, "suggestion-run", run.uid)).status_code == 403


def test_how_good_each_version_was(coder: Membership, article: Article) -> None:
    other = make_article(coder.project)
    deciding.accept(coder, make_suggestion(article))
    deciding.reject(coder, make_suggestion(article, SECOND))
    make_suggestion(other, confidence=0.95)
    deciding.accept_direct(coder, other, 90)
    make_annotation(article, coder, "Die Kosten seien noch offen")
    set_state(coder, article, "done")
    [found] = qualities(coder)
    assert (found.right.hits, found.right.n, found.bulk) == (1, 2, 1)
    assert (found.found.hits, found.found.n) == (1, 2)
    assert (found.articles, found.suggestions) == (2, 3)
    page = body(coder, url(coder, "suggestions-quality"))
    assert "rules/0" in page and "50 % (9 to 91 %), 1 of 2" in page
    assert body(make_member(coder.project, "reader"), url(coder, "suggestions-quality"))
    assert client_of(make_member()).get(url(coder, "suggestions-quality")).status_code == 404


def reviewed(coder: Membership, text: Article, detector: str) -> None:
    deciding.accept(coder, make_suggestion(text, detector=detector))
    set_state(coder, text, "done")


def train_run(coder: Membership, **options: Any) -> SuggestionRun:
    """One of "own" that is over."""
    trained = {"kind": "train", "state": "done", "detector": "rules/2+own", "running_since": timezone.now()}
    return SuggestionRun.objects.create(project=coder.project, options=options, **trained)


def test_own_weights_are_not_told_by_what_they_have_learned_from(coder: Membership, article: Article) -> None:
    other = make_article(coder.project)
    make_annotation(other, coder, SECOND)  # worked on, but not done
    train_run(coder, weights="own", articles=[str(article.uid)])
    for detector in ("rules/2+own", "rules/3+own"):  # other rules, the same weights
        reviewed(coder, article, detector)
        reviewed(coder, other, detector)
    reviewed(coder, article, "rules/3+shipped")
    for found in qualities(coder):
        assert found.right.n == 1 and (found.trained is None) == found.detector.endswith("shipped")
    assert "Articles that they have learned from do not count" in body(
        coder, url(coder, "suggestions-quality")
    )


def test_of_a_training_that_kept_no_list_all_that_was_done_before_counts_nowhere(
    coder: Membership, article: Article
) -> None:
    set_state(coder, article, "done")  # there is nothing in it
    set_state(coder, article, "progress")
    train_run(coder)
    reviewed(coder, article, "rules/3+own")
    [before] = qualities(coder)
    assert (before.right.n, before.found.n) == (0, 0)
    reviewed(coder, make_article(coder.project), "rules/3+own")
    [after] = qualities(coder)
    assert (after.right.n, after.found.n) == (1, 1)


def test_in_a_blind_project_it_is_told_by_ones_own_work() -> None:
    coder = make_member(make_project(visibility="blind"))
    other, lead = make_member(coder.project), make_member(coder.project, "lead")
    made = make_suggestion(make_article(coder.project))
    deciding.accept(coder, made)
    deciding.reject(other, made)
    assert [q.right.n for q in qualities(coder)] == [1]
    assert [q.right.n for q in qualities(lead)] == [2]
    assert Decision.objects.count() == 2 and Suggestion.objects.count() == 1


def test_a_run_over_some_articles(coder: Membership, run_tasks: Callable[[], None]) -> None:
    said = "„Das hier ist lang genug für eine Regel“, sagte sie."
    dated = {"published": "2024-06", "published_from": "2024-06-01", "published_to": "2024-06-30"}
    wanted = make_article(coder.project, f"Neu\n\n{said}", source="Anzeiger", **dated)
    make_article(coder.project, f"Woanders\n\n{said}", source="Bote", **dated)
    make_article(coder.project, f"Ohne Tag\n\n{said}", source="Anzeiger")
    lead = make_member(coder.project, "lead")
    runs = url(lead, "suggestion-runs")
    assert "Anzeiger" in body(lead, runs) and client_of(coder).get(runs).status_code == 403
    source = coder.project.sources.get(name="Anzeiger")
    for wrong in ({"since": "gestern"}, {"source": "x"}, {"source": str(coder.uid)}):
        assert client_of(lead).post(runs, wrong).status_code == 422
    answer: Any = client_of(lead).post(runs, {"source": source.uid, "since": "2024"})
    run_tasks()
    page = body(lead, answer.url)
    assert "1 article read" in page and "Anzeiger" in page and "published since 2024" in page
    assert list(Detection.objects.values_list("text__article", flat=True)) == [wanted.pk]
