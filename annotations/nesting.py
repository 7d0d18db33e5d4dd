"""Statements inside statements: A quotes B, so B is inside A."""

import uuid
from collections import defaultdict
from collections.abc import Iterable

from django.utils.translation import gettext

from newsreader import access
from newsreader.models import Article, Membership

from . import marks
from .models import Annotation
from .naming import Refused

OFFERED = 30  # of the article's annotations, the nearest


def surrounding(member: Membership, annotation: Annotation, uid: uuid.UUID) -> Annotation:
    """The statement of this uid, for `annotation` to be inside it. Raises Refused when it is not in the
    article, or when it is itself inside `annotation`. Called in a transaction: in an article there is one
    such change at a time, since two that are right alone can put two statements inside each other."""
    Article.objects.select_for_update(no_key=True).get(pk=annotation.article_id)
    rows = Annotation.objects.seen_by(member).filter(article=annotation.article_id, is_whole=False)
    found = rows.with_uid(uid)
    if found is None:
        raise Refused(gettext("The surrounding statement is not in this article any more."))
    if annotation.pk in above(found):
        raise Refused(gettext("A statement cannot be inside itself: that one is inside this one already."))
    return found


def above(annotation: Annotation | None) -> list[int]:
    """The keys of the annotation and of all those around it, the innermost first."""
    found: list[int] = []
    while annotation and annotation.pk not in found:
        found.append(annotation.pk)
        annotation = annotation.inside
    return found


def near(
    member: Membership, annotation: Annotation, spans: Iterable[tuple[int, int]] = ()
) -> list[marks.Mark]:
    """The other annotations of the article, the nearest ones, in text order: what it could be inside of. One
    that is not stored has these `spans`."""
    if annotation.is_whole:
        return []
    rows = access.visible(Annotation.objects.filter(article=annotation.article), member)
    rows = rows.filter(text=annotation.text, is_whole=False).exclude(pk=annotation.pk)
    edges: dict[uuid.UUID, list[int]] = defaultdict(list)
    for uid, start, end in rows.values_list("uid", "spans__start", "spans__end"):
        edges[uid] += [start, end]
    own = [edge for span in spans for edge in span]
    if annotation.pk:
        own = [edge for span in annotation.spans.all() for edge in (span.start, span.end)]
    if not own or not edges:
        return []
    first, last = min(own), max(own)
    gaps = {uid: max(first - max(those), min(those) - last, 0) for uid, those in edges.items()}
    nearest = sorted(gaps, key=lambda uid: gaps[uid])[:OFFERED]
    if annotation.inside and annotation.inside.uid not in nearest:
        nearest.append(annotation.inside.uid)
    return marks.load(annotation.article, member, nearest)
