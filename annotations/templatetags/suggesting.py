"""Figures about suggestions."""

from django import template

from ..suggesting.quality import Share

register = template.Library()


@register.simple_tag
def percents_of(share: Share) -> list[str]:
    """The share and its interval, in whole per cent."""
    low, high = share.interval
    return [f"{round(part * 100)}" for part in (share.share, low, high)]
