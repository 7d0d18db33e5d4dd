"""How what this wing keeps is read and put back by history and undo."""

from newsreader import changes

from . import annotation, comment, speaker, tag
from .annotation import annotation_state
from .speaker import speaker_state
from .tag import tag_state

__all__ = ["annotation_state", "register", "speaker_state", "tag_state"]


def register() -> None:
    for kind in (tag.KIND, speaker.KIND, annotation.KIND, comment.KIND):
        changes.register(kind)
