import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsreader.search.query import (
    MAX_DEPTH,
    MAX_WORDS,
    PROBLEMS,
    And,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Word,
    parse,
)

NATO, EU, KRIM = Word("Nato"), Word("EU"), Word("Krim")

words = st.text(alphabet="abcdefghijkäöüßÄ", min_size=2, max_size=6)
leaves: st.SearchStrategy[Node] = st.one_of(
    words.map(Word),
    st.text(alphabet="bcdfgh", min_size=2, max_size=5).map(Prefix),
    st.lists(words, min_size=1, max_size=3).map(lambda found: Phrase(tuple(found))),
    st.lists(words, min_size=2, max_size=3).map(lambda found: Phrase(tuple(found), quoted=False)),
)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("  … – & * ", None),
        ("Nato", NATO),
        ("Nato EU", And((NATO, EU))),
        ("Nato AND EU UND Krim", And((NATO, EU, KRIM))),
        ("Nato und EU", And((NATO, Word("und"), EU))),
        ("Nato OR EU ODER Krim", Or((NATO, EU, KRIM))),
        ("Nato EU OR Krim", Or((And((NATO, EU)), KRIM))),
        ("Nato (EU OR Krim)", And((NATO, Or((EU, KRIM))))),
        ("Nato -EU", And((NATO, Not(EU)))),
        ("Nato NOT EU", And((NATO, Not(EU)))),
        ("NICHT (Nato EU)", Not(And((NATO, EU)))),
        ("NOT -Nato", NATO),
        ("Nato - EU", And((NATO, EU))),
        ('"Nato EU"', Phrase(("Nato", "EU"))),
        ("„Nato EU“ »Krim EU«", And((Phrase(("Nato", "EU")), Phrase(("Krim", "EU"))))),
        ('-"Nato EU"', Not(Phrase(("Nato", "EU")))),
        ('"OR"', Phrase(("OR",))),
        ("Nato-EU-Krim", Phrase(("Nato", "EU", "Krim"), quoted=False)),
        ("2017-03", Word("2017-03")),
        ("Verteidig*", Prefix("Verteidig")),
        ("Nato-Gip*", And((NATO, Prefix("Gip")))),
        ("2017/03", Phrase(("2017", "03"), quoted=False)),
        ("[OR] Nato", And((Word("or"), NATO))),
        ("Nato, EU!", And((NATO, EU))),
    ],
)
def test_a_search_is_read_as_it_is_meant(text: str, tree: Node | None) -> None:
    assert parse(text) == Query(tree)


@pytest.mark.parametrize(
    ("text", "tree", "problem"),
    [
        ('Nato "EU Krim', And((NATO, Phrase(("EU", "Krim")))), "unclosed_quote"),
        ("(Nato EU", And((NATO, EU)), "unbalanced_parenthesis"),
        ("Nato) EU", And((NATO, EU)), "unbalanced_parenthesis"),
        ("OR Nato", NATO, "dangling_operator"),
        ("Nato OR", NATO, "dangling_operator"),
        ("Nato NOT", NATO, "dangling_operator"),
        ("OR", None, "dangling_operator"),
        ("Nato ä*", And((NATO, Word("ä"))), "prefix_too_short"),
        ("Nato" + " " * 1_000 + "EU", NATO, "too_long"),
    ],
)
def test_what_makes_no_sense_is_left_out_and_said(text: str, tree: Node | None, problem: str) -> None:
    assert parse(text) == Query(tree, (problem,))


def test_too_many_words_are_cut() -> None:
    query = parse(" ".join(f"w{number}" for number in range(MAX_WORDS + 5)))
    assert isinstance(query.tree, And)
    assert len(query.tree.parts) == MAX_WORDS
    assert query.problems == ("too_many_words",)


def test_parentheses_may_be_nested_so_far_and_no_further() -> None:
    deep = MAX_DEPTH * "(" + "Nato" + MAX_DEPTH * ")"
    assert parse(deep) == Query(NATO)
    assert parse(f"({deep}) EU") == Query(And((NATO, EU)), ("too_deep",))
    assert parse("(" * 900 + "Nato").tree == NATO
    assert parse("NOT " * 240 + "Nato").tree == NATO


@given(st.text(), st.text(alphabet='()"„“-* ORNTaäo\n', max_size=60))
def test_whatever_is_typed_is_understood_somehow(anything: str, hard: str) -> None:
    for text in (anything, hard, anything + hard):
        query = parse(text)
        assert set(query.problems) <= set(PROBLEMS)
        again = parse(str(query))
        # Writing a search down may add a few characters and a pair of parentheses.
        assert again.tree == query.tree or {"too_long", "too_deep"} & set(again.problems)


def joined(children: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(children, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda parts: And(tuple(part for part in parts if not isinstance(part, And)))),
        several.map(lambda parts: Or(tuple(part for part in parts if not isinstance(part, Or)))),
    ).filter(lambda node: len(node.parts) > 1)


def negated(node: Node) -> Node:
    return node if isinstance(node, Not) else Not(node)


@given(st.recursive(leaves, lambda nodes: joined(nodes | nodes.map(negated)), max_leaves=8))
def test_a_tree_describes_itself_so_that_it_can_be_read_again(tree: Node) -> None:
    assert parse(str(tree)).tree == tree
