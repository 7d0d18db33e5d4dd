"""Words that tell of speech, with all their forms, read once from the lists beside this file."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
_INSEPARABLE = re.compile(
    r"(?:be|emp|ent|er|ge|miss|ver|zer|wider|wieder(?=hol)|hinter(?=frag)|über(?=mitt|leg)|unter(?=stell|richt|stütz)"
    r"|um(?=schreib)|dis|re|inter)"
)
_UMLAUT = str.maketrans({"a": "ä", "o": "ö", "u": "ü"})

# The verbs whose Konjunktiv carries most reported speech; solle and wolle besides, but not sollte and wollte,
# which are past tense as well.
FIRST = frozenset(
    "sei seien seiest habe werde könne müsse solle wolle dürfe möge wisse tue seie sehe sage lasse".split()
)
SECOND = frozenset(
    "wäre wären hätte hätten würde würden könnte könnten müsste müssten dürfte dürften möchte möchten "
    "bräuchte bräuchten wüsste wüssten".split()
)


class Form(NamedTuple):
    """A verb form: the infinitive, the group of the verb ("say"), and the separable prefix that has to stand
    elsewhere in the clause ("" when the form is whole)."""

    lemma: str
    group: str
    prefix: str


class Verbs(NamedTuple):
    """Forms by how they are spelled in lower case."""

    finite: dict[str, tuple[Form, ...]]
    participles: dict[str, Form]
    infinitives: dict[str, Form]
    prefixes: frozenset[str]


def groups(name: str) -> Iterator[tuple[str, str]]:
    """(group, word) for every word of a list."""
    group = ""
    for line in (HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            group = line.strip("[]")
        elif not line.startswith("#"):
            yield from ((group, word) for word in line.split())


@cache
def states() -> frozenset[str]:
    """States, lands and seats of government by name, in lower case, "_" for a space."""
    return frozenset(word for group, word in groups("speaker_kinds.txt") if group == "named")


def _weak(stem: str) -> tuple[str, str, str]:
    link = "e" if re.search(r"(?:[td]|[^lrhaeiouäöü][mn]|ch[mn])$", stem) else ""
    return f"{stem}{link}t", f"{stem}{link}te", f"{stem}{link}t"


def principal(entry: str) -> tuple[str, str, str, str, str, bool]:
    """Prefix, infinitive, third person, preterite, participle (both without the prefix), whether strong."""
    head, *strong = entry.split("/")
    *prefixes, base = head.split("|")
    stem = re.sub(r"e?n$", "", base)
    if strong:
        return "".join(prefixes), base, strong[0], strong[1], strong[2], True
    third, past, participle = _weak(stem)
    if not (base.endswith("ieren") or (not prefixes and _INSEPARABLE.match(base))):
        participle = f"ge{participle}"
    return "".join(prefixes), base, third, past, participle, False


def _finite(base: str, third: str, past: str, strong: bool) -> Iterator[str]:
    yield from (third, base, past, f"{past}n" if past.endswith("e") else f"{past}en")
    yield re.sub(r"e?n$", "", base) + "e"
    if strong and not past.endswith("e"):
        yield from (second(past), second(past) + "n")


def second(past: str) -> str:
    """The Konjunktiv II of a strong verb: "sprach", "spräche"."""
    vowels = list(re.finditer(r"au|[aou]", past))
    if not vowels:
        return past + "e"
    at = vowels[-1].start()
    changed = past[:at] + past[at].translate(_UMLAUT) + past[at + 1 :]
    return changed if changed.endswith("e") else changed + "e"


@cache
def verbs() -> Verbs:
    finite: dict[str, list[Form]] = {}
    participles: dict[str, Form] = {}
    infinitives: dict[str, Form] = {}
    prefixes = set()
    for group, entry in groups("speech_verbs.txt"):
        prefix, base, third, past, participle, strong = principal(entry)
        lemma = prefix + base
        if prefix:
            prefixes.add(prefix)
        for form in _finite(base, third, past, strong):
            finite.setdefault(form, []).append(Form(lemma, group, prefix))
            if prefix:
                finite.setdefault(prefix + form, []).append(Form(lemma, group, ""))
        participles.setdefault(prefix + participle, Form(lemma, group, ""))
        infinitives.setdefault(lemma, Form(lemma, group, ""))
        if prefix:
            infinitives.setdefault(f"{prefix}zu{base}", Form(lemma, group, ""))
    return Verbs(
        {key: tuple(found) for key, found in finite.items()}, participles, infinitives, frozenset(prefixes)
    )


@cache
def subjunctives() -> tuple[frozenset[str], frozenset[str]]:
    """Konjunktiv I and II, third person, of the verbs above and of frequent ones; what is spelled as an
    indicative is left out."""
    first, later = set(FIRST), set(SECOND)
    plain: set[str] = set()
    for name in ("speech_verbs.txt", "common_verbs.txt"):
        for _, entry in groups(name):
            _, base, third, past, _, strong = principal(entry)
            first.add(re.sub(r"e?n$", "", base) + "e")
            plain.update((third, base, past, past + "n"))
            if strong and second(past) != past + "e":
                later.update((second(past), second(past) + "n"))
    return frozenset(first - plain), frozenset(later - plain)


@cache
def speech_nouns() -> dict[str, str]:
    """Group by noun, as it is spelled."""
    return {word: group for group, word in groups("speech_nouns.txt")}


@cache
def first_names() -> dict[str, str]:
    """ "f" or "m" by first name."""
    return {name: gender for gender, name in groups("first_names.txt")}


@cache
def person_endings() -> dict[str, str]:
    return {word: group for group, word in groups("person_nouns.txt")}


@cache
def _by_end() -> dict[str, list[str]]:
    """The endings of three letters and more by their last three, longest first."""
    found: dict[str, list[str]] = {}
    for ending in sorted(person_endings(), key=len, reverse=True):
        if len(ending) > 2:
            found.setdefault(ending[-3:], []).append(ending)
    return found


@cache
def person_kind(word: str) -> str:
    """ "role" or "body" for a noun that names who may speak, by its longest known ending; else ""."""
    low = word.lower()
    for ending in _by_end().get(low[-3:], ()):
        if low.endswith(ending) and (ending == low or len(ending) >= 5 or ending in ("chef", "rat", "amt")):
            return person_endings()[ending]
    return ""
