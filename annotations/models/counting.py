"""The order of what the comboboxes offer."""

from typing import TYPE_CHECKING, Any

from django.db.models import Case, Max, When

from newsreader.models import Membership

if TYPE_CHECKING:
    from .links import AnnotationSpeaker, AnnotationTag

LOOKED_AT = 200  # annotations of a member, the newest
FIRST = 40  # of what they name, the last used


def lately_first(
    rows: Any, link: "type[AnnotationSpeaker | AnnotationTag]", name: str, member: Membership
) -> Any:
    """In the order in which the member's newest annotations name them, all others after them by key. Asking
    of each of thousands when it was used last would take longer than anybody waits for a list."""
    newest = member.annotations.order_by("-pk").values("pk")[:LOOKED_AT]
    named = link._default_manager.filter(annotation__in=newest).order_by().values_list(name)
    used = named.annotate(last=Max("annotation")).order_by("-last", name)[:FIRST]
    ranks = [When(pk=pk, then=n) for n, (pk, _last) in enumerate(used)]
    return rows.order_by(Case(*ranks, default=len(ranks)) if ranks else "key", "key", "pk")
