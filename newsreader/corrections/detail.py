"""One metadata value of an article, where it comes from, and what it becomes when a member or a newer rule
speaks. A rule never replaces what a member, a CSV file or the caller of an import said."""

import unicodedata
from dataclasses import dataclass, replace

from ..importing.blocks import Value

MEMBER = "member"


def by_rule(origin: str) -> bool:
    """Whether a rule may say it anew; nobody has said what has no origin."""
    return not origin or origin.startswith("rule:")


def flat(value: str) -> str:
    """As a form sends a value back: on one line, NFC."""
    return " ".join(unicodedata.normalize("NFC", value).split())


@dataclass(frozen=True, slots=True)
class Detail:
    """`origin` is "" where nobody said anything. `replaced` is the (value, origin) that a member's value has
    replaced, for the way back; it follows newer rules."""

    value: str = ""
    origin: str = ""
    replaced: tuple[str, str] | None = None

    def set_by_member(self, value: str) -> "Detail":
        """An empty value is a member's value, too: "the text does not say"."""
        replaced = self.replaced if self.origin == MEMBER else (self.value, self.origin)
        return Detail(value, MEMBER, replaced)

    def taken_back(self) -> "Detail":
        """What stood before a member set it; any other value stays."""
        return Detail(*(self.replaced or ("", ""))) if self.origin == MEMBER else self

    def found_again(self, found: Value | None, default: str = "") -> "Detail":
        """What it is when the rules now find this; `default` is the value where they no longer find any. A
        value of unknown origin is replaced, but not emptied."""
        if self.origin == MEMBER:
            below = Detail(*(self.replaced or ("", ""))).found_again(found, default)
            return replace(self, replaced=(below.value, below.origin))
        if not by_rule(self.origin) or not (found or self.origin):
            return self
        return Detail(found.value, found.origin) if found else Detail(default)
