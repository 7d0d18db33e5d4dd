"""Joins the modules of a page to one script, and style sheets to one sheet, when static files are collected.

The sources stay plain files that a browser loads as they are: so they are written, and so the tests load
them. But thirty small files are thirty answers with a kilobyte of headers each, asked for in three waves,
because a module is found only once the one that imports it has come. No bundler is needed for what is written
here: imports of names from the same folder, exports where a thing is declared, no cycles.
"""

import re
from collections.abc import Callable

Read = Callable[[str], str]
"""The source of a file by its name beside the first one ("level.js")."""

_IMPORT = re.compile(
    r'^import\s+(?:(?P<what>[^;"]+?)\s+from\s+)?"\./(?P<name>[\w-]+\.js)";(?:[ \t]*//.*)?\n', re.M
)
_EXPORT = re.compile(r"^export\s+(?=(?:async\s+)?(?:function\*?|const|class)\s+(?P<name>\w+))", re.M)
_LEFT = re.compile(r"^(?:import|export)\b", re.M)
_COMMENT_LINE = re.compile(r"^[ \t]*//.*\n", re.M)
_SHEET = re.compile(r"^@import url\((?P<name>[\w-]+\.css)\)(?: (?P<media>\w+))?;\n", re.M)
_COMMENT = re.compile(r"/\*.*?\*/\s*", re.S)


class JoinError(ValueError):
    """A module is written in a way that is not understood here; the message names it."""


def join_modules(first: str, read: Read) -> str:
    """One module that does what `first` and all that it imports do, each run once and in the same order."""
    done: dict[str, str] = {}
    _add(first, read, done, ())
    return "".join(done.values())


def _add(name: str, read: Read, done: dict[str, str], above: tuple[str, ...]) -> None:
    if name in above:
        raise JoinError(f"{name} imports itself by way of {' and '.join(above)}")
    if name in done:
        return
    source = read(name)
    for match in _IMPORT.finditer(source):
        _add(match["name"], read, done, (*above, name))
    names = [match["name"] for match in _EXPORT.finditer(source)]
    body = _COMMENT_LINE.sub("", _EXPORT.sub("", _IMPORT.sub(_bound, source)))
    if left := _LEFT.search(body):
        raise JoinError(
            f"{name} has an import or export that is not understood: {body[left.start() :][:80]!r}"
        )
    done[name] = f"const {_variable(name)} = (() => {{\n{body}return {{ {', '.join(names)} }};\n}})();\n"


def _bound(match: re.Match[str]) -> str:
    """What an import binds, as a declaration."""
    what, variable = match["what"], _variable(match["name"])
    if what is None:
        return ""
    if what.startswith("* as "):
        return f"const {what.removeprefix('* as ')} = {variable};\n"
    return f"const {what.replace(' as ', ': ')} = {variable};\n"


def _variable(name: str) -> str:
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def join_sheets(first: str, read: Read) -> str:
    """The sheet with what it imports in its place, without comments."""

    def inner(match: re.Match[str]) -> str:
        sheet = join_sheets(match["name"], read)
        return f"@media {match['media']} {{\n{sheet}}}\n" if match["media"] else sheet

    return _COMMENT.sub("", _SHEET.sub(inner, read(first)))
