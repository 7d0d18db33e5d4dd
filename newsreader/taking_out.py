"""Articles leave a project when the import that brought them is undone, and come back when that is undone.

Nothing is deleted and nothing written anew: the articles move, with texts, original files and words of the
index, into a project that nobody is a member of (`Project.kept_for`). What somebody has worked on stays.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import access
from .access import Action
from .changes import REDO, UNDO, Change, ChangeSet, Kind, State, States
from .models import Article, ArticleText, Membership, Original, Project, Reading

KIND = "article"
BATCH = 1_000
# What an article has without anybody's work: it came so, or somebody has only looked at it. Wings add theirs.
NO_WORK: set[Any] = {Article, ArticleText, Original, Reading, ChangeSet}
CORRECTIONS = ("details", "blocks", "text")
NOT_BY_HAND = (UNDO, REDO, "rules")
WHY: dict[str, Promise | str] = {
    "annotation": _("annotated"),
    "codingstate": _("coding state set"),
    "comment": _("commented on"),
    "decision": _("suggestions decided"),
    "corrected": _("corrected"),
    "copy": _("another article is a copy of it"),
    "again": _("imported again since"),
}
WORKED_ON = _("worked on")  # in a way that has no words of its own

Reasons = dict[UUID, set[str]]
"""Why articles stay where they are, by uid: keys of WHY."""


def worked_on(project: Project, uids: Collection[UUID]) -> Reasons:
    """Those of the articles that somebody has worked on since they came, or that others are copies of."""
    found: Reasons = defaultdict(set)
    known = {pk: uid for some in _batches(uids) for pk, uid in _keys(project, some)}
    for some in _batches(known):
        for relation in Article._meta.related_objects:
            model, name = relation.related_model, relation.field.name
            if model not in NO_WORK:
                rows = model._base_manager.filter(**{f"{name}__in": some}).values_list(name, flat=True)
                for pk in rows.distinct():
                    found[known[pk]].add(model._meta.model_name or "")
        for uid in _corrected(project, [known[pk] for pk in some]):
            found[uid].add("corrected")
    _keep_with_copies(project, known, found)
    return dict(found)


def _keys(project: Project, uids: Iterable[UUID]) -> "QuerySet[Article, tuple[int, UUID]]":
    return project.articles.filter(uid__in=uids).values_list("pk", "uid")


def _corrected(project: Project, uids: list[UUID]) -> "QuerySet[Change, UUID]":
    changes = Change.objects.filter(kind__in=CORRECTIONS, object__in=uids, change_set__project=project)
    by_hand = changes.filter(change_set__undone=False).exclude(change_set__action__in=NOT_BY_HAND)
    return by_hand.values_list("object", flat=True).distinct()


def _keep_with_copies(project: Project, known: Mapping[int, UUID], found: Reasons) -> None:
    """An article stays when one that is a copy of it stays."""
    copies = project.articles.exclude(copy_of=None).values_list("pk", "copy_of")
    of_known = [(pk, first) for pk, first in copies if first and first in known]
    while True:
        staying = [first for pk, first in of_known if pk not in known or known[pk] in found]
        new = {known[first] for first in staying} - found.keys()
        if not new:
            return
        for uid in new:
            found[uid].add("copy")


def there_again(project: Project, uids: Collection[UUID]) -> Reasons:
    """Those of the articles that are out whose file has been imported again since."""
    found: Reasons = {}
    for some in _batches(uids):
        out = ArticleText.objects.filter(version=1, article__project__kept_for=project, article__uid__in=some)
        rows = list(out.values_list("article__uid", "sha256", "article__filename"))
        here = ArticleText.objects.filter(version=1, article__project=project)
        here = here.filter(sha256__in={sha256 for _uid, sha256, _filename in rows})
        known = set(here.values_list("sha256", "article__filename"))
        found |= {uid: {"again"} for uid, sha256, filename in rows if (sha256, filename) in known}
    return found


def why(reasons: Iterable[str]) -> list[str]:
    """In words."""
    return sorted({str(WHY.get(reason, WORKED_ON)) for reason in reasons})


@dataclass(frozen=True)
class Foreseen:
    """What undoing an import comes to, or bringing it back: how many articles move, and why others stay."""

    moving: int
    staying: Reasons


def foresee(change_set: ChangeSet) -> Foreseen:
    project = change_set.project
    recorded = dict(change_set.changes.filter(kind=KIND).values_list("object", "after"))
    if change_set.undone:
        out = Article.objects.filter(project__kept_for=project, uid__in=list(recorded))
        staying = there_again(project, recorded.keys())
        return Foreseen(out.count() - len(staying), staying)
    now = _states(project, recorded.keys())
    staying = worked_on(project, now.keys())
    for uid in now.keys() - staying.keys():
        if now[uid] != recorded[uid]:
            staying[uid] = {"corrected"}
    return Foreseen(len(now) - len(staying), staying)


def read(project: Project, uids: list[UUID]) -> States:
    """What the import has recorded, as it is now; the articles are locked."""
    for some in _batches(uids):
        rows = Article.objects.filter(project=project, uid__in=some).order_by("pk")
        list(rows.select_for_update(of=("self",)).only("pk"))
    return _states(project, uids)


def _states(project: Project, uids: Collection[UUID]) -> States:
    states: States = {}
    for some in _batches(uids):
        rows = project.articles.filter(uid__in=some, texts__version=1)
        for uid, filename, title, sha256 in rows.values_list("uid", "filename", "title", "texts__sha256"):
            states[uid] = {"filename": filename, "title": title, "sha256": sha256}
    return states


def write(project: Project, uid: UUID, state: State | None) -> None:
    if uid in put(project, {uid: state}):
        raise ObjectDoesNotExist


def put(project: Project, wanted: Mapping[UUID, State | None]) -> set[UUID]:
    """Take out those of which None is wanted, and bring back the others; the uids of those that stay where
    they are, because of what has happened since."""
    leaving = {uid for uid, state in wanted.items() if state is None}
    return _take_out(project, leaving) | _bring_back(project, set(wanted) - leaving)


def _take_out(project: Project, uids: set[UUID]) -> set[UUID]:
    if not uids:
        return set()
    stay = worked_on(project, uids).keys() & uids
    leaving = [pk for some in _batches(uids - stay) for pk, _uid in _keys(project, some)]
    place = _place(project)
    for some in _batches(leaving):
        # A project's own backup holds its history and not what was taken out.
        ChangeSet.objects.filter(article__in=some).update(article=None)
        Article.objects.filter(pk__in=some).update(project=place)
    return stay


def _bring_back(project: Project, uids: set[UUID]) -> set[UUID]:
    if not uids:
        return set()
    stay = there_again(project, uids).keys() & uids
    left = set(uids)
    for some in _batches(uids - stay):
        left -= {uid for _pk, uid in _keys(project, some)}  # those that had to stay then
        rows = Article.objects.filter(project__kept_for=project, uid__in=some)
        left -= set(rows.values_list("uid", flat=True))
        rows.update(project=project)
    return left


def _place(project: Project) -> Project:
    """Where the project's articles are while they are out."""
    now = timezone.now()
    values = {"slug": f"out-{project.uid.hex}", "name": project.name, "archived_at": now}
    return Project.objects.get_or_create(kept_for=project, defaults=values)[0]


def _batches(items: Iterable[object]) -> Iterator[list]:  # type: ignore[type-arg]
    found = list(items)
    return (found[n : n + BATCH] for n in range(0, len(found), BATCH))


def _may_import(member: Membership, now: State | None, wanted: State | None) -> bool:
    return access.may(member, Action.MANAGE)


def out_of(change_set: ChangeSet) -> list[UUID]:
    """The articles that an import brought and that are out."""
    brought = change_set.changes.filter(kind=KIND).values("object")
    out = Article.objects.filter(project__kept_for=change_set.project, uid__in=brought)
    return list(out.values_list("uid", flat=True))


def names(project: Project, uids: Collection[UUID]) -> dict[UUID, str]:
    """What articles are called, also those that are out."""
    rows = Article.objects.filter(Q(project=project) | Q(project__kept_for=project), uid__in=uids)
    return {article.uid: str(article) for article in rows}


ARTICLE = Kind(KIND, 3, read, write, may=_may_import, names=names, put_many=put)
"""Before details, which are read of articles that are there."""
