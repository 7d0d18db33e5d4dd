"""Adding a stretch of the text to an annotation over HTTP."""

from typing import Any

import pytest

from annotations.models import Annotation
from newsreader.models import Article, Membership
from tests.annotations.views.requests import FRAGMENT, QUOTE, START, address, turn
from tests.factories import TEXT, client_of, make_annotation, make_member

pytestmark = pytest.mark.django_db
LATER = "Die Kosten"


def place(words: str) -> str:
    start = TEXT.index(words)
    return f"{start}-{start + len(words)}"


def adding(annotation: Annotation, member: Membership, fragment: bool = True, **data: Any) -> Any:
    sent = {"text_version": 1, "span": place(LATER), **data}
    url = address("annotation-spans", annotation.project, annotation.uid)
    return client_of(member).post(url, sent, headers=FRAGMENT if fragment else {})


def test_the_stretch_joins_the_quote_and_one_undo_takes_it_away(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    answer = adding(made, coder)
    assert answer.status_code == 200
    assert f'id="card-{made.uid}"' in answer.text
    made = Annotation.objects.get(pk=made.pk)
    assert (made.quote, made.version) == (f"{QUOTE} […] {LATER}", 2)
    assert turn("undo-here", article, coder).status_code == 204
    assert Annotation.objects.get(pk=made.pk).quote == QUOTE


def test_what_meets_becomes_one_span(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    end = START + len(QUOTE)
    adding(made, coder, span=f"{START + 5}-{end + 7}")
    assert made.spans.count() == 1
    assert made.spans.get().quote == TEXT[START : end + 7]


def test_without_a_script_it_goes_back_to_the_place(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    assert adding(made, coder, fragment=False).url.endswith(f"#card-{made.uid}")


@pytest.mark.parametrize(
    "data", [{"span": "9-5"}, {"span": "0-99999"}, {"span": "x"}, {"span": ""}, {"text_version": 2}]
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    coder: Membership, article: Article, data: dict[str, Any]
) -> None:
    made = make_annotation(article, coder)
    assert adding(made, coder, **data).status_code == (409 if "text_version" in data else 422)
    assert Annotation.objects.get(pk=made.pk).quote == QUOTE


def test_who_may(coder: Membership, article: Article) -> None:
    made = make_annotation(article, coder)
    assert adding(made, make_member(coder.project, "coder")).status_code == 403
    assert adding(made, make_member(coder.project, "reader")).status_code == 403
    assert client_of(coder).get(address("annotation-spans", coder.project, made.uid)).status_code == 405
    outsider = make_member()
    assert client_of(outsider).post(address("annotation-spans", coder.project, made.uid)).status_code == 404
    assert adding(made, make_member(coder.project, "lead")).status_code == 200
