"""What lists of speakers and of tags add to each row."""

from typing import Any

from django.db import models
from django.db.models import Subquery


def latest(links: "models.QuerySet[Any]") -> Subquery:
    """The newest annotation that such a link belongs to."""
    return Subquery(links.order_by("-annotation").values("annotation")[:1])
