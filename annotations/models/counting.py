"""What lists of speakers and of tags add to each row."""

from typing import Any

from django.db import models
from django.db.models import Q, Subquery

from newsreader import access
from newsreader.models import Membership


def latest(links: "models.QuerySet[Any]") -> Subquery:
    """The newest annotation that such a link belongs to."""
    return Subquery(links.order_by("-annotation").values("annotation")[:1])


def counted(rows: Any, member: Membership) -> Any:
    """With `used`: how many annotations that the member may see name it."""
    mine = {"annotations__owner": member} if access.sees_only_own(member) else {}
    return rows.annotate(used=models.Count("annotations", filter=Q(**mine), distinct=True)).order_by(
        "key", "pk"
    )
