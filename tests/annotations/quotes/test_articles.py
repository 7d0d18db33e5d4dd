"""The five articles that acceptance names: each direct quotation is found, its speaker is the person."""

from pathlib import Path

import pytest

from annotations.quotes import load_weights
from annotations.quotes.weights import Weights
from newsreader.importing.decode import decode
from newsreader.importing.structure import structure

from .asked import Told, ask

pytestmark = pytest.mark.once

SHARED = Path(__file__).resolve().parents[4] / "shared" / "articles"
CHIEF = "Jens Stoltenberg"
SPEAKERS = {
    "000": [CHIEF] * 2,
    "001": [CHIEF] * 2 + ["Kaja Kallas"] * 2,
    "002": [],
    "003": [CHIEF] * 4 + ["Sergei Schoigu"],
    "004": [CHIEF] * 2 + ["Gitanas Nauseda"] + [CHIEF] * 5,
}
"""Who says the direct quotations, in their order."""
FRAGMENTS = {"003": 3, "004": 6}
"""Which of them is only part of an indirect statement; the weights see that, the rules do not."""


@pytest.fixture(params=["rules", "weights"])
def weights(request: pytest.FixtureRequest) -> Weights | None:
    """By rules alone and with the weights: what follows holds either way."""
    return load_weights() if request.param == "weights" else None


def shared(name: str, weights: Weights | None = None) -> list[Told]:
    path = next(SHARED.glob(f"{name}_*.txt"), None) if SHARED.is_dir() else None
    if path is None:
        pytest.skip("../shared/articles is not on this machine")
    text = decode(path.read_bytes()).text
    return ask(text, blocks=structure(text).blocks, weights=weights)


@pytest.mark.parametrize("name", SPEAKERS)
def test_direct_quotations_and_their_speakers(name: str, weights: Weights | None) -> None:
    direct = [each for each in shared(name, weights) if each.form == "direct"]
    expected = list(SPEAKERS[name])
    if weights and name in FRAGMENTS:
        del expected[FRAGMENTS[name]]
    assert [each.speaker for each in direct] == expected
    assert not any(each.quote.is_unnamed for each in direct)


def test_names_of_things_are_no_quotes(weights: Weights | None) -> None:
    for each in shared("002", weights):
        assert not any(word in span for span in each.spans for word in ('"Iskander"', '"Snap'))


def test_a_diplomat_stays_unnamed(weights: Weights | None) -> None:
    (unnamed,) = [each for each in shared("001", weights) if each.quote.is_unnamed]
    assert (unnamed.form, unnamed.mention, unnamed.addressee) == ("indirect", "ein Nato-Diplomat", "Reuters")


def test_words_quoted_in_indirect_speech_belong_to_it() -> None:
    (found,) = [each for each in shared("004") if each.quote.quoted]
    assert found.form == "indirect" and "Frieden auf unserem Kontinent" in found.spans[0]
