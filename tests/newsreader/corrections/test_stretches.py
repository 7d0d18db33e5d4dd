"""Blocks stay a partition of what can be seen in the text, whatever members and rules make of them."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from newsreader.corrections import stretches
from newsreader.corrections.detail import MEMBER
from newsreader.corrections.stretches import place
from newsreader.importing.blocks import BLOCK_KINDS, Block
from newsreader.importing.structure import structure

TEXTS = st.text(st.sampled_from("aÄ🚧 .\n\n "), max_size=40)


@st.composite
def partitions(draw: st.DrawFn, text: str, origins: tuple[str, ...] = ("rule:a/1", MEMBER)) -> list[Block]:
    """The text cut at random places into blocks of random kinds."""
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=6)) | {0, len(text)})
    blocks = []
    for start, end in pairwise(cuts):
        for piece in stretches._trimmed(text, start, end):
            blocks.append(Block(draw(st.sampled_from(BLOCK_KINDS)), *piece, draw(st.sampled_from(origins))))
    return blocks


CASES = TEXTS.flatmap(
    lambda text: st.tuples(st.just(text), partitions(text), partitions(text, ("rule:b/2",)))
)


def assert_partition(text: str, blocks: list[Block]) -> None:
    """In order, apart, trimmed, and every character that is no white space is in one of them."""
    position = 0
    for block in blocks:
        assert position <= block.start < block.end <= len(text)
        assert not text[position : block.start].strip()
        assert text[block.start : block.end] == text[block.start : block.end].strip()
        position = block.end
    assert not text[position:].strip()


@given(CASES)
def test_newer_rules_leave_what_members_set(case: tuple[str, list[Block], list[Block]]) -> None:
    text, old, fresh = case
    kept = stretches.set_by_people(old)
    merged = stretches.merged(text, kept, fresh)
    assert_partition(text, merged)
    assert [block for block in merged if block.origin == MEMBER] == kept
    assert stretches.merged(text, stretches.set_by_people(merged), fresh) == merged


@given(CASES)
def test_newer_rules_bring_no_second_headline(case: tuple[str, list[Block], list[Block]]) -> None:
    text, old, fresh = case
    kept = stretches.set_by_people(old)
    merged = stretches.merged(text, kept, fresh)
    by_members = sum(block.kind == "headline" for block in kept)
    assert sum(block.kind == "headline" for block in merged) <= max(1, by_members)


@given(CASES)
def test_without_members_the_rules_decide_alone(case: tuple[str, list[Block], list[Block]]) -> None:
    text, _old, fresh = case
    found = [(b.start, b.end) for b in stretches.merged(text, [], fresh)]
    assert found == [(b.start, b.end) for b in fresh]


@given(CASES, st.data())
def test_what_members_do_keeps_the_partition(
    case: tuple[str, list[Block], list[Block]], data: st.DataObject
) -> None:
    text, blocks, fresh = case
    if not blocks:
        return
    first = data.draw(st.integers(0, len(blocks) - 1))
    last = data.draw(st.integers(first, len(blocks) - 1))
    chosen = {place(block) for block in blocks[first : last + 1]}
    kind = data.draw(st.sampled_from(BLOCK_KINDS))
    assert_partition(text, stretches.with_kind(blocks, chosen, kind))
    assert_partition(text, stretches.split(text, blocks, chosen))
    assert_partition(
        text, stretches.merged(text, [block for block in blocks if place(block) not in chosen], fresh)
    )
    if last > first:
        joined = stretches.joined(blocks, chosen)
        assert_partition(text, joined)
        assert len(joined) == len(blocks) - (last - first)


@given(TEXTS)
def test_the_rules_of_today_give_a_partition(text: str) -> None:
    assert_partition(text, list(structure(text).blocks))


def test_another_headline_becomes_a_paragraph() -> None:
    blocks = [Block("headline", 0, 4, "rule:a/1"), Block("paragraph", 5, 9, "rule:a/1")]
    assert [b.kind for b in stretches.with_kind(blocks, {(5, 9)}, "headline")] == ["paragraph", "headline"]


def test_of_a_headline_that_is_split_the_first_line_stays_it() -> None:
    text = "Brücke zu\nSeit gestern"
    found = stretches.split(text, [Block("headline", 0, len(text), "rule:a/1")], {(0, len(text))})
    assert [(b.kind, text[b.start : b.end]) for b in found] == [
        ("headline", "Brücke zu"),
        ("paragraph", "Seit gestern"),
    ]
