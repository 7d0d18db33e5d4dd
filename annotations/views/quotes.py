"""The quotes of a speaker or a tag, a page at a time."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from newsreader import access
from newsreader.forms import PageForm
from newsreader.models import Membership

from ..models import Annotation, Speaker, Tag

PER_PAGE = 50


def quotes_of(request: HttpRequest, member: Membership, named: Speaker | Tag) -> Page[Annotation]:
    """In date order, as far as the member may see them. A page that does not exist is the nearest one."""
    rows = access.visible(named.annotations.with_parts().in_date_order(), member)
    return Paginator(rows, PER_PAGE).get_page(PageForm(request.GET).number())
