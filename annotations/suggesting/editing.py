"""A suggestion in the form that annotations are edited in: as it is proposed, nothing is stored by that."""

from dataclasses import replace
from uuid import UUID

from newsreader import access
from newsreader.access import Action
from newsreader.models import Membership
from newsreader.search.language import folded_key

from ..coding import Coding
from ..models import Annotation, Suggestion
from .proposing import known_speakers, places_of, source_here

Sent = dict[str, str | list[str]]


def blank(member: Membership, suggestion: Suggestion) -> Annotation:
    """What the form is about, with the suggestion's uid, so that its card stands in that one's place."""
    return Annotation(
        uid=suggestion.uid,
        project=member.project,
        article=suggestion.article,
        text=suggestion.text,
        owner=member,
    )


def as_sent(member: Membership, suggestion: Suggestion) -> Sent:
    """The form as it would be sent with nothing changed."""
    known, new = _speaker(member, suggestion)
    said: Sent = {
        "version": "1",
        "span": [f"{start}-{end}" for start, end in suggestion.spans],
        "form": suggestion.form,
        "place": [f"{place.role}:{place.start}-{place.end}" for place in places_of(suggestion)],
        "speaker": [str(known)] if known else [],
        "new_speaker": [new] if new else [],
    }
    return said | ({"quotes_words": "on"} if suggestion.quotes_words else {})


def _speaker(member: Membership, suggestion: Suggestion) -> tuple[UUID | None, str]:
    """Who is proposed: one of the project's, or a new name; nobody where that cannot be told, or added."""
    if not suggestion.key:
        return None, ""
    if suggestion.is_unnamed:
        known = source_here(member, suggestion)
    else:
        found = {row.uid for row in known_speakers(member, [suggestion.key]).get(suggestion.key, [])}
        if len(found) > 1:
            return None, ""
        known = next(iter(found), None)
    may_add = access.may(member, Action.ADD_SPEAKER)
    return known, suggestion.speaker if known is None and may_add else ""


PROPOSED = ("form", "no_speaker", "quotes_words", "places", "speakers", "new_speakers")
"""What of a coding a detector proposes."""


def is_as_proposed(said: Coding, proposed: Coding, suggestion: Suggestion) -> bool:
    """Also where the proposed speaker was new when the form was opened, and has been made since."""
    names = tuple(name for name in said.new_speakers if not names_it(suggestion, name))
    if proposed.speakers and names != said.new_speakers:
        said = replace(said, speakers=(*said.speakers, *proposed.speakers), new_speakers=names)
    return all(getattr(said, name) == getattr(proposed, name) for name in PROPOSED)


def names_it(suggestion: Suggestion, name: str) -> bool:
    """Whether a new name is the one that is proposed, so that it is made as accepting makes it."""
    return bool(folded_key(name) == suggestion.key)
