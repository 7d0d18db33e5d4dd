"""A value and its origin: what a member sets, no rule replaces."""

from hypothesis import given
from hypothesis import strategies as st

from newsreader.corrections.detail import MEMBER, Detail, by_rule
from newsreader.importing.blocks import Value

WORDS = st.sampled_from(["", "Änne", "2017-03", "Bote"])
ORIGINS = st.sampled_from(["", "caller", "csv", "import", "rule:headline/1", "rule:headline/2"])
IMPORTED = st.builds(Detail, WORDS, ORIGINS)
FOUND = st.none() | st.builds(Value, WORDS.filter(bool), st.just("rule:headline/3"))


@given(IMPORTED, st.lists(WORDS, min_size=1), st.lists(FOUND))
def test_no_rule_replaces_what_a_member_set(
    detail: Detail, set_to: list[str], runs: list[Value | None]
) -> None:
    for value in set_to:
        detail = detail.set_by_member(value)
    for found in runs:
        detail = detail.found_again(found)
    assert (detail.value, detail.origin) == (set_to[-1], MEMBER)


@given(IMPORTED, st.lists(WORDS, min_size=1))
def test_the_way_back_leads_to_what_stood_before_any_member(detail: Detail, set_to: list[str]) -> None:
    changed = detail
    for value in set_to:
        changed = changed.set_by_member(value)
    assert changed.taken_back() == detail


@given(IMPORTED, WORDS, st.lists(FOUND))
def test_the_way_back_leads_to_what_the_newest_rules_find(
    detail: Detail, value: str, runs: list[Value | None]
) -> None:
    """As if no member had ever set it."""
    meanwhile = detail.set_by_member(value)
    for found in runs:
        detail, meanwhile = detail.found_again(found), meanwhile.found_again(found)
    assert meanwhile.taken_back() == detail


@given(IMPORTED, FOUND)
def test_a_rule_replaces_only_what_a_rule_found(detail: Detail, found: Value | None) -> None:
    again = detail.found_again(found)
    if by_rule(detail.origin) and found:
        assert (again.value, again.origin) == (found.value, found.origin)
    elif detail.origin.startswith("rule:"):
        assert again == Detail()
    else:
        assert again == detail


def test_where_rules_find_nothing_the_default_stands() -> None:
    assert Detail("en", "rule:opening-fields/1").found_again(None, "de") == Detail("de")
