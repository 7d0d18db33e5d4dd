"""What the detector's tests share: a question to it, and its answer in the words of the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotations.detecting import Stretch
from annotations.quotes import SuggestedQuote, Why, detect, voices
from annotations.quotes.weights import Weights

Blocks = list[Stretch]


@dataclass(frozen=True)
class Told:
    """A quote with its ranges read from the text."""

    form: str
    spans: list[str]
    mention: str
    cue: list[str]
    addressee: str
    quote: SuggestedQuote

    @property
    def speaker(self) -> str:
        return self.quote.speaker

    @property
    def why(self) -> list[tuple[Why, str]]:
        return [(reason.why, reason.words) for reason in self.quote.why]


def ask(
    text: str,
    language: str = "de",
    blocks: Sequence[voices.Stretch] = (),
    genre: str = "",
    author: str = "",
    weights: Weights | None = None,
) -> list[Told]:
    found = detect(text, language, blocks, genre=genre, author=author, weights=weights)
    return [
        Told(
            each.form,
            [text[start:end] for start, end in each.spans],
            text[slice(*each.mention)] if each.mention else "",
            [text[start:end] for start, end in each.cue],
            text[slice(*each.addressee)] if each.addressee else "",
            each,
        )
        for each in found
    ]


def one(text: str, language: str = "de") -> Told:
    """The only quote of a text."""
    (found,) = ask(text, language)
    return found


def article(*parts: tuple[str, str]) -> tuple[str, Blocks]:
    """A text of blocks, each its kind and its words, with blank lines between."""
    text, blocks = "", []
    for kind, words in parts:
        text += "\n\n" if text else ""
        blocks.append(Stretch(kind, len(text), len(text) + len(words)))
        text += words
    return text, blocks


def assert_sound(text: str, found: list[SuggestedQuote], nested: bool = False) -> None:
    """What must hold of every answer: ranges within the text, quotes in order, none over another unless
    `nested`."""
    past = 0
    for each in found:
        assert each.spans and each.form in FORMS
        assert 0.0 <= each.confidence <= 1.0
        assert not (each.is_unnamed and each.mention is None)
        end = 0
        for start, stop in each.spans:
            assert end <= start < stop <= len(text)
            end = stop
        for place in (each.mention, each.addressee, *each.cue):
            assert place is None or 0 <= place.start < place.end <= len(text)
        for cue in each.cue:
            assert all(cue.end <= start or stop <= cue.start for start, stop in each.spans)
        assert nested or each.spans[0].start >= past
        past = each.spans[-1].end
    assert [each.spans for each in found] == sorted(each.spans for each in found)


FORMS = frozenset(("direct", "indirect", "indirect_free", "free_indirect", "reported"))
