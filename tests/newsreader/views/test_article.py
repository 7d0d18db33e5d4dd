"""The article page, its state box, what was read, and the original file."""

import hashlib
import re
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsreader.changes import ChangeSet
from newsreader.importing.decode import NOTE_FALLBACK
from newsreader.models import Article, CodingState, Membership, Original, Reading
from tests.factories import (
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_project,
    make_speaker,
    make_tag,
)

pytestmark = pytest.mark.django_db

FRAGMENT = {"HX-Request": "true"}


@pytest.fixture
def coder() -> Membership:
    return make_member()


@pytest.fixture
def article(coder: Membership) -> Article:
    return make_article(
        coder.project, source="Ahletaler Bote", published="2017-03", author="J. Weiß", page="4"
    )


def address(article: Article, name: str = "article", query: str = "") -> str:
    return reverse(name, args=[article.project.slug, article.uid]) + query


def page(article: Article, member: Membership, query: str = "") -> str:
    answer = client_of(member).get(address(article, query=query))
    assert answer.status_code == 200
    return answer.text


def set_state(
    article: Article, member: Membership, fragment: Any = True, query: str = "", **data: Any
) -> Any:
    headers = FRAGMENT if fragment else {}
    return client_of(member).post(address(article, "state", query), data, headers=headers)


def test_the_page_says_what_is_known_and_invents_nothing(coder: Membership, article: Article) -> None:
    shown = page(article, coder)
    for words in ("Ahletaler Bote", "March 2017", 'datetime="2017-03"', "J. Weiß", "p. 4", 'lang="de"'):
        assert words in shown
    assert "undated" not in shown
    bare = page(make_article(coder.project), coder)
    assert "undated" in bare


def test_one_heading_a_page_from_text_title_or_label(coder: Membership) -> None:
    for values, words in [
        ({}, "Zeile eins"),
        ({"title": "Aus der Tabelle"}, "Aus der Tabelle"),
        ({"title": "", "label": "Der erste Satz …"}, "Der erste Satz …"),
    ]:
        made = make_article(coder.project, "Zeile eins\n\nZeile zwei.", **values)
        if values:
            text = made.texts.get()
            made.texts.all().delete()
            text.pk, text.blocks = None, [["paragraph", 0, 10, "x"], ["paragraph", 12, 23, "x"]]
            text.save()
        headings = re.findall(r"<h1[^>]*>(.*?)</h1>", page(made, coder))
        assert headings == [words]


def test_the_outline_is_the_subheads(coder: Membership) -> None:
    made = make_article(coder.project, "Titel\n\nDie <Lage>\n\nText.")
    text = made.texts.get()
    made.texts.all().delete()
    text.pk, text.blocks = (
        None,
        [["headline", 0, 5, "x"], ["subhead", 7, 17, "x"], ["paragraph", 19, 24, "x"]],
    )
    text.save()
    assert '<a href="#b7">Die &lt;Lage&gt;</a>' in page(made, coder)


def test_marks_and_cards_are_those_the_member_may_see() -> None:
    project = make_project(visibility="blind")
    one, two = make_member(project), make_member(project)
    lead, reader = make_member(project, "lead"), make_member(project, "reader")
    article = make_article(project)
    mine = make_annotation(article, one, note="geheim eins")
    theirs = make_annotation(article, two, note="geheim zwei")
    shown = page(article, one)
    assert f'id="card-{mine.uid}"' in shown
    assert "1 annotation<" in shown
    assert str(theirs.uid) not in shown
    assert "geheim zwei" not in shown
    for member in (lead, reader):
        both = page(article, member)
        assert "geheim eins" in both
        assert "geheim zwei" in both
        assert "2 annotations<" in both


def test_a_reader_gets_no_tools(coder: Membership, article: Article) -> None:
    reader = make_member(coder.project, "reader")
    assert "data-marking" in page(article, coder)
    shown = page(article, reader)
    assert "data-marking" not in shown
    assert 'name="state"' not in shown
    assert 'data-may-annotate=""' in shown


def test_previous_and_next_keep_the_list(coder: Membership) -> None:
    made = [
        make_article(
            coder.project, f"Titel {n}\n\nBrücke.", published=f"2022-01-0{n}", published_from=f"2022-01-0{n}"
        )
        for n in (1, 2, 3)
    ]
    shown = page(made[1], coder, "?q=Brücke")
    previous = re.search(r'data-previous="([^"]*)"', shown)
    following = re.search(r'data-next="([^"]*)"', shown)
    assert previous is not None
    assert following is not None
    assert {previous[1].partition("?")[0], following[1].partition("?")[0]} == {
        address(made[0]),
        address(made[2]),
    }
    assert "?q=Br" in following[1]
    assert f'href="{reverse("articles", args=[coder.project.slug])}?q=Br' in shown


def test_a_list_that_makes_no_sense_is_no_error(coder: Membership, article: Article) -> None:
    for query in ("?q=%00", "?page=x&sort=nonsense&from=gestern", "?tag=x", "?q=" + "(" * 300):
        page(article, coder, query)


def test_queries_do_not_grow(coder: Membership) -> None:
    project = coder.project
    client, counts = client_of(coder), []
    article = make_article(project, source="Bote")
    for number in range(4):
        voices = tuple(make_speaker(project, f"Stimme {number} {n}") for n in range(2))
        tags = tuple(make_tag(project, f"Thema {number} {n}") for n in range(2))
        make_annotation(article, coder, speakers=voices, tags=tags, spans=[(number, number + 5)])
        make_annotation(article, make_member(project), speakers=voices, tags=tags)
        make_article(project)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address(article)).status_code == 200
        counts.append(len(queries))
    assert len(set(counts)) == 1, counts


def test_looking_writes_nothing(coder: Membership, article: Article) -> None:
    client = client_of(coder)
    with CaptureQueriesContext(connection) as queries:
        client.get(address(article))
    written = [q["sql"] for q in queries if not q["sql"].startswith("SELECT")]
    assert written == []


# State


def test_done_as_fragment_and_as_page(coder: Membership, article: Article) -> None:
    box = set_state(article, coder, state="done")
    assert box.status_code == 200
    assert 'id="state"' in box.text
    assert "state-done" in box.text
    assert "<html" not in box.text
    plain = set_state(article, coder, fragment=False, state="progress", query="?q=Ahle")
    assert plain.url == address(article, query="?q=Ahle")
    assert CodingState.objects.get().state == "progress"


def test_the_box_keeps_the_list(coder: Membership, article: Article) -> None:
    for data in ({"state": "done"}, {"state": "irrelevant"}):
        assert "/state/?q=Ahle" in set_state(article, coder, query="?q=Ahle", **data).text


def test_done_and_next_goes_on_and_at_the_end_back_to_the_list(coder: Membership) -> None:
    first, second = (
        make_article(coder.project, published=f"2022-01-0{n}", published_from=f"2022-01-0{n}") for n in (2, 1)
    )
    onward = set_state(first, coder, query="?q=Ahle", state="done", next="1")
    assert onward.headers["HX-Redirect"] == address(second, query="?q=Ahle")
    assert set_state(first, coder, fragment=False, state="done", next="1").url == address(second)
    end = set_state(second, coder, query="?q=Ahle", state="done", next="1")
    assert end.headers["HX-Redirect"] == reverse("articles", args=[coder.project.slug]) + "?q=Ahle"


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"state": "finished"},
        {"state": "done\0"},
        {"state": "irrelevant"},
        {"state": "irrelevant", "reason": "  "},
        {"state": "irrelevant", "reason": "a\0b"},
        {"state": "irrelevant", "reason": "x" * 501},
    ],
)
@pytest.mark.parametrize("fragment", [True, False])
def test_a_wrong_state_is_422_with_a_sentence(
    coder: Membership, article: Article, wrong: dict[str, str], fragment: bool
) -> None:
    answer = set_state(article, coder, fragment, **wrong)
    assert answer.status_code == 422
    assert 'class="errorlist"' in answer.text
    assert ("<html" in answer.text) is not fragment
    assert not CodingState.objects.exists()
    assert not ChangeSet.objects.exists()


def test_not_relevant_keeps_its_reason(coder: Membership, article: Article) -> None:
    answer = set_state(article, coder, state="irrelevant", reason="nur <Sport>")
    assert "nur &lt;Sport&gt;" in answer.text
    assert CodingState.objects.get().reason == "nur <Sport>"


# Reading and original


def test_reading_is_a_post_that_says_nothing(coder: Membership, article: Article) -> None:
    client = client_of(coder)
    for _ in range(2):
        assert client.post(address(article, "reading")).status_code == 204
    assert Reading.objects.get().member == coder


def test_the_original_is_a_download_and_nothing_runs(coder: Membership, article: Article) -> None:
    data = b"<script>alert(1)</script>\xe4"
    digest = hashlib.sha256(data).hexdigest()
    Original.objects.create(article=article, sha256=digest, encoding="cp1252", certain=False, data=data)
    article.filename = 'März/"a\nb".html'
    article.save()
    answer = client_of(coder).get(address(article, "original"))
    assert answer.content == data
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client_of(coder).get(address(make_article(coder.project), "original")).status_code == 404


def test_what_was_uncertain_is_said_in_the_readers_language(coder: Membership, article: Article) -> None:
    Original.objects.create(article=article, sha256="0" * 64, data=b"\xe4", notes=[NOTE_FALLBACK])
    page = client_of(coder).get(address(article), headers={"Accept-Language": "de"}).text
    assert "als Windows-1252 gelesen" in page and NOTE_FALLBACK not in page


# Who may

NAMES = pytest.mark.parametrize("name", ["article", "original", "reading", "state"])


def send(member: Membership, article: Article, name: str, project: Any = None) -> int:
    url = reverse(name, args=[(project or article.project).slug, article.uid])
    client = client_of(member)
    answer = client.post(url, {"state": "done"}) if name in ("reading", "state") else client.get(url)
    return int(answer.status_code)


@NAMES
def test_not_mine_is_not_found(coder: Membership, article: Article, name: str) -> None:
    assert send(make_member(), article, name) == 404
    other = make_member(make_project(), user=coder.user)
    assert send(coder, article, name, other.project) == 404
    assert client_of(coder).get(reverse(name, args=["nirgends", uuid.uuid4()])).status_code in (404, 405)


@NAMES
def test_the_wrong_method(coder: Membership, article: Article, name: str) -> None:
    client, url = client_of(coder), address(article, name)
    wrong = client.get(url) if name in ("reading", "state") else client.post(url)
    assert wrong.status_code == 405


def test_what_each_role_may(coder: Membership, article: Article) -> None:
    reader, lead = make_member(coder.project, "reader"), make_member(coder.project, "lead")
    assert [send(m, article, "article") for m in (reader, coder, lead)] == [200, 200, 200]
    assert [send(m, article, "reading") for m in (reader, coder, lead)] == [204, 204, 204]
    assert [send(m, article, "state") for m in (reader, coder, lead)] == [403, 302, 302]


def test_nobody_signed_in_is_sent_to_sign_in(article: Article) -> None:
    assert Client().get(address(article)).url.startswith(reverse("sign-in"))  # type: ignore[attr-defined]
    assert Client().get(address(article), headers=FRAGMENT).status_code == 401
