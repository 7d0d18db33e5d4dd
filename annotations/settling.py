"""What people decide of an annotation that waits because its article's text was corrected: each decision one
transaction and one change set."""

from collections.abc import Iterable

from newsreader import changes
from newsreader.models import Membership

from .anchoring import Span
from .coding import Stale, locked, save_edit
from .models import Annotation
from .recording.annotation import Place, annotation_state, set_places, set_spans
from .spans import NewPlace, check_current, merged, placed_in, places_in, text_of

PLACE, KEEP = "annotation.place", "annotation.keep"


def place(
    member: Membership,
    annotation: Annotation,
    version: int,
    text_version: int,
    spans: Iterable[Span],
    places: Iterable[Place],
) -> None:
    """Let it stand on these spans of the article's text, with its mention, cue and addressee there. `version`
    is the annotation's, `text_version` the text's that the member was looking at. Raises Stale, OutOfDate or
    Refused."""
    with changes.recording(member, PLACE, annotation.article) as record:
        row = locked(annotation)
        if row is None or row.version != version:
            raise Stale(row)
        text = text_of(row.article, text_version)
        before = annotation_state(row)
        wanted = placed_in(text, merged(sorted(spans)), False)
        row.text, row.is_kept = text, False
        set_spans(row, wanted, text.text)
        set_places(row, places_in(text, [NewPlace(*one) for one in places]), text.text)
        save_edit(row, before, record)
        check_current(text)


def keep(member: Membership, annotation: Annotation, version: int) -> None:
    """Leave it on the text it stands on: it waits no longer. Raises Stale."""
    with changes.recording(member, KEEP, annotation.article) as record:
        row = locked(annotation)
        if row is None or row.version != version:
            raise Stale(row)
        before = annotation_state(row)
        row.is_kept = row.text.version != row.article.text_version
        save_edit(row, before, record)
