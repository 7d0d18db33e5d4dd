"""Whether what a form was typed upon is still what is there: the page carries a seal of what it showed."""

import hashlib
import json
from typing import Any

from newsreader.changes import State

LENGTH = 32


class ChangedSince(Exception):
    """Somebody else has changed what the page showed. Where both are told, `now` is its state and `yours`
    what was asked for."""

    def __init__(self, now: State | None = None, yours: State | None = None) -> None:
        super().__init__("changed since")
        self.now, self.yours = now or {}, yours or {}


def seal(shown: Any) -> str:
    """Of a state or anything else that JSON holds: `LENGTH` characters, the same for what says the same."""
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()[:LENGTH]
