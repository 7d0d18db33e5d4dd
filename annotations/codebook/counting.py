"""How often the codebook is used."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Count
from django.utils.functional import Promise

from newsreader.access import sees_only_own, visible
from newsreader.models import Membership

from ..models import AnnotationTag, Tag
from .tree import lines


@dataclass
class Use:
    """How many annotations have a tag, how many have it or one below it, and its stances. An annotation that
    has two tags of a branch counts once there; stances are those of the tag itself, because for one claim
    and for another is not twice for anything."""

    own: int = 0
    branch: int = 0
    stances: Counter[str] = field(default_factory=Counter)

    @property
    def positions(self) -> list[tuple[Promise | str, int]]:
        """What was said of a claim, in words."""
        return [(label, self.stances[value]) for value, label in STANCES if self.stances[value]]


STANCES = AnnotationTag.Stance.choices
NOBODY = Use()


def uses(member: Membership, parents: Mapping[int, int | None]) -> dict[int, Use]:
    """Of every tag in `parents` (primary keys, each with that of the tag above), as far as the member may
    see annotations."""
    above = lines(parents)
    found = {pk: Use() for pk in parents}
    for tag, stance, times, together in _counted(member):
        if tag in found:
            found[tag].own += times
            found[tag].stances[stance] += times
            for pk in above[tag]:
                found[pk].branch += times
        for pk in _again(together, above):
            found[pk].branch -= 1
    return found


def _again(together: str, above: Mapping[int, tuple[int, ...]]) -> Iterator[int]:
    """The branches that an annotation with these tags is in, but for the first time."""
    seen: set[int] = set()
    for tag in together.split():
        for pk in above.get(int(tag), ()):
            if pk in seen:
                yield pk
            seen.add(pk)


def _counted(member: Membership) -> list[tuple[int, str, int, str]]:
    """One statement: of each tag and stance how many annotations there are, and of each annotation that has
    several tags these tags, with 0 for a tag. Both are read from an index alone."""
    own = sees_only_own(member)
    source = f"""FROM annotations_annotationtag link JOIN annotations_tag tag ON tag.id = link.tag_id
        {"JOIN annotations_annotation mark ON mark.id = link.annotation_id" if own else ""}
        WHERE tag.project_id = %s {"AND mark.owner_id = %s" if own else ""}"""
    together = "string_agg" if connection.vendor == "postgresql" else "group_concat"
    statement = f"""SELECT link.tag_id, link.stance, COUNT(*), '' {source} GROUP BY link.tag_id, link.stance
        UNION ALL SELECT 0, '', 1, {together}(CAST(link.tag_id AS text), ' ') {source}
        GROUP BY link.annotation_id HAVING COUNT(*) > 1"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [member.project.pk, *([member.pk] if own else [])] * 2)
        return list(cursor.fetchall())


def positions(member: Membership, tag: Tag) -> list[tuple[Promise | str, int]]:
    """What was said of one claim, in words, as far as the member may see it."""
    links = visible(tag.annotation_links.order_by(), member, "annotation__owner")
    rows = links.values_list("stance").annotate(n=Count("pk"))
    return Use(stances=Counter(dict(rows))).positions
