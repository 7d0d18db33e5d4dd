"""Changing what is said of many annotations: those that the table's filter finds, in one change set."""

from dataclasses import dataclass
from uuid import UUID

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import ChangeSet, State
from newsreader.models import Membership

from . import many
from .models import AnnotationQuerySet, Speaker, Tag
from .naming import quick

NONE = "none"
"""Takes a value away, where "" leaves it as it is."""


@dataclass(frozen=True)
class Changed:
    """What is to be said instead. Where something is taken out and something put in, the one takes the place
    of the other, and those that do not have the one are left alone."""

    tag_out: Tag | None = None
    tag_in: Tag | None = None
    stance: str = ""
    speaker_out: Speaker | None = None
    speaker_in: Speaker | None = None
    form: str = ""
    certainty: str = ""
    answers: tuple[tuple[UUID, str], ...] = ()

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
            after["values"] = state["values"]
            for field, value in self.answers:
                after["values"] = many.answered(field, "" if value == NONE else value)(after["values"])
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
    with quick(), changes.recording(member, "annotation.many") as record:
        count = many.edit_parts(
            record, member.project, changeable(member, rows), changed.parts(), changed.turn
        )
    return count, record.change_set
