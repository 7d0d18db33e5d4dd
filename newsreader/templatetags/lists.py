"""The article list's rows and choices, drawn by newsreader/listing/drawing.py."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from newsreader.listing import drawing
from newsreader.listing.page import ListPage, Option
from newsreader.models import Membership

register = template.Library()


@register.simple_tag
def list_rows(page: ListPage, member: Membership) -> SafeString:
    return drawing.rows(page, member)


@register.simple_tag
def facet_options(name: str, options: Iterable[Option], base: str) -> SafeString:
    return drawing.options(name, options, base)
