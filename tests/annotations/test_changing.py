"""What becomes of one annotation when many are changed: pure turns from a state to a state."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.changing import NONE, Changed
from annotations.models import Speaker, Tag

TOPIC, OTHER = Tag(uid=uuid4(), kind="topic"), Tag(uid=uuid4(), kind="topic")
CLAIM = Tag(uid=uuid4(), kind="claim")
ANNA, BEN = Speaker(uid=uuid4()), Speaker(uid=uuid4())
T, O, C, A, B = (str(one.uid) for one in (TOPIC, OTHER, CLAIM, ANNA, BEN))  # noqa: E741 - names of the rows below


def turned(changed: Changed, **state: Any) -> dict[str, Any]:
    """What of the state is otherwise afterwards."""
    before = {"is_whole": False, "tags": [], "speakers": [], "no_speaker": "", "form": "", "certainty": ""}
    before |= state
    after = changed.turn({part: before[part] for part in changed.parts()})
    return {part: value for part, value in after.items() if value != before[part]}


@pytest.mark.parametrize(
    ("changed", "before", "after"),
    [
        (Changed(tag_in=TOPIC), [], [[T, ""]]),
        (Changed(tag_in=TOPIC), [[O, ""]], [[O, ""], [T, ""]]),
        (Changed(tag_in=TOPIC), [[T, ""]], None),
        (Changed(tag_in=CLAIM, stance="for"), [[C, "against"]], [[C, "for"]]),
        (Changed(tag_in=CLAIM, stance="for"), [], [[C, "for"]]),
        (Changed(tag_in=CLAIM), [[C, "against"]], None),
        (Changed(tag_in=CLAIM, stance=NONE), [[C, "against"]], [[C, ""]]),
        (Changed(tag_out=TOPIC), [[O, ""], [T, ""]], [[O, ""]]),
        (Changed(tag_out=TOPIC), [[O, ""]], None),
        (Changed(tag_out=TOPIC, tag_in=OTHER), [[T, ""], [C, "for"]], [[O, ""], [C, "for"]]),
        (Changed(tag_out=TOPIC, tag_in=OTHER), [[C, "for"]], None),
        (Changed(tag_out=CLAIM, tag_in=TOPIC), [[C, "for"]], [[T, ""]]),  # a topic has no stance
        (Changed(tag_out=TOPIC, tag_in=CLAIM, stance="for"), [[T, ""]], [[C, "for"]]),
    ],
)
def test_tags(changed: Changed, before: list[list[str]], after: list[list[str]] | None) -> None:
    assert turned(changed, tags=before).get("tags") == after


@pytest.mark.parametrize(
    ("changed", "before", "after"),
    [
        (Changed(speaker_in=ANNA), [], [A]),
        (Changed(speaker_in=ANNA), [B], [B, A]),
        (Changed(speaker_in=ANNA), [A], None),
        (Changed(speaker_out=ANNA), [A, B], [B]),
        (Changed(speaker_out=ANNA, speaker_in=BEN), [A], [B]),
        (Changed(speaker_out=ANNA, speaker_in=BEN), [A, B], [B]),
        (Changed(speaker_out=ANNA, speaker_in=BEN), [], None),
    ],
)
def test_speakers(changed: Changed, before: list[str], after: list[str] | None) -> None:
    assert turned(changed, speakers=before).get("speakers") == after


def test_who_gets_a_speaker_needs_no_reason_for_having_none() -> None:
    assert turned(Changed(speaker_in=ANNA), no_speaker="author") == {"speakers": [A], "no_speaker": ""}
    assert turned(Changed(speaker_out=ANNA), no_speaker="author") == {}


def test_a_whole_article_has_tags_and_nothing_that_is_said() -> None:
    changed = Changed(tag_in=TOPIC, speaker_in=ANNA, form="direct", certainty="certain")
    assert turned(changed, is_whole=True) == {"tags": [[T, ""]]}
    assert turned(changed)["form"] == "direct"


def test_a_value_is_set_or_taken_away() -> None:
    assert turned(Changed(form="direct"), form="reported") == {"form": "direct"}
    assert turned(Changed(form=NONE, certainty=NONE), form="direct") == {"form": ""}


UIDS = st.sampled_from([T, O, C, str(UUID(int=1))])


@given(st.lists(st.tuples(UIDS, st.sampled_from(["", "for", "against"])), unique_by=lambda pair: pair[0]))
def test_other_tags_keep_their_stance_and_order(pairs: list[tuple[str, str]]) -> None:
    before = [list(pair) for pair in pairs]
    for changed in (Changed(tag_in=OTHER), Changed(tag_out=TOPIC), Changed(tag_out=TOPIC, tag_in=OTHER)):
        after = turned(changed, tags=before).get("tags", before)
        assert [pair for pair in after if pair[0] not in (T, O)] == [p for p in before if p[0] not in (T, O)]
        assert len({uid for uid, _stance in after}) == len(after)
