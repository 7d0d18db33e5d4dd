"""The suggestions of a JSON file, with what members have decided on them."""

from collections.abc import Collection
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext as _

from ..models import DETECTOR_LIMIT, NAME_LIMIT, Annotation, Decision
from .document import ArticleEntry, DecisionEntry, SuggestionEntry
from .json_marks_in import stretch
from .reading import Place

WORDS_LIMIT = 1_000  # code points of a reason's words


def suggestion(
    place: Place, articles: dict[UUID, ArticleEntry], members: Collection[UUID]
) -> SuggestionEntry:
    article = articles[place.reference("article", articles)]
    version = place.number("text_version", 1, 1_000_000)
    text = article.text_at(version)
    if text is None:
        raise place.refuse("text_version", _("The file does not hold this version of the article's text."))

    def at(key: str) -> list[int] | None:
        return None if place.value.get(key) is None else list(stretch(place.object(key), text.length))

    decisions = [_decision(each, members) for each in place.objects("decisions")]
    if len({each.member for each in decisions}) != len(decisions):
        raise place.refuse("decisions", _("One id stands here twice."))
    return SuggestionEntry(
        uid=place.uid("id"),
        article=article.uid,
        text_version=version,
        detector=place.name("detector", DETECTOR_LIMIT),
        spans=_spans(place, text.length),
        form=_chosen(place, "form", Annotation.Form.values),
        mention=at("mention"),
        cue=[list(stretch(each, text.length)) for each in place.objects("cue")],
        addressee=at("addressee_mention"),
        speaker=place.text("speaker", NAME_LIMIT),
        unnamed=place.flag("unnamed"),
        quotes_words=place.flag("quotes_words"),
        confidence=_share(place, "confidence"),
        why=[[each.text("reason", 20), each.text("words", WORDS_LIMIT)] for each in place.objects("why")],
        decisions=decisions,
    )


def _decision(place: Place, members: Collection[UUID]) -> DecisionEntry:
    return DecisionEntry(
        member=place.reference("member", members),
        verdict=_chosen(place, "decision", Decision.Verdict.values),
        unread=place.flag("unread"),
        made_at=place.moment("at"),
    )


def _spans(place: Place, length: int) -> list[list[int]]:
    spans = [list(stretch(each, length)) for each in place.objects("spans")]
    if not spans or any(one[1] > two[0] for one, two in pairwise(spans)):
        raise place.refuse("spans", _("There is no span, or they do not stand in text order."))
    return spans


def _chosen(place: Place, key: str, allowed: Collection[str]) -> str:
    value = place.choice(key, allowed)
    if not value:
        raise place.refuse(key, _("This is missing."))
    return value


def _share(place: Place, key: str) -> float:
    value = place.value.get(key)
    if type(value) not in (int, float) or not 0 <= value <= 1:  # type: ignore[operator]  # a number by now
        raise place.refuse(key, _("This is no number from 0 to 1."))
    return float(value)  # type: ignore[arg-type]  # a number by now
