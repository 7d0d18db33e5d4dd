"""Is a file that no article has the text of a newer version of an article that is there? Decided here, where
the caller has asked for it; a file that is not is a new article.

It is found by its URL, or else by source and path below the import root, when one article alone has these,
and its text has to be alike enough: of two articles that had one address after another, as a live page has,
the second is not a version of the first.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import F

from ..models import ArticleText, Project
from ..textmap import alike
from .identity import COLUMNS, Draft, Known, known_as, source_key

ALIKE = 0.7
"""From here on two texts are versions of one (textmap.alike)."""

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
        known = {row[0]: row for row in rows.filter(url__in=urls).values_list(*COLUMNS)}
        names = {draft.filename for draft in drafts}
        known |= {row[0]: row for row in rows.filter(filename__in=names).values_list(*COLUMNS)}
        for article in (known_as(*row) for row in known.values()):
            self._by_url[article.identity["url"]].append(article)
            self._by_place[article.identity["source"], article.filename].append(article)

    def take(self, draft: Draft) -> Known | None:
        """The article that the draft is a version of, or None."""
        found = self._candidates(draft)
        if len(found) != 1 or found[0].pk in self._taken:
            return None
        current = ArticleText.objects.filter(article=found[0].pk, version=F("article__text_version"))
        text = current.values_list("text", flat=True).get()
        if alike(text, draft.parsed.text) < ALIKE:
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
