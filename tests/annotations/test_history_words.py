"""The history page says what marks hold in words: labels of codes, names of tags and speakers."""

import re
from typing import Any

import pytest
from django.urls import reverse

from annotations import coding, comments, naming
from annotations.codebook import saving
from annotations.coding import Coding
from annotations.models import Annotation
from annotations.speakers import holding
from newsreader.changes import ChangeSet
from tests.factories import client_of, make_article, make_member, make_speaker, make_tag, make_variable


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 6])
def test_the_page_of_a_change_says_words_and_names_instead_of_codes_and_uids(
    count: int, django_assert_max_num_queries: Any
) -> None:
    member = make_member()
    article = make_article(member.project)
    claim = make_tag(member.project, "Brücke behalten", kind="claim")
    topics = [make_tag(member.project, f"Thema {n}") for n in range(count)]
    tags = ((claim.uid, "against"), *((topic.uid, "") for topic in topics))
    said = Coding(form="indirect", new_speakers=("Änne Groß",), tags=tags)
    coding.create(member, article, article.text_version, [(0, 5)], said)
    url = reverse("change-set", args=[member.project.slug, ChangeSet.objects.latest("id").uid])
    client = client_of(member)
    with django_assert_max_num_queries(14):
        page = client.get(url, headers={"Accept-Language": "de"}).text
    names = ", ".join(["Brücke behalten · dagegen", *(topic.name for topic in topics)])
    for words in ("indirekte Rede", "Änne Groß", names, "Person"):
        assert words in page
    assert str(claim.uid) not in page


@pytest.mark.django_db
def test_what_was_deleted_is_said_in_words() -> None:
    lead = make_member(role="lead")
    saving.remove(lead, make_tag(lead.project))
    naming.remove_speaker(lead, make_speaker(lead.project))
    url = reverse("history", args=[lead.project.slug])
    page = client_of(lead).get(url, headers={"Accept-Language": "en"}).text
    assert "Tag deleted" in page and "Speaker deleted" in page


@pytest.mark.django_db
def test_comments_and_yes_or_no_are_said_in_words() -> None:
    lead = make_member(role="lead")
    article = make_article(lead.project)
    field = make_variable(lead.project, "Aufmacher", kind="yes_no", options=[])
    said = Coding(answers=((field.uid, "yes"),))
    coding.create(lead, article, article.text_version, [(0, 5)], said)
    annotation = Annotation.objects.get()
    thread, _set = comments.begin(lead, comments.Place(article, annotation), "Stimmt das?")
    comments.answer(lead, thread, "Ja.")
    url = reverse("history", args=[lead.project.slug])
    page = client_of(lead).get(url, headers={"Accept-Language": "de"}).text
    seen = re.sub(r"<[^>]*>", "", page)
    assert str(annotation.uid) not in seen and str(thread.uid) not in seen
    assert "Stimmt das?" in seen
    assert "Aufmacher · ja" in seen


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "since", "until", "words"),
    [
        ("en", "2017-03-15", "", "office or function · Sonderbeauftragter · Öl-Rat · since 15 March 2017"),
        ("de", "2017-03-15", "", "Amt oder Funktion · Sonderbeauftragter · Öl-Rat · seit 15. März 2017"),
        ("en", "", "2017-03", "office or function · Sonderbeauftragter · Öl-Rat · until March 2017"),
        ("de", "", "2017", "Amt oder Funktion · Sonderbeauftragter · Öl-Rat · bis 2017"),
        ("de", "2016", "2017-03", "Amt oder Funktion · Sonderbeauftragter · Öl-Rat · 2016 – März 2017"),
        ("de", "", "", "Amt oder Funktion · Sonderbeauftragter · Öl-Rat"),
    ],
)
def test_a_role_says_whether_its_date_is_the_first_or_the_last(
    language: str, since: str, until: str, words: str
) -> None:
    lead = make_member(role="lead")
    speaker, council = make_speaker(lead.project), make_speaker(lead.project, "Öl-Rat", "organisation")
    role = ["office", "Sonderbeauftragter", since, until, str(council.uid)]
    holding.save_roles(lead, speaker, holding.version_of(speaker), [role])
    url = reverse("change-set", args=[lead.project.slug, ChangeSet.objects.latest("id").uid])
    page = client_of(lead).get(url, headers={"Accept-Language": language}).text
    assert f"<b>{words}</b>" in page
