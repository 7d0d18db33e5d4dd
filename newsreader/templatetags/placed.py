"""`{% placed html page_places %}`: HTML that is put into the finished page (newsreader/placing.py)."""

from django import template
from django.utils.safestring import SafeString

from newsreader.placing import Places

register = template.Library()


@register.simple_tag
def placed(html: SafeString, places: Places) -> SafeString:
    return places.keep(html)
