"""CSV out: a row for each annotation, speaker and tag. docs/formats.md says what each column means."""

import csv
from collections.abc import Iterator
from itertools import product

from newsreader.snapshot import snapshot

from ..speakers.roles import KINDS
from . import field_rows, mark_rows, rows
from .mark_rows import Mark
from .selection import Content, Selection
from .speaker_rows import cell

ARTICLE = ("article_id", *(name.removesuffix("__name") for name in mark_rows.METADATA))
PASSAGE = (
    "annotation_id", "text_version", "start", "end", "spans", "quote", "prefix", "suffix", "form",
)  # fmt: skip
ROLES = ("office", "party", "membership")
SAID = ("speaker_id", "speaker", "speaker_kind", *ROLES, "no_speaker", "tag_id", "tag", "tag_kind", "stance")
STATEMENT = (
    "mention", "cue", "addressee_id", "addressee", "date", "occasion", "certainty", "quotes_words", "inside",
)  # fmt: skip
ABOUT = ("note", "owner_id", "owner", "origin", "derived", "created_at", "modified_at")
COLUMNS = ARTICLE + PASSAGE + SAID + STATEMENT + ABOUT

TagCells = dict[int, list[str]]

NOT_CODED = "not_coded"  # why there is no speaker, when nobody has said why


class _Line:
    """What csv.writer writes to: it hands the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def stream(selection: Selection, content: Content) -> Iterator[str]:
    """The file in pieces, of one moment of the database; texts never go along."""
    with snapshot():
        yield from rows.pieces(_lines(selection, content))


def preview(selection: Selection, content: Content, limit: int) -> list[dict[str, str]]:
    """The rows of the first `limit` annotations, by column."""
    tags = _tag_cells(selection)
    marks = mark_rows.first_marks(selection, limit)
    own = _Own(selection)
    cells = (row for mark in marks for row in _rows(mark, content, tags, own))
    return [dict(zip([*COLUMNS, *own.columns], row, strict=True)) for row in cells]


def _lines(selection: Selection, content: Content) -> Iterator[str]:
    writer = csv.writer(_Line(), lineterminator="\n")
    tags, own = _tag_cells(selection), _Own(selection)
    yield writer.writerow([*COLUMNS, *own.columns])
    asked = any(field.of == "article" for field in own.fields)
    for mark in mark_rows.marks(selection, content, whole_answers=asked):
        yield from map(writer.writerow, _rows(mark, content, tags, own))


class _Own:
    """The columns of the project's own fields, one each, behind all others."""

    def __init__(self, selection: Selection) -> None:
        self.fields = field_rows.columns(selection)
        self.columns = [field.column for field in self.fields]
        self.speakers = field_rows.by_speaker(selection) if self.fields else {}

    def cells(self, mark: Mark, speaker: str) -> list[str]:
        """What is asked of an article is as the annotation's owner has answered it."""
        given = {
            "article": mark.article.answers.get(mark.owner.pk, {}),
            "speaker": self.speakers.get(speaker, {}),
            "annotation": dict(mark.answers),
        }
        return [given[field.of].get(field.id, "") for field in self.fields]


def _tag_cells(selection: Selection) -> TagCells:
    """What a row says of each tag, by primary key."""
    tags, paths = rows.tags_in_order(selection.tags())
    return {tag.pk: [str(tag.uid), rows.TAG_JOINER.join(paths[tag.pk]), tag.kind] for tag in tags}


def _rows(mark: Mark, content: Content, tags: TagCells, own: _Own) -> Iterator[list[str]]:
    article = [mark.article.id, *(value or "" for value in mark.article.metadata)]
    passage, about = _passage(mark, content), _statement(mark, content) + _about(mark)
    for speaker, tag in product(_speakers(mark), _tags(mark, tags)):
        yield article + passage + speaker + tag + about + own.cells(mark, speaker[0])


def _passage(mark: Mark, content: Content) -> list[str]:
    places = " ".join(f"{start}-{end}" for start, end, _text in mark.spans)
    words = ["", "", ""] if content is Content.BARE else [mark.quote, mark.prefix, mark.suffix]
    ends = ["", ""]  # of what is about a whole article
    if mark.spans:
        ends = [str(mark.spans[0][0]), str(max(end for _start, end, _text in mark.spans))]
    return [mark.id, str(mark.text_version), *ends, places, *words, mark.form]


def _speakers(mark: Mark) -> list[list[str]]:
    named = [
        [*speaker, *(cell(held, kind) for kind in KINDS), ""]
        for speaker, held in zip(mark.speakers, mark.held, strict=True)
    ]
    return named or [[""] * 3 + [""] * len(ROLES) + [mark.no_speaker or NOT_CODED]]


def _tags(mark: Mark, known: TagCells) -> list[list[str]]:
    return [[*known[pk], stance] for pk, stance in mark.tags] or [["", "", "", ""]]


def _statement(mark: Mark, content: Content) -> list[str]:
    words = {} if content is Content.BARE else {role: text for role, _start, _end, text in mark.places}
    named = [words.get("mention", ""), words.get("cue", ""), mark.addressee or "", mark.addressee_name or ""]
    flag = "yes" if mark.quotes_words else ""
    return [*named, mark.date, mark.occasion, mark.certainty, flag, mark.inside or ""]


def _about(mark: Mark) -> list[str]:
    owner = [mark.owner.id, mark.owner.name, "member", _derived(mark)]
    return [mark.note, *owner, mark.created_at, mark.modified_at]


def _derived(mark: Mark) -> str:
    """What its owner has made of the suggestion: accepted, corrected, or bulk, which nobody has read."""
    return "bulk" if mark.verdict == "accepted" and mark.is_unread else mark.verdict or ""
