"""One file's bytes to everything that the text itself says. Pure and picklable: it can run in any process."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

from ..sentences import first_sentence
from .blocks import Value
from .decode import decode
from .structure import RULES_VERSION, structure

LABEL_LIMIT = 90
"""Longest label of an article without a title, in code points; a line of the list holds about that."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """An article text with its blocks ([kind, start, end, origin], code points) and the values it states.

    `sha256` is the digest of the text in UTF-8, `data_sha256` that of the bytes it came from.
    """

    text: str
    sha256: str
    blocks: list[list[str | int]]
    values: Mapping[str, Value]
    label: str
    rules_version: int
    encoding: str
    certain: bool
    notes: tuple[str, ...]
    data_sha256: str


def parse(data: bytes, language: str, encoding: str | None = None) -> Parsed:
    """What the file holds. Raises DecodeError."""
    parsed = unstructured(data, encoding)
    found = structure(parsed.text, language)
    return replace(
        parsed,
        blocks=[[block.kind, block.start, block.end, block.origin] for block in found.blocks],
        values=found.metadata,
        label=first_sentence(parsed.text, found.blocks, LABEL_LIMIT),
        rules_version=RULES_VERSION,
    )


def unstructured(data: bytes, encoding: str | None = None) -> Parsed:
    """The file's text alone; everything that rules find is empty. Raises DecodeError."""
    decoded = decode(data, encoding)
    return Parsed(
        text=decoded.text,
        sha256=hashlib.sha256(decoded.text.encode()).hexdigest(),
        blocks=[],
        values={},
        label="",
        rules_version=0,
        encoding=decoded.encoding,
        certain=decoded.certain,
        notes=decoded.notes,
        data_sha256=hashlib.sha256(data).hexdigest(),
    )
