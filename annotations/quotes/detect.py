"""Finds the quotes of an article and their speakers: the text goes in, suggestions come out."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from . import english, rules
from .attribution import addressee_of, code_points, cue_of, own_words, reasons
from .cast import Cast
from .direct import strings
from .forms import FORMS
from .found import Found
from .frames import Ruled
from .phrases import mention_end
from .suggestion import Range, Reason, SuggestedQuote, Why
from .tokens import Reading, read
from .voices import Stretch, answers, guest
from .words import known

if TYPE_CHECKING:
    from .weights import Weights  # numpy is loaded only where weights are used

RULES = "rules/2"
_READ = frozenset(("headline", "lead", "paragraph", "subhead", "answer"))
_BY_RULE = {"D": 0.85, "I": 0.8, "F": 0.75}
"""About how often a quote of a rule is right, by form; less where nobody is named."""


def version_of(weights: "Weights | None") -> str:
    """What a suggestion's detector is called: at most 40 code points, another whenever results differ."""
    return f"{RULES}+{weights.version}" if weights else RULES


def detect(
    text: str,
    language: str,
    blocks: Sequence[Stretch],
    *,
    genre: str = "",
    author: str = "",
    weights: "Weights | None" = None,
) -> list[SuggestedQuote]:
    """The quotes of a text in the order of their places. `language` is "de" or "en", `blocks` are the text's
    (none: the whole text is read), `genre` and `author` are the article's (docs/formats.md). The weights know
    German only; English is read by rules."""
    reading = read(text, _stretches(text, blocks), language)
    if not reading.words:
        return []
    marked = _Marked(reading)
    voices = list(answers(text, blocks, marked.full))
    if genre == "guest" and author:
        voices += guest(text, blocks, author)
    answered = [span for voice in voices if voice.why[0].why == Why.ANSWER for span in voice.spans]
    starts = [span.start for span in answered]
    found = marked.told(_found(reading, language, weights))
    quotes = [each for each in found if not any(_touches(span, answered, starts) for span in each.spans)]
    return sorted([*quotes, *voices], key=lambda each: each.spans)


def _stretches(text: str, blocks: Sequence[Stretch]) -> list[tuple[int, int]]:
    """What is read: running text and headlines, and a caption that says what stands nowhere else."""
    if not blocks:
        return [(0, len(text))]
    body = "\n".join(text[block.start : block.end] for block in blocks if block.kind in _READ)
    return [
        (block.start, block.end)
        for block in blocks
        if block.kind in _READ
        or (block.kind == "caption" and not _repeats(text[block.start : block.end], body))
    ]


def _repeats(caption: str, body: str) -> bool:
    """Whether a good part of a caption's words in a row stands in the body, too."""
    words = caption.split()
    size = 4
    count = max(len(words) - size + 1, 1)
    pieces = [" ".join(words[i : i + size]) for i in range(0, count, 1 + count // 200)]  # as good as all
    return sum(piece in body for piece in pieces) * 3 >= len(pieces)


def _found(reading: Reading, language: str, weights: "Weights | None") -> Iterator[Found]:
    if language != "de":
        yield from (_ruled(each) for each in english.find(reading))
    elif weights is None:
        yield from (_ruled(each) for each in rules.find(reading))
    else:
        from .learned import find

        yield from find(reading, weights)


def _ruled(each: Ruled) -> Found:
    sure = _BY_RULE[each.draft.form] * (0.6 if each.mention is None else 1.0)
    return Found(each.draft, each.mention, each.cue, each.goes_on, sure, [each])


def _touches(span: Range, others: Sequence[Range], starts: Sequence[int]) -> bool:
    """Whether one of the others, which are in order, shares a code point with the span."""
    at = bisect_left(starts, span.end) - 1
    return at >= 0 and span.start < others[at].end


class _Marked:
    """An article while its quotes are told: who is in it comes out once, when it is needed."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.words = reading, reading.known
        self._cast: Cast | None = None

    @property
    def cast(self) -> Cast:
        if self._cast is None:
            self._cast = Cast(self.reading.words, self.words)
        return self._cast

    @cached_property
    def _strings(self) -> list[tuple[int, int]]:
        return list(strings(self.reading))

    def full(self, name: str) -> str:
        parts = name.split()
        return self.cast.resolve(len(self.words), parts, [known(part) for part in parts])[0]

    def told(self, found: Iterator[Found]) -> Iterator[SuggestedQuote]:
        """In code points, with the speakers resolved; who goes on speaking is taken over."""
        mention: tuple[int, int] | None = None
        speaker, unnamed = "", False
        for each in found:
            own = mention if each.goes_on else self._mention(each.mention)
            if own is None:
                speaker, unnamed = "", False
            elif own != mention:
                speaker, unnamed = self._resolved(own, speaker)
            mention = own
            yield self._suggestion(each, own, speaker, unnamed)

    def _mention(self, found: tuple[int, int] | None) -> tuple[int, int] | None:
        return found and (found[0], mention_end(self.words, *found))

    def _resolved(self, mention: tuple[int, int], before: str) -> tuple[str, bool]:
        start, end = mention
        return self.cast.resolve(start, self.reading.words[start:end], self.words[start:end], before)

    def _suggestion(
        self, each: Found, mention: tuple[int, int] | None, speaker: str, unnamed: bool
    ) -> SuggestedQuote:
        reading, words, draft = self.reading, self.words, each.draft
        cue = () if each.goes_on else cue_of(reading, words, draft, mention, each.ruled)
        addressee = addressee_of(reading, words, cue, mention)
        why = list(reasons(reading, words, draft, mention, cue, each.goes_on))
        if mention and speaker and speaker not in self._text(mention):
            why.append(Reason(Why.SAME, speaker))
        return SuggestedQuote(
            tuple(code_points(reading, part) for part in draft.parts),
            FORMS[draft.form],
            code_points(reading, mention) if mention else None,
            tuple(code_points(reading, part) for part in cue),
            code_points(reading, addressee) if addressee else None,
            speaker,
            unnamed,
            round(each.sure, 3),
            tuple(why),
            tuple(code_points(reading, part) for part in own_words(reading, draft, self._strings)),
        )

    def _text(self, tokens: tuple[int, int]) -> str:
        start, end = code_points(self.reading, tokens)
        return self.reading.text[start:end]
