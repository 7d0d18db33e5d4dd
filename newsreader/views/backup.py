"""A project whole as a file: for a lead to put away, and for `manage.py restore` to bring back."""

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from ..access import Action, member_view
from ..backups import out
from ..downloads import named
from ..models import Membership


@require_GET
@member_view(Action.BACKUP)
def backup(request: HttpRequest, member: Membership) -> HttpResponseBase:
    filename = out.filename(member.project, timezone.localtime())
    response = StreamingHttpResponse(out.stream(member.project), content_type="application/gzip")
    # It is packed already; without this word the middleware would pack it once more.
    response.headers["Content-Encoding"] = "identity"
    return named(response, filename)
