"""What would become of annotations, and those that wait for people: each with the words around its old place
and around the places that it could have now."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from newsreader import access
from newsreader.models import Article, ArticleText, Correction, Membership, Project

from .anchoring import Span
from .carrying import Carrier, Fate, Status
from .corrected import courses
from .models import Annotation, AnnotationPart, AnnotationQuerySet

NAMED = 100  # annotations that a preview names
AROUND = 90  # code points shown on each side of a place

SAID: dict[Status, Promise | str] = {
    Status.CHANGED: _("its words have changed"),
    Status.AMBIGUOUS: _("it could be in several places"),
    Status.GONE: _("its words are no longer there"),
}


@dataclass(frozen=True)
class Named:
    quote: str
    owner: str
    said: Promise | str


@dataclass(frozen=True)
class Foreseen:
    """How many annotations stay in place, move and wait; the first of these by their words."""

    in_place: int
    moved: int
    waiting: int
    named: list[Named]

    @property
    def total(self) -> int:
        return self.in_place + self.moved + self.waiting

    @property
    def more(self) -> int:
        return self.waiting - len(self.named)


def foresee(article: Article, now: ArticleText, text: str) -> Foreseen:
    found = list(courses(article, now, text))
    settled = [course for course in found if course.carried.is_settled]
    in_place = sum(course.stays_in_place for course in settled)
    waiting = {course.uid: course for course in found if not course.carried.is_settled}
    rows = Annotation.objects.filter(article=article, uid__in=list(waiting)[:NAMED])
    named = [
        Named(row.quote, row.owner.name, SAID[waiting[row.uid].carried.status])
        for row in rows.select_related("owner").prefetch_related("spans").order_by("pk")
    ]
    return Foreseen(in_place, len(settled) - in_place, len(waiting), named)


def waiting_in(project: Project, member: Membership) -> AnnotationQuerySet:
    """Those that wait and that the member may see. Only an article that was corrected can have any: few are,
    and they are found without a look at every annotation."""
    corrected = Correction.objects.filter(text__article__project=project).values("text__article")
    return Annotation.objects.seen_by(member).filter(article__in=corrected).waiting()


@dataclass(frozen=True)
class Excerpt:
    """The words of a place with what stands around them."""

    start: int
    end: int
    before: str
    words: str
    after: str

    @property
    def value(self) -> str:
        return f"{self.start}-{self.end}"


def excerpt(text: str, span: Span) -> Excerpt:
    start, end = span
    first, last = max(0, start - AROUND), min(len(text), end + AROUND)
    before, after = text[first:start], text[end:last]
    if first:  # from a whole word on
        before = before[before.find(" ") + 1 :]
    if last < len(text):
        after = after[: after.rfind(" ") + 1] or after
    return Excerpt(
        start,
        end,
        f"… {before.lstrip()}" if first else before,
        text[start:end],
        f"{after.rstrip()} …" if last < len(text) else after,
    )


@dataclass(frozen=True)
class Choice:
    """One place of an annotation: where it was, and where it could be now. `key` names it in the form; a
    `part` (mention, cue, addressee) may be left out. What is `settled` goes along by itself."""

    key: str
    part: str
    label: Promise | str
    old: Excerpt
    settled: bool
    said: Promise | str
    candidates: list[Excerpt]


@dataclass(frozen=True)
class Case:
    """One annotation that waits, or was kept on an earlier text."""

    annotation: Annotation
    said: Promise | str
    choices: list[Choice]
    may_settle: bool


def cases(member: Membership, rows: Iterable[Annotation], now: ArticleText) -> Iterator[Case]:
    """The annotations of one article, which have their parts, before its text as it is now."""
    found = list(rows)
    texts = ArticleText.objects.filter(pk__in={row.text_id for row in found})
    carriers = {pk: Carrier(text, now.text) for pk, text in texts.values_list("pk", "text")}
    for row in found:
        yield _case(member, row, carriers[row.text_id])


def _case(member: Membership, row: Annotation, carrier: Carrier) -> Case:
    spans = [(span.start, span.end) for span in row.spans.all()]
    parts = {part.role: (part.start, part.end) for part in row.parts.all()}
    carried = carrier.carry(spans, parts)
    choices = [
        _choice(carrier, f"span-{n}", "", _("Passage"), span, fate)
        for n, (span, fate) in enumerate(zip(spans, carried.spans, strict=True))
    ]
    labels = dict(AnnotationPart.Role.choices)
    choices += [
        _choice(carrier, f"part-{role}", role, labels[role], parts[role], fate)
        for role, fate in carried.parts.items()
    ]
    said = SAID.get(carried.status, _("it can be taken over"))
    return Case(row, said, choices, access.may_edit(member, row.owner_id))


def _choice(carrier: Carrier, key: str, part: str, label: Promise | str, span: Span, fate: Fate) -> Choice:
    settled = fate.status is Status.MOVED
    places: Sequence[Span] = [fate.place] if settled and fate.place else fate.candidates
    return Choice(
        key,
        part,
        label,
        excerpt(carrier.old, span),
        settled,
        SAID.get(fate.status, ""),
        [excerpt(carrier.new, place) for place in places],
    )
