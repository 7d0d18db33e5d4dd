"""The article list: what narrows it, in which order it stands, what its rows show, who is whose neighbour.

Everything about the list is in its query string. What narrows the list is a Facet; newsreader has five, and
the annotations wing registers its own without newsreader knowing of it.
"""

from .facet import Articles, Choice, Cleaned, Facet, NamedFacet, OptionFacet, Row
from .form import list_query
from .neighbours import neighbours
from .page import listed, page_of
from .registry import register
from .tally import OFFERED, Counted, Pool, Sql, named, one

__all__ = [
    "OFFERED",
    "Articles",
    "Choice",
    "Cleaned",
    "Counted",
    "Facet",
    "NamedFacet",
    "OptionFacet",
    "Pool",
    "Row",
    "Sql",
    "list_query",
    "listed",
    "named",
    "neighbours",
    "one",
    "page_of",
    "register",
]
