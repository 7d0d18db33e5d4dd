"""Where the wings meet: what is said in comments, drawn."""

from django import template
from django.utils.safestring import SafeString

from newsreader import access
from newsreader.models import Membership

from ..comments import drawn
from ..models import Comment

register = template.Library()


@register.filter
def said(comment: Comment) -> SafeString:
    """The comment's words with those whom it mentions told apart."""
    return drawn(comment)


@register.simple_tag
def may_remove(member: Membership, comment: Comment) -> bool:
    return access.may_edit(member, comment.author_id)
