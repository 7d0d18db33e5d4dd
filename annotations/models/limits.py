"""How long what people type may be, in code points."""

NAME_LIMIT = 200
NOTE_LIMIT = 10_000
DATE_LIMIT = 10
