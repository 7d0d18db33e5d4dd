"""Is a file that no article has the text of a newer version of an article that is there? Decided here, where
the caller has asked for it; a file that is not is a new article.

It is found by its URL, or else by source and path below the import root, when one article alone has these,
and its text has to be alike enough: of two articles that had one address after another, as a live page has,
the second is not a version of the first.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F
from rapidfuzz.distance import Indel

from ..models import ArticleText, Project
from .identity import Draft, Known, source_key

ALIKE = 0.7
"""From here on two texts are versions of one: the share of their code points that stand in both, in the same
order (Indel's normalized similarity)."""

Place = tuple[str, str]  # an article's source, by its key, and its path


class Earlier:
    """The articles that a batch of drafts may be newer versions of. Each is that of one draft at most."""

    def __init__(self, project: Project, drafts: Iterable[Draft]) -> None:
        drafts = list(drafts)
        self._by_url: dict[str, list[Known]] = defaultdict(list)
        self._by_place: dict[Place, list[Known]] = defaultdict(list)
        self._taken: set[int | None] = set()
        urls = {url for draft in drafts if (url := _url(draft))}
        rows = project.articles.order_by("pk")
        columns = ("pk", "uid", "filename", "source__key", "published", "url")
        known = {row[0]: row for row in rows.filter(url__in=urls).values_list(*columns)}
        names = {draft.filename for draft in drafts}
        known |= {row[0]: row for row in rows.filter(filename__in=names).values_list(*columns)}
        for pk, uid, filename, source, published, url in known.values():
            identity = {"source": source or "", "published": published, "url": url}
            article = Known(pk, uid, filename, identity)
            self._by_url[url].append(article)
            self._by_place[source or "", filename].append(article)

    def take(self, draft: Draft) -> Known | None:
        """The article that the draft is a version of, or None."""
        found = self._candidates(draft)
        if len(found) != 1 or found[0].pk in self._taken:
            return None
        current = ArticleText.objects.filter(article=found[0].pk, version=F("article__text_version"))
        text = current.values_list("text", flat=True).get()
        if Indel.normalized_similarity(text, draft.parsed.text, score_cutoff=ALIKE) < ALIKE:
            return None
        self._taken.add(found[0].pk)
        return found[0]

    def _candidates(self, draft: Draft) -> list[Known]:
        url = _url(draft)
        if url and (found := self._by_url.get(url)):
            return found
        source = source_key(draft.values["source"].value) if "source" in draft.values else ""
        found = self._by_place.get((source, draft.filename), [])
        return [article for article in found if not url or not article.identity["url"]]


def _url(draft: Draft) -> str:
    return draft.values["url"].value if "url" in draft.values else ""
