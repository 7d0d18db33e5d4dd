"""How often the codebook is used."""

from collections import Counter
from collections.abc import Mapping
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
    said: Counter[str] = Counter()
    branches: Counter[int] = Counter()
    branches_of: dict[str, tuple[int, ...]] = {}  # a tag with its stance comes again and again
    for together, times in _said(member):
        once: set[int] = set()
        for one in together.split():
            said[one] += times
            if one not in branches_of:
                branches_of[one] = above.get(int(one.partition(":")[0]), ())
            once.update(branches_of[one])
        for pk in once:
            branches[pk] += times
    found = {pk: Use(branch=branches[pk]) for pk in parents}
    for one, times in said.items():
        tag, _colon, stance = one.partition(":")
        if use := found.get(int(tag)):
            use.own += times
            use.stances[stance] += times
    return found


def _said(member: Membership) -> list[tuple[str, int]]:
    """What annotations say, as "TAG:STANCE TAG:STANCE …", and how many say just that: one statement, and of
    100,000 annotations far fewer rows."""
    own = sees_only_own(member)
    join = "JOIN annotations_annotation mark ON mark.id = link.annotation_id" if own else ""
    together = "string_agg" if connection.vendor == "postgresql" else "group_concat"
    statement = f"""SELECT said, COUNT(*) FROM (
            SELECT {together}(link.tag_id || ':' || link.stance, ' ') AS said
            FROM annotations_annotationtag link JOIN annotations_tag tag ON tag.id = link.tag_id {join}
            WHERE tag.project_id = %s {"AND mark.owner_id = %s" if own else ""}
            GROUP BY link.annotation_id) each_one
        GROUP BY said"""
    with connection.cursor() as cursor:
        cursor.execute(statement, [member.project.pk, *([member.pk] if own else [])])
        return list(cursor.fetchall())


def positions(member: Membership, tag: Tag) -> list[tuple[Promise | str, int]]:
    """What was said of one claim, in words, as far as the member may see it."""
    links = visible(tag.annotation_links.order_by(), member, "annotation__owner")
    rows = links.values_list("stance").annotate(n=Count("pk"))
    return Use(stances=Counter(dict(rows))).positions
