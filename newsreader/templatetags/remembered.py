"""`{% remembered a b %}…{% endremembered %}`: drawn once for each language and these values, and then
remembered by the process.

For what depends on nothing else, the page's frame above all: looking up thirty sentences and ten addresses
takes longer than a database query. Never around a CSRF token, or what one person may see and another may not.
"""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

LIMIT = 200  # drawings of one place; then it starts anew


class Remembered(template.Node):
    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.drawn: dict[tuple[str, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        key = (get_language() or "", *(str(value.resolve(context)) for value in self.values))
        drawn = self.drawn.get(key)
        if drawn is None:
            if len(self.drawn) >= LIMIT:
                self.drawn.clear()
            drawn = self.drawn[key] = self.nodelist.render(context)
        return drawn


@register.tag
def remembered(parser: Parser, token: Token) -> Remembered:
    values = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endremembered",))
    parser.delete_first_token()
    return Remembered(nodelist, values)
