"""Bytes to article text: a short ladder of encodings, then one way of writing newlines and letters.

The ladder is byte-order mark, UTF-16 recognised by its NULs, strict UTF-8, UTF-8 with a few stray bytes,
Windows-1252. Statistics are left out on purpose: German news is one of these, and detectors guess wrong on
short texts.
"""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

from ..translatable import gettext_noop

LIMIT = 1_000_000
"""Longest article text, in code points after normalising."""


REASONS = {
    "empty": gettext_noop("The file is empty."),
    "blank": gettext_noop("The file holds only white space."),
    "binary": gettext_noop("The file is not plain text."),
    "too_long": gettext_noop("The text is longer than 1,000,000 characters."),
    "undecodable": gettext_noop("The bytes do not fit the encoding."),
}
NOTE_FALLBACK = gettext_noop("Neither UTF-8 nor UTF-16, read as Windows-1252.")
NOTE_MIXED = gettext_noop("UTF-8 with stray bytes, which were read as Windows-1252.")
NOTE_UNDEFINED = gettext_noop("Bytes that Windows-1252 does not define became replacement characters.")
NOTE_CONTROLS = gettext_noop("Control characters became spaces.")

# A mark of UTF-16 begins the one of UTF-32, so the longer ones are tried first.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# First bytes of files that people drop into a folder of articles by mistake.
_MAGIC = (
    b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"%PDF-", b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b",
    b"\x7fELF", b"\xd0\xcf\x11\xe0", b"7z\xbc\xaf", b"Rar!\x1a", b"BZh91AY", b"SQLite format 3", b"{\\rtf",
)  # fmt: skip
# What bytes that are not UTF-8 mean in Windows-1252; `surrogateescape` has set them at U+DC80 to U+DCFF.
_STRAY = {0xDC00 + byte: bytes([byte]).decode("cp1252", "replace") for byte in range(0x80, 0x100)}
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")
# One pass over a clean text, four times as fast as a search for what is not clean.
_CLEAN = re.compile("[\t\n\x20-\ufdcf\ufdf0-\ufffd]*")
_NONCHARACTERS = "\ufdd0-\ufdef" + "".join(chr(p * 0x10000 + n) for p in range(17) for n in (0xFFFE, 0xFFFF))
_TO_SPACE = re.compile(f"[\x00-\x08\x0b-\x1f{_NONCHARACTERS}]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_BINARY_SHARE = 0.1
"""Share of control characters from which a file is no text; random bytes hold 0.105, articles almost none."""


@dataclass(frozen=True)
class Decoded:
    """An article text and how sure its encoding is; `encoding` is a name that `bytes.decode` knows."""

    text: str
    encoding: str
    certain: bool
    notes: tuple[str, ...]


class DecodeError(ValueError):
    """The bytes are no article text; `code` is a key of REASONS, the message its English sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(REASONS[code])
        self.code = code


def decode(data: bytes, encoding: str | None = None) -> Decoded:
    """The text in `data`: NFC, newlines as LF, control characters and noncharacters as one space each.

    `encoding` overrides the ladder. Raises DecodeError.
    """
    if not data:
        raise DecodeError("empty")
    if encoding is None and data.startswith(_MAGIC):
        raise DecodeError("binary")
    text, name, notes = (_strict(data, encoding), encoding, ()) if encoding else _climb(data)
    certain = not notes
    text, controls = written(text)
    return Decoded(text, name, certain, (*notes, NOTE_CONTROLS) if controls else notes)


def written(text: str) -> tuple[str, bool]:
    """An article text in its one form, and whether control characters were taken out. Raises DecodeError."""
    text, controls = _normalise(text)
    if len(text) > LIMIT:
        raise DecodeError("too_long")
    if not any(char.isprintable() and not char.isspace() for char in text):
        raise DecodeError("blank")
    return text, controls


def _climb(data: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Text, encoding and notes of the first rung that holds; a note here means that it is not certain."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            if name == "utf-8-sig":
                return _utf8(data[len(mark) :], name)
            return _strict(data, name), name, ()
    if b"\x00" in data and (name := _utf16_by_nuls(data)):
        return _strict(data, name), name, ()
    return _utf8(data, "utf-8")


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except (LookupError, ValueError) as error:
        raise DecodeError("undecodable") from error
    if _SURROGATE.search(text):  # UTF-7 and the escape codecs let them through
        raise DecodeError("undecodable")
    return text.removeprefix("\ufeff")


def _utf16_by_nuls(data: bytes) -> str:
    """The byte order that the NULs tell, or "".

    An alphabet has one high byte, spaces and newlines have NUL: the high bytes of an article are these two,
    and the low bytes are never NUL.
    """
    if len(data) % 2:
        return ""
    first, second = data[0::2], data[1::2]
    for high, low, name in ((second, first, "utf-16-le"), (first, second, "utf-16-be")):
        common = Counter(high).most_common(2)
        enough = sum(count for _, count in common) >= 0.9 * len(high)
        if enough and high.count(0) >= 0.1 * len(high) and low.count(0) < 0.01 * len(low):
            return name
    return ""


def _utf8(data: bytes, name: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        return data.decode("utf-8"), name, ()
    except UnicodeDecodeError:
        if b"\x00" in data:
            raise DecodeError("binary") from None
    # One broken byte must not turn a whole UTF-8 article into Windows-1252: the majority decides.
    text = data.decode("utf-8", "surrogateescape")
    stray = len(_SURROGATE.findall(text))
    letters = sum(char > "\x7f" for char in text) - stray
    if letters <= stray and name == "utf-8":
        name, note = "windows-1252", NOTE_FALLBACK
        text = data.decode("cp1252", "replace")
    else:
        note = NOTE_MIXED
    text = text.translate(_STRAY)
    return text, name, (note, NOTE_UNDEFINED) if "\ufffd" in text else (note,)


def _normalise(text: str) -> tuple[str, bool]:
    """The text in its one form, and whether control characters were taken out.

    NFC comes last: it neither makes nor needs controls, newlines or noncharacters.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    count = 0
    if not _CLEAN.fullmatch(text):
        if len(_CONTROL.findall(text)) > len(text) * _BINARY_SHARE:
            raise DecodeError("binary")
        text, count = _TO_SPACE.subn(" ", text)
    return unicodedata.normalize("NFC", text), count > 0
