"""What the page of the codebook shows: the rows that are asked for, each with how often it is used."""

from dataclasses import dataclass

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext_lazy as _

from newsreader.models import Membership
from newsreader.search.language import folded_key

from ..models import NAME_LIMIT
from .counting import NOBODY, Use, uses
from .tree import Node, tree

PER_PAGE = 200


class TreeForm(forms.Form):
    """Which tags: those that these words are part of, and whether archived ones are among them. What cannot
    be read narrows nothing."""

    q = forms.CharField(label=_("Find a tag"), max_length=NAME_LIMIT, required=False)
    archived = forms.BooleanField(label=_("with archived tags"), required=False)

    def asked(self) -> tuple[str, bool]:
        data = self.cleaned_data if self.is_valid() else {}
        return data.get("q", ""), data.get("archived", False)


@dataclass(frozen=True)
class Row:
    """One line of the tree. One that does not match `q` is there for what stands below it."""

    node: Node
    use: Use
    matches: bool
    has_below: bool


@dataclass(frozen=True)
class Listed:
    page: Page[Row]
    total: int
    archived: int  # that are hidden


def listed(member: Membership, typed: str, archived: bool, number: int) -> Listed:
    """The rows of one page: those that match with all that they stand below, so that the tree stays one."""
    nodes = tree(member.project)
    use = uses(member, {node.tag.pk: node.tag.parent_id for node in nodes})
    key = folded_key(typed)
    parents = {node.tag.parent_id for node in nodes}
    matching = {n.tag.pk for n in nodes if key in n.tag.key and (archived or not n.tag.archived_at)}
    shown = {tag.pk for n in nodes if n.tag.pk in matching for tag in (*n.above, n.tag)}
    rows = [
        Row(n, use.get(n.tag.pk, NOBODY), n.tag.pk in matching, n.tag.pk in parents)
        for n in nodes
        if n.tag.pk in shown
    ]
    hidden = 0 if archived else sum(bool(node.tag.archived_at) for node in nodes)
    return Listed(Paginator(rows, PER_PAGE).get_page(number), len(nodes) - hidden, hidden)
