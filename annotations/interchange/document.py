"""A JSON file once it is checked: every reference leads somewhere, every text can be stored."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Member:
    uid: UUID
    name: str


@dataclass(frozen=True, slots=True)
class State:
    member: UUID
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class TextEntry:
    """One version of an article's text; `text` is None where it stays out. `blocks` are (kind, start, end) in
    code points."""

    version: int
    sha256: str
    length: int
    text: str | None
    blocks: list[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """`values` are metadata by the keys of newsreader.importing.values; `current` is the article's text,
    `earlier` are those before it that annotations of the file stand on."""

    uid: UUID
    values: dict[str, str]
    filename: str
    copy_of: UUID | None
    current: TextEntry
    earlier: list[TextEntry]
    states: list[State]

    def text_at(self, version: int) -> TextEntry | None:
        return next((text for text in (self.current, *self.earlier) if text.version == version), None)


Answer = tuple[UUID, str]
"""A field of the project's own, and what was answered."""


@dataclass(frozen=True, slots=True)
class FieldEntry:
    """A field of the project's own; `options` are what can be chosen."""

    uid: UUID
    of: str
    name: str
    kind: str
    options: list[str]
    required: bool
    instruction: str
    archived: bool


@dataclass(frozen=True, slots=True)
class RoleEntry:
    kind: str
    title: str
    organisation: UUID | None
    since: str
    until: str


@dataclass(frozen=True, slots=True)
class SpeakerEntry:
    uid: UUID
    name: str
    kind: str
    aliases: list[str]
    roles: list[RoleEntry]
    part_of: UUID | None
    identifier: str
    memo: str
    answers: list[Answer]


TAG_TEXTS = ("description", "inclusion", "exclusion", "examples", "memo")


@dataclass(frozen=True, slots=True)
class TagEntry:
    uid: UUID
    path: list[str]
    kind: str
    color: int
    shortcut: int | None
    texts: dict[str, str]  # what it means, by the fields of TAG_TEXTS
    archived: bool


@dataclass(frozen=True, slots=True)
class AnnotationEntry:
    """One of a `whole` article has no spans. `quote` is None in a file without quotes; "" stands for what
    nobody has said."""

    uid: UUID
    article: UUID
    text_version: int
    kept: bool
    whole: bool
    spans: list[tuple[int, int]]
    quote: str | None
    form: str
    places: list[tuple[str, int, int]]
    addressee: UUID | None
    date: str
    occasion: str
    certainty: str
    quotes_words: bool
    saw_suggestions: bool
    suggestion: UUID | None
    inside: UUID | None
    speakers: list[UUID]
    no_speaker: str
    tags: list[tuple[UUID, str]]
    answers: list[Answer]
    note: str
    owner: UUID
    created_at: datetime
    modified_at: datetime


@dataclass(frozen=True, slots=True)
class CommentEntry:
    """The first of a thread has no `thread`; an answer is about what that is about."""

    uid: UUID
    article: UUID
    annotation: UUID | None
    thread: UUID | None
    author: UUID
    text: str
    mentioned: list[UUID]
    created_at: datetime
    modified_at: datetime
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    member: UUID
    verdict: str
    unread: bool
    made_at: datetime


@dataclass(frozen=True, slots=True)
class SuggestionEntry:
    """What a detector has found; places are [start, end], as rows hold them."""

    uid: UUID
    article: UUID
    text_version: int
    detector: str
    spans: list[list[int]]
    form: str
    mention: list[int] | None
    cue: list[list[int]]
    addressee: list[int] | None
    speaker: str
    unnamed: bool
    quotes_words: bool
    confidence: float
    why: list[list[str]]
    decisions: list[DecisionEntry]


@dataclass(frozen=True, slots=True)
class MemoEntry:
    article: UUID
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    project_name: str
    members: list[Member] = field(default_factory=list)
    articles: list[ArticleEntry] = field(default_factory=list)
    speakers: list[SpeakerEntry] = field(default_factory=list)
    tags: list[TagEntry] = field(default_factory=list)
    fields: list[FieldEntry] = field(default_factory=list)
    annotations: list[AnnotationEntry] = field(default_factory=list)
    comments: list[CommentEntry] = field(default_factory=list)
    memos: list[MemoEntry] = field(default_factory=list)
    suggestions: list[SuggestionEntry] = field(default_factory=list)
