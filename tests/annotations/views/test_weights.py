"""The detector's weights of a project's own: trained in the background, chosen, deleted; for leads."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from annotations.models import Scheme, SuggestionRun
from annotations.suggesting import own, task, training
from newsreader.background.runs import Stopped
from newsreader.models import Article, CodingState, Membership
from newsreader.states import set_state
from tests.factories import client_of, make_annotation, make_article, make_member, make_project

pytestmark = pytest.mark.django_db

SAID = "»Das ist zu spät«"
PAGES = ("weights", "weights-training", "weights-removal")


@pytest.fixture(autouse=True)
def root(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(settings, "WEIGHTS_ROOT", tmp_path)
    return tmp_path


@pytest.fixture
def lead(coder: Membership) -> Membership:
    return make_member(coder.project, "lead")


def url(member: Membership, name: str = "weights", *args: Any) -> str:
    return reverse(name, args=[member.project.slug, *args])


def coded(coder: Membership, count: int) -> None:
    for n in range(count):
        article = make_article(
            coder.project, f"Titel {n}\n\n„Satz {n} gilt für alle“, sagte Änne Groß am Montag."
        )
        make_annotation(article, coder, f"„Satz {n} gilt für alle“", form="direct")
        set_state(coder, article, CodingState.State.DONE)


def test_only_leads(coder: Membership) -> None:
    for name in PAGES:
        assert client_of(coder).post(url(coder, name)).status_code == 403
        assert client_of(make_member()).post(url(coder, name)).status_code == 404
        asked = client_of(make_member(coder.project, "lead")).get(url(coder, name))
        assert asked.status_code == (200 if name == "weights" else 405)


def test_the_page_says_what_they_are_and_where_they_lie(coder: Membership, lead: Membership) -> None:
    coded(coder, 2)
    page = client_of(lead).get(url(lead)).content.decode()
    assert "They hold words of the project’s texts" in page and f"weights/{lead.project.slug}" in page
    assert "2 articles are done" in page and "At least 10 are needed" in page
    assert client_of(lead).post(url(lead, "weights-training")).status_code == 422
    assert client_of(lead).post(url(lead), {"own": "1"}).status_code == 422  # there are none
    assert client_of(lead).post(url(lead), {"own": "2"}).status_code == 422
    assert not SuggestionRun.objects.exists() and not Scheme.objects.exists()


def test_trained_chosen_and_deleted(
    coder: Membership, lead: Membership, root: Path, run_tasks: Callable[[], None]
) -> None:
    coded(coder, 11)
    empty = make_article(coder.project, "Titel\n\nHier sagt niemand etwas.")
    set_state(coder, empty, CodingState.State.DONE)
    make_annotation(make_article(coder.project), coder, SAID)  # not done
    client = client_of(lead)
    answer: Any = client.post(url(lead, "weights-training"))
    again: Any = client.post(url(lead, "weights-training"))
    assert again.url == answer.url
    run_tasks()
    run = SuggestionRun.objects.get()
    assert (run.state, run.done) == ("done", run.total) and run.total > 5
    learned = {str(uid) for uid in Article.objects.filter(states__state="done").values_list("uid", flat=True)}
    assert set(run.options["articles"]) == learned and len(learned) == 12 and str(empty.uid) in learned
    assert run.detector.endswith(f"+{run.options['weights']}")
    folder = root / lead.project.slug
    assert [path.name for path in folder.iterdir()] == ["quotes.npz"]
    page = client.get(answer.url).content.decode()
    assert "The weights are trained." in page and run.detector in page
    assert not Scheme.of(lead.project).own_weights  # the shipped ones stay in use
    client.post(url(lead), {"own": "1"})
    assert Scheme.of(lead.project).own_weights and own.own_of(lead.project).version == run.detector
    client.post(url(lead, "weights-removal"))
    assert not folder.exists() and not Scheme.of(lead.project).own_weights


def test_stopped_it_leaves_nothing(coder: Membership, lead: Membership, root: Path) -> None:
    coded(coder, 10)
    seen: list[Path] = []

    def watch(_done: int, _total: int) -> None:
        seen.extend((root / lead.project.slug).glob("training.jsonl"))
        raise Stopped

    with pytest.raises(Stopped):
        training.train(lead.project, watch)
    assert seen and not list((root / lead.project.slug).iterdir())


def test_which_articles_it_learns_from_is_known_in_a_blind_project_too(tmp_path: Path) -> None:
    coder = make_member(make_project(visibility="blind"))
    coded(coder, 10)
    with training._data(coder.project, tmp_path) as (_path, articles):
        assert articles == sorted(str(article.uid) for article in coder.project.articles.all())


def test_too_few_fail(coder: Membership, lead: Membership, run_tasks: Callable[[], None]) -> None:
    task.begin(lead, kind=SuggestionRun.Kind.TRAIN)
    run_tasks()
    run = SuggestionRun.objects.get()
    assert run.state == "failed"
    page = client_of(lead).get(url(lead, "suggestion-run", run.uid)).content.decode()
    assert "it begins anew when it goes on" in page
