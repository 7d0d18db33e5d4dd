"""What every page's frame needs: the project, the tabs, the reader's preferences."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import preferences
from .access import Action, may
from .models import Membership

# The name of the page's view, the words on the tab, the key after `g`, and what it takes to see it.
TABS: tuple[tuple[str, Promise | str, str, Action], ...] = (
    ("articles", _("Articles"), "a", Action.READ),
    ("suggestions", _("Suggestions"), "r", Action.ANNOTATE),
    ("table", _("Annotations"), "n", Action.READ),
    ("speakers", _("Speakers"), "s", Action.READ),
    ("tags", _("Codebook"), "t", Action.READ),
    ("export", _("Export"), "e", Action.READ),
    ("history", _("History"), "h", Action.READ),
)

# What the menu holds of the project, below its name: the page's view, the words, and what it takes to see it.
PLACES: tuple[tuple[str, Promise | str, Action], ...] = (
    ("imports", _("Import"), Action.MANAGE),
    ("comments", _("Comments and memos"), Action.READ),
    ("occurrences", _("Tag every occurrence"), Action.ANNOTATE),
    ("review", _("Review list"), Action.READ),
    ("releases", _("Releases"), Action.READ),
    ("members", _("Members"), Action.REMOVE_MEMBER),
    ("settings", _("Project settings"), Action.READ),
)


@dataclass(frozen=True)
class Tab:
    url: str
    label: Promise | str
    key: str
    current: bool


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Tabs and places are functions: the frame draws them once (templatetags/remembered.py)."""
    member: Membership | None = getattr(request, "member", None)
    context: dict[str, Any] = {"prefs": preferences.read(request), "user": getattr(request, "user", None)}
    if member is None:
        return context
    slug = member.project.slug
    project = {"member": member, "project": member.project, "section": request.path.split("/")[3]}
    return {
        **context,
        **project,
        "tabs": lambda: tabs(member, request.path),
        "places": lambda: [(reverse(n, args=[slug]), label) for n, label, a in PLACES if may(member, a)],
    }


def tabs(member: Membership, path: str) -> list[Tab]:
    seen = [(name, label, key) for name, label, key, action in TABS if may(member, action)]
    urls = [(reverse(name, args=[member.project.slug]), label, key) for name, label, key in seen]
    return [Tab(url, label, key, path.startswith(url)) for url, label, key in urls]
