"""Which articles of the project are those of a file. Found by id, else by the digest of their text: offsets
fit any article with the same text, and where several have it, source and date tell reprints apart."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from newsreader.importing.identity import source_key
from newsreader.models import Article, ArticleText, Project

from .document import ArticleEntry
from .reading import Refused

BATCH = 500  # values in one query; SQLite has a limit

Agrees = Callable[[ArticleEntry, Article], bool]
T = TypeVar("T")


def in_batches(values: Sequence[T]) -> Iterator[Sequence[T]]:
    return (values[n : n + BATCH] for n in range(0, len(values), BATCH))


def same_id(entry: ArticleEntry, article: Article) -> bool:
    return entry.uid == article.uid


def same_source_and_date(entry: ArticleEntry, article: Article) -> bool:
    source = source_key(entry.values.get("source", ""))
    return source == _key_of(article) and entry.values.get("published", "") == article.published


def same_article(entry: ArticleEntry, article: Article) -> bool:
    """As the import of files decides it: text, source, date and URL."""
    return same_source_and_date(entry, article) and entry.values.get("url", "") == article.url


def same_text(entry: ArticleEntry, article: Article) -> bool:
    return True


# The sure ones first, for all entries, so that a doubtful one takes nobody's place. An entry that brings its
# text along can be added, so it is never taken for an article of another source or date.
FOR_ALL: tuple[Agrees, ...] = (same_id, same_article)
WITHOUT_TEXT: tuple[Agrees, ...] = (same_source_and_date, same_text)


def match(project: Project, entries: list[ArticleEntry]) -> dict[UUID, ArticleText]:
    """The text in the project for each entry that is there, by the entry's id. No article is two entries.
    Raises Refused when an article of the same id has another text."""
    candidates = _candidates(project, entries)
    found: dict[UUID, ArticleText] = {}
    taken: set[int] = set()
    for agrees in FOR_ALL + WITHOUT_TEXT:
        for entry in entries:
            if entry.uid in found or (entry.current.text is not None and agrees in WITHOUT_TEXT):
                continue
            free = (text for text in candidates[entry.current.sha256] if text.article_id not in taken)
            if text := next((text for text in free if agrees(entry, text.article)), None):
                found[entry.uid] = text
                taken.add(text.article_id)
    _check_same_id(project, [entry.uid for entry in entries if entry.uid not in found])
    return found


def _candidates(project: Project, entries: list[ArticleEntry]) -> dict[str, list[ArticleText]]:
    candidates: dict[str, list[ArticleText]] = defaultdict(list)
    for digests in in_batches(sorted({entry.current.sha256 for entry in entries})):
        rows = ArticleText.objects.filter(article__project=project, sha256__in=digests)
        for text in (
            rows.select_related("article__source").defer("text", "blocks").order_by("article", "-version")
        ):
            candidates[text.sha256].append(text)
    return candidates


def _check_same_id(project: Project, unmatched: list[UUID]) -> None:
    for uids in in_batches(unmatched):
        if other := project.articles.filter(uid__in=uids).first():
            said = _("The article %(id)s is in this project with another text or twice in the file.")
            raise Refused(said % {"id": other.uid})


def _key_of(article: Article) -> str:
    return article.source.key if article.source else ""
