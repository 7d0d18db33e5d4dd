"""The review list: what waits because a text was corrected is settled by people, and nothing is lost."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Annotation, AnnotationPart
from annotations.recording import annotation_state
from annotations.views import review
from newsreader import undo
from newsreader.changes import ChangeSet
from newsreader.corrections import texts
from newsreader.models import Article, Membership, Project
from tests.factories import TEXT, client_of, make_annotation, make_article, make_member, make_project

pytestmark = pytest.mark.django_db

OLD, NEW = "Wir öffnen erst, wenn alles hält", "Wir öffnen erst, wenn es hält"
CORRECTED = TEXT.replace("wenn alles hält", "wenn es hält")
AT = CORRECTED.index(NEW)
PLACE = f"{AT}-{AT + len(NEW)}"


@pytest.fixture
def lead() -> Membership:
    return make_member(role="lead")


@pytest.fixture
def coder(lead: Membership) -> Membership:
    return make_member(lead.project)


@pytest.fixture
def article(lead: Membership) -> Article:
    return make_article(lead.project)


@pytest.fixture
def mark(article: Article, coder: Membership, lead: Membership) -> Annotation:
    """It has a cue, and waits."""
    mark = make_annotation(article, coder, OLD, note="Wichtig")
    cue = TEXT.index("sagte")
    AnnotationPart.objects.create(annotation=mark, role="cue", start=cue, end=cue + 5, quote="sagte")
    texts.correct(lead, article, 1, CORRECTED, "damage", "")
    article.refresh_from_db()
    return mark


def settle(member: Membership, mark: Annotation, do: str = "place", **data: Any) -> Any:
    """As the page sends it: the places that it has checked already, and what is said instead."""
    page = client_of(member).get(of_article(mark.article)).text
    checked = re.findall(r'name="(place-[\w-]+)" value="([\d-]+)" checked', page)
    sent = {"do": do, "version": 1, "text_version": 2, **dict(checked), **data}
    return client_of(member).post(address(mark), sent)


def address(mark: Annotation) -> str:
    return reverse("annotation-settlement", args=[mark.project.slug, mark.uid])


def of_article(article: Article) -> str:
    return reverse("article-review", args=[article.project.slug, article.uid])


def of_project(project: Project) -> str:
    return reverse("review", args=[project.slug])


def stands(mark: Annotation) -> tuple[int, list[str], list[str], bool]:
    mark = Annotation.objects.get(pk=mark.pk)
    spans, parts = [span.quote for span in mark.spans.all()], [part.quote for part in mark.parts.all()]
    return mark.text.version, spans, parts, mark.is_kept


WAITS = (1, [OLD], ["sagte"], False)


def test_it_is_listed_with_old_and_new_side_by_side(coder: Membership, mark: Annotation) -> None:
    client = client_of(coder)
    assert f'<q lang="de">{OLD}</q>' in client.get(of_project(mark.project)).text
    page = client.get(of_article(mark.article)).text
    assert f"<mark>{OLD}</mark>" in page
    assert f"<mark>{NEW}</mark>" in page


def test_the_article_says_that_it_waits(coder: Membership, mark: Annotation) -> None:
    page = client_of(coder).get(reverse("article", args=[mark.project.slug, mark.article.uid])).text
    assert "1 annotation waits for review" in page
    assert f'id="card-{mark.uid}"' in page


def test_the_proposed_place_is_taken(coder: Membership, mark: Annotation) -> None:
    answer = settle(coder, mark, **{"place-span-0": PLACE})
    assert answer.status_code == 302
    assert stands(mark) == (2, [NEW], ["sagte"], False)
    made = ChangeSet.objects.latest("pk")
    assert (made.action, made.member, made.article) == ("annotation.place", coder, mark.article)
    assert not Annotation.objects.waiting().exists()


def test_words_that_stand_once_are_a_place(coder: Membership, mark: Annotation) -> None:
    settle(coder, mark, **{"place-span-0": "words", "words-span-0": "wenn es hält"})
    assert stands(mark) == (2, ["wenn es hält"], ["sagte"], False)


def test_it_is_kept_on_its_text_and_waits_no_longer(coder: Membership, mark: Annotation) -> None:
    settle(coder, mark, "keep")
    assert stands(mark) == (1, [OLD], ["sagte"], True)
    assert not Annotation.objects.waiting().exists()
    page = client_of(coder).get(reverse("article", args=[mark.project.slug, mark.article.uid])).text
    assert "1 annotation stays on an earlier text" in page


@pytest.mark.parametrize("do", ["place", "keep", "remove"])
def test_each_decision_is_undone_and_done_again(coder: Membership, mark: Annotation, do: str) -> None:
    before = annotation_state(Annotation.objects.get(pk=mark.pk))
    settle(coder, mark, do, **{"place-span-0": PLACE})
    here = [reverse(name, args=[mark.project.slug, mark.article.uid]) for name in ("undo-here", "redo-here")]
    done = list(Annotation.objects.values("uid", "is_kept", "text__version"))
    answer: Any = client_of(coder).post(here[0], {"place": "article-review"})
    assert answer.url.startswith(of_article(mark.article))
    again = annotation_state(Annotation.objects.get(uid=mark.uid))
    assert {**again, "version": 0, "modified_at": ""} == {**before, "version": 0, "modified_at": ""}
    assert Annotation.objects.waiting().count() == 1
    client_of(coder).post(here[1])
    assert list(Annotation.objects.values("uid", "is_kept", "text__version")) == done


def test_after_a_decision_the_correction_itself_is_undone_only_with_asking(
    lead: Membership, coder: Membership, mark: Annotation
) -> None:
    correction = ChangeSet.objects.get(action="text")
    settle(coder, mark, **{"place-span-0": PLACE})
    url = reverse("change-set", args=[mark.project.slug, correction.uid])
    assert client_of(lead).post(url).status_code in (409, 422)
    assert stands(mark) == (2, [NEW], ["sagte"], False)
    assert undo.last_action(coder, mark.article)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"place-span-0": ""}, "Choose a place for each passage"),
        ({"place-span-0": "none"}, "Choose a place for each passage"),
        ({"place-span-0": "12-x"}, "Choose a place for each passage"),
        ({"place-span-0": "9000-9010"}, "outside"),
        ({"place-span-0": "words", "words-span-0": "steht nirgends"}, "do not stand in the text"),
        ({"place-span-0": "words", "words-span-0": "Die"}, "stand in the text"),
        ({"do": "vanish"}, "vanish"),
        ({"version": ""}, "required"),
    ],
)
def test_what_cannot_be_is_refused_and_what_was_typed_stays(
    coder: Membership, mark: Annotation, data: dict[str, str], sentence: str
) -> None:
    answer = settle(coder, mark, **data)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert data.get("words-span-0", "") in answer.text
    assert stands(mark) == WAITS


def test_what_was_chosen_stays_chosen_when_it_is_refused(coder: Membership, mark: Annotation) -> None:
    page = settle(coder, mark, **{"place-span-0": "words", "words-span-0": "steht nirgends"}).text
    checked = re.findall(r'name="place-([\w-]+)" value="([\w-]+)"[^>]* checked', page)
    cue = CORRECTED.index("sagte")
    assert checked == [("span-0", "words"), ("part-cue", f"{cue}-{cue + 5}")]


def test_a_refused_case_of_a_later_page_is_shown(lead: Membership, coder: Membership) -> None:
    article = make_article(lead.project)
    marks = [make_annotation(article, coder, OLD) for _ in range(review.SHOWN + 1)]
    texts.correct(lead, article, 1, CORRECTED, "damage", "")
    sent = {
        "do": "place",
        "version": 1,
        "text_version": 2,
        "place-span-0": "words",
        "words-span-0": "nirgends",
    }
    answer = client_of(coder).post(address(marks[-1]), sent)
    assert answer.status_code == 422
    assert ">\nnirgends</textarea>" in answer.text


def test_of_two_who_settle_it_the_second_is_told(
    lead: Membership, coder: Membership, mark: Annotation
) -> None:
    settle(coder, mark, "keep")
    cue = f"{CORRECTED.index('sagte')}-{CORRECTED.index('sagte') + 5}"
    sent = {"do": "place", "version": 1, "text_version": 2, "place-span-0": PLACE, "place-part-cue": cue}
    answer = client_of(lead).post(address(mark), sent)
    assert answer.status_code == 409
    assert "Somebody else has changed this meanwhile" in answer.text
    assert stands(mark)[0] == 1


def test_a_place_in_a_text_that_was_corrected_again_is_refused(
    lead: Membership, coder: Membership, mark: Annotation
) -> None:
    texts.correct(lead, mark.article, 2, f"Neu. {CORRECTED}", "update", "")
    assert settle(coder, mark, text_version=2, **{"place-span-0": PLACE}).status_code == 409
    assert stands(mark) == WAITS


def test_who_may(lead: Membership, coder: Membership, mark: Annotation) -> None:
    other, reader = make_member(lead.project), make_member(lead.project, "reader")
    sent = {"do": "keep", "version": 1, "text_version": 2}
    for member in (other, reader):
        assert client_of(member).get(of_article(mark.article)).status_code == 200
        assert client_of(member).post(address(mark), sent).status_code == 403
    stranger = client_of(make_member(make_project("anderswo"), "lead"))
    for url in (of_project(mark.project), of_article(mark.article)):
        assert stranger.get(url).status_code == 404
    assert stranger.post(address(mark), sent).status_code == 404
    assert client_of(coder).get(address(mark)).status_code == 405
    assert stands(mark) == WAITS
    assert client_of(lead).post(address(mark), sent).status_code == 302
    assert stands(mark)[3]


def test_in_a_blind_project_only_ones_own_waits(
    lead: Membership, coder: Membership, mark: Annotation
) -> None:
    Project.objects.filter(pk=lead.project.pk).update(visibility="blind")
    other = make_member(lead.project)
    assert OLD not in client_of(other).get(of_project(mark.project)).text
    assert "Nothing waits for review" in client_of(other).get(of_article(mark.article)).text
    assert client_of(other).post(address(mark), {"do": "keep"}).status_code == 404
    assert OLD in client_of(coder).get(of_project(mark.project)).text


def test_more_that_waits_is_no_more_queries(lead: Membership, coder: Membership) -> None:
    def count(url: str) -> int:
        client = client_of(coder)
        client.get(url)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    few, many = make_article(lead.project), make_article(lead.project)
    for article, marks in ((few, 1), (many, 6)):
        for _ in range(marks):
            make_annotation(article, coder, OLD)
        texts.correct(lead, article, 1, CORRECTED, "damage", "")
    assert count(of_article(few)) == count(of_article(many))
    addresses = [reverse("article", args=[lead.project.slug, one.uid]) for one in (few, many)]
    assert count(addresses[0]) == count(addresses[1])
