"""A project whole as a file: for a lead to put away, and for `manage.py restore` to bring back."""

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET

from ..access import Action, member_view
from ..backups import out
from ..models import Membership


@require_GET
@member_view(Action.BACKUP)
def backup(request: HttpRequest, member: Membership) -> HttpResponseBase:
    filename = out.filename(member.project, timezone.localtime())
    response = StreamingHttpResponse(out.stream(member.project), content_type="application/gzip")
    response.headers["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    # It is packed already; without this word the middleware would pack it once more.
    response.headers["Content-Encoding"] = "identity"
    return response
