"""The forms of speech by their letter: what annotations call them, and what annotated articles do."""

FORMS = {"D": "direct", "I": "indirect", "F": "indirect_free", "X": "free_indirect", "R": "reported"}
LETTERS = {"Direct": "D", "Indirect": "I", "IndirectFreeIndirect": "F", "FreeIndirect": "X", "Reported": "R"}
TYPES = {FORMS[letter]: name for name, letter in LETTERS.items()}
