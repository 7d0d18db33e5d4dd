"""Reading values out of JSON that anybody may have written: each has its type and its limit, or the file is
refused with a sentence that says where."""

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _


class Refused(Exception):
    """The file cannot be taken in; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """An object of the file, and where it stands: "annotations[3].spans[0]"."""

    path: str
    value: dict[str, Any]

    def refuse(self, key: str, problem: str) -> Refused:
        return Refused(f"{self.path}.{key}: {problem}" if self.path else f"{key}: {problem}")

    def text(self, key: str, limit: int) -> str:
        """ "" for null or a missing key."""
        value = self.value.get(key)
        if value is None:
            return ""
        if not isinstance(value, str) or not storable(value):
            raise self.refuse(key, _("This is no text."))
        if len(value) > limit:
            raise self.refuse(key, _("More than %(limit)d characters.") % {"limit": limit})
        return value

    def name(self, key: str, limit: int) -> str:
        value = self.text(key, limit)
        if not value.strip():
            raise self.refuse(key, _("A name is missing."))
        return value

    def choice(self, key: str, allowed: Collection[str]) -> str:
        value = self.text(key, 100)
        if value and value not in allowed:
            listed = ", ".join(allowed)
            said = _("“%(value)s” is none of: %(allowed)s.") % {"value": value, "allowed": listed}
            raise self.refuse(key, said)
        return value

    def number(self, key: str, least: int, most: int) -> int:
        value = self.value.get(key)
        if type(value) is not int or not least <= value <= most:  # True is an int to isinstance
            said = _("This is no whole number from %(least)d to %(most)d.") % {"least": least, "most": most}
            raise self.refuse(key, said)
        return value

    def flag(self, key: str) -> bool:
        """False for null or a missing key."""
        value = self.value.get(key)
        if value not in (None, True, False) or (isinstance(value, int) and not isinstance(value, bool)):
            raise self.refuse(key, _("This is neither true nor false."))
        return bool(value)

    def uid(self, key: str) -> UUID:
        return self._as_uid(key, self.value.get(key))

    def uid_or_none(self, key: str) -> UUID | None:
        return None if self.value.get(key) is None else self.uid(key)

    def uids(self, key: str) -> list[UUID]:
        return [self._as_uid(f"{key}[{n}]", value) for n, value in enumerate(self._array(key))]

    def reference(self, key: str, known: Collection[UUID]) -> UUID:
        return self._known(key, self.uid(key), known)

    def references(self, key: str, known: Collection[UUID]) -> list[UUID]:
        found = [self._known(f"{key}[{n}]", uid, known) for n, uid in enumerate(self.uids(key))]
        if len(set(found)) != len(found):
            raise self.refuse(key, _("One id stands here twice."))
        return found

    def moment(self, key: str) -> datetime:
        try:
            when = datetime.fromisoformat(self.text(key, 40))
            if when.tzinfo is None:
                raise ValueError
            when.astimezone()  # the year 1 and the year 9999 have no room for every time zone
        except (ValueError, OverflowError):
            raise self.refuse(key, _("This is no time such as 2024-05-08T17:52:00Z.")) from None
        return when

    def objects(self, key: str) -> list["Place"]:
        return [self._object(f"{key}[{n}]", value) for n, value in enumerate(self._array(key))]

    def object(self, key: str) -> "Place":
        return self._object(key, self.value.get(key))

    def names(self, key: str, limit: int) -> list[str]:
        entries = {f"{key}[{n}]": value for n, value in enumerate(self._array(key))}
        return [Place(self.path, entries).name(at, limit) for at in entries]

    def _object(self, key: str, value: Any) -> "Place":
        if not isinstance(value, dict):
            raise self.refuse(key, _("There should be an object here."))
        return Place(f"{self.path}.{key}" if self.path else key, value)

    def _array(self, key: str) -> list[Any]:
        value = self.value.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.refuse(key, _("There should be a list here."))
        return value

    def _as_uid(self, key: str, value: Any) -> UUID:
        try:
            return UUID(value)
        except (ValueError, TypeError, AttributeError):
            raise self.refuse(key, _("This is no id (a UUID).")) from None

    def _known(self, key: str, uid: UUID, known: Collection[UUID]) -> UUID:
        if uid not in known:
            raise self.refuse(key, _("The file has nothing with the id %(id)s.") % {"id": uid})
        return uid


def storable(text: str) -> bool:
    """Whether both databases and every format can hold it: no control characters but tab and line ends, no
    halves of surrogate pairs."""
    return not any(
        (char < " " and char not in "\t\n\r") or "\ud800" <= char <= "\udfff" for char in set(text)
    )


def is_article_text(text: str) -> bool:
    """Whether the text is in the form that newsreader.importing.decode brings every text into."""
    if not storable(text) or "\r" in text or not unicodedata.is_normalized("NFC", text):
        return False
    return bool(text.strip()) and not any(_is_noncharacter(char) for char in set(text))


def _is_noncharacter(char: str) -> bool:
    return "\ufdd0" <= char <= "\ufdef" or ord(char) & 0xFFFE == 0xFFFE
