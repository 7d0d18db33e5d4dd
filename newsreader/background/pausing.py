"""How a worker is told to stop, from a signal or by the end of the process that started it."""

import os
import select
import signal
from types import FrameType


class Interrupted(Exception):
    """The worker stops: the task is put back, and begun again by the next one."""


class Bell:
    """Rung by SIGTERM and SIGINT, and by the end of the supervisor, whose pipe is the leash. A pipe of its
    own, because a signal's handler may do little more than write to one."""

    def __init__(self) -> None:
        self._heard, self._ring = os.pipe()
        self._leash: int | None = None

    def listen(self, leash: int | None = None) -> None:
        self._leash = leash
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def rung(self, seconds: float = 0) -> bool:
        """Whether it has rung, at the latest after so many seconds."""
        ends = [self._heard] if self._leash is None else [self._heard, self._leash]
        return bool(select.select(ends, [], [], seconds)[0])

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        os.write(self._ring, b"!")


_bell: Bell | None = None


def listen(leash: int | None = None) -> Bell:
    """From now on signals stop this process's tasks at the next pause."""
    global _bell
    _bell = Bell()
    _bell.listen(leash)
    return _bell


def stopping() -> bool:
    """Whether the worker is to stop. Outside a worker, never."""
    return _bell is not None and _bell.rung()


def pause() -> None:
    """Where a task may be broken off. Raises Interrupted when the worker is to stop."""
    if stopping():
        raise Interrupted
