"""One measured figure, and how it is taken."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

ROUNDS = 50
WARM_UP = 10


@dataclass(frozen=True)
class Figure:
    """`target` is the most that the value should be; for a rate (a unit ending in "/s") the least."""

    name: str
    value: float
    unit: str
    target: float | None = None
    note: str = ""
    quickest: float | None = None
    """Of several runs the one that other work on the machine disturbed least."""

    @property
    def reached(self) -> bool | None:
        if self.target is None:
            return None
        return self.value >= self.target if self.unit.endswith("/s") else self.value <= self.target


def milliseconds(call: Callable[[], object], rounds: int = ROUNDS, warm_up: int = WARM_UP) -> list[float]:
    """How long each of the calls took, in milliseconds of the clock; the warm-up is left out."""
    taken = []
    for n in range(warm_up + rounds):
        begin = time.perf_counter()
        call()
        if n >= warm_up:
            taken.append((time.perf_counter() - begin) * 1000)
    return taken


def median(name: str, call: Callable[[], object], target: float | None = None, note: str = "") -> Figure:
    """The median of 50 calls."""
    taken = milliseconds(call)
    return Figure(name, statistics.median(taken), "ms", target, note, min(taken))
