"""The German catalogues, without the gettext programs: `python -m tools.translations update|check`.

`update` brings the strings of the source into the two .po files and compiles both; `check` says what is
missing. English is the source language. Each wing has its own catalogue, and a string that both use, or a
page that belongs to neither, is in the newsreader's.
"""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
WINGS = ("newsreader", "annotations")
METADATA = {
    "Language": "de",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
# Position of the message, of the plural, of the context ("c") among the arguments of Django's functions.
SHAPES: dict[str, tuple[int | tuple[int, str], ...]] = {
    "gettext": (1,),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
KEYWORDS = {
    "_": SHAPES["gettext"],
    "gettext_noop": SHAPES["gettext"],
    **{name + suffix: shape for name, shape in SHAPES.items() for suffix in ("", "_lazy")},
}
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")

# Context, message, plural; an empty context or plural is none.
Key = tuple[str, str, str]


def catalogue(wing: str, root: Path = ROOT) -> Path:
    return root / wing / "locale" / "de" / "LC_MESSAGES" / "django.po"


def messages(path: Path) -> Iterator[Key]:
    """The translatable strings of one Python file or template."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # In brackets, or what is left of the page's indentation would be a syntax error.
        source = f"(\n{templatize(source, origin=str(path))}\n)"
    found = extract("python", BytesIO(source.encode()), KEYWORDS, options={"encoding": "utf-8"})
    for _, message, _, context in found:
        single, plural = message if isinstance(message, tuple) else (message, "")
        yield context or "", single, plural


def sources(root: Path = ROOT) -> Iterator[Path]:
    for wing in WINGS:
        yield from sorted((root / wing).rglob("*.py"))
    yield from sorted((root / "templates").rglob("*.html"))


def wing_of(paths: Iterable[str]) -> str:
    ours = all(path.startswith(("annotations/", "templates/annotations/")) for path in paths)
    return "annotations" if ours else "newsreader"


def extracted(root: Path = ROOT) -> dict[str, dict[Key, list[str]]]:
    """For each wing its strings, each with the paths of the files that use it."""
    places: dict[Key, list[str]] = defaultdict(list)
    for path in sources(root):
        for key in dict.fromkeys(messages(path)):
            places[key].append(path.relative_to(root).as_posix())
    wings: dict[str, dict[Key, list[str]]] = {wing: {} for wing in WINGS}
    for key in sorted(places):
        wings[wing_of(places[key])][key] = places[key]
    return wings


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt or "", entry.msgid, entry.msgid_plural or ""


def update(root: Path = ROOT) -> None:
    """Writes both .po and .mo: what is translated stays, new strings are empty, unused ones go."""
    known = {}
    for wing in WINGS:
        path = catalogue(wing, root)
        if path.exists():
            # A string may have moved from one wing to the other.
            known.update({key_of(entry): entry for entry in polib.pofile(str(path)) if not entry.obsolete})
    for wing, strings in extracted(root).items():
        catalog = polib.POFile(wrapwidth=110)
        catalog.metadata = METADATA
        catalog.extend(entry(key, paths, known.get(key)) for key, paths in strings.items())
        path = catalogue(wing, root)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog.save(str(path))
        path.with_suffix(".mo").write_bytes(catalog.to_binary())


def entry(key: Key, paths: list[str], known: polib.POEntry | None) -> polib.POEntry:
    context, message, plural = key
    # Paths without line numbers, so that moving code does not change the catalogue.
    new = polib.POEntry(msgctxt=context or None, msgid=message, occurrences=[(path, "") for path in paths])
    if "%(" in message:
        new.flags = ["python-format"]
    if plural:
        new.msgid_plural = plural
        new.msgstr_plural = dict(known.msgstr_plural) if known else {0: "", 1: ""}
    elif known:
        new.msgstr = known.msgstr
    return new


def problems(root: Path = ROOT) -> Iterator[str]:
    """What keeps the German from being complete, one sentence each."""
    for wing, strings in extracted(root).items():
        path = catalogue(wing, root)
        if not path.exists():
            if strings:
                yield f"{wing}: no catalogue; run `make messages`"
            continue
        catalog = polib.pofile(str(path))
        entries = {key_of(entry): entry for entry in catalog}
        yield from (f"{wing}: not in the catalogue: {key[1]!r}" for key in strings.keys() - entries.keys())
        yield from (f"{wing}: nothing uses: {key[1]!r}" for key in entries.keys() - strings.keys())
        for entry in catalog:
            yield from (f"{wing}: {problem}: {entry.msgid!r}" for problem in faults(entry))
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != catalog.to_binary():
            yield f"{wing}: django.mo is not what django.po says; run `make messages`"


def faults(entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one entry of a catalogue."""
    if not entry.translated():
        yield "fuzzy" if entry.fuzzy else "not translated"
        return
    # The singular may say "one" instead of giving the number, so placeholders of both forms are allowed.
    allowed = set(PLACEHOLDER.findall(entry.msgid + (entry.msgid_plural or "")))
    pairs = [(entry.msgid, entry.msgstr)]
    if entry.msgid_plural:
        pairs = [(entry.msgid, entry.msgstr_plural[0]), (entry.msgid_plural, entry.msgstr_plural[1])]
    for source, german in pairs:
        needed, given = set(PLACEHOLDER.findall(source)), set(PLACEHOLDER.findall(german))
        if not needed <= given or not given <= allowed:
            yield f"placeholders differ in {german!r}"


def main(action: str) -> int:
    if action == "update":
        update()
        return 0
    found = list(problems())
    for problem in found:
        print(problem, file=sys.stderr)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
