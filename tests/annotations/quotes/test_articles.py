"""The five articles that acceptance names: each direct quotation is found, its speaker is the person."""

from pathlib import Path

import pytest

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


def shared(name: str) -> list[Told]:
    path = next(SHARED.glob(f"{name}_*.txt"), None) if SHARED.is_dir() else None
    if path is None:
        pytest.skip("../shared/articles is not on this machine")
    text = decode(path.read_bytes()).text
    return ask(text, blocks=structure(text).blocks)


@pytest.mark.parametrize("name", SPEAKERS)
def test_direct_quotations_and_their_speakers(name: str) -> None:
    direct = [each for each in shared(name) if each.form == "direct"]
    assert [each.speaker for each in direct] == SPEAKERS[name]
    assert not any(each.quote.is_unnamed for each in direct)


def test_names_of_things_are_no_quotes() -> None:
    for each in shared("002"):
        assert not any(word in span for span in each.spans for word in ('"Iskander"', '"Snap'))


def test_a_diplomat_stays_unnamed() -> None:
    (unnamed,) = [each for each in shared("001") if each.quote.is_unnamed]
    assert (unnamed.form, unnamed.mention, unnamed.addressee) == ("indirect", "ein Nato-Diplomat", "Reuters")


def test_words_quoted_in_indirect_speech_belong_to_it() -> None:
    assert [each.form for each in shared("004") if each.quote.quotes_words] == ["indirect"] * 2
