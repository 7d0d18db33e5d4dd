"""What a change of annotations answers, and what all views of one share."""

import uuid
from collections.abc import Iterable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from newsreader import access
from newsreader.htmx import is_fragment
from newsreader.models import Article, ArticleText, Membership
from newsreader.reader import draw_line, lines
from newsreader.states import state_of

from .. import marks, whole
from ..cards import Cards
from ..facts import facts_of, missing_words
from ..models import Annotation
from ..naming import Refused
from ..scheme import alike, interrupted
from ..spans import OutOfDate, text_of
from ..suggesting import showing
from ..suggesting.deciding import Decided
from ..suggesting.drawing import as_marks
from ..suggesting.overview import overview


def annotation_of(member: Membership, uid: uuid.UUID) -> Annotation:
    found: Annotation = get_object_or_404(Annotation.objects.seen_by(member).with_parts(), uid=uid)
    return found


def require_edit(member: Membership, annotation: Annotation) -> None:
    if not access.may_edit(member, annotation.owner_id):
        raise access.refusal(member)


def place_of(annotation: Annotation) -> str:
    url = reverse("article", args=[annotation.project.slug, annotation.article.uid])
    return f"{url}#card-{annotation.uid}"


def refused(request: HttpRequest, sentence: str | Refused) -> HttpResponse:
    """422 with the sentence, in the page's status line; a plain request gets a page of its own. 409 where the
    text is no longer the one that was looked at."""
    template = "annotations/_refused.html" if is_fragment(request) else "annotations/refused.html"
    status = 409 if isinstance(sentence, OutOfDate | Decided) else 422
    return render(request, template, {"sentence": str(sentence)}, status=status)


def pieces(
    request: HttpRequest,
    member: Membership,
    article: Article,
    uid: uuid.UUID,
    *,
    text: ArticleText | None = None,
    is_new: bool = False,
    places: bool = True,
    is_open: bool = False,
    gone: uuid.UUID | None = None,
    decided: bool = False,
    made: Sequence[uuid.UUID] = (),
    toast: str = "",
    before: Sequence[marks.Mark] = (),
    also: Iterable[uuid.UUID] = (),
) -> HttpResponse:
    """What a write changed on the page: the touched lines, the card, the cards of those that it is inside of
    and that are inside it, the state box, a toast. `before` are marks as they were, whose lines are drawn
    anew too; `also` are further cards, `made` those of new annotations, `gone` the one that is no more,
    `decided` where it was a suggestion.
    Without `places` none of the cards has any. `text` is the article's own, from who has read it already."""
    if text is None or text.version != article.text_version:
        text = text_of(article, article.text_version)
    shown = marks.load(article, member, places=places)
    own = [mark for mark in shown if mark.uid == uid]
    new = [mark for mark in shown if mark.uid in made]
    look = showing.look_of(member)
    proposed = showing.in_article(member, article, look) if look.is_shown else []
    was_last = decided and look.is_shown and not proposed
    draw = marks.drawing(text.text, [*shown, *as_marks(proposed)])
    page = lines(text.text, text.blocks, article.language)
    changed = marks.touched(page, [*before, *own, *new])
    annotation = annotation_of(member, uid) if is_open else None
    context = {
        "article": article,
        "lines": SafeString("".join(draw_line(line, draw, swap=True) for line in changed)),
        "card": "" if is_open else _cards(article, member, own, are_new=is_new),
        "made": _cards(article, member, new, are_new=True),
        "along": _along(article, member, shown, [*before, *own], {*also} - {uid, gone}),
        "uid": uid,
        "count": len(shown),
        "state": state_of(member, article),
        "suggestions": overview(member, article, proposed, look),
        "gone": gone,
        "link": whole.link(member, article) if gone and whole.is_among(member, before) else "",
        "toast": toast,
        "was_last": was_last,
        "are_others": was_last and showing.are_open(member, article),
        "before_it": interrupted(text, shown, own[0]) if own and is_new else None,
        "alike": alike(text, shown, own[0]) if own else None,
        "annotation": annotation,
        "facts": facts_of(annotation, folded=True) if annotation else (),
        "missing": missing_words(own[0].missing) if own else "",
    }
    return HttpResponse(render_to_string("annotations/_pieces.html", context, request))


def _cards(article: Article, member: Membership, own: list[marks.Mark], *, are_new: bool) -> str:
    if not own:
        return ""
    cards = Cards(article, member)
    drawn = "".join(cards.draw(mark, swap=not are_new) for mark in own)
    return SafeString(f'<div hx-swap-oob="beforeend:#margin">{drawn}</div>' if are_new else drawn)


def _along(
    article: Article,
    member: Membership,
    shown: list[marks.Mark],
    changed: list[marks.Mark],
    also: set[uuid.UUID],
) -> str:
    uids = also | {other.uid for mark in changed for other in [mark.inside, *mark.nested] if other}
    uids -= {mark.uid for mark in changed}
    if not uids:
        return ""
    cards = Cards(article, member)
    return SafeString("".join(cards.draw(mark, along=True) for mark in shown if mark.uid in uids))
