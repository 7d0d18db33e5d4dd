import csv
import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from annotations.models import AnnotationTag
from newsreader.models import Membership, Project
from tests.annotations.interchange.support import coded_project
from tests.factories import (
    client_of,
    make_annotation,
    make_article,
    make_member,
    make_suggestion,
    make_tag,
)

pytestmark = pytest.mark.django_db
Role = Membership.Role


def page(client: Client, project: Project, status: int = 200, **query: str) -> str:
    response = client.get(reverse("export", args=[project.slug]), query)
    assert response.status_code == status
    return response.content.decode()


def file(client: Client, project: Project, kind: str = "json", **query: str) -> str:
    response = client.get(reverse("export-download", args=[project.slug, kind]), query)
    assert response.streaming
    return b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]  # as `streaming` says


def data(client: Client, project: Project, **query: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(file(client, project, **query))
    return found


def test_a_reader_sees_counts_a_preview_and_the_way_to_the_files() -> None:
    project, *_ = coded_project()
    shown = page(client_of(make_member(project, Role.READER)), project)
    assert "3 articles" in shown and "4 annotations" in shown
    assert "Wir öffnen erst" in shown and "Geld / Die Fähre ist zu teuer" in shown
    assert reverse("export-download", args=[project.slug, "csv"]) in shown


def test_others_are_kept_out() -> None:
    project, *_ = coded_project()
    stranger = client_of(make_member())
    for url in (
        reverse("export", args=[project.slug]),
        reverse("export-download", args=[project.slug, "json"]),
    ):
        assert stranger.get(url).status_code == 404
        assert Client().get(url).status_code == 302
        assert client_of(make_member(project)).post(url).status_code == 405


def test_the_file_has_what_the_page_has_counted() -> None:
    project, anna, _ben = coded_project()
    client = client_of(anna)
    tag = project.tags.get(name="Geld")
    shown = page(client, project, tag=str(tag.uid))
    assert "2 articles" in shown and "3 annotations" in shown  # the tags below it count
    assert f"annotations.json?tag={tag.uid}" in shown
    found = data(client, project, tag=str(tag.uid))
    assert (found["counts"]["articles"], found["counts"]["annotations"]) == (2, 3)
    assert found["filter"]["tag"] == str(tag.uid)
    assert len(found["annotations"]) == 3


def test_suggestions_go_along_where_the_page_is_asked_for_them() -> None:
    project, anna, _ben = coded_project()
    make_suggestion(make_article(project), confidence=0.7)
    client = client_of(anna)
    assert 'name="suggestions"' in page(client, project)
    assert "annotations.json?suggestions=on" in page(client, project, suggestions="on")
    assert "suggestions" not in data(client, project)
    assert len(data(client, project, suggestions="on")["suggestions"]) == 1


def test_every_filter_narrows() -> None:
    project, anna, ben = coded_project()
    client = client_of(anna)
    speaker = project.speakers.get(name="Änne Groß")
    source = project.sources.get(name="Küstenfunk")
    counts = [
        data(client, project, **query)["counts"]
        for query in (
            {"speaker": str(speaker.uid)},
            {"source": str(source.uid)},
            {"from": "2024-05-20"},
            {"to": "2024-04"},
            {"owner": str(ben.uid)},
        )
    ]
    assert [(count["articles"], count["annotations"]) for count in counts] == [
        (1, 2),
        (1, 0),
        (1, 3),
        (0, 0),
        (3, 2),
    ]


def test_a_file_is_named_and_is_not_kept_by_the_browser() -> None:
    project, anna, _ben = coded_project()
    response = client_of(anna).get(reverse("export-download", args=[project.slug, "csv"]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert project.slug in response["Content-Disposition"]
    assert response["Cache-Control"] == "no-store"


def test_what_is_no_filter_and_what_is_no_format() -> None:
    project, anna, _ben = coded_project()
    client = client_of(anna)
    for query in ({"from": "gestern"}, {"tag": "x"}, {"from": "2024", "to": "2023"}, {"content": "all"}):
        assert 'role="alert"' in page(client, project, 422, **query)
        url = reverse("export-download", args=[project.slug, "json"])
        assert client.get(url, query).status_code == 422
    assert client.get(reverse("export-download", args=[project.slug, "xml"])).status_code == 404
    foreign = make_tag(make_member().project)
    page(client, project, 422, tag=str(foreign.uid))


def test_htmx_gets_the_result_alone() -> None:
    project, anna, _ben = coded_project()
    response = client_of(anna).get(reverse("export", args=[project.slug]), headers={"HX-Request": "true"})
    shown = response.content.decode()
    assert shown.lstrip().startswith("<section") and "<form" not in shown


def test_in_a_blind_project_a_coder_exports_their_own_and_the_lead_everything() -> None:
    project, anna, ben = coded_project()
    Project.objects.filter(pk=project.pk).update(visibility=Project.Visibility.BLIND)
    own = data(client_of(anna), project)
    assert {mark["owner"] for mark in own["annotations"]} == {str(anna.uid)}
    assert {state["member"] for article in own["articles"] for state in article["states"]} == {str(anna.uid)}
    assert [member["name"] for member in own["members"]] == [anna.name]
    assert own["filter"]["owner"] == str(anna.uid)
    assert ben.name not in page(client_of(anna), project)
    page(client_of(anna), project, 422, owner=str(ben.uid))
    assert data(client_of(make_member(project, Role.LEAD)), project)["counts"]["annotations"] == 4


def test_csv_has_a_row_for_each_speaker_and_tag_and_says_why_there_is_none() -> None:
    project, anna, _ben = coded_project()
    article = make_article(project, "=1+1 sagte »niemand«, Ärger;\tja.", source='Ein "Blatt", täglich')
    bare = make_annotation(article, anna, "=1+1", note="Zeile 1\nZeile 2")
    rows = list(csv.DictReader(io.StringIO(file(client_of(anna), project, "csv"))))
    by_mark: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        by_mark.setdefault(row["annotation_id"], []).append(row)
    assert len(by_mark) == 5
    two = project.annotations.get(spans__quote="öffnen erst, wenn")
    crossed = [(row["speaker"], row["tag"]) for row in by_mark[str(two.uid)]]
    assert crossed == [
        ("ein Fahrgast", "Geld"),
        ("ein Fahrgast", "Geld / Die Fähre ist zu teuer"),
        ("Änne Groß", "Geld"),
        ("Änne Groß", "Geld / Die Fähre ist zu teuer"),
    ]
    (alone,) = by_mark[str(bare.uid)]
    assert (alone["speaker"], alone["no_speaker"], alone["tag"]) == ("", "not_coded", "")
    assert (alone["quote"], alone["note"], alone["source"]) == (
        "=1+1",
        "Zeile 1\nZeile 2",
        'Ein "Blatt", täglich',
    )
    reasons = {row["no_speaker"] for row in rows if not row["speaker"]}
    assert reasons == {"not_coded", "not_named"}
    stance = AnnotationTag.objects.get(stance="for").annotation.uid
    assert [row["stance"] for row in by_mark[str(stance)]] == ["for"]


def test_a_bare_csv_has_no_quote() -> None:
    project, anna, _ben = coded_project()
    text = file(client_of(anna), project, "csv", content="bare")
    assert "öffnen" not in text and "Ja." in text


def test_the_page_asks_as_many_questions_for_many_annotations_as_for_few(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    project, anna, _ben = coded_project()
    client = client_of(anna)
    with django_assert_max_num_queries(25) as first:
        page(client, project)
    article = make_article(project)
    for _ in range(10):
        make_annotation(article, anna, tags=(make_tag(project, f"T{_}"),))
    with django_assert_num_queries(len(first)):
        page(client, project)
