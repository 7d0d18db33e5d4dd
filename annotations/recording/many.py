"""Parts of the states of many annotations, read and written in a few statements.

A part names its owner too: who may put it back is asked of each of them. And it names its article: when that
is deleted for good, what history holds of it goes by that name.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db.models import F, QuerySet
from django.utils import timezone

from newsreader import bulk
from newsreader.changes import State, States
from newsreader.models import ArticleText, Project

from ..filtering import words
from ..models import Annotation, AnnotationSpeaker, AnnotationTag, Suggestion
from . import answers, places
from .annotation import SAID, days_of, fresh_version, write
from .places import BATCH, PLACED

T = TypeVar("T")

LINK = ("annotation_id", "article_id", "position")  # what every link has
LINKED = frozenset({"speakers", "tags", "values"})
ALWAYS = frozenset({"owner", "article"})
PARTS = frozenset(SAID) | LINKED | PLACED | {"addressee"}
"""What `read_parts` and `write_many` do in bulk; all else is done one by one."""

REST = frozenset({"inside", "suggestion", "created_at"})
"""What a whole state holds besides: it is read in bulk, and written so where an annotation comes back."""


ABOUT = (
    "pk", "uid", "owner__uid", "article__uid", "addressee__uid", "inside__uid", "suggestion__uid",
    "created_at",
)  # fmt: skip


def read_parts(annotations: QuerySet[Annotation], parts: Collection[str], *, lock: bool = True) -> States:
    """Of each annotation its owner, its article and these parts of its state; the rows are locked, unless
    nothing will be written. Raises KeyError for a part that is none of PARTS and REST."""
    if unknown := set(parts) - PARTS - REST:
        raise KeyError(*unknown)
    plain = [part for part in SAID if part in parts]
    rows = annotations.order_by("pk")
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found: dict[int, tuple[uuid.UUID, State]] = {}
    for pk, uid, owner, article, addressee, inside, origin, made, *values in rows.values_list(*ABOUT, *plain):
        state: State = {"owner": str(owner), "article": str(article), **dict(zip(plain, values, strict=True))}
        if "addressee" in parts:
            state["addressee"] = str(addressee) if addressee else None
        if "inside" in parts:
            state["inside"] = str(inside) if inside else None
        if "suggestion" in parts:
            state["suggestion"] = str(origin) if origin else None
        if "created_at" in parts:
            state["created_at"] = made.isoformat()
        found[pk] = uid, state
    for part in PLACED & set(parts):
        placed = places.read(part, list(found))
        for pk, (_uid, state) in found.items():
            state[part] = placed.get(pk, [])
    for part in LINKED & set(parts):
        linked = _linked(part, list(found))
        for pk, (_uid, state) in found.items():
            state[part] = linked.get(pk, [])
    return dict(found.values())


def _linked(part: str, pks: list[int]) -> dict[int, list[Any]]:
    if part == "values":
        return dict(answers.read("annotation", pks))
    groups: dict[int, list[Any]] = defaultdict(list)
    for batch in batches(pks):
        if part == "speakers":
            links = AnnotationSpeaker.objects.filter(annotation__in=batch).order_by("annotation", "position")
            for pk, uid in links.values_list("annotation", "speaker__uid"):
                groups[pk].append(str(uid))
            continue
        tags = AnnotationTag.objects.filter(annotation__in=batch).order_by("annotation", "position")
        for pk, uid, stance in tags.values_list("annotation", "tag__uid", "stance"):
            groups[pk].append([str(uid), stance])
    return groups


def read_some(
    project: Project, uids: list[uuid.UUID], parts: Collection[str]
) -> dict[uuid.UUID, State] | None:
    """As `read_parts`, by uid, for undo; None where a part is not read in bulk."""
    wanted = set(parts) - ALWAYS
    if not wanted <= PARTS | REST:
        return None
    found: States = {}
    for batch in batches(uids):
        found |= read_parts(Annotation.objects.filter(project=project, uid__in=batch), wanted)
    return found


def write_many(project: Project, states: Mapping[uuid.UUID, State]) -> None:
    """Put annotations into these states or parts of states, none of which is to go. Raises KeyError for a
    speaker, tag or field that the project does not have."""
    made = _made(project, states)
    states = {uid: state for uid, state in states.items() if uid not in made}
    quick = {uid: state for uid, state in states.items() if set(state) - ALWAYS <= PARTS}
    parts = {part for state in quick.values() for part in state} - ALWAYS
    for batch in batches(list(quick)):
        found = _rows(project, batch, parts)
        _write_rows(project, {found[uid]: quick[uid] for uid in batch if uid in found})
        for uid in batch:
            if uid not in found:
                write(project, uid, quick[uid])
    for uid, state in states.items():
        if uid not in quick:
            write(project, uid, state)


class Bare(NamedTuple):
    """Of an annotation what its links need. Objects of thousands take as long as everything else together."""

    pk: int
    article_id: int


def _rows(project: Project, uids: list[uuid.UUID], parts: Collection[str]) -> dict[uuid.UUID, Any]:
    rows = Annotation.objects.filter(project=project, uid__in=uids)
    if LINKED.issuperset(parts):
        return {uid: Bare(*row) for uid, *row in rows.values_list("uid", "pk", "article_id")}
    said = [part for part in SAID if part in parts]
    return {row.uid: row for row in rows.only("pk", "uid", "article_id", "text_id", *said)}


def remove_many(project: Project, uids: Collection[uuid.UUID]) -> None:
    """Take annotations away. Raises RestrictedError when one is in use."""
    for batch in batches(list(uids)):
        Annotation.objects.filter(project=project, uid__in=batch).delete()


def _made(project: Project, states: Mapping[uuid.UUID, State]) -> set[uuid.UUID]:
    """Annotations that are gone and were inside no other come back; answers which. Raises KeyError where what
    they refer to is gone."""
    whole = {uid for uid, state in states.items() if "created_at" in state and not state.get("inside")}
    done: set[uuid.UUID] = set()
    for batch in batches(sorted(whole)):
        there = set(project.annotations.filter(uid__in=batch).values_list("uid", flat=True))
        new = {uid: states[uid] for uid in batch if uid not in there}
        rows = list(_new_rows(project, new))
        columns = [field.attname for field in Annotation._meta.concrete_fields]
        bulk.insert(Annotation, columns, ([getattr(row, name) for name in columns] for row in rows))
        parts = [{part: state[part] for part in state if part != "text_version"} for state in new.values()]
        _write_parts(project, dict(zip(rows, parts, strict=True)))  # they stand on their texts already
        words.index_new([row.pk for row in rows])
        done |= new.keys()
    return done


def _new_rows(project: Project, states: Mapping[uuid.UUID, State]) -> Iterator[Annotation]:
    """With the keys that they are going to have."""
    articles = _pks(project.articles, (state["article"] for state in states.values()))
    owners = _pks(project.memberships, (state["owner"] for state in states.values()))
    addressees = _pks(project.speakers, (s["addressee"] for s in states.values() if s.get("addressee")))
    rows = ArticleText.objects.filter(article__in=articles.values()).values_list("article", "version", "pk")
    texts = {(article, version): pk for article, version, pk in rows}
    found = Suggestion.objects.of(project)
    origins = _pks(found, (state["suggestion"] for state in states.values() if state.get("suggestion")))
    for pk, (uid, state) in zip(bulk.new_keys(Annotation, len(states)), states.items(), strict=True):
        article = articles[state["article"]]
        row = Annotation(
            pk=pk,
            uid=uid,
            project=project,
            article_id=article,
            text_id=texts[article, state["text_version"]],
            owner_id=owners[state["owner"]],
            suggestion_id=origins.get(state.get("suggestion") or ""),
            created_at=datetime.fromisoformat(state["created_at"]),
            version=fresh_version(),
        )
        _set(row, state, addressees)
        yield row


def _write_rows(project: Project, states: Mapping[Any, State]) -> None:
    _write_fields(project, states)
    _write_parts(project, states)
    parts = words.parts_in(project)
    words.index([row.pk for row, state in states.items() if parts & state.keys()])
    rows = Annotation.objects.filter(pk__in=[row.pk for row in states])
    rows.update(version=F("version") + 1, modified_at=timezone.now())


def _write_parts(project: Project, states: Mapping[Any, State]) -> None:
    places.write({row: state for row, state in states.items() if PLACED & state.keys()})
    for part, put in (("speakers", _put_speakers), ("tags", _put_tags), ("values", _put_values)):
        said = {row: state[part] for row, state in states.items() if part in state}
        if said:
            put(project, said)


def _write_fields(project: Project, states: Mapping[Annotation, State]) -> None:
    speakers = partial(_pks, project.speakers)
    addressees = speakers(s["addressee"] for s in states.values() if s.get("addressee"))
    fields = {part for state in states.values() for part in state if part in SAID}
    for row, state in states.items():
        _set(row, state, addressees)
    if "date" in fields:
        fields |= {"date_from", "date_to"}
    if any("addressee" in state for state in states.values()):
        fields.add("addressee")
    if fields:
        Annotation.objects.bulk_update(states, sorted(fields), batch_size=200)


def _set(row: Any, state: State, addressees: Mapping[str, int]) -> None:
    for part in SAID:
        if part in state:
            setattr(row, part, state[part])
    if "date" in state:
        row.date_from, row.date_to = days_of(state["date"])
    if "addressee" in state:
        row.addressee_id = addressees[state["addressee"]] if state["addressee"] else None


def _put_speakers(project: Project, said: Mapping[Any, list[str]]) -> None:
    pks = _pks(project.speakers, (uid for uids in said.values() for uid in uids))
    AnnotationSpeaker.objects.filter(annotation__in=[row.pk for row in said]).delete()
    links = (
        (row.pk, row.article_id, n, pks[uid]) for row, uids in said.items() for n, uid in enumerate(uids)
    )
    bulk.insert(AnnotationSpeaker, (*LINK, "speaker_id"), links)


def _put_tags(project: Project, said: Mapping[Any, list[list[str]]]) -> None:
    pks = _pks(project.tags, (uid for pairs in said.values() for uid, _stance in pairs))
    AnnotationTag.objects.filter(annotation__in=[row.pk for row in said]).delete()
    links = (
        (row.pk, row.article_id, n, pks[uid], stance)
        for row, pairs in said.items()
        for n, (uid, stance) in enumerate(pairs)
    )
    bulk.insert(AnnotationTag, (*LINK, "tag_id", "stance"), links)


def _put_values(project: Project, said: Mapping[Any, answers.Pairs]) -> None:
    answers.put(project, "annotation", {row.pk: pairs for row, pairs in said.items()})


def _pks(rows: Any, uids: Iterable[str]) -> dict[str, int]:
    """Primary keys by uid. Those that are missing are missing."""
    found: dict[str, int] = {}
    for batch in batches(sorted(set(uids))):
        found |= {str(uid): pk for uid, pk in rows.filter(uid__in=batch).values_list("uid", "pk")}
    return found


def batches(items: Sequence[T], size: int = BATCH) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
