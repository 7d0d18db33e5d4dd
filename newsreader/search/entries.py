"""What the index holds of one article: two streams of words at equal places, keys (as written) and stems.

Pure, so that it is worked out wherever there is a processor free; an engine's insert() only stores it.
"""

from .language import streams
from .vectors import vectors

# Between a title that is not in the text and the text: no word is a lone hyphen, so no phrase spans both.
GAP = "-"

Entries = list[tuple[str | int, ...]]
"""An article's rows of the index, without its primary key: (keys, stems), or (part, keys, stems)."""


def entries(vendor: str, text: str, title: str, language: str) -> Entries:
    """The rows for a text, and for a title that is not in it, for instance one from a CSV file. `vendor` is
    what Django calls the database: "postgresql" or "sqlite"."""
    keys, stems = streams(text, language)
    if title and title not in text:
        title_keys, title_stems = streams(title, language)
        keys, stems = f"{title_keys} {GAP} {keys}", f"{title_stems} {GAP} {stems}"
    return [*vectors(keys, stems)] if vendor == "postgresql" else [(keys, stems)]
