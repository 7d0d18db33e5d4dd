"""What an annotation is: set by leads, obeyed by what is selected, offered and never done alone."""

from typing import Any

import pytest
from django.urls import reverse

from annotations.models import Annotation, Scheme
from newsreader import projects
from newsreader.changes import ChangeSet
from newsreader.models import Article, Membership
from tests.annotations.views.requests import QUOTE, START, address, marking, saying
from tests.factories import (
    TEXT,
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db
TALK = "Groß\n\n„Wir öffnen“, sagte Groß, „wenn alles hält.“ Das war alles."


def setting(member: Membership, **data: Any) -> Any:
    url = reverse("scheme", args=[member.project.slug])
    return client_of(member).post(url, {"unit": "quotation", **data})


def quoted(article: Article, member: Membership, words: str = QUOTE, **data: Any) -> str:
    start = TEXT.index(words)
    marking(article, member, span=f"{start}-{start + len(words)}", snap="1", **data)
    return Annotation.objects.latest("pk").quote


def test_a_setting_is_one_change_and_taken_back_from_the_history(coder: Membership, article: Article) -> None:
    lead = make_member(coder.project, "lead")
    assert quoted(article, coder) == f"„{QUOTE}“"  # as nobody has said otherwise
    assert setting(lead, joins_interrupted="on").status_code == 302
    assert quoted(article, coder) == QUOTE
    made = ChangeSet.objects.get(action="scheme.update")
    assert (
        "Quotation marks belong to it"
        in client_of(lead).get(address("change-set", lead.project, made.uid)).text
    )
    assert client_of(lead).post(address("change-set", lead.project, made.uid)).status_code == 302
    assert quoted(article, coder) == f"„{QUOTE}“"
    all_of_it = {"joins_interrupted": "on", "holds_marks": "on", "holds_final_mark": "on"}
    setting(lead, **all_of_it, shows_suggestions="on")
    assert ChangeSet.objects.filter(action="scheme.update").count() == 1  # it was so already


def test_whole_sentences(coder: Membership, article: Article) -> None:
    Scheme.objects.create(project=coder.project, unit="sentence")
    assert quoted(article, coder, "seien") == "Die Kosten seien noch offen."


def test_exact_letters_stay_and_so_do_mention_and_cue(coder: Membership, article: Article) -> None:
    marking(article, coder, place=f"mention:{START}-{START + len(QUOTE)}+")
    made = Annotation.objects.get()
    assert (made.quote, made.parts.get().quote) == (QUOTE, QUOTE)


def test_a_project_takes_it_over_with_the_codebook(coder: Membership) -> None:
    Scheme.objects.create(project=coder.project, unit="claim", holds_marks=False)
    assert coder.user
    for take, unit in ((["codebook"], "claim"), ([], "quotation")):
        made = projects.create(coder.user, "Häfen", f"haefen-{unit}", "shared", coder.project, take)
        assert Scheme.of(made.project).unit == unit


@pytest.mark.parametrize(("joins", "offered"), [(True, True), (False, False)])
def test_the_second_part_of_an_interrupted_quotation_is_offered_to_be_joined(
    coder: Membership, joins: bool, offered: bool
) -> None:
    Scheme.objects.create(project=coder.project, joins_interrupted=joins)
    article = make_article(coder.project, TALK)
    first = make_annotation(article, coder, "„Wir öffnen“")
    start = TALK.index("wenn")
    answer = marking(article, coder, span=f"{start}-{start + 4}", snap="1").text
    assert (f'data-join-with="{first.uid}"' in answer) is offered
    assert Annotation.objects.count() == 2


def test_of_somebody_else_or_another_paragraph_nothing_is_offered(coder: Membership) -> None:
    article = make_article(coder.project, TALK)
    make_annotation(article, make_member(coder.project), "„Wir öffnen“")
    make_annotation(article, coder, "Groß")
    start = TALK.index("wenn")
    assert "data-join-with" not in marking(article, coder, span=f"{start}-{start + 4}").text


def test_the_same_speaker_and_claim_are_told_of_where_they_count_once(
    coder: Membership, article: Article
) -> None:
    claim, topic = make_tag(coder.project, "Erst prüfen", "claim"), make_tag(coder.project, "Geld")
    voice = make_speaker(coder.project)
    first = make_annotation(article, coder, speakers=(voice,), tags=(claim, topic))
    second = make_annotation(article, coder, "öffnen erst")
    for unit, tag, told in (("quotation", claim, False), ("claim", topic, False), ("claim", claim, True)):
        Scheme.objects.update_or_create(project=coder.project, defaults={"unit": unit})
        second.refresh_from_db()
        answer = saying(second, coder, version=second.version, speaker=voice.uid, tag=tag.uid).text
        assert ("has this claim in this article already" in answer) is told
        assert (f'href="#card-{first.uid}"' in answer) is told


def test_who_may(coder: Membership) -> None:
    url = reverse("scheme", args=[coder.project.slug])
    lead = make_member(coder.project, "lead")
    assert client_of(lead).get(url).status_code == 200
    assert client_of(lead).put(url).status_code == 405
    for role in ("coder", "reader"):
        member = make_member(coder.project, role)
        assert setting(member).status_code == 403
        assert client_of(member).get(url).status_code == 403
        shown = client_of(member).get(reverse("settings", args=[coder.project.slug])).text
        assert "What an annotation is" in shown
        assert url not in shown
    assert client_of(make_member()).get(url).status_code == 404


def test_what_is_no_unit_is_refused(coder: Membership) -> None:
    lead = make_member(coder.project, "lead")
    answer = setting(lead, unit="page", holds_marks="on")
    assert answer.status_code == 422
    assert "errorlist" in answer.text
    assert not ChangeSet.objects.exists()
