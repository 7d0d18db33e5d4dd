"""Articles, or a project whole, leave the database with all that tells of them: in one transaction, so that
either everything is gone or nothing.

What hangs on a row goes by the foreign keys. History does not hang on them; it is found by what it says: a
change is of an article when its object is one, or when a state names one as its `article`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from ..changes import Change, ChangeSet
from ..locking import writers_wait
from ..models import Article, ArticleText, Project, Source
from . import remains

T = TypeVar("T")

BATCH = 200  # articles
LOCK_SECONDS = 5  # how long to wait for somebody else's writing, while others wait for us


class Unknown(Exception):
    """The project has no article of this uid."""


@dataclass(frozen=True)
class Purged:
    """How many articles are gone, and how many others of the project hold the text of one of them."""

    articles: int
    copies: int = 0


def purge_project(project: Project) -> Purged:
    """The project with everything in it. Accounts stay: they belong to the installation."""
    remains.mark()
    with transaction.atomic():
        writers_wait(LOCK_SECONDS)
        pks = list(project.articles.order_by("pk").values_list("pk", flat=True))
        # Not left to one cascade: it would hold every object in memory at once.
        Change.objects.filter(change_set__project=project).delete()
        _delete(pks)
        project.delete()
    return Purged(len(pks))


def purge_articles(project: Project, uids: Iterable[UUID]) -> Purged:
    """These articles, with their texts, originals, marks and states. Codebook and speakers stay: they are the
    project's. Raises Unknown, and then nothing is gone."""
    wanted = set(uids)
    remains.mark()
    with transaction.atomic():
        writers_wait(LOCK_SECONDS)
        found = project.articles.filter(uid__in=wanted)
        known = dict(found.values_list("uid", "pk"))
        if missing := wanted - known.keys():
            raise Unknown(str(min(missing)))
        digests = list(ArticleText.objects.filter(article__in=found).values_list("sha256", flat=True))
        sources = list(found.exclude(source=None).values_list("source", flat=True).distinct())
        _forget_history(project, list(known))
        _forget_imports(project, {str(uid) for uid in known})
        _delete(list(known.values()))
        Source.objects.filter(pk__in=sources, articles=None).delete()
        copies = project.articles.filter(texts__sha256__in=digests).distinct().count()
    return Purged(len(known), copies)


def _delete(pks: Sequence[int]) -> None:
    for some in _batches(pks):
        Article.objects.filter(pk__in=some).delete()


def _forget_history(project: Project, uids: Sequence[UUID]) -> None:
    """The changes of these articles and of what was on them, and the actions that were about nothing else."""
    touched: set[int] = set()
    for some in _batches(uids):
        names = [str(uid) for uid in some]
        about = Q(object__in=some) | Q(before__article__in=names) | Q(after__article__in=names)
        changes = Change.objects.filter(about, change_set__project=project)
        touched.update(changes.values_list("change_set", flat=True))
        changes.delete()
    for sets in _batches(sorted(touched)):
        ChangeSet.objects.filter(pk__in=sets, changes=None).delete()


def _forget_imports(project: Project, uids: set[str]) -> None:
    """What the reports of imports say of the articles' files: names tell a lot."""
    for run in project.imports.only("report", "options").iterator(chunk_size=1):
        gone = {entry["path"] for entry in run.report if entry.get("article") in uids}
        if gone:
            run.report = [entry for entry in run.report if entry["path"] not in gone]
            paths = [path for path in run.options.get("paths", []) if path not in gone]
            run.options = {**run.options, "paths": paths}
            run.save(update_fields=["report", "options"])


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[n : n + BATCH] for n in range(0, len(items), BATCH))
