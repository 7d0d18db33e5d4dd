"""What becomes of annotations when their article's text is corrected: in place, moved, or waiting for people.

Those that wait stay on the text they were made on; that an annotation is not on its article's current text is
the list. Nothing moves that carrying.py is not certain of, and all places of one annotation go together.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from newsreader.changes import Recorder, State
from newsreader.corrections import texts
from newsreader.models import Article, ArticleText

from .carrying import Carried, Carrier
from .models import Annotation
from .recording.many import read_parts, write_many
from .recording.places import PLACED


@dataclass(frozen=True)
class Course:
    """Where an annotation comes from and what becomes of it."""

    uid: UUID
    before: State
    carried: Carried

    @property
    def after(self) -> State:
        """Its places in the new text, of one that is carried there."""
        parts = self.carried.parts
        return {
            "spans": [list(place) for place in self.carried.places],
            "places": sorted([role, *(fate.place or ())] for role, fate in parts.items()),
        }

    @property
    def stays_in_place(self) -> bool:
        return all(self.before[part] == self.after[part] for part in ("spans", "places"))


def courses(article: Article, old: ArticleText, text: str, *, lock: bool = False) -> Iterator[Course]:
    """What becomes of each annotation of the article when this is its text, in place of `old`; also of those
    that wait already. What somebody has said stays on an earlier text is left there."""
    rows = Annotation.objects.filter(article=article, is_whole=False)
    states = read_parts(rows.filter(Q(text=old) | Q(is_kept=False)), [*PLACED, "is_kept"], lock=lock)
    versions = {state["text_version"] for state in states.values()}
    known = dict(article.texts.filter(version__in=versions).values_list("version", "text"))
    carriers = {version: Carrier(old, text) for version, old in known.items()}
    for uid, state in states.items():
        yield Course(uid, state, carry_one(carriers[state["text_version"]], state))


def carry_one(carrier: Carrier, state: State) -> Carried:
    spans = [(start, end) for start, end in state["spans"]]
    return carrier.carry(spans, {role: (start, end) for role, start, end in state["places"]})


def carry(article: Article, old: ArticleText, new: ArticleText, record: Recorder) -> int:
    """Bring over what can be, in a few statements for any number; answers how many wait."""
    found = list(courses(article, old, new.text, lock=True))
    moved = {c.uid: _moved(c, new.version) for c in found if c.carried.is_settled}
    left = {c.uid: _left(c) for c in found if not c.carried.is_settled and c.before["is_kept"]}
    _write(article, {**moved, **left}, found, record)
    return len(found) - len(moved)


def _moved(course: Course, version: int) -> State:
    after = {**course.before, **course.after, "text_version": version, "is_kept": False}
    return after if course.before["is_kept"] else _without_kept(after)


def _left(course: Course) -> State:
    """One that was kept on this very text waits now: what was said was said of another text than this."""
    return {key: course.before[key] for key in ("owner", "article")} | {"is_kept": False}


def _without_kept(state: State) -> State:
    return {key: value for key, value in state.items() if key != "is_kept"}


def _write(article: Article, states: Mapping[UUID, State], found: Iterable[Course], record: Recorder) -> None:
    write_many(article.project, states)
    for course in found:
        if after := states.get(course.uid):
            record("annotation", course.uid, {key: course.before[key] for key in after}, after)


def held(article: Article, version: int) -> int:
    """How many stand on a version of the article's text."""
    return Annotation.objects.filter(article=article, is_whole=False, text__version=version).count()


def register() -> None:
    texts.register(texts.Follower(carry, held))
