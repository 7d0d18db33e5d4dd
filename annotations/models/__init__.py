"""Marks on articles: annotations with their spans, the speakers and tags that they name, a project's own
fields, and what members say about them."""

from .annotation import Annotation, AnnotationPart, AnnotationQuerySet, Span
from .comment import Comment, Memo
from .limits import DATE_LIMIT, NAME_LIMIT, NOTE_LIMIT
from .links import AnnotationSpeaker, AnnotationTag
from .run import SuggestionRun
from .scheme import Scheme
from .speaker import Alias, Role, Speaker, SpeakerQuerySet
from .suggestion import (
    DETECTOR_LIMIT,
    Decision,
    Detection,
    Showing,
    Suggestion,
    SuggestionQuerySet,
    decides_alone,
    is_unread,
)
from .tag import COLORS, SHORTCUTS, Tag, TagQuerySet
from .variable import Value, Variable, VariableQuerySet, in_order

__all__ = [
    "COLORS",
    "DATE_LIMIT",
    "DETECTOR_LIMIT",
    "NAME_LIMIT",
    "NOTE_LIMIT",
    "SHORTCUTS",
    "Alias",
    "Annotation",
    "AnnotationPart",
    "AnnotationQuerySet",
    "AnnotationSpeaker",
    "AnnotationTag",
    "Comment",
    "Decision",
    "Detection",
    "Memo",
    "Role",
    "Scheme",
    "Showing",
    "Span",
    "Speaker",
    "SpeakerQuerySet",
    "Suggestion",
    "SuggestionQuerySet",
    "SuggestionRun",
    "Tag",
    "TagQuerySet",
    "Value",
    "Variable",
    "VariableQuerySet",
    "decides_alone",
    "in_order",
    "is_unread",
]
