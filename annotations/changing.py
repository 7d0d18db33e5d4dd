"""Changing what is said of many annotations, or answered of many articles or speakers: those that a list's
filter finds, in one change set."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import ChangeSet, Recorder, State
from newsreader.models import Article, Membership

from . import many, whole
from .models import Annotation, AnnotationQuerySet, Speaker, Tag
from .naming import Refused, quick
from .recording.many import batches
from .suggesting.correcting import follow_many

Answers = Sequence[tuple[UUID, str]]
NONE = "none"
"""Takes a value away, where "" leaves it as it is."""


@dataclass(frozen=True)
class Changed:
    """What is to be said instead. Where something is taken out and something put in, the one takes the place
    of the other, and those that do not have the one are left alone. `answers` are to the project's own
    fields, "" for none any longer."""

    tag_out: Tag | None = None
    tag_in: Tag | None = None
    stance: str = ""
    speaker_out: Speaker | None = None
    speaker_in: Speaker | None = None
    form: str = ""
    certainty: str = ""
    answers: Answers = ()

    def parts(self) -> set[str]:
        """The parts of a state that this reads or changes."""
        wanted = {
            "tags": self.tag_out or self.tag_in,
            "speakers": self.speaker_out or self.speaker_in,
            "form": self.form,
            "certainty": self.certainty,
            "values": self.answers,
        }
        parts = {part for part, value in wanted.items() if value}
        return parts | ({"no_speaker"} if "speakers" in parts else set()) | {"is_whole"}

    def turn(self, state: State) -> State:
        """The parts of a state as they shall be. Of a whole article nobody has said anything, so that it has
        tags and nothing else."""
        after: State = {}
        if "tags" in state:
            after["tags"] = self._tags(state["tags"])
        if state["is_whole"]:
            return after
        if "speakers" in state:
            after["speakers"] = self._speakers(state["speakers"])
            after["no_speaker"] = "" if after["speakers"] else state["no_speaker"]
        for part, value in (("form", self.form), ("certainty", self.certainty)):
            if value:
                after[part] = "" if value == NONE else value
        if "values" in state:
            after["values"] = many.answered(*self.answers)(state["values"])
        return after

    def _tags(self, pairs: list[list[str]]) -> list[list[str]]:
        if self.tag_out:
            if str(self.tag_out.uid) not in dict(pairs):
                return pairs
            pairs = many.recoded(self.tag_out.uid, self.tag_in.uid if self.tag_in else None)(pairs)
        if not self.tag_in:
            return pairs
        new = str(self.tag_in.uid)
        stances: dict[str, str] = dict(pairs)
        stances.setdefault(new, "")
        if self.stance or self.tag_in.kind != Tag.Kind.CLAIM:
            stances[new] = "" if self.stance in ("", NONE) else self.stance
        return [[uid, stance] for uid, stance in stances.items()]

    def _speakers(self, uids: list[str]) -> list[str]:
        new = self.speaker_in.uid if self.speaker_in else None
        if self.speaker_out:
            swapped: list[str] = many.replaced(self.speaker_out.uid, new)(uids)
            return swapped
        return list(dict.fromkeys([*uids, str(new)]))


def changeable(member: Membership, rows: AnnotationQuerySet) -> AnnotationQuerySet:
    """Those of the rows that the member may change: their own, or as a lead all."""
    return rows if access.may(member, Action.EDIT_OTHERS) else rows.filter(owner=member)


def change(member: Membership, rows: AnnotationQuerySet, changed: Changed) -> tuple[int, ChangeSet | None]:
    """How many are changed now, and the change set. Raises naming.Refused when somebody has deleted what is
    put in."""
    with _recording(member, "annotation.many") as record:
        found, then = changeable(member, rows), partial(follow_many, member.project, record)
        count = many.edit_parts(record, member.project, found, changed.parts(), changed.turn, then)
    return count, record.change_set


def answer_speakers(
    member: Membership, speakers: QuerySet[Speaker], answers: Answers
) -> tuple[int, ChangeSet | None]:
    """The same of speakers."""
    with _recording(member, "speaker.answers") as record:
        count = many.edit(record, member.project, speakers, "values", many.answered(*answers))
    return count, record.change_set


def answer_articles(
    member: Membership, articles: QuerySet[Article], answers: Answers
) -> tuple[int, ChangeSet | None]:
    """The same of articles: what the member says of each as a whole, and of no other member."""
    given = [(field, value) for field, value in answers if value]
    pks = list(articles.order_by("pk").values_list("pk", flat=True).distinct())
    count = 0
    with _recording(member, "article.answers") as record:
        for batch in batches(pks):  # answering may take articles out of what the filter finds
            said = Annotation.objects.filter(article__in=batch, owner=member, is_whole=True)
            without = set(batch) - set(said.values_list("article", flat=True))
            count += many.edit(record, member.project, said, "values", many.answered(*answers))
            count += whole.make_many(member, without, given, record) if given else 0
    return count, record.change_set


@contextmanager
def _recording(member: Membership, action: str) -> Iterator[Recorder]:
    with quick(), changes.recording(member, action) as record:
        try:
            yield record
        except KeyError as error:
            sentence = gettext("What is to be put in has been deleted meanwhile. Please load the page again.")
            raise Refused(sentence) from error
