"""From a suggestion to what an annotation says: the project's speaker that is meant, and everything else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext

from newsreader import access
from newsreader.access import Action
from newsreader.changes import Recorder
from newsreader.models import Membership
from newsreader.search.language import folded_key

from ..coding import Coding
from ..models import Alias, Speaker, Suggestion
from ..naming import Refused, speaker_named
from ..quotes import kinds
from ..recording import speaker_state
from ..spans import NewPlace


@dataclass(frozen=True)
class Choice:
    """The speaker that a member has chosen in place of the suggested one, or the name of a new one."""

    speaker: UUID | None = None
    new_speaker: str = ""

    @property
    def is_made(self) -> bool:
        return bool(self.speaker or self.new_speaker)


def known_names(member: Membership, suggestions: Sequence[Suggestion]) -> dict[str, str]:
    """What the speakers are called in the project, by the key of what is suggested; those that several could
    be, or nobody is, are missing. Unnamed sources are nobody's namesakes."""
    keys = {row.key for row in suggestions if row.key and not row.is_unnamed}
    if not keys:
        return {}
    found = known_speakers(member, keys)
    return {key: known[0].name for key, known in found.items() if len(known) == 1}


def known_speakers(member: Membership, keys: Iterable[str]) -> dict[str, list[Speaker]]:
    """The project's speakers by the key of their name, or else of another of their names."""
    wanted = set(keys)
    rows = Speaker.objects.of(member.project).named()
    found = {row.key: [row] for row in rows.filter(key__in=wanted)}
    aliases = Alias.objects.filter(speaker__in=rows, key__in=wanted - found.keys())
    for alias in aliases.select_related("speaker").order_by("pk"):
        found.setdefault(alias.key, []).append(alias.speaker)
    return found


def coding_of(
    member: Membership, suggestion: Suggestion, record: Recorder, choice: Choice | None = None
) -> Coding:
    """What accepting says; a speaker who is not there yet is made, in the same change set. Raises Refused
    where it could be several."""
    speaker = _chosen(member, choice, record) if choice else speaker_of(member, suggestion, record)
    return Coding(
        form=suggestion.form,
        quotes_words=suggestion.quotes_words,
        places=tuple(places_of(suggestion)),
        speakers=(speaker,) if speaker else (),
    )


def places_of(suggestion: Suggestion) -> Iterable[NewPlace]:
    """Of a parted verb ("teilte … mit") the part that comes first: an annotation has one cue."""
    for role, place in (
        ("mention", suggestion.mention),
        ("cue", suggestion.cue[0] if suggestion.cue else None),
        ("addressee", suggestion.addressee),
    ):
        if place:
            yield NewPlace(role, *place)


def _chosen(member: Membership, choice: Choice, record: Recorder) -> UUID | None:
    return choice.speaker or speaker_named(member, choice.new_speaker, record).uid


def speaker_of(member: Membership, suggestion: Suggestion, record: Recorder) -> UUID | None:
    """Who is proposed, made where they are not there yet. Where the lead has closed the speakers and there is
    none of this name, nobody: the mention stays."""
    if not suggestion.key:
        return None
    if suggestion.is_unnamed:
        known_here = source_here(member, suggestion)
        return known_here or _made(member, suggestion.speaker, kind_of(suggestion), record)
    known = known_speakers(member, [suggestion.key]).get(suggestion.key, [])
    if len({speaker.pk for speaker in known}) > 1:
        sentence = gettext("“%(name)s” can be several here. Please choose the speaker first.")
        raise Refused(sentence % {"name": suggestion.speaker})
    if known:
        return known[0].uid
    return _made(member, suggestion.speaker, kind_of(suggestion), record)


def source_here(member: Membership, suggestion: Suggestion) -> UUID | None:
    """The same wording in one article is the same source; in another article it is another."""
    here = Q(annotation_links__article=suggestion.article)
    rows = Speaker.objects.of(member.project).filter(here, key=suggestion.key, kind=Speaker.Kind.UNNAMED)
    if access.sees_only_own(member):
        rows = rows.filter(annotation_links__annotation__owner=member)
    return rows.order_by("pk").values_list("uid", flat=True).first()


def kind_of(suggestion: Suggestion) -> str:
    """What a new speaker is, as far as the name and the mention say."""
    if suggestion.is_unnamed:
        return Speaker.Kind.UNNAMED
    mention = suggestion.text.text[slice(*suggestion.mention)] if suggestion.mention else ""
    return kinds.kind_of(suggestion.speaker, mention)


def _made(member: Membership, name: str, kind: str, record: Recorder) -> UUID | None:
    if not access.may(member, Action.ADD_SPEAKER):
        return None
    speaker = Speaker.objects.create(project=member.project, name=name, key=folded_key(name), kind=kind)
    record("speaker", speaker.uid, None, speaker_state(speaker, aliases=()))
    return speaker.uid
