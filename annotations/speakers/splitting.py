"""Making two speakers of one: a new one takes over the statements that were chosen, or those in which the
text names the speaker so, and the names that are its own. One change set, which undo takes back whole."""

import uuid
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext

from newsreader import access, changes
from newsreader.access import Action
from newsreader.changes import ChangeSet
from newsreader.models import Membership
from newsreader.search.language import folded_key

from .. import many
from ..models import Annotation, AnnotationPart, Speaker
from ..naming import Refused, quick
from ..recording import speaker_state
from ..recording.speaker import write

SHOWN = 100  # wordings to choose from, the most frequent first


@dataclass(frozen=True)
class Wording:
    """A way in which texts name the speaker, or an alias; `key` is it folded."""

    key: str
    text: str
    quotes: int
    is_alias: bool


def wordings(speaker: Speaker) -> list[Wording]:
    """How statements mention the speaker, and its aliases; those with the most statements first."""
    counts: dict[str, int] = defaultdict(int)
    texts: dict[str, str] = {}
    for quote, count in _mentions(speaker).values_list("quote").annotate(n=Count("pk")).order_by("-n"):
        counts[folded_key(quote)] += count
        texts.setdefault(folded_key(quote), quote)
    aliases = {alias.key: alias.name for alias in speaker.aliases.all()}
    found = [
        Wording(key, aliases.get(key) or texts[key], counts.get(key, 0), key in aliases)
        for key in {**texts, **aliases}
        if key
    ]
    return sorted(found, key=lambda wording: (-wording.quotes, wording.key))[:SHOWN]


def _mentions(speaker: Speaker) -> QuerySet[AnnotationPart]:
    rows = AnnotationPart.objects.filter(role=AnnotationPart.Role.MENTION)
    return rows.filter(annotation__speaker_links__speaker=speaker)


def chosen(speaker: Speaker, keys: Collection[str], uids: Collection[uuid.UUID]) -> QuerySet[Annotation]:
    """The speaker's statements with these uids, and those that mention it in one of these wordings."""
    said = set(_mentions(speaker).values_list("quote", flat=True))
    quotes = [quote for quote in said if folded_key(quote) in keys]
    mentioned = _mentions(speaker).filter(quote__in=quotes).values("annotation")
    return speaker.annotations.filter(Q(uid__in=uids) | Q(pk__in=mentioned))


def split(
    member: Membership, speaker: Speaker, made: Speaker, keys: Collection[str], uids: Collection[uuid.UUID]
) -> ChangeSet:
    """Save `made`, a new speaker, and give it what is chosen of `speaker`. Raises Refused when that is
    nothing, or when it is not this member's to change."""
    access.require(member, Action.MERGE_SPEAKER)
    with quick(), changes.recording(member, "speaker.split") as record:
        speaker = Speaker.objects.select_for_update(of=("self",)).select_related("project").get(pk=speaker.pk)
        marks = chosen(speaker, keys, uids)
        if not access.may(member, Action.EDIT_OTHERS) and marks.exclude(owner=member).exists():
            raise Refused(gettext("Annotations of other members are among these. A lead can do this."))
        aliases = [alias.name for alias in speaker.aliases.all()]
        moved = [name for name in aliases if folded_key(name) in {*keys, made.key}]
        if not moved and not marks.exists():
            raise Refused(gettext("Choose at least one quote or one name that goes to the new speaker."))
        made.save()
        names = [name for name in moved if folded_key(name) != made.key]
        write(speaker.project, made.uid, {"aliases": names})
        record("speaker", made.uid, None, speaker_state(made))
        many.edit(record, speaker.project, marks, "speakers", many.replaced(speaker.uid, made.uid))
        if moved:
            rest = [name for name in aliases if name not in moved]
            write(speaker.project, speaker.uid, {"aliases": rest})
            record("speaker", speaker.uid, {"aliases": sorted(aliases)}, {"aliases": sorted(rest)})
    assert record.change_set is not None
    return record.change_set
