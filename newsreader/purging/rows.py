"""Articles, or a project whole, leave the database with all that tells of them: in one transaction, so that
either everything is gone or nothing.

What hangs on a row goes by the foreign keys. History does not hang on them; it is found by what it says: a
change is of an article when its object is one, or when a state names one as its `article`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from ..backups.scope import all_models, path_to
from ..changes import Change, ChangeSet
from ..importing import uploads
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
        number = project.articles.count()
        runs = list(project.imports.values_list("uid", flat=True))
        delete_project(project)
    for run in runs:
        uploads.forget(run)
    return Purged(number)


def delete_project(project: Project) -> None:
    """All rows that belong to it, those first that refer to others. Not by one cascade, which would hold
    every object and take five times as long for twice as many (it compares all that restrict each other)."""
    found = [(path, model) for model in all_models() if (path := path_to(Project, model))]
    for path, model in sorted(found, key=lambda pair: (pair[0] != "pk", pair[0].count("__")), reverse=True):
        model._base_manager.filter(**{path: project.pk})._raw_delete(connection.alias)


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
        stopped = _forget_imports(project, {str(uid) for uid in known})
        for some in _batches(list(known.values())):
            Article.objects.filter(pk__in=some).delete()
        Source.objects.filter(pk__in=sources, articles=None).delete()
        copies = project.articles.filter(texts__sha256__in=digests).distinct().count()
    for run in stopped:
        uploads.forget(run)  # what it would need to go on holds the article's file
    return Purged(len(known), copies)


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


def _forget_imports(project: Project, uids: set[str]) -> list[UUID]:
    """What the reports of imports say of the articles' files: names tell a lot. Answers the runs."""
    touched = []
    for run in project.imports.only("uid", "report", "options", "rows").iterator(chunk_size=1):
        gone = {entry["path"] for entry in run.report if entry.get("article") in uids}
        if gone:
            names = {path.rpartition("/")[2] for path in gone}
            run.report = [entry for entry in run.report if entry["path"] not in gone]
            run.rows = [row for row in run.rows if row.get("filename", "").rpartition("/")[2] not in names]
            paths = run.options.get("paths", [])
            kept = [path for path in paths if path.rpartition("/")[2] not in names]
            run.options = {**run.options, "paths": kept}
            run.save(update_fields=["report", "options", "rows"])
            touched.append(run.uid)
    return touched


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[n : n + BATCH] for n in range(0, len(items), BATCH))
