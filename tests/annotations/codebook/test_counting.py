"""How often tags are used: alone, and with those below."""

import random

import pytest

from annotations.codebook.counting import Use, uses
from annotations.models import Annotation, AnnotationTag, Tag
from newsreader.models import Membership
from tests.factories import make_annotation, make_article, make_member, make_project, make_tag

pytestmark = pytest.mark.django_db


def parents(member: Membership) -> dict[int, int | None]:
    return dict(Tag.objects.of(member.project).values_list("pk", "parent"))


def test_a_branch_counts_each_annotation_once_and_adds_up_no_stances() -> None:
    lead = make_member(role="lead")
    article = make_article(lead.project)
    topic = make_tag(lead.project, "Öffnung")
    early, late = (make_tag(lead.project, name, "claim", parent=topic) for name in ("früh", "spät"))
    both = make_annotation(article, lead, tags=(early, late))
    both.tag_links.filter(tag=early).update(stance="for")
    both.tag_links.filter(tag=late).update(stance="against")
    make_annotation(article, lead, "Das ist zu spät", tags=(topic,))
    found = uses(lead, parents(lead))
    assert (found[topic.pk].own, found[topic.pk].branch) == (1, 2)
    assert found[topic.pk].positions == []
    assert dict(found[early.pk].stances) == {"for": 1}
    assert dict(found[late.pk].stances) == {"against": 1}


def test_counts_are_those_that_a_count_of_each_branch_gives() -> None:
    lead = make_member(role="lead")
    article = make_article(lead.project)
    chance = random.Random(20)
    tags: list[Tag] = []
    for n in range(12):
        above = chance.choice([None, *tags])
        tags.append(make_tag(lead.project, f"Nummer {n}", "claim", parent=above))
    for n in range(40):
        chosen = tuple(chance.sample(tags, chance.randrange(4)))
        mark = make_annotation(article, lead, tags=chosen, spans=[(n, n + 1)])
        for link in mark.tag_links.all():
            AnnotationTag.objects.filter(pk=link.pk).update(stance=chance.choice(["", "for", "against"]))

    def branch(tag: Tag) -> set[int]:
        return {tag.pk}.union(*(branch(below) for below in tag.children.all()))

    for pk, use in uses(lead, parents(lead)).items():
        tag = Tag.objects.get(pk=pk)
        assert use.own == tag.annotations.count()
        assert use.branch == Annotation.objects.filter(tags__in=branch(tag)).distinct().count()
        assert use.stances["for"] == tag.annotation_links.filter(stance="for").count()


def test_others_projects_and_coders_hidden_from_each_other_are_not_counted() -> None:
    project = make_project(visibility="blind")
    one, two, lead = make_member(project), make_member(project), make_member(project, "lead")
    tag, article = make_tag(project), make_article(project)
    make_annotation(article, two, tags=(tag,))
    elsewhere = make_member(role="lead")
    make_annotation(make_article(elsewhere.project), elsewhere, tags=(make_tag(elsewhere.project),))
    assert uses(one, parents(one)) == {tag.pk: Use()}
    assert [use.own for use in uses(two, parents(two)).values()] == [1]
    assert [use.own for use in uses(lead, parents(lead)).values()] == [1]
