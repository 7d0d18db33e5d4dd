"""The blocks of an article's current text as history knows them, and what a lead makes of them. The text
itself never changes, so no offset and no annotation moves."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import F, QuerySet

from .. import changes
from ..changes import Recorder, State
from ..importing.blocks import Block
from ..importing.structure import structure
from ..importing.values import LIMITS
from ..models import Article, ArticleText, Membership, Project
from . import details, stretches
from .detail import MEMBER, Detail, by_rule
from .stretches import FOLLOWED, Rows, Stretch, blocks_of, place, rows_of

KIND = "blocks"
IN_ONE_QUERY = 500  # texts of which no more than their blocks is read

Seen = tuple[int, int, str]
"""A block as the member saw it: start, end, kind."""
Change = Callable[[str, list[Block], Collection[Stretch]], list[Block]]
Blocks = Sequence[Block]
Follow = Callable[[Article, str, Blocks, Blocks], dict[str, Detail]]


class Clash(Exception):
    """The blocks that were chosen are no longer what the member saw."""


class Refused(Exception):
    """What was asked cannot be done with these blocks; `code` says why: neighbours, lines or headline."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def texts_of(articles: Iterable[Article]) -> QuerySet[ArticleText]:
    """The current texts of the articles."""
    pks = [article.pk for article in articles]
    return ArticleText.objects.filter(article__in=pks, version=F("article__text_version"))


def set_kind(member: Membership, article: Article, seen: Sequence[Seen], kind: str) -> list[str]:
    """Make the blocks be of this kind. Raises Clash, and Refused for a second headline."""
    if kind == "headline" and len(seen) > 1:
        raise Refused("headline")
    return _correct(
        member, article, seen, lambda text, blocks, chosen: stretches.with_kind(blocks, chosen, kind)
    )


def join(member: Membership, article: Article, seen: Sequence[Seen]) -> list[str]:
    """Make one block of neighbours, of the first one's kind. Raises Clash, and Refused for others."""

    def joined(text: str, blocks: list[Block], chosen: Collection[Stretch]) -> list[Block]:
        try:
            return stretches.joined(blocks, chosen)
        except ValueError as error:
            raise Refused("neighbours") from error

    return _correct(member, article, seen, joined)


def split(member: Membership, article: Article, seen: Sequence[Seen]) -> list[str]:
    """Make a block of each line of the blocks. Raises Clash, and Refused when each is one line already."""

    def lines(text: str, blocks: list[Block], chosen: Collection[Stretch]) -> list[Block]:
        found = stretches.split(text, blocks, chosen)
        if found == blocks:
            raise Refused("lines")
        return found

    return _correct(member, article, seen, lines)


def release(member: Membership, article: Article, seen: Sequence[Seen]) -> list[str]:
    """Leave the stretches of the blocks to the rules again, as they find them today. Raises Clash."""

    def released(text: str, blocks: list[Block], chosen: Collection[Stretch]) -> list[Block]:
        kept = [block for block in blocks if place(block) not in chosen]
        return stretches.merged(text, kept, structure(text, article.language).blocks)

    return _correct(member, article, seen, released, follow=let_go)


def _correct(
    member: Membership, article: Article, seen: Sequence[Seen], make: Change, follow: Follow | None = None
) -> list[str]:
    """One change set of new blocks and the values that follow them; answers the keys of these."""
    with changes.recording(member, KIND, article) as record:
        [found] = details.held(member.project, [article.uid])
        text = texts_of([found]).select_for_update(no_key=True, of=("self",)).get()
        old = blocks_of(text.blocks)
        if not set(seen) <= {(block.start, block.end, block.kind) for block in old}:
            raise Clash
        new = make(text.text, old, {(start, end) for start, end, _kind in seen})
        save([(found, text, new, text.rules_version)], record)
        after = (follow or followed)(found, text.text, old, new)
        details.change([found], [after], record)
    return list(after)


def followed(article: Article, text: str, old: Blocks, new: Blocks) -> dict[str, Detail]:
    """The values that follow the blocks. Whoever says which block is the headline says the title, too; a
    title of the CSV file or of the import's caller stays, and one that a member wrote by hand."""
    after = {}
    for key, now, before, words in _moved(article, text, old, new):
        in_step = now.value == before
        free = by_rule(now.origin) and (in_step or words)
        if free or (in_step and now.origin == MEMBER):
            after[key] = now.set_by_member(words)
    return after


def let_go(article: Article, text: str, old: Blocks, new: Blocks) -> dict[str, Detail]:
    """The values that had followed a block which is left to the rules again: back to what stood before."""
    moved = _moved(article, text, old, new)
    return {k: now.taken_back() for k, now, said, _ in moved if (now.value, now.origin) == (said, MEMBER)}


def _moved(article: Article, text: str, old: Blocks, new: Blocks) -> Iterator[tuple[str, Detail, str, str]]:
    """Each value whose block is another now: (key, value, what the old block says, what the new one says)."""
    now = details.details_of(article)
    for key, kind in FOLLOWED.items():
        before, words = (stretches.words(text, blocks, kind)[: LIMITS[key]] for blocks in (old, new))
        if before != words:
            yield key, now[key], before, words


Saved = tuple[Article, ArticleText, list[Block], int]
"""An article, its text with the old blocks, the new ones, and the version of the rules that found them."""


def save(changed: Iterable[Saved], record: Recorder) -> None:
    """Write new blocks into the texts, and record what is different."""
    for article, text, blocks, rules_version in changed:
        before, after = _differences(text, rows_of(blocks), rules_version)
        if before != after:
            record(KIND, article.uid, before, after)
            text.blocks, text.rules_version = rows_of(blocks), rules_version
            text.save(update_fields=["blocks", "rules_version"])


def _differences(text: ArticleText, new: Rows, rules_version: int) -> tuple[State, State]:
    """The blocks that go and those that come. Blocks are known by their place: "12-40"."""
    before, after = _parts(text.blocks), _parts(new)
    touched = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    states: tuple[State, State] = ({"text_version": text.version}, {"text_version": text.version})
    if rules_version != text.rules_version:
        states[0]["rules_version"], states[1]["rules_version"] = text.rules_version, rules_version
    for state, parts in zip(states, (before, after), strict=True):
        state.update((key, parts.get(key)) for key in sorted(touched, key=_start))
    return states


def _parts(rows: Iterable[Sequence[str | int]]) -> State:
    return {f"{start}-{end}": {"value": kind, "origin": origin} for kind, start, end, origin in rows}


def _place(entry: tuple[int, int, State]) -> int:
    return entry[0]


def _start(key: str) -> tuple[int, int]:
    start, _dash, end = key.partition("-")
    return int(start), int(end)


def read(project: Project, uids: list[UUID]) -> dict[UUID, State]:
    """Each article's whole state, for history."""
    found: dict[UUID, State] = {}
    for article in details.held(project, uids):
        found[article.uid] = {}
    rows = ArticleText.objects.filter(article__project=project, version=F("article__text_version"))
    for n in range(0, len(uids), IN_ONE_QUERY):
        some = rows.filter(article__uid__in=uids[n : n + IN_ONE_QUERY]).select_for_update(
            no_key=True, of=("self",)
        )
        for uid, version, rules, blocks in some.values_list(
            "article__uid", "version", "rules_version", "blocks"
        ):
            found[uid] = {"text_version": version, "rules_version": rules} | _parts(blocks)
    return found


def write_many(project: Project, states: Mapping[UUID, State]) -> None:
    """Bring the blocks of the articles into the states, or the parts of them, that history holds."""
    rows = ArticleText.objects.filter(article__project=project, article__uid__in=list(states))
    for text in rows.select_related("article").only("version", "blocks", "rules_version", "article__uid"):
        state = states[text.article.uid]
        if text.version == state["text_version"]:
            parts = _parts(text.blocks) | {key: part for key, part in state.items() if "-" in key}
            kept = sorted(((*_start(key), part) for key, part in parts.items() if part), key=_place)
            text.blocks = [[part["value"], start, end, part["origin"]] for start, end, part in kept]
            text.rules_version = state.get("rules_version", text.rules_version)
            text.save(update_fields=["blocks", "rules_version"])


def write(project: Project, uid: UUID, state: State | None) -> None:
    if state is not None:
        write_many(project, {uid: state})
