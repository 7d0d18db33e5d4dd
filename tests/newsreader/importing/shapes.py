"""Sentences made up for the shapes of scraped news, and what is found in a text of them."""

from newsreader.importing.blocks import BLOCK_KINDS
from newsreader.importing.structure import Structure, structure

BODY_1 = (
    "Der Gemeinderat von Brehlmünde hat am Dienstag beschlossen, die alte Fähre zu erneuern. Die Kosten von "
    "vier Millionen Euro trägt zur Hälfte das Land, wie Bürgermeisterin Ada Ölhafen mitteilte."
)


BODY_2 = (
    "Gegner des Vorhabens kündigten Widerstand an. „Wir werden jede Rechnung prüfen“, sagte der Sprecher der "
    "Initiative, Emil Sandt, nach der Sitzung im Rathaus."
)


BODY_3 = (
    "Im Frühjahr soll die Werft mit den Arbeiten beginnen. Bis dahin fährt ein kleineres Schiff, das nur "
    "Fußgänger und Räder mitnimmt, und zwar einmal in der Stunde."
)


def shape(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in structure(text).blocks]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in shape(text)]


def values(text: str, language: str = "de") -> dict[str, str]:
    return {key: value.value for key, value in structure(text, language).metadata.items()}


def article(*lines: str, gap: str = "\n\n") -> str:
    return gap.join(lines)


def assert_whole(text: str, found: Structure) -> None:
    """Nothing lost, nothing twice, no outer white space, and the headline is the title."""
    last = 0
    for block in found.blocks:
        assert block.kind in BLOCK_KINDS
        assert block.origin.startswith("rule:")
        assert last <= block.start < block.end <= len(text)
        assert not text[last : block.start].strip()
        inside = text[block.start : block.end]
        assert inside == inside.strip()
        if block.kind == "headline":
            assert " ".join(inside.split()) == found.metadata["title"].value
        last = block.end
    assert not text[last:].strip()
    assert sum(block.kind == "headline" for block in found.blocks) <= 1
