"""What somebody is who speaks, by rule: a person, or a body (an organisation, an authority, a report)."""

from .lexicon import person_kind
from .people import parse, personal
from .words import known

_MARKS = "„“”\"»«‚‘’'().,;:"


def is_body(name: str, mention: str = "") -> bool:
    """Whether a name or description, or else the mention that it was taken from, is a body's. The first noun
    that is known for it is the head: "Sprecher der Regierung" is a person, "Regierung der Provinz" none."""
    words = _words(name)
    if words and personal(parse(words, [known(word) for word in words]), words, [known(w) for w in words]):
        return False
    for word in (*words, *_words(mention)):
        if word[:1].isupper() and (kind := person_kind(word)):
            return kind == "body"
    return False


def _words(phrase: str) -> list[str]:
    return [word for part in phrase.split() if (word := part.strip(_MARKS))]
