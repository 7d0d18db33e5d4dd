"""Quotes by the trained weights: a tagger, a second one that sees what the first and the rules make of the
text, one for the places that name speakers, and a ranker that gives each quote its speaker."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from . import confidence
from .candidates import candidates
from .crf import Chain, Scores, column
from .features import Features, extract
from .fits import Ranking
from .found import Found
from .frames import Ruled
from .rules import find as by_rules
from .spans import drafts
from .speakers import Candidate, Draft, Page
from .stacking import Sure, of_phrases, second, sure
from .tokens import Reading
from .weights import Weights

MORE = 0.5
"""Added to what a beginning of a quote scores; confidence then tells the right ones."""
DOUBTFUL = 0.03
"""Mean probability that makes a sentence without a quote a proposal, as reported speech."""
KEEP = 0.25
"""How sure a quote has to be."""
NAMED = 0.2
"""How sure a quote and its speaker have to be together for the speaker to be told."""
FRAMED, QUOTED = 0.2, 0.15
"""A sentence that reaches neither with any token is not looked at for speakers."""


class Look(NamedTuple):
    """What all taggers say of an article: `marginals` of the second, what may be a quote, and the page for
    the speakers."""

    ruled: list[Ruled]
    marginals: Scores
    proposed: list[Draft]
    page: Page


def look(reading: Reading, weights: Weights) -> Look:
    features, ruled = extract(reading), by_rules(reading)
    scores = weights.table.scores(features)
    ones, twos = len(weights.first.labels), len(weights.second.labels)
    first = sure(weights.first.labels, weights.first.marginals(scores[:, :ones]))
    own, shared = more(reading, features, first, ruled)
    later = scores[:, ones:] + weights.stacked.of(own) + weights.stacked.of(shared)[features.sentence]
    chains = weights.second, weights.mentions
    return looked(reading, ruled, (later[:, :twos], later[:, twos:]), chains)


def more(
    reading: Reading, features: Features, first: Sure, ruled: Sequence[Ruled]
) -> tuple[list[list[str]], list[list[str]]]:
    """What the second taggers know besides: of each token, and of each sentence."""
    own, shared = second(reading, first, ruled)
    for row, phrase in zip(own, of_phrases(reading, _busy(reading, first)), strict=True):
        row += phrase
    return own, shared


def _busy(reading: Reading, first: Sure) -> list[int]:
    """The sentences that may name a speaker."""
    return [
        n
        for n, (start, end) in enumerate(reading.sentences)
        if first.frame[start:end].max() > FRAMED or first.quote[start:end].max() > QUOTED
    ]


def looked(
    reading: Reading, ruled: list[Ruled], scores: tuple[Scores, Scores], chains: tuple[Chain, Chain]
) -> Look:
    """`scores` and `chains` are those of the second tagger and of the mentions'."""
    marginals = chains[0].marginals(scores[0])
    frame, quoted = _columns(chains[0].labels, marginals)
    proposed = proposals(reading, chains[0], scores[0], ruled, quoted)
    found = candidates(reading, chains[1], scores[1], _near(reading, proposed), quoted)
    named = [(each.draft, each.mention) for each in ruled if each.mention]
    return Look(ruled, marginals, proposed, Page(reading, reading.known, frame, quoted, named, found))


def _columns(labels: Sequence[str], marginals: Scores) -> tuple[list[float], list[float]]:
    inside = [n for n, label in enumerate(labels) if label[1:2] == "-"]
    return column(labels, marginals, "FR").tolist(), marginals[:, inside].sum(axis=1).tolist()


def _near(reading: Reading, proposed: Sequence[Draft]) -> set[int]:
    """The sentences of the quotes, and those before them."""
    of = reading.sentence_of
    return {n for draft in proposed for n in range(max(of[draft.start] - 1, 0), of[draft.end - 1] + 1)}


def find(reading: Reading, weights: Weights) -> Iterator[Found]:
    """The quotes of an article with their speakers, in order."""
    seen = look(reading, weights)
    page, ranking = seen.page, Ranking(seen.page, weights.ranks)
    kept: list[tuple[Draft, float]] = []
    for draft, _, fits in ranking.answers(seen.proposed):
        facts = confidence.features(page, draft, seen.marginals, weights.second.labels, seen.ruled, fits)
        if (sure := confidence.probability(facts, weights.sure)) >= KEEP:
            kept.append((draft, sure))
    again = ranking.answers([draft for draft, _ in kept])
    before: Candidate | None = None
    for (_, sure), (draft, speaker, fits) in zip(kept, again, strict=True):
        if sure * fits < NAMED:
            speaker = None
        mention = (speaker.start, speaker.end) if speaker else _by_rule(seen.ruled, draft)
        goes_on = speaker is not None and speaker is before and _apart(reading, draft, speaker)
        yield Found(draft, mention, None, goes_on, sure * (0.5 + 0.5 * fits), seen.ruled)
        before = speaker


def _by_rule(ruled: Sequence[Ruled], draft: Draft) -> tuple[int, int] | None:
    """Whom the rules name for a direct quote, where the ranking finds nobody."""
    if draft.form != "D":
        return None
    return next((each.mention for each in ruled if each.draft.parts == draft.parts), None)


def _apart(reading: Reading, draft: Draft, speaker: Candidate) -> bool:
    """Whether the speaker is named in another sentence."""
    sentence = reading.sentence_of
    homes = range(sentence[draft.parts[0][0]], sentence[draft.parts[-1][1] - 1] + 1)
    return sentence[speaker.start] not in homes


def proposals(
    reading: Reading, chain: Chain, scores: Scores, ruled: Sequence[Ruled], quoted: Sequence[float]
) -> list[Draft]:
    """What may be a quote: what the second tagger sees when beginnings come easier, and what only the rules
    see. `quoted` is how likely each token is said by somebody."""
    eager = scores.copy()
    eager[:, [n for n, label in enumerate(chain.labels) if label.startswith("B-")]] += MORE
    found = drafts(reading, chain.best(eager))
    taken = {i for draft in found for start, end in draft.parts for i in range(start, end)}
    for each in ruled:
        if not any(i in taken for start, end in each.draft.parts for i in range(start, end)):
            found.append(each.draft)
            taken.update(i for start, end in each.draft.parts for i in range(start, end))
    for start, end in reading.sentences:
        free = all(i not in taken for i in range(start, end))
        if free and sum(quoted[start:end]) >= DOUBTFUL * (end - start):
            found.append(Draft(((start, end),), "R"))
    return sorted(found, key=lambda draft: draft.parts)
