"""The quotes of a speaker or a tag, a page at a time."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

from newsreader import access
from newsreader.forms import PageForm
from newsreader.models import Membership

from ..models import Annotation, Speaker, Tag

PER_PAGE = 50


def quotes_of(request: HttpRequest, member: Membership, named: Speaker | Tag) -> Page[Annotation]:
    """In date order, as far as the member may see them. A page that does not exist is the nearest one. Only
    keys are put in order: whole rows of thousands take several times as long."""
    rows = access.visible(named.annotations.all(), member)
    ordered = rows.in_date_order().values_list("pk", flat=True)  # type: ignore[attr-defined]  # lost on the way through visible()
    page: Page[Annotation] = Paginator(ordered, PER_PAGE).get_page(PageForm(request.GET).number())
    keys = list(page.object_list)
    found = Annotation.objects.with_parts().select_related("article__source").in_bulk(keys)
    page.object_list = [found[key] for key in keys]
    return page
