"""A text that is pasted is an article at once."""

import pytest
from django_tasks_db.models import DBTaskResult

from newsreader.models import Article, Membership
from tests.factories import client_of
from tests.newsreader.views.uploading import TEXT, paste, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("media")]


def test_a_pasted_text_is_an_article_at_once(lead: Membership) -> None:
    response = paste(
        lead, source="Küstenfunk", published="2022-01", url="https://example.org/a", author="Ö. Ü."
    )
    article = lead.project.articles.get()
    assert response.headers["Location"] == url(lead, "article", article.uid)
    assert (article.title, article.published) == ("Die Brücke über die Ahle bleibt gesperrt", "2022-01")
    assert (article.url, article.author, article.source and article.source.name) == (
        "https://example.org/a",
        "Ö. Ü.",
        "Küstenfunk",
    )
    assert article.texts.get().text == TEXT
    assert not DBTaskResult.objects.exists()


def test_a_text_that_is_there_is_said_with_the_way_to_it_and_nothing_typed_is_lost(lead: Membership) -> None:
    paste(lead)
    response = paste(lead)
    page = response.content.decode()
    assert response.status_code == 422 and lead.project.articles.count() == 1
    assert "This text is here already:" in page
    assert url(lead, "article", lead.project.articles.get().uid) in page
    assert "Die Prüfung dauert länger" in page


def test_markup_in_a_pasted_text_is_text(lead: Membership) -> None:
    paste(lead, text=f"<script>alert(1)</script>\n\n{TEXT}")
    page = client_of(lead).get(url(lead, "article", lead.project.articles.get().uid)).content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;alert" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"text": " \n "}, "This field is required."),
        ({"text": f"a\0{TEXT}"}, "Null characters are not allowed."),
        ({"published": "gestern"}, "A date is written"),
        ({"title": "x" * 501}, "500"),
        ({"genre": "märchen"}, "märchen"),
        ({"language": "xx"}, "xx"),
    ],
)
def test_a_text_that_cannot_be_taken_is_422_and_stays_in_the_form(
    lead: Membership, values: dict[str, str], sentence: str
) -> None:
    response = paste(lead, **{"author": "Änne Groß", **values})
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page and "Änne Groß" in page
    assert not Article.objects.exists()
