"""A project to measure in: a corpus, imported, with a codebook, speakers and 10,000 annotations.

Written in bulk and without history, which would take minutes; everything else is as members leave it.
"""

import random
import re
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice
from pathlib import Path

from annotations.filtering import words
from annotations.models import Annotation, AnnotationSpeaker, AnnotationTag, Span, Speaker, Tag
from newsreader.importing.run import Job, import_files
from newsreader.models import Article, ArticleText, CodingState, Membership
from newsreader.search.language import folded_key

from .corpus import ARTICLES, NEWS, Corpus
from .texts import FIRST, LAST

ANNOTATIONS = 10_000
BATCH = 1_000
_BEGAN = datetime(2024, 1, 8, 9, tzinfo=UTC)
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Size:
    """What a study has of everything. Of the articles that are opened one has `most` annotations."""

    articles: int = ARTICLES
    annotations: int = ANNOTATIONS
    topics: int = 30
    claims: int = 10
    speakers: int = 80
    most: int = 500


USUAL = Size()
LARGE = Size(articles=10_000, annotations=100_000, topics=1_500, claims=500, speakers=5_000, most=2_000)


@dataclass(frozen=True)
class Study:
    """The articles that are opened to be measured: without annotations, with fifty, and with the most; all
    others share the rest evenly."""

    none: Article
    fifty: Article
    most: Article


def make_study(member: Membership, corpus: Corpus = NEWS, size: Size = USUAL) -> Study:
    """Import the corpus into the member's project, and annotate it in their name."""
    with tempfile.TemporaryDirectory() as folder:
        corpus.write(Path(folder), size.articles)
        import_files(Job((folder,)), member.project, member)
    return annotate(member, size)


def annotate(member: Membership, size: Size = USUAL) -> Study:
    """Annotate the project's articles: the first has none, the second 50, the third the most."""
    chance = random.Random("annotations")
    tags, speakers = _tags(member, size), _speakers(member, size)
    texts = ArticleText.objects.filter(article__project=member.project).order_by("article_id", "-version")
    pks = list(texts.values_list("pk", flat=True))
    counts = [0, 50, size.most]
    rest, more = divmod(max(size.annotations - sum(counts), 0), max(len(pks) - 3, 1))
    counts += [rest + (n < more) for n in range(len(pks) - 3)]
    coder = _Coder(member, tags, speakers, chance)
    for start in range(0, len(pks), 100):
        coded = zip(
            texts.in_bulk(pks[start : start + 100]).values(), counts[start : start + 100], strict=True
        )
        coder.write([annotation for text, count in coded for annotation in coder.of(text, count)])
    marked = [
        pk for pk, count in zip(texts.values_list("article_id", flat=True), counts, strict=True) if count
    ]
    states = (CodingState.State.DONE, CodingState.State.PROGRESS)
    CodingState.objects.bulk_create(
        (CodingState(member=member, article_id=pk, state=states[n % 2]) for n, pk in enumerate(marked)),
        batch_size=BATCH,
    )
    return Study(*member.project.articles.order_by("pk")[:3])


def _tags(member: Membership, size: Size) -> list[Tag]:
    """A tree of topics, five at its top, and claims; the first nine have a key."""
    tags: list[Tag] = []
    for n in range(size.topics + size.claims):
        claim = n >= size.topics
        name = f"Behauptung {n - size.topics + 1}: Das Vorhaben ist nötig" if claim else f"Thema {n + 1}"
        parent = tags[n % 5] if 5 <= n < size.topics else None
        kind = Tag.Kind.CLAIM if claim else Tag.Kind.TOPIC
        shortcut = n + 1 if n < 9 else None
        tags.append(
            Tag.objects.create(
                project=member.project,
                name=name,
                key=folded_key(name),
                parent=parent,
                kind=kind,
                color=n % 12 + 1,
                shortcut=shortcut,
            )
        )
    return tags


def _speakers(member: Membership, size: Size) -> list[Speaker]:
    names = [f"{first} {last}" for last in LAST for first in FIRST]
    more = (f"{name} {n}." for n in range(2, 1_000) for name in names)  # as kings are counted
    names = list(islice(chain(names, more), size.speakers))
    rows = [Speaker(project=member.project, name=name, key=folded_key(name)) for name in names]
    return Speaker.objects.bulk_create(rows)


@dataclass
class _Coded:
    """An annotation and its parts, before they are stored."""

    row: Annotation
    spans: list[Span]
    speakers: list[AnnotationSpeaker]
    tags: list[AnnotationTag]


class _Coder:
    def __init__(
        self, member: Membership, tags: list[Tag], speakers: list[Speaker], chance: random.Random
    ) -> None:
        self.member, self.tags, self.speakers, self.chance = member, tags, speakers, chance
        self.number = 0

    def of(self, text: ArticleText, count: int) -> Iterator[_Coded]:
        words = [match.span() for match in _WORD.finditer(text.text)]
        for _n in range(count):
            yield self.one(text, words)

    def one(self, text: ArticleText, words: list[tuple[int, int]]) -> _Coded:
        chance = self.chance
        self.number += 1
        when = _BEGAN + timedelta(minutes=self.number)
        named = chance.sample(self.speakers, chance.choices((0, 1, 2), (2, 7, 1))[0])
        row = Annotation(
            uid=uuid.UUID(int=chance.getrandbits(128), version=4),
            project=self.member.project,
            article_id=text.article_id,
            text=text,
            owner=self.member,
            form=chance.choice(["", *Annotation.Form.values]),
            no_speaker="" if named else chance.choice(["", *Annotation.NoSpeaker.values]),
            note=f"Notiz {self.number}: im Zusammenhang zu prüfen." if chance.random() < 0.2 else "",
            created_at=when,
            modified_at=when,
        )
        tags = chance.sample(self.tags, chance.choices((0, 1, 2, 3), (1, 6, 2, 1))[0])
        return _Coded(
            row, self.spans(row, text.text, words), _speaker_links(row, named), self.links(row, tags)
        )

    def spans(self, row: Annotation, text: str, words: list[tuple[int, int]]) -> list[Span]:
        """One run of 3 to 16 words; now and then a second one behind it."""
        spans: list[Span] = []
        at = self.chance.randrange(max(len(words) - 40, 1))
        for _n in range(2 if self.chance.random() < 0.05 else 1):
            last = min(at + self.chance.randrange(2, 16), len(words) - 1)
            start, end = words[at][0], words[last][1]
            spans.append(Span(annotation=row, start=start, end=end, quote=text[start:end]))
            at = min(last + 3, len(words) - 1)
        return spans

    def links(self, row: Annotation, tags: list[Tag]) -> list[AnnotationTag]:
        stances = AnnotationTag.Stance.values
        return [
            AnnotationTag(
                annotation=row,
                tag=tag,
                position=n,
                stance=self.chance.choice(stances) if tag.kind == Tag.Kind.CLAIM else "",
            )
            for n, tag in enumerate(tags)
        ]

    def write(self, coded: list[_Coded]) -> None:
        Annotation.objects.bulk_create([one.row for one in coded], batch_size=BATCH)
        Span.objects.bulk_create((span for one in coded for span in one.spans), batch_size=BATCH)
        AnnotationSpeaker.objects.bulk_create((s for one in coded for s in one.speakers), batch_size=BATCH)
        AnnotationTag.objects.bulk_create((tag for one in coded for tag in one.tags), batch_size=BATCH)
        words.index_new([one.row.pk for one in coded])


def _speaker_links(row: Annotation, named: list[Speaker]) -> list[AnnotationSpeaker]:
    return [AnnotationSpeaker(annotation=row, speaker=one, position=n) for n, one in enumerate(named)]
