"""A quote once it is found, in tokens, before it is told in code points."""

from collections.abc import Sequence
from typing import NamedTuple

from .frames import Ruled
from .speakers import Draft


class Found(NamedTuple):
    """`mention` and `cue` are token ranges; `goes_on` says that the speaker is taken over from the quote
    before; `sure` is between 0 and 1; `ruled` are the rules' quotes of the article, or of this place."""

    draft: Draft
    mention: tuple[int, int] | None
    cue: tuple[int, int] | None
    goes_on: bool
    sure: float
    ruled: Sequence[Ruled]
