"""All hits become annotations in a few statements: one transaction, one change set."""

import uuid
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext

from newsreader import bulk, states
from newsreader.changes import ChangeSet, recording
from newsreader.models import Article, ArticleText, Membership

from ..coding import Coding, named
from ..filtering import words
from ..models import Annotation, AnnotationSpeaker, AnnotationTag, Span, Tag
from ..naming import Refused, quick
from ..recording.annotation import Parts, annotation_state
from ..recording.many import batches
from ..spans import OutOfDate
from .hits import Hit, tagged

ACTION = "annotation.occurrences"
BATCH = 2_000  # articles locked at once; SQLite takes some 32,000 parameters in a statement

Said = tuple[list[uuid.UUID], list[tuple[uuid.UUID, str]]]  # speakers, and tags with their stances


def tag_all(
    member: Membership, hits: Sequence[Hit], coding: Coding, article: Article | None = None
) -> tuple[int, ChangeSet | None]:
    """Make each hit an annotation of the member, exactly as long as it is, with the coding's form, speakers
    and one tag; a hit that has come to have the tag meanwhile is left out. Answers how many were made, and
    the action, which is of the `article` where all are in it.

    Raises OutOfDate where a text is no longer the article's, Refused, or PermissionDenied for a new name.
    """
    with quick(), recording(member, ACTION, article) as record:
        _hold({hit.article_pk: hit.text_version for hit in hits})
        speakers, tags, _nobody = named(member, coding, record)
        there = tagged(member, hits, Tag.objects.of(member.project).get(uid=tags[0][0]))
        new = [hit for hit in hits if hit.place not in there]
        made = list(_annotations(member, new, coding))
        _insert(made, new)
        _link(member, made, (speakers, tags))
        states.begin_many(member, sorted({hit.article_pk for hit in new}))
        for row, hit in zip(made, new, strict=True):
            parts = Parts([(hit.start, hit.end)], speakers, tags)
            record("annotation", row.uid, None, annotation_state(row, parts))
    return len(made), record.change_set


def _hold(versions: dict[int, int]) -> None:
    """Nobody corrects these articles' texts before the transaction ends."""
    pks = sorted(versions)
    for n in range(0, len(pks), BATCH):
        rows = Article.objects.filter(pk__in=pks[n : n + BATCH]).order_by("pk")
        now = dict(rows.select_for_update(no_key=True).values_list("pk", "text_version"))
        if any(now.get(pk) != versions[pk] for pk in pks[n : n + BATCH]):
            raise OutOfDate


def _annotations(member: Membership, hits: Sequence[Hit], coding: Coding) -> Iterator[Annotation]:
    """With the keys that they are going to have. Articles and texts are no more than history asks for."""
    articles = {hit.article_pk: Article(pk=hit.article_pk, uid=hit.article) for hit in hits}
    texts = {hit.text_pk: ArticleText(pk=hit.text_pk, version=hit.text_version) for hit in hits}
    for hit, pk in zip(hits, bulk.new_keys(Annotation, len(hits)), strict=True):
        article, text = articles[hit.article_pk], texts[hit.text_pk]
        yield Annotation(
            pk=pk, project=member.project, article=article, text=text, owner=member, form=coding.form
        )


def _insert(made: Sequence[Annotation], hits: Sequence[Hit]) -> None:
    columns = [field.attname for field in Annotation._meta.concrete_fields]
    bulk.insert(Annotation, columns, ([getattr(row, name) for name in columns] for row in made))
    pairs = zip(made, hits, strict=True)
    spans = ((row.pk, hit.start, hit.end, hit.words) for row, hit in pairs)
    bulk.insert(Span, ("annotation_id", "start", "end", "quote"), spans)
    for some in batches([row.pk for row in made], words.BATCH):
        words.index_new(some)


def _link(member: Membership, made: Sequence[Annotation], said: Said) -> None:
    speakers, tags = said
    project = member.project
    who = dict(project.speakers.filter(uid__in=speakers).values_list("uid", "pk"))
    if len(who) < len(speakers):
        raise Refused(gettext("A speaker does not belong to this project."))
    what = dict(project.tags.filter(uid__in=[uid for uid, _stance in tags]).values_list("uid", "pk"))
    bulk.insert(
        AnnotationSpeaker,
        ("annotation_id", "article_id", "speaker_id", "position"),
        ((row.pk, row.article_id, who[uid], n) for row in made for n, uid in enumerate(speakers)),
    )
    bulk.insert(
        AnnotationTag,
        ("annotation_id", "article_id", "tag_id", "stance", "position"),
        (
            (row.pk, row.article_id, what[uid], stance, n)
            for row in made
            for n, (uid, stance) in enumerate(tags)
        ),
    )
