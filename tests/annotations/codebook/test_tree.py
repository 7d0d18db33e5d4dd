"""The codebook as a tree."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from annotations.codebook.tree import lines, walk
from annotations.models import Tag


@st.composite
def forests(draw: st.DrawFn) -> dict[int, int | None]:
    """Primary keys in any order, each with that of the tag above or none."""
    count = draw(st.integers(0, 30))
    names = draw(st.permutations(range(1, count + 1)))
    above = {
        name: draw(st.none() | st.sampled_from(names[:n])) if n else None for n, name in enumerate(names)
    }
    return {name: above[name] for name in draw(st.permutations(names))}


@given(forests())
def test_a_line_leads_from_a_tag_to_the_root(parents: dict[int, int | None]) -> None:
    found = lines(parents)
    assert set(found) == set(parents)
    for pk, line in found.items():
        assert line[0] == pk
        assert [parents[one] for one in line] == [*line[1:], None]


@given(forests())
def test_every_tag_stands_right_after_its_parent_or_a_sibling_s_branch(
    parents: dict[int, int | None],
) -> None:
    nodes = list(walk(Tag(pk=pk, parent_id=above) for pk, above in parents.items()))
    assert sorted(node.tag.pk for node in nodes) == sorted(parents)
    for node, following in pairwise(nodes):
        assert following.depth <= node.depth + 1
        line = [*node.above, node.tag][: following.depth]
        assert [tag.pk for tag in following.above] == [tag.pk for tag in line]


def test_a_tree_may_be_deeper_than_calls_may_be() -> None:
    deep = {pk: pk - 1 or None for pk in range(1, 3000)}
    assert len(lines(deep)[2999]) == 2999
    assert [node.depth for node in walk(Tag(pk=pk, parent_id=deep[pk]) for pk in deep)][-1] == 2998
