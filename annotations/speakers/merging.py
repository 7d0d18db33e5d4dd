"""Making one speaker of two: what the one that goes had becomes the other's, and every statement names that
one from then on. One change set, which undo takes back whole."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import ChangeSet, Recorder, State
from newsreader.models import Membership
from newsreader.search.language import folded_key

from .. import many
from ..models import Annotation, Speaker
from ..naming import Refused, quick
from ..recording import speaker_state
from ..recording.speaker import line_of, write

TAKEN_OVER = ("aliases", "part_of", "identifier", "memo", "roles", "values", "unlike")
UNNAMED = Speaker.Kind.UNNAMED


@dataclass(frozen=True)
class Foreseen:
    """What a merge would come to: statements by the one that goes, those of them that name both, statements
    said to it, other speakers who belong to it; the names that the other one gets; statements of others that
    stand in a coder's way."""

    quotes: int
    of_both: int
    addressed: int
    related: int
    names: list[str]
    foreign: int


def foresee(member: Membership, kept: Speaker, gone: Speaker) -> Foreseen:
    names = merged(speaker_state(kept), speaker_state(gone), str(kept.uid), str(gone.uid))["aliases"]
    known = {folded_key(alias.name) for alias in kept.aliases.all()}
    return Foreseen(
        quotes=gone.annotations.count(),
        of_both=Annotation.objects.filter(speakers=gone).filter(speakers=kept).count(),
        addressed=gone.addressed.count(),
        related=_related(kept, gone).count(),
        names=[name for name in names if folded_key(name) not in known],
        foreign=foreign(member, gone).count(),
    )


def refusal(member: Membership, kept: Speaker, gone: Speaker) -> str:
    """Why these two cannot be made one by this member, as a sentence; empty when they can."""
    if kept.pk == gone.pk:
        return gettext("These are one speaker already.")
    if kept.kind == UNNAMED and gone.kind != UNNAMED:
        return gettext("A named speaker cannot become an unnamed source. Merge the other way round.")
    if foreign(member, gone).exists():
        return gettext("Annotations of other members name this speaker. A lead can do this.")
    return ""


def foreign(member: Membership, speaker: Speaker) -> QuerySet[Annotation]:
    """Annotations that name the speaker, and that this member may not change."""
    rows = speaker.project.annotations.filter(Q(speaker_links__speaker=speaker) | Q(addressee=speaker))
    if access.may(member, Action.EDIT_OTHERS):
        return rows.none()
    return rows.exclude(owner=member).distinct()


def merge(member: Membership, kept: Speaker, gone: Speaker) -> ChangeSet:
    """Make `gone` part of `kept`. Raises Refused."""
    access.require(member, Action.MERGE_SPEAKER)
    with quick(), changes.recording(member, "speaker.merge") as record:
        kept, gone = _locked(kept), _locked(gone)
        if sentence := refusal(member, kept, gone):
            raise Refused(sentence)
        before = speaker_state(gone)
        _rename(record, kept, gone)
        _hang_below(record, kept, gone)
        _take_over(record, kept, gone, before)
        record("speaker", gone.uid, before, None)
        gone.delete()
    assert record.change_set is not None
    return record.change_set


def keep_apart(member: Membership, one: Speaker, other: Speaker) -> ChangeSet | None:
    """Say that these are two, so that they are not proposed again; None where that was said before."""
    access.require(member, Action.MERGE_SPEAKER)
    with quick(), changes.recording(member, "speaker.apart") as record:
        one = _locked(one)
        unlike = speaker_state(one)["unlike"]
        _put(record, one, {"unlike": sorted({*unlike, str(other.uid)})})
    return record.change_set


def _locked(speaker: Speaker) -> Speaker:
    rows = Speaker.objects.select_for_update(of=("self",)).select_related("project", "part_of", "proposed_by")
    return rows.get(pk=speaker.pk)


def _rename(record: Recorder, kept: Speaker, gone: Speaker) -> None:
    """In statements: who says them, and to whom."""
    one, other = str(gone.uid), str(kept.uid)
    many.edit(record, kept.project, gone.annotations.all(), "speakers", many.replaced(gone.uid, kept.uid))
    many.edit(
        record, kept.project, gone.addressed.all(), "addressee", lambda uid: other if uid == one else uid
    )


def _related(kept: Speaker, gone: Speaker) -> QuerySet[Speaker]:
    """Those that stand below the one that goes, or hold a role in it."""
    rows = kept.project.speakers.filter(Q(part_of=gone) | Q(roles__organisation=gone) | Q(unlike=gone))
    return rows.exclude(pk__in=(kept.pk, gone.pk)).distinct()


def _hang_below(record: Recorder, kept: Speaker, gone: Speaker) -> None:
    one, other = str(gone.uid), str(kept.uid)
    if gone.uid in line_of(kept.part_of):
        # What stands between the two would stand below itself: the one that stays goes up first.
        _put(record, kept, {"part_of": str(gone.part_of.uid) if gone.part_of else None})
        kept.refresh_from_db()
    for speaker in _related(kept, gone).select_related("part_of", "proposed_by").order_by("pk"):
        state = speaker_state(speaker)
        roles = [[*said, other if where == one else where] for *said, where in state["roles"]]
        part_of = other if state["part_of"] == one else state["part_of"]
        unlike = sorted({other if uid == one else uid for uid in state["unlike"]})
        _put(record, speaker, {"roles": roles, "part_of": part_of, "unlike": unlike})


def _take_over(record: Recorder, kept: Speaker, gone: Speaker, other: State) -> None:
    if kept.uid in line_of(gone.part_of):
        other = {**other, "part_of": None}
    state = merged(speaker_state(kept), other, str(kept.uid), str(gone.uid))
    _put(record, kept, {part: state[part] for part in TAKEN_OVER})


def _put(record: Recorder, speaker: Speaker, wanted: State) -> None:
    """Write these parts of the speaker's state, and record those that differ."""
    before = speaker_state(speaker)
    parts = {part: value for part, value in wanted.items() if value != before[part]}
    if not parts:
        return
    write(speaker.project, speaker.uid, parts)
    record("speaker", speaker.uid, {part: before[part] for part in parts}, parts)


def merged(kept: State, gone: State, kept_uid: str, gone_uid: str) -> State:
    """The state of who stays: what it said of itself stands; where it said nothing, the other's words do. The
    other's names become aliases, but for the wording of an unnamed source, by which nobody is found."""
    names = [*kept["aliases"], *gone["aliases"]]
    if gone["kind"] != UNNAMED or kept["kind"] == UNNAMED:
        names.append(gone["name"])
    own = folded_key(kept["name"])
    keyed = {folded_key(name): name for name in reversed(names)}
    said = {uid for uid, _value in kept["values"]}
    return {
        **kept,
        "aliases": sorted(name for key, name in keyed.items() if key != own),
        "part_of": _above(kept, gone, kept_uid, gone_uid),
        "identifier": kept["identifier"] or gone["identifier"],
        "memo": "\n\n".join(filter(None, (kept["memo"], gone["memo"]))),
        "roles": _roles([*kept["roles"], *gone["roles"]], {kept_uid, gone_uid}),
        "unlike": sorted({*kept["unlike"], *gone["unlike"]} - {kept_uid, gone_uid}),
        "values": sorted([*kept["values"], *(pair for pair in gone["values"] if pair[0] not in said)]),
    }


def _above(kept: State, gone: State, kept_uid: str, gone_uid: str) -> str | None:
    above = gone["part_of"] if kept["part_of"] in (None, gone_uid) else kept["part_of"]
    return None if above == kept_uid else above


def _roles(roles: list[list[Any]], both: set[str]) -> list[list[Any]]:
    """Each once; one that a speaker held in the other is held in nobody now."""
    found: list[list[Any]] = []
    for kind, title, since, until, organisation in roles:
        where = None if organisation in both else organisation
        role = [kind, title, since, until, where]
        if role not in found and (title or where):
            found.append(role)
    return found
