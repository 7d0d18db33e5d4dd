"""Long HTML is put into its page once, when the page is finished.

A template copies what it draws at every block and parent: the 900,000 characters of an article with 500
annotations took a tenth of the page's time so. `{% placed html page_places %}` leaves a mark instead, and
`render` of this module puts the HTML there.
"""

import secrets
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


class Places:
    """What waits for its place on one page, in the page's order."""

    def __init__(self) -> None:
        # Nobody can write it into a text: it is made for this page.
        self.mark = SafeString(f"<!--{secrets.token_hex(16)}-->")
        self.waiting: list[SafeString] = []

    def keep(self, html: SafeString) -> SafeString:
        """The mark to draw instead."""
        self.waiting.append(html)
        return self.mark

    def filled(self, drawn: str) -> Iterator[str]:
        """The pieces of the finished page."""
        first, *others = drawn.split(self.mark)
        yield first
        for html, after in zip(self.waiting, others, strict=True):
            yield html
            yield after


def render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """As Django's own, for a template with `{% placed %}`."""
    places = Places()
    drawn = render_to_string(template, {**context, "page_places": places}, request)
    return HttpResponse(places.filled(drawn), status=status)
