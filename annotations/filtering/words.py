"""Finding annotations by words in their quote, note or occasion, or in answers that are written in words, in
the way that articles are found.

Who writes any of these calls `index`; a deleted annotation takes its words along by itself.
"""

from collections.abc import Sequence

from django.db import connection
from django.db.models import F, Q

from newsreader.models import Article, Project
from newsreader.search import front
from newsreader.search.entries import Entries, entries
from newsreader.search.names import Names
from newsreader.search.query import parse

from ..anchoring import JOINER
from ..models import Annotation, Span, Value, Variable

MARKS = Names("annotations_search", "annotation", "annotations_annotation")
PARTS = frozenset({"spans", "note", "occasion", "values"})
"""The parts of a state whose words are in the index."""
BATCH = 1_000  # annotations whose words are held at once


def matching(text: str, key: str = "pk") -> Q:
    """The condition on an annotation that what somebody typed stands for; none for nothing that is a word.
    `key` is what the rows call their primary key."""
    tree = parse(text).tree
    return Q() if tree is None else front.matching(tree, names=MARKS, key=key)


def parts_in(project: Project) -> frozenset[str]:
    """The same in a project: most ask for no words, and a choice that changes is no matter of the index."""
    return PARTS if Variable.objects.in_words(project).exists() else PARTS - {"values"}


def add(annotation: Annotation, quotes: Sequence[str]) -> None:
    """Make a new one be found, whose words the caller has at hand; nothing is answered yet."""
    said = words_of(quotes, (annotation.note, annotation.occasion), annotation.article.language)
    front.index_new({annotation.pk: said}, MARKS)


def index(pks: Sequence[int]) -> None:
    """Make the annotations be found, in place of what was indexed of them before."""
    for n in range(0, len(pks), BATCH):
        front.remove(pks[n : n + BATCH], MARKS)
        index_new(pks[n : n + BATCH])


def index_new(pks: Sequence[int]) -> None:
    """The same of annotations that never were."""
    quotes: dict[int, list[str]] = {}
    spans = Span.objects.filter(annotation__in=pks).order_by("annotation", "start")
    for pk, quote in spans.values_list("annotation", "quote"):
        quotes.setdefault(pk, []).append(quote)
    answers: dict[int, list[str]] = {}
    written = Value.objects.filter(annotation__in=pks, variable__kind=Variable.Kind.TEXT).order_by("variable")
    for pk, value in written.values_list("annotation", "value"):
        answers.setdefault(pk, []).append(value)
    rows = Annotation.objects.filter(pk__in=pks).annotate(language=F("article__language"))
    front.index_new(
        {
            pk: words_of(quotes.get(pk, ()), (note, occasion, *answers.get(pk, ())), language)
            for pk, note, occasion, language in rows.values_list("pk", "note", "occasion", "language")
        },
        MARKS,
    )


def words_of(quotes: Sequence[str], said: Sequence[str], language: str) -> Entries:
    """The rows of the index; no phrase spans the quote and what is said of it."""
    about = "\n".join(part for part in said if part)
    return entries(connection.vendor, JOINER.join(quotes), about, language)


def fill(articles: Sequence[Article]) -> None:
    """Of articles that have just come in as rows, with all that belongs to them."""
    pks = list(Annotation.objects.filter(article__in=articles).values_list("pk", flat=True))
    for n in range(0, len(pks), BATCH):
        index_new(pks[n : n + BATCH])
