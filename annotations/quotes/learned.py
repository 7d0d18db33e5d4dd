"""Quotes by the trained weights: a tagger, a second one that sees what the first and the rules make of the
text, one for the places that name speakers, and a ranker that gives each quote its speaker."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from . import confidence, speakers
from .crf import Chain, Scores
from .features import Features, extract
from .found import Found
from .frames import Ruled
from .phrases import is_time, phrases_of
from .rules import find as by_rules
from .spans import drafts, stretches
from .speakers import Candidate, Draft, Page
from .stacking import Sure, of_phrases, second, sure
from .tokens import Reading
from .weights import Weights

EASIER = 4.0
"""Added to what a beginning of a mention scores, so that doubtful mentions are candidates, too."""
LEAST = 0.002
"""Mean probability of the tokens of a noun phrase that makes it a candidate: low, since the ranking tells
them apart and what is no candidate is lost."""
MORE = 0.5
"""Added to what a beginning of a quote scores; confidence then tells the right ones."""
DOUBTFUL = 0.03
"""Mean probability that makes a sentence without a quote a proposal, as reported speech."""
KEEP = 0.3
FRAMED, QUOTED = 0.2, 0.15
"""A sentence that reaches neither with any token is not looked at for speakers."""


class Look(NamedTuple):
    """What all taggers say of an article: `scores` and `marginals` of the second, and the page for the
    speakers."""

    features: Features
    ruled: list[Ruled]
    scores: Scores
    marginals: Scores
    page: Page


def look(reading: Reading, weights: Weights) -> Look:
    features, ruled = extract(reading), by_rules(reading)
    scores = weights.table.scores(features)
    ones, twos = len(weights.first.labels), len(weights.second.labels)
    first = sure(weights.first.labels, weights.first.marginals(scores[:, :ones]))
    own, shared = more(reading, features, first, ruled)
    later = scores[:, ones:] + weights.stacked.of(own) + weights.stacked.of(shared)[features.sentence]
    chains = weights.second, weights.mentions
    return looked(reading, features, ruled, (later[:, :twos], later[:, twos:]), chains)


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
    reading: Reading, features: Features, ruled: list[Ruled], scores: tuple[Scores, Scores],
    chains: tuple[Chain, Chain],
) -> Look:  # fmt: skip
    """`scores` and `chains` are those of the second tagger and of the mentions'."""
    marginals = chains[0].marginals(scores[0])
    candidates = _candidates(reading, chains[1], scores[1])
    frame, quoted = _columns(chains[0].labels, marginals)
    page = Page(reading, reading.known, frame, quoted, candidates)
    return Look(features, ruled, scores[0], marginals, page)


def _columns(labels: Sequence[str], marginals: Scores) -> tuple[list[float], list[float]]:
    inside = [n for n, label in enumerate(labels) if label[1:2] == "-"]
    return _column(labels, marginals, "FR").tolist(), marginals[:, inside].sum(axis=1).tolist()


def _column(labels: Sequence[str], marginals: Scores, label: str) -> Scores:
    """The probabilities of a label: none, where those who coded the data have never used it."""
    return marginals[:, labels.index(label)] if label in labels else marginals[:, 0] * 0


def _candidates(reading: Reading, chain: Chain, scores: Scores) -> list[Candidate]:
    """The stretches that the tagger of mentions finds, and noun phrases that it does not rule out."""
    marginals = chain.marginals(scores)
    begins = _column(chain.labels, marginals, "B-S")
    inside = begins + _column(chain.labels, marginals, "I-S")
    eager = scores.copy()
    if "B-S" in chain.labels:
        eager[:, chain.labels.index("B-S")] += EASIER
    means = {(start, end): float(inside[start:end].mean()) for start, end, _ in stretches(chain.best(eager))}
    for n, (first, last) in enumerate(reading.sentences):
        if inside[first:last].max() >= LEAST:
            for start, end in phrases_of(reading, n):
                if (start, end) not in means and (mean := inside[start:end].mean()) >= LEAST:
                    means[start, end] = float(mean)
    return [
        Candidate(start, end, mean, _edges(inside, begins, start, end))
        for (start, end), mean in sorted(means.items())
        if not is_time(reading.known, start, end)
    ]


def _edges(inside: Scores, begin: Scores, start: int, end: int) -> float:
    """How sure it is that a mention begins at `start` and ends before `end`."""
    further = float(inside[end] * (1 - begin[end])) if end < len(inside) else 0.0
    return float(begin[start]) * (1 - further)


def find(reading: Reading, weights: Weights) -> Iterator[Found]:
    """The quotes of an article with their speakers, in order."""
    seen = look(reading, weights)
    page = seen.page
    kept = []
    for (draft, _), fits in attributed(page, proposals(seen, weights.second), weights.ranks):
        facts = confidence.features(page, draft, seen.marginals, weights.second.labels, seen.ruled, fits)
        if (sure := confidence.probability(facts, weights.sure)) >= KEEP:
            kept.append((draft, sure))
    again = attributed(page, [draft for draft, _ in kept], weights.ranks)
    before: Candidate | None = None
    for (_, sure), ((draft, speaker), fits) in zip(kept, again, strict=True):
        mention = (speaker.start, speaker.end) if speaker else _by_rule(seen.ruled, draft)
        goes_on = speaker is not None and speaker == before and _apart(reading, draft, speaker)
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


def proposals(seen: Look, chain: Chain) -> list[Draft]:
    """What may be a quote: what the second tagger sees when beginnings come easier, and what only the rules
    see."""
    eager = seen.scores.copy()
    eager[:, [n for n, label in enumerate(chain.labels) if label.startswith("B-")]] += MORE
    found = drafts(seen.page.reading, chain.best(eager))
    taken = {i for draft in found for start, end in draft.parts for i in range(start, end)}
    for each in seen.ruled:
        if not any(i in taken for start, end in each.draft.parts for i in range(start, end)):
            found.append(each.draft)
            taken.update(i for start, end in each.draft.parts for i in range(start, end))
    quoted = seen.page.quoted
    for start, end in seen.page.reading.sentences:
        free = all(i not in taken for i in range(start, end))
        if free and sum(quoted[start:end]) >= DOUBTFUL * (end - start):
            found.append(Draft(((start, end),), "R"))
    return sorted(found, key=lambda draft: draft.parts)


def attributed(
    page: Page, found: Sequence[Draft], ranks: Mapping[str, float]
) -> Iterator[tuple[tuple[Draft, Candidate | None], float]]:
    """Each quote with the speaker that fits best (None: nobody), and how likely that is."""
    before: tuple[Draft, Candidate | None] | None = None
    for draft in found:
        asked = speakers.ask(page, draft, before)
        chances = speakers.chances(speakers.rows(asked), ranks)
        best = max(range(len(chances)), key=chances.__getitem__)
        before = (draft, asked.near[best] if best < len(asked.near) else None)
        yield before, chances[best]
