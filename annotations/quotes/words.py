"""What is known of a word wherever it stands: its kind, as a word of speech, a person's, a small one."""

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from .lexicon import Form, first_names, person_kind, speech_nouns, subjunctives, verbs

_FUNCTION = {
    **dict.fromkeys(("dass", "daß", "ob"), "dass"),
    **dict.fromkeys(("laut", "zufolge", "nach", "gemäß", "seitens"), "laut"),
    **dict.fromkeys(("wonach", "demnach", "demzufolge", "danach", "derzufolge"), "wonach"),
    **dict.fromkeys(("er", "sie", "dieser", "diese", "man", "wir", "ich", "jener", "beide"), "pron"),
    **dict.fromkeys(("der", "die", "das", "den", "dem", "des"), "det"),
    **dict.fromkeys(("ein", "eine", "einer", "einem", "einen", "eines"), "ein"),
    **dict.fromkeys(("sein", "seine", "seiner", "seinem", "seinen", "ihr", "ihre", "ihrer", "ihrem"), "poss"),
    **dict.fromkeys(
        ("wie", "was", "wer", "warum", "weshalb", "wann", "wo", "wofür", "welche", "welcher"), "wh"
    ),
    **dict.fromkeys(("so", "gegenüber", "zitierte", "zitiert", "zitieren"), "so"),
    **dict.fromkeys(("und", "oder", "aber", "sondern", "sowie"), "und"),
    **dict.fromkeys(("weil", "wenn", "da", "während", "obwohl", "nachdem", "bevor", "als", "falls"), "sub"),
    **dict.fromkeys(
        ("in", "im", "am", "an", "auf", "bei", "beim", "mit", "von", "vom", "zu", "zur", "zum"), "prep"
    ),
    **dict.fromkeys(("für", "gegen", "um", "über", "unter", "durch", "aus", "vor", "seit", "ohne"), "prep"),
    **dict.fromkeys(
        ("ist", "sind", "war", "waren", "wird", "werden", "wurde", "wurden", "hat", "haben"), "aux"
    ),
    **dict.fromkeys(
        ("hatte", "hatten", "kann", "können", "konnte", "muss", "müssen", "will", "wollen"), "aux"
    ),
    **dict.fromkeys(("soll", "sollen", "sollte", "sollten", "wollte", "wollten", "darf"), "soll"),
    **dict.fromkeys(
        "ja nein doch auch jedoch dabei zudem "
        "außerdem weiter ferner allerdings weiterhin dagegen dennoch trotzdem "
        "gleichzeitig zugleich daher deshalb daraufhin dazu dort hier "
        "heute gestern nun jetzt bereits schon noch nur "
        "später zuvor zunächst anschließend schließlich "
        "vielmehr lediglich insgesamt inzwischen mittlerweile unterdessen "
        "darüber hinaus ebenso ebenfalls insbesondere derzeit "
        "zurzeit momentan kürzlich bislang bisher damit dadurch "
        "darauf davon dafür somit hingegen immerhin offenbar "
        "angeblich vielleicht wahrscheinlich etwa rund es selbst".split(),
        "adv",
    ),
    **dict.fromkeys(("nicht", "kein", "keine", "nie"), "neg"),
}


SAYS, SAID, MOOD, NAMES = 1, 2, 4, 8
"""A finite verb of speech, its participle, a Konjunktiv, a word that may begin the name of a source."""
_INFINITIVE = re.compile(
    r"(?:ab|an|auf|aus|bei|dar|durch|ein|entgegen|fest|fort|frei|her|heran|heraus|hervor|hin|hinaus|hinzu|los|mit|nach|"
    r"nieder|statt|teil|um|unter|vor|voran|voraus|weg|weiter|wieder|zurück|zusammen)zu\w{2,}n\Z"
)
_TELLING = frozenset(("laut", "wonach", "pron"))
_NAMING = frozenset(("laut", "wonach", "so", "wh"))


class Word(NamedTuple):
    """What is known of a spelling, wherever it stands."""

    low: str
    shape: str
    kind: str
    verb: str
    """Group of the verb of speech whose finite form it is, "" for none; "?" before it if a prefix is
    missing."""
    past: str
    """The group, if it is a participle of speech."""
    mood: str
    """"1" or "2" for the Konjunktiv."""
    noun: str
    person: str
    function: str
    prefixes: frozenset[str]
    """What the verb of speech lacks, of which one has to stand elsewhere."""
    hints: int
    """What it may be a sign of: SAYS, SAID, MOOD, NAMES, or several."""
    says: bool
    said: bool
    names: bool
    is_first_name: bool
    is_infinitive: bool
    """With "zu" inside: "zurückzutreten"."""
    is_capital: bool
    """Whether it may be part of a name."""
    is_telling: bool
    """Whether it says anything of its clause: as a verb, a mood, a word of speech, somebody."""


def _shape(word: str) -> str:
    if word.isdigit() or word[0].isdigit():
        return "d"
    if not word[0].isalnum():
        return "p"
    if word.isupper():
        return "X" if len(word) > 1 else "x1"
    if word[0].isupper():
        return "Xx-" if "-" in word else "Xx"
    if word.islower():
        return "xX" if "." in word else "x"
    return "xX" if "." in word or any(letter.isupper() for letter in word) else "x"


@cache
def known(word: str) -> Word:
    low = word.lower()
    upper = word[:1].isupper()
    shape = _shape(word)
    function = _FUNCTION.get(low, "")
    finite = verbs().finite.get(low, ())
    verb, past, mood = _as_verb(low, finite)
    if upper and word[1:].islower():  # the first word of a sentence may be a verb; a noun is none
        verb = verb and f"U{verb}"
    if upper:
        mood = mood and f"U{mood}"
    noun = speech_nouns().get(word, "") or ("source" if upper and low.endswith(_TOLD) else "")
    person = person_kind(word) if upper else ""
    kind = (
        f"v{verb}" if verb and not function else f"m{mood}" if mood else f"q{past}" if past else
        f"n{noun}" if noun else f"r{person}" if person else f"f{function}" if function else shape
    )  # fmt: skip
    hints = (
        (SAYS if verb and verb[0] != "U" and not function else 0)
        | (SAID if past and past[0] != "i" else 0)
        | (MOOD if mood and mood[0] != "U" else 0)
        | (NAMES if function in _NAMING or low == "aus" else 0)
    )
    lacks = frozenset(form.prefix for form in finite if form.prefix) if finite else _NONE
    infinitive = "zu" in low and _INFINITIVE.match(low) is not None
    telling = bool(verb or past or mood or noun or person or infinitive or function in _TELLING)
    return Word(
        low, shape, kind, verb, past, mood, noun, person, function, lacks, hints, bool(hints & SAYS),
        bool(hints & SAID), bool(hints & NAMES), upper and _is_first_name(word),
        infinitive, shape[0] == "X" and not function, telling,
    )  # fmt: skip


_NONE: frozenset[str] = frozenset()
_TOLD = ("angaben", "berichten", "berichte", "aussagen", "informationen")


def _as_verb(low: str, finite: Sequence[Form]) -> tuple[str, str, str]:
    """The group of the finite form and of the participle, and the mood."""
    verb = ""
    if finite:
        verb = next((form.group for form in finite if not form.prefix), "") or f"?{finite[0].group}"
    forms = verbs()
    if participle := forms.participles.get(low):
        past = participle.group
    else:
        infinitive = forms.infinitives.get(low)
        past = f"i{infinitive.group}" if infinitive else ""
    first, second = subjunctives()
    return verb, past, "1" if low in first else "2" if low in second else ""


def _is_first_name(word: str) -> bool:
    names = first_names()
    return word in names or word.split("-")[0] in names
