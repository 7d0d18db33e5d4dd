"""Why a detector takes words for a quote and somebody for its speaker, as a sentence that people read."""

from collections.abc import Iterable, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ..quotes import Why

SAID: dict[str, Promise | str] = {
    Why.MARKS: "%(words)s",
    Why.CUE: _("“%(words)s”"),
    Why.ACCORDING: _("“%(words)s”"),
    Why.SUBJUNCTIVE: _("the subjunctive “%(words)s”"),
    Why.CLAUSE: _("a clause with “%(words)s”"),
    Why.BEFORE: _("%(words)s before it"),
    Why.AFTER: _("%(words)s after it"),
    Why.WITHIN: _("%(words)s in the middle of it"),
    Why.FOLLOWS: _("it goes on with what %(words)s says"),
    Why.ANSWER: _("an answer of %(words)s"),
    Why.AUTHOR: _("a guest article by %(words)s"),
    Why.SAME: _("taken for %(words)s"),
    Why.LEARNED: _("the trained weights"),
}
"""A reason that a newer detector gives is shown by its words alone."""


def sentence(reasons: Iterable[Sequence[str]]) -> str:
    """“„…“ + “betonte” + Merkel before it”, from [reason, words]."""
    said = (str(SAID.get(why, "%(words)s")) % {"words": words} for why, words in reasons)
    return " + ".join(part for part in said if part)
