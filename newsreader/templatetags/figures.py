"""Numbers and dates as the reader's language writes them."""

from django import template
from django.utils.formats import number_format
from django.utils.translation import get_language

from newsreader import dates

register = template.Library()


@register.filter
def figure(value: int) -> str:
    """1204 as "1,204" or "1.204"."""
    if 0 <= value < 1000:  # nearly all, and asking for the language's rules takes ten times as long
        return str(value)
    return number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def edtf(value: str) -> str:
    """An EDTF date in words: "2017-03" as "März 2017". Empty stays empty."""
    return dates.display(value, get_language() or "en") if value else ""
