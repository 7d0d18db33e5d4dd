"""A day's work of one member, 120 actions of every sort, goes back one by one to where it began and forth
again to where it ended."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from annotations import coding, cutting, joining, many, naming
from annotations.codebook import saving
from annotations.coding import Coding
from annotations.models import Annotation, Speaker, Tag
from annotations.recording import annotation_state, speaker_state, tag_state
from newsreader import states, undo
from newsreader.changes import ChangeSet, recording
from newsreader.corrections import details
from newsreader.models import Article, CodingState, Membership, Project
from newsreader.recording import coding_state
from tests.annotations.indexed import strays
from tests.factories import TEXT, make_article, make_member

pytestmark = pytest.mark.django_db
ACTIONS = 120
LOOK = 6  # at every so manieth step; at all of them it would take ten seconds


def everything(project: Project) -> dict[Any, Any]:
    """All that members can do, as states by kind and uid."""
    marks = Annotation.objects.filter(project=project).with_parts()
    coded = CodingState.objects.filter(article__project=project)
    return {
        **{row.uid: annotation_state(row) for row in marks},
        **{row.uid: speaker_state(row) for row in project.speakers.all()},
        **{row.uid: tag_state(row) for row in project.tags.all()},
        **{("state", row.uid): coding_state(row) for row in coded},
        **{
            ("article", row.uid): {key: detail.value for key, detail in details.details_of(row).items()}
            for row in project.articles.select_related("source")
        },
    }


class Day:
    """What a lead does: each method is one action, and finds or makes what it needs."""

    def __init__(self, member: Membership) -> None:
        self.member, self.project = member, member.project
        self.articles = [make_article(self.project) for _number in range(2)]
        self.numbers = itertools.count(1)
        for article in self.articles:
            states.begin(member, article)  # the first mark does it, and it stays: states.py says why

    @property
    def article(self) -> Article:
        return self.articles[next(self.numbers) % 2]

    def mark(self) -> Annotation:
        found = Annotation.objects.filter(project=self.project, owner=self.member).order_by("pk").last()
        assert found is not None
        return found

    def create(self) -> None:
        number = next(self.numbers)
        said = Coding(
            note=f"Notiz {number} 🚧", new_tags=(f"Thema {number}",), new_speakers=(f"Änne {number}",)
        )
        start = TEXT.index("Wir öffnen")
        coding.create(self.member, self.article, 1, [(start, start + 31)], said)

    def edit(self) -> None:
        mark = self.mark()
        tags = tuple((uid, "") for uid in self.project.tags.order_by("pk").values_list("uid", flat=True)[:2])
        coding.update(self.member, mark, mark.version, Coding(note=f"anders {next(self.numbers)}", tags=tags))

    def cut(self) -> None:
        self.create()
        mark = self.mark()
        at = TEXT.index("wenn alles")
        cutting.split(self.member, mark, 1, at)

    def join(self) -> None:
        mark = self.mark()
        others = Annotation.objects.filter(article=mark.article, owner=self.member).exclude(pk=mark.pk)
        other = others.order_by("-pk").first()
        if other is None:
            self.create()
        else:
            joining.join(self.member, mark, other)

    def delete(self) -> None:
        coding.remove(self.member, self.mark())

    def new_speaker(self) -> None:
        speaker = Speaker(project=self.project)
        naming.save_speaker(
            self.member, speaker, name=f"Jörg {next(self.numbers)}", kind="person", aliases=["der Händler"]
        )

    def new_tag(self) -> None:
        values = {"name": f"Brücke {next(self.numbers)}", "kind": "topic", "parent": None, "color": 2}
        saving.save(self.member, Tag(project=self.project), values)

    def rename(self) -> None:
        tag = self.project.tags.order_by("pk").last()
        assert tag is not None
        saving.save(self.member, tag, {"name": f"Umbenannt {next(self.numbers)}", "parent": None})

    def bulk(self) -> None:
        with recording(self.member, "annotation.update") as record:
            rows = Annotation.objects.filter(project=self.project)
            many.edit(record, self.project, rows, "note", lambda note: f"{note[:40]}+{next(self.numbers)}")

    def code(self) -> None:
        states.set_state(self.member, self.article, "irrelevant", f"Wetter {next(self.numbers)}")

    def correct(self) -> None:
        number = next(self.numbers)
        details.correct_many(self.member, [a.uid for a in self.articles], {"section": f"Lokales {number}"})

    def actions(self) -> Iterator[Callable[[], None]]:
        wave = [self.create, self.edit, self.new_speaker, self.cut, self.new_tag, self.rename, self.bulk]
        return itertools.cycle([*wave, self.create, self.join, self.code, self.correct, self.delete])


def test_120_actions_go_back_one_by_one_to_the_start_and_forth_to_the_end() -> None:
    member = make_member(role="lead")
    day = Day(member)
    project = member.project
    seen: dict[int | None, dict[Any, Any]] = {}
    before = everything(project)
    actions = day.actions()
    while project.change_sets.count() < ACTIONS:
        next(actions)()
        # Some make two change sets: only where one ends is looked at.
        if len(seen) * LOOK <= project.change_sets.count():
            seen[project.change_sets.latest("id").pk] = everything(project)
    end = everything(project)
    done = list(project.change_sets.order_by("id"))
    assert len({change_set.action for change_set in done}) >= 9

    for n, change_set in reversed(list(enumerate(done))):
        if change_set.article_id:
            article = change_set.article
            assert article and undo.last_action(member, article) == change_set
        undo.undo(member, change_set)
        expected = seen.get(done[n - 1].pk) if n else before
        if expected is not None:
            assert everything(project) == expected, change_set.action
    assert everything(project) == before and strays() == []

    for change_set in done:
        if change_set.article_id:
            article = change_set.article
            assert article and undo.last_undone(member, article) == change_set
        undo.redo(member, ChangeSet.objects.get(pk=change_set.pk))
        if change_set.pk in seen:
            assert everything(project) == seen[change_set.pk], change_set.action
    assert everything(project) == end and strays() == []
