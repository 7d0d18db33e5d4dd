"""What a person types into the search field, as a small tree that each engine translates.

    word word        both                     "two words"     as a phrase (German quotation marks too)
    a OR b, a ODER b  either                   -word, NOT word, NICHT word    without it
    prefix*          words that begin so      ( … )           groups

OR binds less than words that stand side by side. AND and UND may be written. Operators are capitals, so that
"oder" stays a word. Nothing a person types is an error: what makes no sense is left out, and `problems` says
so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..translatable import gettext_noop
from .language import fold, tokens

MAX_LENGTH = 1_000  # code points that are read of a query
MAX_WORDS = 64
MAX_DEPTH = 8  # parentheses within parentheses
MIN_PREFIX = 2  # letters before the star; one letter would be half of the index


PROBLEMS = {
    "too_long": gettext_noop("The search is too long; its end was left out."),
    "too_many_words": gettext_noop("The search has too many words; the last ones were left out."),
    "too_deep": gettext_noop(
        "There are too many parentheses within each other; the inner ones were left out."
    ),
    "unclosed_quote": gettext_noop("A quotation mark is not closed."),
    "unbalanced_parenthesis": gettext_noop("A parenthesis has no partner."),
    "dangling_operator": gettext_noop("OR or NOT stands alone and was left out."),
    "prefix_too_short": gettext_noop("A star needs at least two letters before it."),
}


@dataclass(frozen=True)
class Word:
    """One word as typed, to be compared by its stem."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Prefix:
    """The beginning of a word, compared by its key."""

    text: str

    def __str__(self) -> str:
        return f"{self.text}*"


@dataclass(frozen=True)
class Phrase:
    """Words in a row. `quoted` ones were meant as written; others are parts of one word ("Nato-Gipfel")."""

    words: tuple[str, ...]
    quoted: bool = True

    def __str__(self) -> str:
        if self.quoted:
            return f'"{" ".join(self.words)}"'
        # 2017 and 03 joined by a hyphen would be a date, which is one word.
        return ("/" if any(map(str.isdigit, self.words)) else "-").join(self.words)


@dataclass(frozen=True)
class Not:
    part: "Node"

    def __str__(self) -> str:
        return f"-{_grouped(self.part)}"


@dataclass(frozen=True)
class And:
    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True)
class Or:
    parts: tuple["Node", ...]

    def __str__(self) -> str:
        return " OR ".join(map(str, self.parts))


Node = Word | Prefix | Phrase | Not | And | Or


@dataclass(frozen=True)
class Query:
    """A parsed search. No `tree`: nothing to look for, so everything is found. `problems`: keys of PROBLEMS.

    As a string it is the search as it was understood; parsed again, it gives the same tree.
    """

    tree: Node | None
    problems: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "" if self.tree is None else str(self.tree)


def parse(text: str) -> Query:
    """Reads a search. Never raises, whatever `text` is."""
    parser = _Parser(text)
    return Query(parser.either(), tuple(dict.fromkeys(parser.problems)))


_QUOTES = '"„“”‟«»'
_LEXEME = re.compile(
    rf"(?P<quote>[{_QUOTES}])(?P<inner>[^{_QUOTES}]*)(?P<unquote>[{_QUOTES}]?)"
    r"|(?P<paren>[()])"
    r"|(?P<minus>(?<![^\s(])[-−]+(?=[^\s)]))"
    rf"|(?P<plain>[^\s(){_QUOTES}]+)"
)
_OPERATORS = {"OR": "or", "ODER": "or", "AND": "and", "UND": "and", "NOT": "not", "NICHT": "not"}


@dataclass(frozen=True)
class _Lexeme:
    kind: str  # ( ) or and not leaf
    node: Node | None = None


class _Parser:
    """Recursive descent over lexemes whose parentheses are balanced, so the depth is at most MAX_DEPTH."""

    def __init__(self, text: str) -> None:
        self.problems: list[str] = []
        if len(text) > MAX_LENGTH:
            self.problems.append("too_long")
        self._words = 0
        self._at = 0
        self._lexemes = list(self._balanced(self._lex(text[:MAX_LENGTH])))

    def either(self) -> Node | None:
        parts = [self._all()]
        while self._take("or"):
            parts.append(self._all())
        found = [part for part in parts if part is not None]
        if len(found) < len(parts) and len(parts) > 1:
            self.problems.append("dangling_operator")
        return _joined(Or, found)

    def _all(self) -> Node | None:
        parts: list[Node] = []
        while self._next() not in ("or", ")", ""):
            if not self._take("and") and (part := self._one()) is not None:
                parts.append(part)
        return _joined(And, parts)

    def _one(self) -> Node | None:
        negations = 0
        while self._take("not"):
            negations += 1
        part = self._group() if self._take("(") else self._leaf()
        if part is None and negations:
            self.problems.append("dangling_operator")
        return _negation(part) if part is not None and negations % 2 else part

    def _group(self) -> Node | None:
        part = self.either()
        self._take(")")
        return part

    def _leaf(self) -> Node | None:
        if self._next() != "leaf":
            return None
        self._at += 1
        return self._lexemes[self._at - 1].node

    def _next(self) -> str:
        return self._lexemes[self._at].kind if self._at < len(self._lexemes) else ""

    def _take(self, kind: str) -> bool:
        found = self._next() == kind
        self._at += found
        return found

    def _lex(self, text: str) -> Iterator[_Lexeme]:
        for match in _LEXEME.finditer(text):
            if match["quote"]:
                if not match["unquote"]:
                    self.problems.append("unclosed_quote")
                yield from self._phrase(match["inner"])
            elif match["plain"]:
                kind = _OPERATORS.get(match["plain"])
                yield from [_Lexeme(kind)] if kind else self._plain(match["plain"])
            else:
                yield _Lexeme(match["paren"] or "not")

    def _balanced(self, lexemes: Iterator[_Lexeme]) -> Iterator[_Lexeme]:
        """Leaves out parentheses without a partner and those too deep, and closes what is open at the end."""
        depth = 0
        for lexeme in lexemes:
            depth += (lexeme.kind == "(") - (lexeme.kind == ")")
            if depth < 0:
                self.problems.append("unbalanced_parenthesis")
                depth = 0
            elif lexeme.kind == "(" and depth > MAX_DEPTH:
                self.problems.append("too_deep")
            elif lexeme.kind != ")" or depth < MAX_DEPTH:
                yield lexeme
        if depth > 0:
            self.problems.append("unbalanced_parenthesis")
        yield from [_Lexeme(")")] * min(depth, MAX_DEPTH)

    def _phrase(self, text: str) -> Iterator[_Lexeme]:
        words = self._cut(text)
        if words:
            yield _Lexeme("leaf", Phrase(words))

    def _plain(self, text: str) -> Iterator[_Lexeme]:
        words = self._cut(text)
        if not words:
            return
        if text.endswith("*"):
            yield from self._prefix(words)
        else:
            yield _Lexeme("leaf", _word(words[0]) if len(words) == 1 else Phrase(words, quoted=False))

    def _prefix(self, words: tuple[str, ...]) -> Iterator[_Lexeme]:
        last: Node = Prefix(words[-1])
        if len(fold(words[-1])) < MIN_PREFIX:
            self.problems.append("prefix_too_short")
            last = _word(words[-1])
        yield _Lexeme("leaf", _joined(And, [*map(_word, words[:-1]), last]))

    def _cut(self, text: str) -> tuple[str, ...]:
        """The words of `text` by the tokenizer that cuts articles, as far as MAX_WORDS allows."""
        words = tuple(text[token.start : token.end] for token in tokens(text))
        room = MAX_WORDS - self._words
        if len(words) > room:
            self.problems.append("too_many_words")
        self._words += len(words[:room])
        return words[:room]


def _word(text: str) -> Word:
    # "{OR" is a word after all; small letters keep it one when the search is written down again.
    return Word(text.lower() if text in _OPERATORS else text)


def _joined(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    """One node of `kind`, flat; a single part stands for itself."""
    if len(parts) < 2:
        return parts[0] if parts else None
    flat: list[Node] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else (part,)
    return kind(tuple(flat))


def _negation(part: Node) -> Node:
    return part.part if isinstance(part, Not) else Not(part)


def _grouped(part: Node) -> str:
    return f"({part})" if isinstance(part, And | Or) else str(part)
