"""Which facets there are, and the list that they leave together."""

from newsreader.models import Membership

from .facet import Articles, Cleaned, Facet
from .own import READ, SOURCE, STATE, TIME, WORDS

_registered: list[Facet] = []


def register(facet: Facet) -> None:
    """Add a facet to the lists of all projects."""
    _registered.append(facet)


def facets() -> list[Facet]:
    """All facets, in the order of the page."""
    return [WORDS, TIME, SOURCE, *_registered, STATE, READ]


def at_the_side() -> list[Facet]:
    """Those that may draw at the side of a row, in their order there."""
    return [STATE, *_registered]


def narrowed(member: Membership, cleaned: Cleaned, without: Facet | None = None) -> Articles:
    """The project's articles that all facets leave, but for one of them."""
    articles = member.project.articles.all()
    for facet in facets():
        if facet is not without:
            articles = facet.narrow(articles, cleaned, member)
    return articles
