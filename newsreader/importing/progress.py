"""How far a long command is: one line that rewrites itself on a terminal, a line now and then elsewhere."""

import time
from collections.abc import Callable

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from ..translatable import gettext_noop

TERMINAL_SECONDS = 0.2
PLAIN_SECONDS = 5.0
FILES = gettext_noop("%(done)d of %(total)d files")


class Progress:
    """Called with the number of files done; writes it with the rate and the time left, not too often. `said`
    counts something else.

    `write` takes text as it is, without adding a newline; `terminal` says whether a line can be rewritten.
    """

    def __init__(
        self,
        write: Callable[[str], object],
        total: int,
        terminal: bool,
        clock: Callable[[], float] = time.monotonic,
        said: str = FILES,
    ) -> None:
        self.said = said
        self.write = write
        self.total = total
        self.terminal = terminal
        self.clock = clock
        self.started = self.written = clock()

    def __call__(self, done: int) -> None:
        now = self.clock()
        if now - self.written < (TERMINAL_SECONDS if self.terminal else PLAIN_SECONDS):
            return
        self.written = now
        self._write(self.line(done, now - self.started))

    def line(self, done: int, seconds: float) -> str:
        rate = done / seconds if seconds else 0
        parts = [_(self.said) % {"done": done, "total": self.total}]
        if rate:
            if rate >= 1:  # steps of many seconds each are told by the time that is left
                parts.append(_("%(rate)s a second") % {"rate": number_format(rate, 0 if rate >= 10 else 1)})
            left = max(self.total - done, 0) / rate
            parts.append(_("%(time)s left") % {"time": _duration(left)})
        return " · ".join(parts)

    def close(self) -> None:
        """Leave the terminal's line empty for what comes next."""
        if self.terminal:
            self._write("")

    def _write(self, line: str) -> None:
        self.write(f"\r\x1b[K{line}" if self.terminal else f"{line}\n")


def _duration(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
