"""Text that people type or paste."""

from typing import Any

from django import forms

# As in article texts: Word pastes a line break as U+000B, and no XML and no export can carry such characters.
# NUL is left for the form to refuse, because nobody types it.
CONTROLS = {code: " " for code in range(1, 0x20) if chr(code) not in "\t\n"} | {0x7F: " "}


def without_controls(text: str) -> str:
    """The text with newlines as LF, and a space for each other control character but tab."""
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROLS)


class TypedField(forms.CharField):
    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return without_controls(text) if text else text
