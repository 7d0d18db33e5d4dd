"""Who may have said a quote: the places that come into question, where they stand, and which fits best."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.quotes.candidates import _Verbs, candidates
from annotations.quotes.crf import Chain
from annotations.quotes.fits import Ranking, place, rows
from annotations.quotes.speakers import MOST, Answer, Candidate, Draft, Page, ask
from annotations.quotes.tokens import Reading, read

CHAIN = Chain(("O", "B-S", "I-S"), np.zeros((3, 3), dtype=np.float32))
TEXT = (
    "Der Rat traf sich am Montag in Norddorf. Ministerin Gerda Amsel sagte, der Turm sei kalt. "
    "Die Gemeinde heizt nicht. Man müsse ihn sprengen."
)


def reading_of(text: str = TEXT) -> Reading:
    return read(text, [(0, len(text))])


def tokens(reading: Reading, words: str) -> tuple[int, int]:
    start = reading.text.index(words)
    inside = [n for n, at in enumerate(reading.starts) if start <= at < start + len(words)]
    return inside[0], inside[-1] + 1


def found(reading: Reading, near: set[int], likes: str = "") -> list[str]:
    """The candidates as text; the tagger rules out all but `likes`."""
    scores = np.zeros((len(reading.words), 3), dtype=np.float32)
    scores[:, 0] = 12.0
    if likes:
        start, end = tokens(reading, likes)
        scores[start:end] = (0, 0, 12)
        scores[start] = (0, 12, 0)
    quoted = [0.0] * len(reading.words)
    all_of = candidates(reading, CHAIN, scores, near, quoted)
    return [reading.text[reading.starts[it.start] : reading.ends[it.end - 1]] for it in all_of]


def page(reading: Reading, near: set[int], ruled: list[tuple[Draft, tuple[int, int]]] | None = None) -> Page:
    count = len(reading.words)
    scores = np.zeros((count, 3), dtype=np.float32)
    zeros = [0.0] * count
    return Page(
        reading, reading.known, zeros, zeros, ruled or [], candidates(reading, CHAIN, scores, near, zeros)
    )


def test_near_a_quote_every_noun_phrase_is_a_candidate() -> None:
    assert found(reading_of(), {1}) == ["Ministerin Gerda Amsel", "der Turm"]


def test_elsewhere_only_what_the_tagger_does_not_rule_out() -> None:
    assert found(reading_of(), set()) == []
    assert found(reading_of(), set(), likes="Der Rat") == ["Der Rat"]


def test_a_time_names_nobody() -> None:
    assert found(reading_of("Montag sagte er nichts."), {0}) == ["er"]


@pytest.mark.parametrize(
    ("words", "name"),
    [("Der Rat", "-1"), ("Gerda Amsel", "-0"), ("kalt", "in"), ("Die Gemeinde", "+1"), ("Man", "+2")],
)
def test_where_a_candidate_stands(words: str, name: str) -> None:
    reading = reading_of()
    start, end = tokens(reading, words)
    draft = Draft((tokens(reading, "der Turm sei kalt"),), "I")
    assert place(page(reading, set()), draft, Candidate(start, end, 0.0, 0.0)).name == name


def test_between_the_parts_of_a_quote() -> None:
    reading = reading_of("„Der Turm“, sagte Gerda Amsel, „ist kalt.“")
    draft = Draft((tokens(reading, "„Der Turm“"), tokens(reading, "„ist kalt.“")), "D")
    start, end = tokens(reading, "Gerda Amsel")
    assert place(page(reading, set()), draft, Candidate(start, end, 0.0, 0.0)).name == "mid"


def test_a_row_for_each_candidate_and_one_for_nobody() -> None:
    reading = reading_of()
    asked = ask(page(reading, {0, 1}), Draft((tokens(reading, "der Turm sei kalt"),), "I"), None)
    told = rows(asked)
    assert len(told) == len(asked.near) + 1
    assert "none" in told[-1] and not any("none" in row for row in told[:-1])


def test_the_rules_mention_is_told_of_its_candidate_alone() -> None:
    reading = reading_of()
    draft, mention = (
        Draft((tokens(reading, "der Turm sei kalt"),), "I"),
        tokens(reading, "Ministerin Gerda Amsel"),
    )
    asked = ask(page(reading, {0, 1}, [(draft, mention)]), draft, None)
    same = [each for each, row in zip(asked.near, rows(asked)[:-1], strict=True) if "ru=same" in row]
    assert [(each.start, each.end) for each in same] == [mention]


def test_what_was_asked_once_is_no_other_answer() -> None:
    reading = reading_of()
    all_of = page(reading, {0, 1, 2, 3})
    first = Draft((tokens(reading, "Der Rat traf sich am Montag in Norddorf."),), "R")
    second = Draft((tokens(reading, "der Turm sei kalt"),), "I")
    third = Draft((tokens(reading, "Man müsse ihn sprengen."),), "F")
    weights = {"w=-0": 2.0, "p=same": 3.0, "d=der|-0": -4.0, "w=-1": 0.5, "none": 0.1}
    ranking = Ranking(all_of, weights)
    whole = list(ranking.answers([first, second, third]))
    assert [answer.draft for answer in whole] == [first, second, third]
    for kept in ([second, third], [first, third], [third], [first, second, third]):
        assert list(ranking.answers(kept)) == list(Ranking(all_of, weights).answers(kept))
    assert whole[1].speaker and whole[2].speaker == whole[1].speaker


def test_a_list_of_thousands_of_names_is_not_looked_through_for_each_quote() -> None:
    reading = reading_of("Amsel, " * 2_000 + "sagte sie, " + "Fink, " * 2_000)
    draft = Draft((tokens(reading, "sagte sie"),), "D")
    asked = ask(page(reading, {0}), draft, Answer(draft, None, 1.0))
    assert 0 < len(asked.near) <= 2 * MOST + 2


@given(
    st.lists(st.sampled_from(["sagte", "Amsel", "meint", "der", "Turm"]), min_size=1, max_size=30), st.data()
)
def test_the_nearest_verb_is_the_nearest(words: list[str], data: st.DataObject) -> None:
    reading = reading_of(" ".join(words))
    start = data.draw(st.integers(0, len(reading.words) - 1))
    end = data.draw(st.integers(start + 1, len(reading.words)))
    n = reading.sentence_of[start]
    says = [i for i in range(*reading.sentences[n]) if reading.known[i].says or reading.known[i].said]
    wanted = min((min(abs(i - start), abs(i - end + 1)) for i in says), default=None)
    got = _Verbs(reading, [0.0] * len(reading.words)).nearest(n, start, end)
    assert (got is None) == (wanted is None)
    assert got is None or min(abs(got - start), abs(got - end + 1)) == wanted
