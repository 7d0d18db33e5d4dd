"""What goes to the log: where something went wrong, never what was in it.

The message of an exception may hold a name, a note or a whole text: PostgreSQL quotes the row that broke a
constraint.
"""

import logging
import traceback
from types import TracebackType

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class DiscreetFormatter(logging.Formatter):
    """Exceptions by type and place, the last one first, without their messages."""

    def formatException(self, ei: ExcInfo) -> str:
        told = []
        error = ei[1]
        while error is not None:
            told.append("".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__)
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\nwhile handling\n".join(told)
