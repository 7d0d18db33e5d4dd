"""What every page's frame needs: the project, the tabs, the reader's preferences."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import preferences
from .models import Membership

# The name of the page's view, the words on the tab, and the key after `g`.
TABS: tuple[tuple[str, Promise | str, str], ...] = (
    ("articles", _("Articles"), "a"),
    ("speakers", _("Speakers"), "s"),
    ("tags", _("Codebook"), "t"),
    ("export", _("Export"), "e"),
    ("history", _("History"), "h"),
)


@dataclass(frozen=True)
class Tab:
    url: str
    label: Promise | str
    key: str
    current: bool


def chrome(request: HttpRequest) -> dict[str, Any]:
    member: Membership | None = getattr(request, "member", None)
    context: dict[str, Any] = {"prefs": preferences.read(request), "user": getattr(request, "user", None)}
    if member is None:
        return context
    slug = member.project.slug
    urls = [(reverse(name, args=[slug]), label, key) for name, label, key in TABS]
    tabs = [Tab(url, label, key, request.path.startswith(url)) for url, label, key in urls]
    return {**context, "member": member, "project": member.project, "tabs": tabs}
