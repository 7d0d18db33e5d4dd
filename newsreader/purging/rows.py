"""Articles, or a project whole, leave the database with all that tells of them: in one transaction, so that
either everything is gone or nothing.

What hangs on a row goes by the foreign keys. History does not hang on them; it is found by what it says: a
change is of an article when its object is one, or when a state names one as its `article`.
"""

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F, Model, Q

from ..backups.scope import all_models, path_to
from ..changes import Change, ChangeSet
from ..importing import uploads
from ..locking import writers_wait
from ..models import Article, ArticleText, Project, Release, Source
from ..releases.readers import copies_of
from . import remains

T = TypeVar("T")

BATCH = 200  # articles
LOCK_SECONDS = 5  # how long to wait for somebody else's writing, while others wait for us


class Unknown(Exception):
    """The project has no article of this uid."""


@dataclass(frozen=True)
class Purged:
    """How many articles are gone, how many others of the project hold the text of one of them, and how many
    of its releases held one."""

    articles: int
    copies: int = 0
    releases: int = 0


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
    # What was trained on its texts holds their words.
    shutil.rmtree(settings.WEIGHTS_ROOT / project.slug, ignore_errors=True)
    return Purged(number)


def delete_project(project: Project) -> None:
    """All rows that belong to it, and its releases."""
    for other in [*copies_of(project), *Project.objects.filter(kept_for=project)]:
        delete_project(other)
    delete_rows(project, all_models())


def delete_rows(project: Project, models: Iterable[type[Model]]) -> None:
    """The project's rows of these models, those first that refer to others. Not by one cascade, which would
    hold every object and take five times as long for twice as many (it compares all that restrict each
    other)."""
    found = [(path, model) for model in models if (path := path_to(Project, model))]
    for path, model in sorted(found, key=lambda pair: (pair[0] != "pk", pair[0].count("__")), reverse=True):
        model._base_manager.filter(**{path: project.pk})._raw_delete(connection.alias)


def purge_articles(project: Project, uids: Iterable[UUID]) -> Purged:
    """These articles, with their texts, originals, marks and states, also in the project's releases. Codebook
    and speakers stay: they are the project's. Raises Unknown, and then nothing is gone."""
    wanted = set(uids)
    remains.mark()
    with transaction.atomic():
        writers_wait(LOCK_SECONDS)
        found = Article.objects.filter(Q(project=project) | Q(project__kept_for=project), uid__in=wanted)
        known = dict(found.values_list("uid", "pk"))
        if missing := wanted - known.keys():
            raise Unknown(str(min(missing)))
        stopped, copies = _take_out(project, known)
        releases = _take_out_of_releases(project, wanted)
    for run in stopped:
        uploads.forget(run)  # what it would need to go on holds the article's file
    return Purged(len(known), copies, releases)


def _take_out(project: Project, known: Mapping[UUID, int]) -> tuple[list[UUID], int]:
    """The articles by uid and key; answers the imports that cannot go on, and how many have the same text."""
    found = Article.objects.filter(pk__in=known.values())
    digests = list(ArticleText.objects.filter(article__in=found).values_list("sha256", flat=True))
    sources = list(found.exclude(source=None).values_list("source", flat=True).distinct())
    _forget_history(project, list(known))
    stopped = _forget_imports(project, {str(uid) for uid in known})
    for some in _batches(list(known.values())):
        Article.objects.filter(pk__in=some).delete()
    Source.objects.filter(pk__in=sources, articles=None).delete()
    return stopped, project.articles.filter(texts__sha256__in=digests).distinct().count()


def _take_out_of_releases(project: Project, uids: Collection[UUID]) -> int:
    """How many releases held one of the articles. They say so: their checksums hold no more. One that is
    being made is stopped, since it may be about to write what is gone."""
    Release.objects.of(project).under_way().update(state=Release.State.STOPPED)
    number = 0
    for copy in copies_of(project):
        known = dict(copy.articles.filter(uid__in=uids).values_list("uid", "pk"))
        if known:
            _take_out(copy, known)
            Release.objects.filter(copy=copy).update(purged=F("purged") + len(known))
            number += 1
    return number


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
