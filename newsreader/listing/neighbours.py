"""The articles before and after one in the list."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import Q

from newsreader.models import Article, Membership

from .form import ListForm
from .order import SORTS, Key, ordered
from .registry import narrowed


class Neighbours(NamedTuple):
    previous: Article | None
    next: Article | None


def neighbours(member: Membership, params: Mapping[str, Any], article: Article) -> Neighbours:
    """The articles before and after this one in the list that the parameters (a request's GET) describe.

    They are found by place: an article that has just left the list keeps its neighbours. None where the list
    ends, and both when the parameters make no sense. Two queries, and one for each object that filters.
    """
    form = ListForm(params, member)
    if not form.is_valid():
        return Neighbours(None, None)
    sort = form.cleaned_data["sort"]
    articles = ordered(narrowed(member, form.cleaned_data), sort).only("project", "uid")
    keys = SORTS[sort].keys
    return Neighbours(
        articles.filter(_beyond(keys, article, forward=False)).reverse().first(),
        articles.filter(_beyond(keys, article, forward=True)).first(),
    )


def _beyond(keys: Sequence[Key], article: Article, forward: bool) -> Q:
    """Rows beyond the article: equal in the first columns and beyond it in the next."""
    beyond, same = [], Q()
    for key in keys:
        value = key.value(article)
        if (step := key.beyond(value, forward)) is not None:
            beyond.append(same & step)
        same &= key.same(value)
    return Q(*beyond, _connector=Q.OR)
