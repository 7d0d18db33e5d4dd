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

# The name of the page's view, the words on the tab, and the key after `g`.
TABS: tuple[tuple[str, Promise | str, str], ...] = (
    ("articles", _("Articles"), "a"),
    ("table", _("Annotations"), "n"),
    ("speakers", _("Speakers"), "s"),
    ("tags", _("Codebook"), "t"),
    ("export", _("Export"), "e"),
    ("history", _("History"), "h"),
)

# What the menu holds of the project, below its name: the page's view, the words, and what it takes to see it.
PLACES: tuple[tuple[str, Promise | str, Action], ...] = (
    ("imports", _("Import"), Action.MANAGE),
    ("comments", _("Comments and memos"), Action.READ),
    ("occurrences", _("Tag every occurrence"), Action.ANNOTATE),
    ("suggestions", _("Suggestions"), Action.ANNOTATE),
    ("review", _("Review list"), Action.READ),
    ("releases", _("Releases"), Action.READ),
    ("members", _("Members"), Action.REMOVE_MEMBER),
    ("settings", _("Project settings"), Action.READ),
)

KEYS = {"suggestions": "r"}
"""The key after `g` of a place in the menu."""


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
        "tabs": lambda: tabs(slug, request.path),
        "places": lambda: [
            (reverse(n, args=[slug]), label, KEYS.get(n, "")) for n, label, a in PLACES if may(member, a)
        ],
    }


def tabs(slug: str, path: str) -> list[Tab]:
    urls = [(reverse(name, args=[slug]), label, key) for name, label, key in TABS]
    return [Tab(url, label, key, path.startswith(url)) for url, label, key in urls]
