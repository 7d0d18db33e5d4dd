"""Every occurrence of a phrase: the page that shows the hits, and tagging them."""

import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotations.models import Annotation, Tag
from annotations.occurrences import hits as hits_of
from annotations.recording import annotation_state
from newsreader.changes import ChangeSet
from newsreader.corrections import texts
from newsreader.models import Article, ArticleText, CodingState, Membership
from newsreader.undo import redo, undo
from tests.annotations.indexed import strays
from tests.factories import (
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db(transaction=True)

TEXT = (
    "Nato berät\n\nDie Nato tagt 🚧. „Änne Groß kommt“, sagt die NATO.\n\n"
    "Natos Chef, die Nato.\n\nTeilen: Nato"
)


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    """Its last line is not its own."""
    made = make_article(coder.project, TEXT)
    ArticleText.objects.filter(article=made).update(blocks=folded_at_the_end(made))
    return made


def folded_at_the_end(article: Article) -> list[list[Any]]:
    *blocks, last = article.texts.get().blocks
    return [*blocks, ["boilerplate", *last[1:]]]


def address(member: Membership, **query: Any) -> str:
    return reverse("occurrences", args=[member.project.slug], query=query)


def get(member: Membership, **query: Any) -> Any:
    return client_of(member).get(address(member, **query))


def post(member: Membership, query: dict[str, Any], /, **data: Any) -> Any:
    return client_of(member).post(address(member, **query), data)


def shown(html: str) -> list[str]:
    return re.findall(r'name="take" value="([^"]+)"', html)


def digest(html: str) -> str:
    [found] = re.findall(r'name="digest" value="([^"]*)"', html)
    return str(found)


def tag_all(member: Membership, query: dict[str, Any], **data: Any) -> Any:
    page = get(member, **query).text
    sent = {"digest": digest(page), "shown": shown(page), "take": shown(page), "do": "tag", **data}
    return post(member, query, **sent)


def starts(article: Article) -> list[int]:
    rows = Annotation.objects.filter(article=article).order_by("spans__start")
    return list(rows.values_list("spans__start", flat=True))


def places(text: str, words: str) -> list[int]:
    return [match.start() for match in re.finditer(rf"\b{words}\b", text)]


def test_hits_of_an_article_are_tagged_as_one_action(coder: Membership, article: Article) -> None:
    tag, voice = make_tag(coder.project, "Bündnis"), make_speaker(coder.project)
    query = {"phrase": "Nato", "article": article.uid, "tag": tag.uid}
    page = get(coder, **query).text
    expected = places(TEXT, "Nato")[:3]
    assert shown(page) == [f"{article.uid}:{start}" for start in expected]
    assert "<mark>Nato</mark> tagt" in page
    answer = tag_all(coder, query, speaker=voice.uid, form="indirect")
    assert answer.url == reverse("article", args=[coder.project.slug, article.uid])
    assert starts(article) == expected
    for mark in Annotation.objects.with_parts():
        assert (mark.quote, mark.form, mark.owner) == ("Nato", "indirect", coder)
        assert [link.tag for link in mark.tag_links.all()] == [tag]
        assert [link.speaker for link in mark.speaker_links.all()] == [voice]
    change_set = ChangeSet.objects.get()
    assert (change_set.action, change_set.article) == ("annotation.occurrences", article)
    assert CodingState.objects.get().state == "progress"
    states = {mark.uid: annotation_state(mark) for mark in Annotation.objects.with_parts()}
    assert {change.object: change.after for change in change_set.changes.all()} == states
    assert strays() == []
    undo(coder, change_set)
    assert not Annotation.objects.exists()
    redo(coder, ChangeSet.objects.get(pk=change_set.pk))
    assert starts(article) == expected
    assert strays() == []


def test_hits_of_a_project_stand_by_date_and_what_is_unticked_stays_out(coder: Membership) -> None:
    late, early = (
        make_article(coder.project, TEXT, published=day, published_from=day)
        for day in ("2022-01-12", "2017-03-01")
    )
    make_article(coder.project, "Ganz anderes\n\nKeine nato hier.")
    make_article(make_project(), TEXT)
    query = {"phrase": "Nato", "new_tag": "Bündnis"}
    page = get(coder, **query).text
    values = shown(page)
    assert [value.split(":")[0] for value in values] == [str(early.uid)] * 4 + [str(late.uid)] * 4
    answer = tag_all(coder, query, take=values[1:])
    assert answer.url == reverse("tags", args=[coder.project.slug])
    assert len(starts(early)) == 3
    assert len(starts(late)) == 4
    tag = Tag.objects.get(name="Bündnis")
    assert tag.annotations.count() == 7
    undo(coder, ChangeSet.objects.get())
    assert not Annotation.objects.exists()
    assert not Tag.objects.exists()


def test_capitals_and_boilerplate_only_where_asked_for(coder: Membership, article: Article) -> None:
    where = {"phrase": "Nato", "article": article.uid}
    assert len(shown(get(coder, **where).text)) == 3
    assert len(shown(get(coder, **where, any_case="on").text)) == 4
    assert len(shown(get(coder, **where, folded="on").text)) == 4
    assert len(shown(get(coder, **where, where="project").text)) == 3


def test_what_has_the_tag_already_is_shown_and_left_out(coder: Membership, article: Article) -> None:
    tag, other = make_tag(coder.project, "Bündnis"), make_tag(coder.project, "Kosten")
    first, second, _third, _folded = places(TEXT, "Nato")
    make_annotation(article, coder, tags=(tag,), spans=[(first, first + 4)])
    make_annotation(article, coder, tags=(other,), spans=[(second, second + 4)])
    make_annotation(article, coder, tags=(tag,), spans=[(second, second + 9)])
    query = {"phrase": "Nato", "article": article.uid, "tag": tag.uid}
    page = get(coder, **query).text
    assert len(shown(page)) == 2
    assert "1 place has this tag already" in page
    tag_all(coder, query)
    assert tag.annotations.count() == 4
    assert "All of them have this tag already" in get(coder, **query).text


def test_in_a_blind_project_the_marks_of_others_do_not_count() -> None:
    project = make_project(visibility="blind")
    one, two, lead = make_member(project), make_member(project), make_member(project, "lead")
    article, tag = make_article(project, TEXT), make_tag(project)
    make_annotation(article, one, tags=(tag,), spans=[(0, 4)])
    query = {"phrase": "Nato", "tag": tag.uid}
    assert [len(shown(get(member, **query).text)) for member in (one, two, lead)] == [3, 4, 3]


def test_the_selection_is_the_phrase_grown_to_whole_words(coder: Membership, article: Article) -> None:
    start = TEXT.index("nne Gro")
    page = get(coder, article=article.uid, span=f"{start}-{start + 7}", text_version=1).text
    assert 'value="Änne Groß"' in page
    assert len(shown(page)) == 1
    assert "Choose a tag above" in page
    answer = get(coder, article=article.uid, span=f"{start}-{start + 7}", text_version=2)
    assert answer.status_code == 422
    assert "load the page again" in answer.text


def test_pages_keep_what_was_unticked(coder: Membership) -> None:
    article = make_article(coder.project, "Nato " * 120)
    tag = make_tag(coder.project)
    query = {"phrase": "Nato", "tag": tag.uid}
    first = get(coder, **query).text
    assert len(shown(first)) == 50
    second = post(coder, query, shown=shown(first), take=shown(first)[2:], page=2).text
    assert "51–100 of 120" in second
    assert 'data-ticked="118"' in second
    [skip] = re.findall(r'name="skip" value="([^"]*)"', second)
    assert skip.split() == sorted(shown(first)[:2])
    post(
        coder, query, do="tag", digest=digest(second), skip=skip, shown=shown(second), take=shown(second)[1:]
    )
    assert starts(article) == [n * 5 for n in range(120) if n not in (0, 1, 50)]
    assert len(shown(post(coder, query, page=99).text)) == 3


def test_what_is_not_what_was_looked_at_is_409_and_tags_nothing(coder: Membership, article: Article) -> None:
    tag = make_tag(coder.project)
    query = {"phrase": "Nato", "tag": tag.uid}
    page = get(coder, **query).text
    lead = make_member(coder.project, "lead")
    texts.correct(lead, article, 1, TEXT.replace("Die Nato tagt", "Sie tagt"), "import")
    answer = post(coder, query, do="tag", digest=digest(page), shown=shown(page), take=shown(page))
    assert answer.status_code == 409
    assert "Here is what stands now" in answer.text
    assert not Annotation.objects.exists()


def test_twice_sent_is_tagged_once(coder: Membership, article: Article) -> None:
    query = {"phrase": "Nato", "tag": make_tag(coder.project).uid}
    page = get(coder, **query).text
    sent = {"do": "tag", "digest": digest(page), "shown": shown(page), "take": shown(page)}
    assert [post(coder, query, **sent).status_code for _ in range(2)] == [302, 409]
    assert Annotation.objects.count() == 3


def test_too_many_are_told_and_not_tagged(
    coder: Membership, article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hits_of, "MOST", 2)
    query = {"phrase": "Nato", "tag": make_tag(coder.project).uid}
    page = get(coder, **query)
    assert "more than" in page.text
    found = hits_of.find(coder, hits_of.Search("Nato"))
    answer = post(coder, query, do="tag", digest=found.digest)
    assert answer.status_code == 422
    assert "too many at once" in answer.text


WRONG: list[dict[str, Any]] = [
    {"phrase": "🚧 …"},
    {"phrase": "x" * 301},
    {"phrase": "a\0b"},
    {"phrase": "wort " * 60 + "a b c d e"},
    {"phrase": "Nato", "article": "nirgends"},
    {"phrase": "Nato", "article": uuid.uuid4()},
    {"phrase": "Nato", "tag": uuid.uuid4()},
    {"phrase": "Nato", "tag": "x"},
    {"phrase": "Nato", "new_tag": ["Eins", "Zwei"]},
    {"phrase": "Nato", "where": "überall"},
]


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: str(wrong)[:40])
def test_what_makes_no_sense_is_422(coder: Membership, wrong: dict[str, Any]) -> None:
    for answer in (get(coder, **wrong), post(coder, wrong, do="tag")):
        assert answer.status_code == 422
        assert "errorlist" in answer.text
    assert not ChangeSet.objects.exists()


def test_a_form_that_makes_no_sense_is_422_and_tags_nothing(coder: Membership, article: Article) -> None:
    query = {"phrase": "Nato", "tag": make_tag(coder.project).uid}
    foreign = make_speaker(make_project())
    wrong: dict[str, Any]
    for wrong in ({"take": "x"}, {"speaker": foreign.uid}, {"form": "gesungen"}, {"take": []}):
        answer = tag_all(coder, query, **wrong)
        assert answer.status_code == 422, wrong
        assert shown(answer.text)
    assert tag_all(coder, {"phrase": "Nato"}).status_code == 422
    assert not Annotation.objects.exists()


def test_a_new_tag_of_a_closed_codebook_is_proposed(coder: Membership, article: Article) -> None:
    coder.project.codebook_open = False
    coder.project.save()
    assert tag_all(coder, {"phrase": "Nato", "new_tag": "Bündnis"}).status_code == 302
    assert Tag.objects.get().proposed_by == coder
    assert Tag.objects.get().annotations.count() == 3


def test_a_claim_keeps_its_stance_and_a_topic_takes_none(coder: Membership, article: Article) -> None:
    claim, topic = make_tag(coder.project, "Nato hilft", "claim"), make_tag(coder.project)
    tag_all(coder, {"phrase": "Nato", "tag": claim.uid, f"stance-{claim.uid}": "for"})
    assert set(claim.annotation_links.values_list("stance", flat=True)) == {"for"}
    refused = tag_all(coder, {"phrase": "Nato", "tag": f"{topic.uid}:for"})
    assert refused.status_code == 422
    assert "A topic has no stance" in refused.text


def test_who_may(coder: Membership) -> None:
    assert get(make_member(coder.project, "reader")).status_code == 403
    assert client_of(make_member()).get(address(coder)).status_code == 404
    assert client_of(coder).delete(address(coder)).status_code == 405
    assert get(coder).status_code == 200
    assert "It stands nowhere" in get(coder, phrase="Nato").text


def test_statements_do_not_grow_with_hits_or_articles(coder: Membership) -> None:
    tag = make_tag(coder.project)

    def counts(phrase: str) -> list[int]:
        query = {"phrase": phrase, "tag": tag.uid}
        found = []
        with CaptureQueriesContext(connection) as queries:
            page = get(coder, **query).text
        found.append(len(queries))
        sent = {"do": "tag", "digest": digest(page), "shown": shown(page), "take": shown(page)}
        with CaptureQueriesContext(connection) as queries:
            assert post(coder, query, **sent).status_code == 302
        found.append(len(queries))
        done = ChangeSet.objects.latest("pk")
        for turn in (undo, redo):
            with CaptureQueriesContext(connection) as queries:
                turn(coder, ChangeSet.objects.get(pk=done.pk))
            found.append(len(queries))
        return found

    make_article(coder.project, "Eins steht hier, zweimal Eins.", source="Bote")
    for n in range(12):
        make_article(coder.project, "Zwei steht hier, dreimal Zwei, Zwei.", source=f"Bote {n}")
    assert counts("Eins") == counts("Zwei")
