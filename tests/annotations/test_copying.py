"""A new project with the codebook and the speakers of another."""

from typing import Any

import pytest
from django.urls import reverse

from annotations.models import Role, Speaker, Tag
from annotations.recording import speaker_state
from newsreader import projects
from newsreader.changes import ChangeSet
from newsreader.models import Membership, Project
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
ALL = ("codebook", "speakers")
KEPT = (
    "name",
    "key",
    "kind",
    "color",
    "shortcut",
    "description",
    "inclusion",
    "exclusion",
    "examples",
    "memo",
)


def take_over(source: Membership, *take: str) -> Project:
    assert source.user
    return projects.create(source.user, "Häfen", "haefen", "shared", source.project, take).project


def tree(project: Project) -> dict[str, tuple[Any, ...]]:
    rows = Tag.objects.of(project).select_related("parent")
    return {
        tag.name: (tag.parent and tag.parent.name, *(getattr(tag, field) for field in KEPT)) for tag in rows
    }


def speakers(project: Project) -> dict[str, tuple[str, set[str]]]:
    rows = project.speakers.prefetch_related("aliases")
    return {row.name: (row.kind, {alias.name for alias in row.aliases.all()}) for row in rows}


@pytest.fixture
def source() -> Membership:
    member = make_member(role=Membership.Role.CODER)
    top = make_tag(member.project, "Öffnung", color=7, shortcut=3, description="Wann die Brücke öffnet 🚧")
    notes = {"inclusion": "Öffnungen", "exclusion": "Türen", "examples": "„Auf!“", "memo": "Heißt auch: frei"}
    Tag.objects.filter(pk=top.pk).update(**notes)
    below = make_tag(member.project, "Die Brücke sofort öffnen", "claim", color=4, parent=top)
    make_tag(member.project, "Nur für Fahrräder", "claim", parent=below)
    make_speaker(member.project, "Änne Groß", "person", "die Bürgermeisterin", "Groß")
    make_speaker(member.project, "ein Diplomat", "unnamed")
    make_annotation(make_article(member.project), member, tags=(top,))
    return member


def test_everything_of_a_tag_and_of_a_speaker_comes_along_and_nothing_else(source: Membership) -> None:
    made = take_over(source, *ALL)
    assert tree(made) == tree(source.project)
    assert len(tree(made)) == 3
    assert speakers(made) == {"Änne Groß": ("person", {"die Bürgermeisterin", "Groß"})}
    assert not made.articles.exists() and not made.annotations.exists()
    assert made.memberships.get().role == Membership.Role.LEAD


def test_a_copy_is_a_copy(source: Membership) -> None:
    made = take_over(source, *ALL)
    uids = set(source.project.tags.values_list("uid", flat=True))
    assert not uids & set(made.tags.values_list("uid", flat=True))
    made.tags.filter(name="Öffnung").update(name="Schließung")
    assert source.project.tags.filter(name="Öffnung").exists()


def test_one_part_alone(source: Membership) -> None:
    made = take_over(source, "speakers")
    assert not made.tags.exists() and made.speakers.count() == 1


def test_the_history_of_the_new_project_begins_with_one_action_that_holds_it_all(source: Membership) -> None:
    made = take_over(source, *ALL)
    change_set = ChangeSet.objects.get(project=made)
    kinds = sorted(change_set.changes.values_list("kind", flat=True))
    assert kinds == ["project", "speaker", "tag", "tag", "tag"]
    speaker = change_set.changes.get(kind="speaker")
    assert speaker.after
    assert speaker.after["name"] == "Änne Groß"
    assert speaker.after["kind"] == "person"
    assert speaker.after["aliases"] == ["Groß", "die Bürgermeisterin"]
    lead = made.memberships.get()
    page = client_of(lead).get(reverse("change-set", args=[made.slug, change_set.uid])).text
    assert "Project made" in page and source.project.name in page
    assert "Undo" not in page
    assert client_of(lead).post(reverse("change-set", args=[made.slug, change_set.uid])).status_code == 403


def test_a_large_codebook_is_copied_in_few_questions(
    source: Membership, django_assert_max_num_queries: Any
) -> None:
    top = source.project.tags.get(name="Öffnung")
    for number in range(60):
        make_tag(source.project, f"Thema {number}", parent=top)
        make_speaker(source.project, f"Person {number}", "person", f"Nr. {number}")
    with django_assert_max_num_queries(30):
        made = take_over(source, *ALL)
    assert made.tags.count() == 63


def test_the_page_offers_my_projects_and_takes_over_from_one(source: Membership) -> None:
    foreign = make_project(name="Fremdes")
    client = client_of(source)
    page = client.get(reverse("project-new")).text
    assert str(source.project.uid) in page and "Fremdes" not in page
    data = {"name": "Häfen", "visibility": "shared", "take": ALL}
    refused = client.post(reverse("project-new"), {**data, "source": foreign.uid})
    assert refused.status_code == 422
    client.post(reverse("project-new"), {**data, "source": source.project.uid})
    assert Project.objects.get(slug="haefen").tags.count() == 3


def test_roles_and_what_speakers_are_part_of_point_at_the_copies(source: Membership) -> None:
    land = make_speaker(source.project, "Ahleland", "state")
    town = make_speaker(source.project, "Stadt Ahle", "state")
    Speaker.objects.filter(pk=town.pk).update(part_of=land, identifier="Q1", memo="Küste 🚧")
    mayor = source.project.speakers.get(name="Änne Groß")
    Role.objects.create(speaker=mayor, title="Bürgermeisterin", organisation=town, since="2014")
    made = take_over(source, "speakers")
    role = made.speakers.get(name="Änne Groß").roles.get()
    copy = made.speakers.get(name="Stadt Ahle")
    assert (role.title, role.organisation, role.since) == ("Bürgermeisterin", copy, "2014")
    assert copy.part_of == made.speakers.get(name="Ahleland")
    assert (copy.identifier, copy.memo) == ("Q1", "Küste 🚧")
    recorded = ChangeSet.objects.get(project=made).changes.get(object=copy.uid)
    assert recorded.after == speaker_state(copy)
