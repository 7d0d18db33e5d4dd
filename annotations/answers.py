"""What an answer to a field of a project's own may be, brought into one form."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from newsreader import dates
from newsreader.translatable import gettext_noop

LIMIT = 1000  # code points
YES, NO = "yes", "no"

REASONS = {
    "option": gettext_noop("This is none of the options."),
    "yes_no": gettext_noop("This is neither yes nor no."),
    "number": gettext_noop("This is no number."),
    "date": gettext_noop("Write a date as 2017, 2017-03 or 2017-03-30."),
    "long": gettext_noop("At most 1,000 characters are possible here."),
}


class AnswerError(ValueError):
    """`code` is a key of REASONS, which holds the English sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code


def checked(kind: str, options: Sequence[str], answer: str) -> str:
    """The answer as it is stored: an option as it is written, "yes" or "no", a number with a point and without
    needless zeros, a date in EDTF, words without white space around them; "" for none. Raises AnswerError."""
    answer = answer.strip()
    if not answer:
        return ""
    if len(answer) > LIMIT:
        raise AnswerError("long")
    if kind == "choice" and answer not in options:
        raise AnswerError("option")
    if kind == "yes_no" and answer not in (YES, NO):
        raise AnswerError("yes_no")
    if kind == "number":
        return _number(answer)
    if kind == "date":
        return _date(answer)
    return answer


def _number(answer: str) -> str:
    """A comma is a decimal comma, as Germans write it; thousands are not set apart."""
    try:
        number = Decimal(answer.replace(",", "."))
    except InvalidOperation:
        raise AnswerError("number") from None
    if not number.is_finite() or abs(number.adjusted()) > 20:
        raise AnswerError("number")
    written = f"{number:f}"
    written = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if written in ("-0", "") else written


def _date(answer: str) -> str:
    try:
        return dates.parse(answer)
    except ValueError:
        raise AnswerError("date") from None
