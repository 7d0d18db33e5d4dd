"""The metadata of articles as history knows it: read, written with all that follows from it, corrected."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import F

from .. import changes, dates
from ..changes import Recorder, State
from ..importing.identity import source_key
from ..importing.parse import LABEL_LIMIT
from ..importing.values import DEFAULT_LANGUAGE
from ..models import Article, ArticleText, Membership, Project, Source
from ..search.front import index_articles
from ..search.language import folded_key
from ..sentences import first_sentence
from .detail import MEMBER, Detail, flat
from .stretches import blocks_of
from .words import LABELS

KIND = "details"
FOLLOWING = {"title": ["sort_key"], "label": ["sort_key"], "published": ["published_from", "published_to"]}
"""Columns that are derived from others."""
DEFAULTS = {"language": DEFAULT_LANGUAGE}


class Clash(Exception):
    """Somebody else has changed these values, by key, since they were read."""

    def __init__(self, keys: list[str]) -> None:
        super().__init__(f"{len(keys)} values have changed since")
        self.keys = keys


@dataclass(frozen=True)
class Wish:
    """What a member wants a value to be, and what it was when they looked."""

    value: str
    seen: str


def details_of(article: Article) -> dict[str, Detail]:
    return {key: _detail(article, key) for key in LABELS}


def _detail(article: Article, key: str) -> Detail:
    value = article.source.name if article.source else ""
    if key != "source":
        value = getattr(article, key)
    replaced = (article.replaced or {}).get(key)
    return Detail(value, article.origins.get(key, ""), tuple(replaced) if replaced else None)


def held(project: Project, uids: Iterable[UUID]) -> list[Article]:
    """The articles with their sources. Until the transaction ends no import and no other correction writes
    metadata in the project: all of them lock its row first, and no lock keeps anybody from annotating."""
    Project.objects.select_for_update(no_key=True).get(pk=project.pk)
    return list(project.articles.select_related("source").filter(uid__in=list(uids)).order_by("pk"))


def correct(
    member: Membership,
    article: Article,
    wishes: Mapping[str, Wish],
    back: Mapping[str, str] = MappingProxyType({}),
) -> bool:
    """Set the values, and take those of `back` (each with what the member saw) to what stood before a member
    set them; one change set.

    Answers whether anything changed. Raises Clash, with nothing written, where a value is neither what the
    member saw nor what they want.
    """
    with changes.recording(member, KIND, article) as record:
        [found] = held(member.project, [article.uid])
        now = details_of(found)
        stand = {key: flat(detail.value) for key, detail in now.items()}
        clashes = [key for key, wish in wishes.items() if stand[key] not in (wish.seen, wish.value)]
        clashes += [key for key, seen in back.items() if stand[key] != seen]
        if clashes:
            raise Clash(clashes)
        after = {k: now[k].set_by_member(w.value) for k, w in wishes.items() if w.value != now[k].value}
        after |= {key: now[key].taken_back() for key in back}
        change([found], [after], record)
    return record.change_set is not None


def correct_many(member: Membership, articles: Iterable[UUID], values: Mapping[str, str]) -> int:
    """Set the same values in all the articles, as one change set; answers how many it changed."""
    with changes.recording(member, KIND) as record:
        found = held(member.project, list(articles))
        afters = []
        for article in found:
            now = details_of(article)
            afters.append({k: now[k].set_by_member(v) for k, v in values.items() if v != now[k].value})
        change(found, afters, record)
    return len(record.changes)


def change(articles: Sequence[Article], afters: Sequence[Mapping[str, Detail]], record: Recorder) -> None:
    """Give each held article its new details, with all that follows from them, and record that."""
    changed, texts_wanted = [], []
    states: dict[int, tuple[State, State]] = {}
    for article, after in zip(articles, _spelt(afters, articles), strict=True):
        now = details_of(article)
        after = {key: detail for key, detail in after.items() if detail != now[key]}
        if after:
            before_state = _state({key: now[key] for key in after})
            states[article.pk] = before_state, _state(after)
            if "title" in after and not after["title"].value and not article.label:
                texts_wanted.append(article)
            changed.append(article)
    labels = _labels(texts_wanted)
    for article in changed:
        before, wanted = states[article.pk]
        if article.pk in labels:
            before, wanted = before | {"label": article.label}, wanted | {"label": labels[article.pk]}
        record(KIND, article.uid, before, wanted)
        states[article.pk] = before, wanted
    _save(changed, [states[article.pk][1] for article in changed])


def _spelt(
    afters: Sequence[Mapping[str, Detail]], articles: Sequence[Article]
) -> Sequence[Mapping[str, Detail]]:
    """The same with sources as the project spells them, or the first of these: two spellings are one."""
    keys = {source_key(after["source"].value) for after in afters if "source" in after}
    if not keys:
        return afters
    names = dict(articles[0].project.sources.filter(key__in=keys).values_list("key", "name"))

    def spelt(after: Mapping[str, Detail]) -> Mapping[str, Detail]:
        if "source" not in after:
            return after
        source = after["source"]
        name = names.setdefault(source_key(source.value), source.value)
        return {**after, "source": replace(source, value=name)}

    return [spelt(after) for after in afters]


def _state(details: Mapping[str, Detail]) -> State:
    return {
        key: {"value": d.value, "origin": d.origin, "replaced": list(d.replaced) if d.replaced else None}
        for key, d in details.items()
    }


def _labels(articles: Sequence[Article]) -> dict[int, str]:
    """What stands in for the title of each, by primary key."""
    if not articles:
        return {}
    filenames = {article.pk: article.filename for article in articles}
    rows = ArticleText.objects.filter(article__in=filenames, version=F("article__text_version"))
    return {
        pk: (first_sentence(text, blocks_of(blocks), LABEL_LIMIT) or filenames[pk])[:200]
        for pk, text, blocks in rows.values_list("article_id", "text", "blocks")
    }


def _save(articles: Sequence[Article], states: Sequence[State]) -> None:
    """Write the states, or parts of them, into the held articles and rows, and index what search looks at."""
    if not articles:
        return
    sources = _sources(articles[0].project, states)
    before = {article.pk: (article.title, article.language) for article in articles}
    for article, state in zip(articles, states, strict=True):
        _put(article, state, sources)
        columns = {"origins", "replaced", *state, *(c for key in state for c in FOLLOWING.get(key, ()))}
        article.save(update_fields=columns)  # bulk_update takes three times as long
    _index(articles, before)


def _index(articles: Sequence[Article], before: Mapping[int, tuple[str, str]]) -> None:
    """Bring the search index along, where it changes: a title that stands in the text adds nothing to it."""
    changed = {a.pk: a for a in articles if (a.title, a.language) != before[a.pk]}
    rows = ArticleText.objects.filter(article__in=changed, version=F("article__text_version"))
    texts = dict(rows.values_list("article_id", "text")) if changed else {}
    moved = [
        changed[pk]
        for pk, text in texts.items()
        if changed[pk].language != before[pk][1] or not (changed[pk].title in text and before[pk][0] in text)
    ]
    index_articles(moved, texts)


def _put(article: Article, state: State, sources: Mapping[str, Source]) -> None:
    origins, replaced = dict(article.origins), dict(article.replaced or {})
    for key, part in state.items():
        if key == "label":
            article.label = part
            continue
        if key == "source":
            article.source = sources[source_key(part["value"])] if part["value"] else None
        else:
            setattr(article, key, part["value"] or DEFAULTS.get(key, ""))
        _set_or_remove(origins, key, part["origin"])
        _set_or_remove(replaced, key, part["replaced"])
    article.origins, article.replaced = origins, replaced or None
    article.sort_key = folded_key(article.title or article.label)
    span = dates.bounds(article.published) if article.published else (None, None)
    article.published_from, article.published_to = span


def _set_or_remove(values: dict[str, Any], key: str, value: Any) -> None:
    values.pop(key, None)
    if value:
        values[key] = value


def _sources(project: Project, states: Sequence[State]) -> dict[str, Source]:
    """The sources that the states name, by key; made where there is none."""
    names = {state["source"]["value"] for state in states if "source" in state} - {""}
    keys = {source_key(name): name for name in sorted(names)}
    there = {source.key: source for source in project.sources.filter(key__in=keys)}
    for key in keys.keys() - there.keys():
        there[key] = Source.objects.create(project=project, name=keys[key], key=key)
    return there


def read(project: Project, uids: list[UUID]) -> dict[UUID, State]:
    """Each article's whole state, for history."""
    return {a.uid: _state(details_of(a)) | {"label": a.label} for a in held(project, uids)}


def write_many(project: Project, states: Mapping[UUID, State]) -> None:
    """Bring the articles into the states, or the parts of them, that history holds."""
    found = held(project, states.keys())
    _save(found, [states[article.uid] for article in found])


def write(project: Project, uid: UUID, state: State | None) -> None:
    if state is not None:
        write_many(project, {uid: state})


def setters(article: Article) -> dict[str, str]:
    """Who set the values of the article that members set, by key: the names of those who did it last."""
    wanted = {key for key, origin in article.origins.items() if origin == MEMBER}
    names: dict[str, str] = {}
    if wanted:
        rows = changes.Change.objects.filter(kind=KIND, object=article.uid, change_set__undone=False)
        rows = rows.exclude(change_set__action__in=(changes.UNDO, changes.REDO)).order_by("-id")
        for after, name in rows.values_list("after", "change_set__member__name"):
            for key in wanted - names.keys():
                if after and after.get(key, {}).get("origin") == MEMBER:
                    names[key] = name or ""
    return names
