"""Interviews: who asks and who answers, by name labels or by short questions in turn with answers."""

import re
from collections import Counter
from itertools import pairwise

from newsreader.importing.blocks import Draft, Unit
from newsreader.importing.headings import heading_like
from newsreader.importing.vocabulary import OUTLETS, words

_LABEL = re.compile(r"[\W_]{0,4}(?P<label>[^\W\d_][\w.’/-]*(?: [\w.’/-]+){0,3})['*_]{0,3}:(?:[*_'\s]+|$)")
_ASKERS = OUTLETS | words(
    "frage, f, q, question, interviewer, interviewerin, reporter, reporterin, moderator, moderatorin",
    "journalist, journalistin, redaktion, interview",
)
_ADDRESSED = re.compile(
    r"\b(?:Sie|Ihnen|Ihre?[nmrs]?|Herr|Frau|[Dd]u|[Dd]ir|[Dd]ich|[Ee]uch|[Ii]hr|[Yy]ou|[Yy]our)\b"
)
_QUESTION_END = re.compile(r"\?['\"“”«»‘’)\]]*$")
_LONGEST_LABEL = 60
_LONGEST_QUESTION = 320
_PAIRS = 3
"""Fewer questions in turn are a rhetorical habit, not an interview."""


def mark_labelled(draft: Draft) -> None:
    """Claim what name labels ("SPIEGEL: …", "Frage: …") set apart, and what follows under a label."""
    maybe = [unit for unit in draft.open() if ":" in unit.text[:_LONGEST_LABEL]]
    turns = [(unit, match["label"]) for unit in maybe if (match := _LABEL.match(unit.text))]
    counts = Counter(label for _, label in turns)
    turns = [(unit, _short(label, counts)) for unit, label in turns]
    counts = Counter(label for _, label in turns)
    turns = [(unit, label) for unit, label in turns if counts[label] > 1]
    if len(turns) < _PAIRS:
        return
    kinds = _kinds(draft, turns)
    changes = sum(a[1] != b[1] for a, b in pairwise(turns))
    if not kinds or (len(kinds) > 1 and changes < 0.5 * (len(turns) - 1)):
        return
    _spread(draft, {unit.start: kinds[label] for unit, label in turns}, alone=len(kinds) == 1)
    draft.note("genre", "interview", "rule:interview-labels/1")


def _short(label: str, counts: Counter[str]) -> str:
    """ "Karin Moorbach" -> "Moorbach" where the turns after the first have the last name alone."""
    last = label.rsplit(" ", 1)[-1]
    return last if last in counts else label


def _kinds(draft: Draft, turns: list[tuple[Unit, str]]) -> dict[str, str]:
    """Whether each label asks or answers; empty when nobody asks."""
    asked = Counter(label for unit, label in turns if _asks(draft, unit))
    total = Counter(label for _, label in turns)
    askers = {label for label in total if label.casefold() in _ASKERS}
    if not askers:
        askers = {label for label in total if asked[label] >= 0.6 * total[label]}
    if (
        not askers
        or not any(asked[label] for label in askers)
        or (len(total) == 1 and sum(total.values()) < _PAIRS)
    ):
        return {}
    return {label: "question" if label in askers else "answer" for label in total}


def _asks(draft: Draft, unit: Unit) -> bool:
    """Whether a turn is a question; a label on a line of its own speaks for the line below."""
    text = unit.text
    if text.endswith(":"):
        below = draft.units.index(unit) + 1
        text = draft.units[below].text if below < len(draft.units) else ""
    return "?" in text[-_LONGEST_QUESTION:]


def mark_alternating(draft: Draft) -> None:
    """Claim short questions that take turns with answers from near the beginning to the end."""
    found = draft.open()
    questions = [i for i, unit in enumerate(found) if _is_question(unit)]
    if len(questions) < _PAIRS or questions[0] > 4:
        return
    gaps = [b - a for a, b in zip(questions, [*questions[1:], len(found)], strict=True)]
    answered = sum(gap > 1 for gap in gaps)
    if answered < _PAIRS or max(gaps) > 7 or answered < 0.75 * len(questions):
        return
    if len(questions) < 0.2 * (len(found) - questions[0]):
        return
    if not any(_ADDRESSED.search(found[i].text) for i in questions):
        return  # headings that ask, as explaining texts have them
    _spread(draft, {found[i].start: "question" for i in questions}, alone=True)


def _is_question(unit: Unit) -> bool:
    return len(unit.text) <= _LONGEST_QUESTION and _QUESTION_END.search(unit.text) is not None


def _spread(draft: Draft, kinds: dict[int, str], *, alone: bool) -> None:
    """Mark turns and what follows them; when only questions are known, all that follows them answers."""
    current = ""
    found = draft.open()
    for unit, after in zip(found, [*found[1:], None], strict=True):
        kind = kinds.get(unit.start)
        if kind:
            unit.mark(kind, "rule:interview/1")
            bare = unit.text.endswith(":")
            current = "answer" if alone and kind == "question" and not bare else kind
        elif not current:
            continue
        elif after is not None and after.start in kinds and heading_like(unit, 100) and not unit.terminated:
            continue  # a subhead between two turns
        else:
            unit.mark(current, "rule:interview/1")
            if alone:
                current = "answer"
