import csv
import io
import uuid
from itertools import pairwise
from pathlib import Path

import pytest
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from annotations.codebook.tree import tree
from annotations.filtering import Filter
from annotations.interchange import csv_out, named_in
from annotations.interchange.json_in import read as read_bytes
from annotations.interchange.selection import Content, Selection
from annotations.interchange.store import take_in
from annotations.models import Annotation, AnnotationTag, Speaker, Tag
from newsreader import undo
from newsreader.importing.decode import DecodeError, decode
from newsreader.models import Article, ChangeSet, CodingState, Membership, Project, User
from newsreader.search.front import search
from tests.annotations.interchange.support import SECOND, coded_project, exported, read, run, write
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


def comparable(text: str) -> list[str]:
    """The lines of an export but for those that name the project and the moment."""
    return [line for line in text.split("\n") if not line.startswith(('"project"', '"exported_at"'))]


def test_an_export_with_texts_makes_an_equal_project(tmp_path: Path) -> None:
    project, anna, _ben = coded_project()
    first = exported(project)
    users = User.objects.count()
    code, out, _err = run("import_annotations", write(tmp_path / "a.json", first), project="zweites")
    second = Project.objects.get(slug="zweites")
    assert code == 0 and "zweites" in out and "4" in out
    assert comparable(exported(second)) == comparable(first)
    assert second.name == project.name
    assert User.objects.count() == users
    assert second.memberships.get(uid=anna.uid).user is None
    assert [a.label for a in second.articles.filter(title="")] != [""]
    assert search(second.articles.all(), "ärger").count() == 1


def test_a_second_time_changes_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", exported(coded_project()[0]))
    run("import_annotations", file, project="zweites")
    second = Project.objects.get(slug="zweites")
    before, sets = exported(second), ChangeSet.objects.count()
    assert run("import_annotations", file, project="zweites")[0] == 0
    assert (exported(second), ChangeSet.objects.count()) == (before, sets)


def test_what_members_have_changed_since_stays(tmp_path: Path) -> None:
    project, *_ = coded_project()
    file = write(tmp_path / "a.json", exported(project))
    Annotation.objects.filter(project=project).update(note="neu")
    assert run("import_annotations", file, project=project.slug)[0] == 0
    assert set(Annotation.objects.filter(project=project).values_list("note", flat=True)) == {"neu"}


def test_of_a_whole_article_a_member_keeps_one_annotation(tmp_path: Path) -> None:
    project, anna, ben = coded_project()
    article = project.articles.get(section="Hafen")
    for owner in (anna, ben):
        make_annotation(article, owner, is_whole=True, note=owner.name)
    file = write(tmp_path / "a.json", exported(project))
    wholes = Annotation.objects.filter(is_whole=True)
    wholes.filter(owner=anna).delete()
    wholes.update(uid=uuid.uuid4(), note="bleibt")
    assert run("import_annotations", file, project=project.slug)[0] == 0
    assert dict(wholes.values_list("owner", "note")) == {anna.pk: anna.name, ben.pk: "bleibt"}


def test_authors_who_are_members_stay_themselves(tmp_path: Path) -> None:
    project, anna, _ben = coded_project()
    file = write(tmp_path / "a.json", exported(project))
    project.comments.all().delete()
    project.annotations.all().delete()
    assert run("import_annotations", file, project=project.slug)[0] == 0
    assert project.annotations.filter(owner=anna).count() == 2
    assert project.memberships.filter(user=None).count() == 0


def other_project(source: str = "Ahletaler Bote") -> Project:
    """The first article of coded_project, imported by somebody else: another id, the same text."""
    project = make_project()
    make_member(project, Membership.Role.LEAD)
    make_article(project, source=source)
    return project


def test_without_texts_articles_are_found_by_their_text_and_the_rest_is_reported(tmp_path: Path) -> None:
    project, *_ = coded_project()
    other = other_project()
    file = write(tmp_path / "a.json", exported(project, Content.QUOTES))
    code, out, err = run("import_annotations", file, project=other.slug)
    assert code == 1
    assert other.annotations.count() == 3 and "3" in out
    assert "2 articles" in err and "1 annotations" in err
    assert other.articles.count() == 1
    assert run("import_annotations", file, project=other.slug)[0] == 1
    assert other.annotations.count() == 3


def test_source_and_date_tell_reprints_apart(tmp_path: Path) -> None:
    project, *_ = coded_project()
    other = other_project("Küstenfunk")  # comes first, and is the other reprint
    bridge = make_article(other, source="Ahletaler Bote", published="2024-05")
    make_article(other, SECOND)
    file = write(tmp_path / "a.json", exported(project, Content.BARE))
    assert run("import_annotations", file, project=other.slug)[0] == 0
    assert bridge.annotations.count() == 3
    spans = Annotation.objects.filter(article=bridge).values_list("spans__quote", flat=True)
    assert "Wir öffnen erst" in spans


def test_one_article_of_the_project_is_not_two_of_the_file(tmp_path: Path) -> None:
    project = make_project()
    member = make_member(project)
    for source in ("Bote", "Funk"):
        make_annotation(make_article(project, source=source), member)
    other = other_project("Funk")
    file = write(tmp_path / "a.json", exported(project, Content.QUOTES))
    assert run("import_annotations", file, project=other.slug)[0] == 1
    assert other.annotations.count() == 1


def test_speakers_and_tags_of_the_project_are_used(tmp_path: Path) -> None:
    project, *_ = coded_project()
    other = make_project()
    there = make_speaker(other, "Aenne Gross")
    geld = make_tag(other, "GELD", shortcut=2)
    make_tag(other, "Anderes", shortcut=1)
    make_speaker(other, "ein Fahrgast", "unnamed")
    run("import_annotations", write(tmp_path / "a.json", exported(project)), project=other.slug)
    assert there.annotations.count() == 2
    assert geld.annotations.count() == 2 and geld.children.get().name == "Die Fähre ist zu teuer"
    assert Speaker.objects.filter(project=other, name="ein Fahrgast").count() == 2


def test_an_import_of_annotations_is_one_action_that_can_be_undone(tmp_path: Path) -> None:
    other = other_project()
    file = write(tmp_path / "a.json", exported(coded_project()[0], Content.QUOTES))
    run("import_annotations", file, project=other.slug)
    change_set = ChangeSet.objects.get(project=other)
    assert change_set.member and change_set.action == "interchange.import"
    undo.undo(change_set.member, change_set)
    assert other.annotations.count() == Tag.objects.filter(project=other).count() == 0
    assert CodingState.objects.filter(article__project=other).count() == 0


def test_an_archived_project_takes_nothing_in(tmp_path: Path) -> None:
    project, _lead, _coder = coded_project()
    file = write(tmp_path / "a.json", read(project))
    make_project("archiv", archived_at=timezone.now())
    code, _out, err = run("import_annotations", file, project="archiv")
    assert code and "archived" in err
    assert not Annotation.objects.filter(project__slug="archiv").exists()


def article_texts() -> st.SearchStrategy[str]:
    """What the import of files lets through: any text, in the form that decode brings it into."""

    def as_stored(text: str) -> str:
        try:
            return decode(text.encode("utf-8", "replace"), "utf-8").text
        except DecodeError:
            return "Ä🚧é \u05d0\u05d1 \u00ad."

    return st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=120).map(as_stored)


names = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(str.strip)


class RoundTrip(TestCase):
    """Any marks on any text, overlapping or in pieces, come back as they were."""

    @settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_every_field_comes_back(self, data: st.DataObject) -> None:
        project = make_project(name="Ä")
        member = make_member(project)
        speakers = [make_speaker(project, name, "unnamed") for name in data.draw(st.lists(names, max_size=3))]
        tag = make_tag(project, "Ä", "claim")
        for text in data.draw(st.lists(article_texts(), min_size=1, max_size=2)):
            article = make_article(project, text, title="")
            Article.objects.filter(pk=article.pk).update(length=len(text))
            for _ in range(data.draw(st.integers(0, 3))):
                edges = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=6)))
                spans = list(zip(edges[::2], edges[1::2], strict=False))
                mark = make_annotation(
                    article,
                    member,
                    spans=spans,
                    speakers=tuple(data.draw(st.permutations(speakers))),
                    tags=(tag,) if data.draw(st.booleans()) else (),
                    note=data.draw(names),
                )
                AnnotationTag.objects.filter(annotation=mark).update(stance="against")
        assert not Annotation.objects.filter(spans__end__gt=F("text__length"))
        first = exported(project)
        second = make_project()
        take_in(read_bytes(first.encode()), second, None)
        assert comparable(exported(Selection(Filter(second)))) == comparable(first)


def test_what_was_pasted_with_control_characters_comes_back_in(tmp_path: Path) -> None:
    """Word's line break is U+000B; a format that a browser's form can break is no backup."""
    lead = make_member(role=Membership.Role.LEAD)
    project, client = lead.project, client_of(lead)
    article = make_article(project)
    pasted = "eins\x0bzwei\x01drei\rvier"
    sent = {
        "annotations": ([article.uid], {"note": pasted, "new_tag": pasted, "new_speaker": pasted}),
        "speaker-new": ([], {"name": "Jörg\x01 Weiß", "kind": "person", "aliases": pasted}),
        "tag-new": ([], {"name": "Geld\x1b", "kind": "topic", "color": "1", "description": pasted}),
        "state": ([article.uid], {"state": "irrelevant", "reason": "Werbung\x0b!"}),
    }
    for name, (args, fields) in sent.items():
        data = {"text_version": "1", "span": "0-6"} | fields
        assert client.post(reverse(name, args=[project.slug, *args]), data).status_code == 302, name
    assert Annotation.objects.get().note == "eins zwei drei\nvier"
    assert list(Speaker.objects.order_by("pk").values_list("name", flat=True))[1] == "Jörg Weiß"
    read_bytes(exported(project).encode())
    lines = "".join(csv_out.stream(Selection(Filter(project)), Content.QUOTES))
    widths = {len(row) for row in csv.reader(io.StringIO(lines, newline=""))}
    assert widths == {len(csv_out.COLUMNS)}


def test_a_codebook_may_be_deeper_than_python_calls() -> None:
    lead = make_member(role=Membership.Role.LEAD)
    deep = [Tag(project=lead.project, name=f"Ü {n}", key=f"u {n}") for n in range(1100)]
    deep = Tag.objects.bulk_create(deep)
    for above, tag in pairwise(deep):
        tag.parent = above
    Tag.objects.bulk_update(deep, ["parent"], batch_size=200)
    assert len(named_in.tags(lead.project, [], lambda *_: None)) == len(deep)
    assert [node.depth for node in tree(lead.project)] == list(range(len(deep)))
