"""The text of an article gets another version, and what hangs on it is carried over. The old version stays.

What other wings keep on a text they carry themselves: they register how (`register`). Nothing here is lost by
being taken back either: a version stays, too, when the one before it is the article's text again.
"""

import hashlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Max
from django.utils.translation import ngettext

from .. import changes
from ..changes import Recorder, State, Words
from ..correction import Correction
from ..importing.blocks import Block, Value
from ..importing.parse import LABEL_LIMIT
from ..importing.structure import RULES_VERSION, Structure, structure
from ..importing.values import LIMITS, merge
from ..models import Article, ArticleText, Membership, Project
from ..search.front import index_articles
from ..search.language import folded_key
from ..sentences import first_sentence
from ..textmap import compare
from . import blocks, details, stretches
from .detail import MEMBER, Detail
from .stretches import FOLLOWED, blocks_of, rows_of

KIND = "text"
NO_RULES = 0  # the rules version of blocks that came with the text, which no rule reads anew

log = logging.getLogger(__name__)


class Clash(Exception):
    """The article has another text by now than the one that was corrected."""


@dataclass(frozen=True)
class Follower:
    """How a wing carries what it keeps on texts. `carry` brings over to the article's new text what it can,
    records it, and answers how many then wait for people; `held` how many things stand on a version."""

    carry: Callable[[Article, ArticleText, ArticleText, Recorder], int]
    held: Callable[[Article, int], int]


_followers: list[Follower] = []


def register(follower: Follower) -> None:
    _followers.append(follower)


@dataclass(frozen=True)
class Why:
    """In whose name, and why; `remark` in their words."""

    member: Membership | None
    reason: str
    remark: str = ""


@dataclass(frozen=True)
class Renewed:
    """The new version, and how many things wait for people to say where they belong in it."""

    version: int
    waiting: int
    change_set: changes.ChangeSet | None = None


def waiting_words(count: int) -> str:
    said = ngettext("%(count)d annotation waits for review.", "%(count)d annotations wait for review.", count)
    return said % {"count": count}


def correct(
    member: Membership, article: Article, seen: int, text: str, reason: str, remark: str = ""
) -> Renewed:
    """Give the article this text (as decode.written has it) in place of version `seen`, as one change set.
    Raises Clash."""
    with changes.recording(member, KIND, article) as record:
        found = held(member.project, article.uid)
        if found.text_version != seen:
            raise Clash
        renewed = renew(found, text, Why(member, reason, remark), record)
    return replace(renewed, change_set=record.change_set)


def held(project: Project, uid: UUID) -> Article:
    """The article with its source, locked. Nobody marks it meanwhile: who adds something to it waits, and
    finds that it has another text (on PostgreSQL; on SQLite one writes at a time)."""
    [found] = details.held(project, [uid])
    Article.objects.select_for_update(of=("self",)).get(pk=found.pk)
    found.refresh_from_db()
    return found


def renew(
    article: Article, text: str, why: Why, record: Recorder, given: Mapping[str, Value] | None = None
) -> Renewed:
    """Give the article, which is `held`, the next version of its text. `given` are values of its metadata
    that came along; those that rules find follow the new text, those that members set stay."""
    old = blocks.texts_of([article]).get()
    read = _read(text, article.language)
    new = _made(article, old, text, read, why)
    before = _state(old)
    before_blocks = blocks_of(old.blocks)
    turn(article, new)
    record(KIND, article.uid, before, _state(new))
    now = details.details_of(article)
    after = _follow(now, merge({}, {}, read.metadata)) if read and old.rules_version else {}
    after |= _said(now, (old.text, before_blocks), (text, blocks_of(new.blocks)))
    after |= {k: Detail(v.value, v.origin) for k, v in (given or {}).items() if now[k].origin != MEMBER}
    details.change([article], [after], record)
    index_articles([article], {article.pk: text})
    return Renewed(new.version, sum(follower.carry(article, old, new, record) for follower in _followers))


def _read(text: str, language: str) -> Structure | None:
    try:
        return structure(text, language)
    except Exception as error:
        # As in an import: a text that no rule has foreseen can be corrected all the same.
        log.error("the rules failed on a text: %s", type(error).__name__)
        return None


def _made(article: Article, old: ArticleText, text: str, read: Structure | None, why: Why) -> ArticleText:
    version = article.texts.aggregate(last=Max("version"))["last"] + 1
    by_rules = old.rules_version and read
    new = ArticleText.objects.create(
        article=article,
        version=version,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        length=len(text),
        rules_version=RULES_VERSION if by_rules else NO_RULES,
        blocks=rows_of(blocks_in(old, text, read)),
        text=text,
    )
    Correction.objects.create(text=new, member=why.member, reason=why.reason, remark=why.remark)
    return new


def blocks_in(old: ArticleText, text: str, read: Structure | None) -> list[Block]:
    """The blocks of the new text: those that people set where they are by now, and around them what the rules
    find. Where the rules fail, all blocks are where they are by now."""
    there = compare(old.text, text)
    kept = blocks_of(old.blocks)
    kept = stretches.set_by_people(kept) if read else kept
    moved = [Block(b.kind, there.start(b.start), there.end(b.end), b.origin) for b in kept]
    found = read.blocks if read else (Block(stretches.PLAIN[0], 0, len(text), stretches.PLAIN[1]),)
    return stretches.merged(text, stretches.trimmed(text, moved), found)


def _follow(now: Mapping[str, Detail], found: Mapping[str, Value]) -> dict[str, Detail]:
    """The values that rules read in the text."""
    again = {key: d.found_again(found.get(key), details.DEFAULTS.get(key, "")) for key, d in now.items()}
    return {key: detail for key, detail in again.items() if detail != now[key]}


Read = tuple[str, list[Block]]


def _said(now: Mapping[str, Detail], old: Read, new: Read) -> dict[str, Detail]:
    """A title that a member has set by saying which block is the headline goes along with what that says."""
    after = {}
    for key, kind in FOLLOWED.items():
        before, words = (stretches.words(*read, kind)[: LIMITS[key]] for read in (old, new))
        if words and before != words and (now[key].value, now[key].origin) == (before, MEMBER):
            after[key] = now[key].set_by_member(words)
    return after


def turn(article: Article, text: ArticleText) -> None:
    """Make this the article's text, with what its row says of it."""
    article.text_version, article.length = text.version, text.length
    if not article.title:
        first = first_sentence(text.text, blocks_of(text.blocks), LABEL_LIMIT)
        article.label = (first or article.filename)[:200]
        article.sort_key = folded_key(article.label)
    article.save(update_fields=["text_version", "length", "label", "sort_key"])


def _state(text: ArticleText) -> State:
    why = Correction.objects.filter(text=text).first()
    return {
        "version": text.version,
        "reason": why.reason if why else "",
        "remark": why.remark if why else "",
    }


def read(project: Project, uids: list[UUID]) -> dict[UUID, State]:
    return {uid: _state(blocks.texts_of([held(project, uid)]).defer("text", "blocks").get()) for uid in uids}


def write(project: Project, uid: UUID, state: State | None) -> None:
    """Make an earlier text the article's again, or a later one. Raises Refused, for an earlier one, while
    something has come to stand on the text that would go: it would no longer be seen in it."""
    if state is None:
        return
    article = held(project, uid)
    wanted = article.texts.get(version=state["version"])
    count = sum(follower.held(article, article.text_version) for follower in _followers)
    if count and wanted.version < article.text_version:
        said = ngettext(
            "%(count)d annotation was placed on the corrected text since. Take that back first, or "
            "correct the text once more: annotations go along.",
            "%(count)d annotations were placed on the corrected text since. Take that back first, or "
            "correct the text once more: annotations go along.",
            count,
        )
        raise changes.Refused(said % {"count": count})
    turn(article, wanted)
    index_articles([article], {article.pk: wanted.text})


def reason_words(project: Project, states: list[State]) -> Words:
    return {("reason", value): label for value, label in Correction.Reason.choices}
