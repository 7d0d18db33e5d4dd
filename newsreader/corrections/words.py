"""What people read: the names of values and kinds of block, and where a value comes from."""

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from .. import dates
from ..models import Article

LABELS: dict[str, Promise] = {
    "title": gettext_lazy("Title"),
    "kicker": gettext_lazy("Kicker"),
    "lead": pgettext_lazy("of an article", "Lead"),
    "author": gettext_lazy("Author"),
    "source": gettext_lazy("Source"),
    "published": gettext_lazy("Published"),
    "genre": gettext_lazy("Genre"),
    "language": gettext_lazy("Language"),
    "section": gettext_lazy("Section"),
    "page": gettext_lazy("Page"),
    "url": gettext_lazy("URL"),
    "archive_id": gettext_lazy("Archive id"),
    "credit": gettext_lazy("Credit"),
    "retrieved": gettext_lazy("Retrieved"),
}
"""The metadata values in the order of the page."""

KINDS: dict[str, Promise] = {
    "kicker": pgettext_lazy("block", "kicker"),
    "headline": pgettext_lazy("block", "headline"),
    "lead": pgettext_lazy("block", "lead"),
    "dateline": pgettext_lazy("block", "dateline"),
    "byline": pgettext_lazy("block", "byline"),
    "paragraph": pgettext_lazy("block", "paragraph"),
    "subhead": pgettext_lazy("block", "subhead"),
    "question": pgettext_lazy("block", "question"),
    "answer": pgettext_lazy("block", "answer"),
    "caption": pgettext_lazy("block", "caption"),
    "credit": pgettext_lazy("block", "credit"),
    "metadata": pgettext_lazy("block", "metadata"),
    "boilerplate": pgettext_lazy("block", "boilerplate"),
}

_ORIGINS: dict[str, Promise] = {
    "": gettext_lazy("not known"),
    "caller": gettext_lazy("given with the import"),
    "csv": gettext_lazy("from the CSV file"),
    "import": gettext_lazy("from an imported export"),
    "member": gettext_lazy("set by a member"),
}


def origin_words(origin: str, name: str = "") -> str:
    """Where a value or a block comes from; `name` is the member's, where it is known."""
    if origin == "member" and name:
        return _("set by %(name)s") % {"name": name}
    if origin.startswith("rule:"):
        rule, _slash, version = origin.removeprefix("rule:").partition("/")
        return _("rule “%(rule)s”, version %(version)s") % {"rule": rule, "version": version}
    return str(_ORIGINS.get(origin, origin))


def value_words(key: str, value: str) -> str:
    """A value as people read it; "–" for an empty one."""
    if key in ("published", "retrieved") and value:
        return dates.display(value, get_language() or "en")
    if key == "genre":
        return str(dict(Article.Genre.choices).get(value, value)) or "–"
    return value or "–"
