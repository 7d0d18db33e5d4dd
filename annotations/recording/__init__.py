"""How what this wing keeps is read and put back by history and undo."""

from newsreader import changes

from . import annotation, comment, decision, many, memo, scheme, speaker, tag, variable
from .annotation import annotation_state
from .speaker import speaker_state
from .tag import tag_state
from .variable import variable_state

__all__ = ["annotation_state", "register", "speaker_state", "tag_state", "variable_state"]

MARK = changes.Kind(
    "annotation",
    2,
    annotation.read,
    annotation.write,
    annotation.words,
    annotation.may_put,
    many.write_many,
    many.read_some,
    annotation.names,
    annotation.in_article,
    many.remove_many,
)


def register() -> None:
    about_marks = (MARK, decision.KIND, comment.KIND, memo.KIND)
    for kind in (tag.KIND, speaker.KIND, *about_marks, scheme.KIND, variable.KIND):
        changes.register(kind)
