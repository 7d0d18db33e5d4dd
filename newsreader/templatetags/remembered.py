"""`{% remembered %}…{% endremembered %}`: drawn once in each language, and then remembered by the process.

For what depends on nothing else, the page's frame above all: looking up thirty sentences and ten file names
takes as long as a database query.
"""

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class Remembered(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist
        self.drawn: dict[str, SafeString] = {}

    def render(self, context: Context) -> SafeString:
        language = get_language() or ""
        if language not in self.drawn:
            self.drawn[language] = self.nodelist.render(context)
        return self.drawn[language]


@register.tag
def remembered(parser: Parser, token: Token) -> Remembered:
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return Remembered(nodelist)
