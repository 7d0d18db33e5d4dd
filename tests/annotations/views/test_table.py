"""The table of all annotations: what it finds, shows, sorts and leads to, and for whom."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotations.models import Annotation
from annotations.table import order, page
from newsreader.models import Membership, Project
from tests.annotations.interchange.support import coded_project
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


def shown(member: Membership, status: int = 200, **query: Any) -> str:
    response = client_of(member).get(address(member.project), query)
    assert response.status_code == status
    return response.text


def address(project: Project) -> str:
    return reverse("table", args=[project.slug])


def rows(html: str) -> list[str]:
    return re.findall(r'<tr id="t-([\w-]+)"', html)


def test_everybody_who_reads_sees_the_annotations_each_a_link_to_its_place() -> None:
    project, *_ = coded_project()
    html = shown(make_member(project, "reader"))
    assert "4 annotations" in html and len(rows(html)) == 4
    mark = project.annotations.get(form="direct")
    place = reverse("article", args=[project.slug, mark.article.uid])
    assert f'href="{place}#card-{mark.uid}"' in html
    assert "Änne Groß" in html and "Ahletaler Bote" in html and "May 2024" in html
    assert re.search(r'<span class="stance">for</span>', html)


def test_others_are_kept_out() -> None:
    project, anna, _ben = coded_project()
    assert client_of(make_member()).get(address(project)).status_code == 404
    assert Client().get(address(project)).status_code == 302
    assert client_of(anna).post(address(project)).status_code == 405


def test_a_coder_of_a_blind_project_sees_their_own() -> None:
    project, anna, ben = coded_project()
    Project.objects.filter(pk=project.pk).update(visibility=Project.Visibility.BLIND)
    anna.refresh_from_db()
    html = shown(anna)
    assert set(rows(html)) == {str(uid) for uid in anna.annotations.values_list("uid", flat=True)}
    assert ben.name not in html
    shown(anna, 422, owner=ben.uid)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"tag": "Gold"}, "There is no tag “Gold”."),
        ({"speaker": "Niemand"}, "There is no speaker “Niemand”."),
        ({"from": "gestern"}, "Write a date as"),
        ({"from": "2024", "to": "2023"}, "The end lies before the beginning."),
        ({"sort": "schön"}, "Select a valid choice."),
        ({"column": "schön"}, "Select a valid choice."),
        ({"stance": "dagegen"}, "Select a valid choice."),
        ({"page": "x"}, "Enter a whole number."),
    ],
)
def test_what_is_no_filter_is_said_and_stays_in_the_form(query: dict[str, str], sentence: str) -> None:
    _project, anna, _ben = coded_project()
    html = shown(anna, 422, **query)
    assert sentence in html
    if "tag" in query:
        assert 'value="Gold"' in html


def test_a_name_or_an_id_filters_and_the_form_shows_the_name() -> None:
    project, anna, _ben = coded_project()
    tag = project.tags.get(name="Die Fähre ist zu teuer")
    for typed in (str(tag.uid), "die fähre ist zu teuer", "Geld / Die Fähre ist zu teuer"):
        assert len(rows(shown(anna, tag=typed))) == 2
    assert 'value="Geld / Die Fähre ist zu teuer"' in shown(anna, tag=tag.uid)
    assert len(rows(shown(anna, speaker="groß"))) == 2  # an alias
    foreign = make_tag(make_member().project, "Fremd")
    shown(anna, 422, tag=foreign.uid)


def test_two_unnamed_sources_of_one_wording_stay_apart() -> None:
    """The form goes on asking for the one that a link has named."""
    member = make_member()
    first, _second = (
        member.project.speakers.create(name="ein Diplomat", key="ein diplomat", kind="unnamed")
        for _ in range(2)
    )
    make_annotation(make_article(member.project), member, speakers=(first,))
    html = shown(member, speaker=first.uid)
    assert len(rows(html)) == 1 and f'value="{first.uid}"' in html


def test_columns_are_chosen_and_kept_when_the_page_is_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE", 3)
    _project, anna, _ben = coded_project()
    html = shown(anna, column=["quote", "owner"])
    assert re.findall(r'<th scope="col">(?:<a [^>]+>)?([^<]+)', html) == ["Quote", "Annotated by"]
    assert "?column=quote&amp;column=owner&amp;page=2" in html
    assert "column=" not in re.findall(r'rel="next" href="([^"]+)', shown(anna))[0]


def test_pages_hold_every_annotation_once_in_each_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "PAGE", 3)
    member = make_member()
    for n in range(4):
        day: dict[str, Any] = (
            {"published": f"2024-01-0{n + 1}", "published_from": date(2024, 1, n + 1)} if n else {}
        )
        article = make_article(member.project, **day)
        for start in (9, 0):
            make_annotation(article, member, spans=[(start, start + 5)])
    for few in (0, 2_000):  # the database walks the articles, or sorts what is found
        monkeypatch.setattr(order, "FEW", few)
        found = {}
        for sort in order.SORTS:
            pages = [rows(shown(member, sort=sort, page=n)) for n in (1, 2, 3)]
            assert [len(some) for some in pages] == [3, 3, 2]
            found[sort] = [uid for some in pages for uid in some]
            assert len(set(found[sort])) == 8
        places = Annotation.objects.in_bulk(field_name="pk")
        by_uid = {str(mark.uid): mark for mark in places.values()}
        newest = [by_uid[uid] for uid in found["newest"]]
        days = [mark.article.published for mark in newest]
        assert days == ["2024-01-04"] * 2 + ["2024-01-03"] * 2 + ["2024-01-02"] * 2 + [""] * 2
        assert [mark.spans.get().start for mark in newest] == [0, 9] * 4  # within one article by place
    assert rows(shown(member, page=99)) == rows(shown(member, page=3))


def test_what_was_changed_last_comes_first() -> None:
    project, anna, _ben = coded_project()
    mark = project.annotations.get(form="direct")
    Annotation.objects.filter(pk=mark.pk).update(modified_at=timezone.now() + timedelta(hours=1))
    assert rows(shown(anna, sort="changed"))[0] == str(mark.uid)


def test_the_head_of_a_column_puts_the_table_in_its_order() -> None:
    member = make_member()
    article = make_article(member.project)
    names = ["Öz", "Anna", "Zoe"]
    marks = [make_annotation(article, member, speakers=(make_speaker(member.project, n),)) for n in names]
    nobody = make_annotation(article, member)
    html = shown(member, sort="speaker")
    assert rows(html) == [str(marks[n].uid) for n in (1, 0, 2)] + [str(nobody.uid)]  # Ö among the O
    assert 'aria-sort="ascending"' in html and "?sort=newest" in html
    assert "?sort=oldest" in shown(member)  # who asks for the newest again


def test_the_filter_goes_along_to_the_export() -> None:
    project, anna, _ben = coded_project()
    html = shown(anna, form="direct", sort="changed", column="quote")
    assert f'href="{reverse("export", args=[project.slug])}?form=direct"' in html


def test_htmx_gets_the_table_alone() -> None:
    project, anna, _ben = coded_project()
    html = client_of(anna).get(address(project), headers={"HX-Request": "true"}).text
    assert html.lstrip().startswith("<section") and 'id="table-form"' not in html


def test_the_number_of_queries_does_not_grow() -> None:
    member = make_member()
    tag = make_tag(member.project)
    article = make_article(member.project)
    make_annotation(article, member, tags=(tag,))
    client = client_of(member)
    with CaptureQueriesContext(connection) as few:
        client.get(address(member.project))
    for _ in range(20):
        make_annotation(
            article, member, tags=(tag,), speakers=(member.project.speakers.create(name="x", kind="unnamed"),)
        )
    with CaptureQueriesContext(connection) as many:
        client.get(address(member.project))
    assert len(many) == len(few) <= 12


def test_an_empty_project_says_so() -> None:
    assert "No annotation fits this filter." in shown(make_member())
    assert TEXT not in shown(make_member())


@pytest.mark.parametrize("page_of", ["table", "export"])
def test_a_fragment_sets_the_shortest_address(page_of: str) -> None:
    project, *_ = coded_project()
    url = reverse(page_of, args=[project.slug])
    sent = client_of(make_member(project)).get(f"{url}?words=&tag=&stance=for", HTTP_HX_REQUEST="true")
    assert sent.headers["HX-Push-Url"] == f"{url}?stance=for"


def test_the_words_of_counting_read_on_in_german() -> None:
    project, *_ = coded_project()
    client = client_of(make_member(project, "reader"))
    page = client.get(address(project), headers={"Accept-Language": "de"}).text
    choices = re.search(r'Zählen <select name="group".*?</select>', page, re.DOTALL)
    assert choices and ">einzeln</option>" in choices[0]
