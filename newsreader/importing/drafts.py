"""Files to drafts: opened here, read by several processes when there are many, known ones only glanced at."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from ..models import Project
from .files import walk
from .found import FileError
from .identity import Draft, known_texts, same_file
from .metadata import Table
from .pool import in_order
from .reading import Bytes, Manner, Read, Unread, glance, read_all, read_one
from .report import Entry, Outcome

CHUNK = 20
"""Files that a process is handed at once, so that handing over costs little."""
CHUNK_SIZE = 400_000
"""Bytes from which a chunk is handed over early."""
FIRST_CHUNKS = 5
"""Chunks that are looked at before processes are started, and read meanwhile."""
MANY = 60
"""Unread files in them from which processes are started: five files are read sooner than they begin."""

log = logging.getLogger(__name__)

Item = Draft | Entry


def drafts(
    paths: Iterable[str], table: Table | None, manner: Manner, project: Project | None
) -> Iterator[Item]:
    """Every file of the paths in its order: a draft, or an entry for one that is no article.

    Raises WorkerLost.
    """
    work = partial(read_all, manner=manner)
    chunks = _chunks(_looked_up(_opened(paths, table), manner, project))
    while first := list(islice(chunks, FIRST_CHUNKS)):
        answers: Iterator[tuple[Chunk, list[Read | Unread]]] = (
            (chunk, work(_unread(chunk))) for chunk in first
        )
        if sum(len(_unread(chunk)) for chunk in first) >= MANY:
            answers = in_order(work, ((chunk, _unread(chunk)) for chunk in chunks), meanwhile=answers)
        for chunk, read in answers:
            found = iter(read)
            yield from (item.item(next(found)) if isinstance(item, Opened) else item for item in chunk)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file with its bytes, which nobody has looked into."""

    path: str
    filename: str
    file: Bytes

    def item(self, read: Read | Unread) -> Item:
        if isinstance(read, Read):
            return self.draft(read)
        if read.error:
            log.error("the rules failed on a text: %s", read.error)
        return Entry(self.path, Outcome.FAILED, code=read.code)

    def draft(self, read: Read) -> Draft:
        file = self.file
        return Draft(
            self.path, self.filename, file.data, read.parsed, read.values, file.row is not None, read.entries
        )


def _opened(paths: Iterable[str], table: Table | None) -> Iterator[Opened | Entry]:
    for found in walk(paths):
        if found.ignored:
            yield Entry(found.path, Outcome.IGNORED, code=found.ignored)
            continue
        row = table.take(found.filename) if table else None
        try:
            yield Opened(found.path, found.filename, Bytes(found.read(), row))
        except FileError as error:
            yield Entry(found.path, Outcome.FAILED, code=error.code)


def _looked_up(
    items: Iterator[Opened | Entry], manner: Manner, project: Project | None
) -> Iterator[Opened | Item]:
    """Files that the project knows by name and text become drafts here: to skip one, its structure is not
    needed, and finding that takes ten times as long as all else."""
    if project is None or not project.articles.exists():
        yield from items
        return
    while window := list(islice(items, CHUNK)):
        glances = {n: glance(item.file, manner) for n, item in enumerate(window) if isinstance(item, Opened)}
        digests = [read.parsed.sha256 for read in glances.values() if isinstance(read, Read)]
        known = known_texts(project, digests)
        for n, item in enumerate(window):
            read = glances.get(n)
            if not isinstance(item, Opened) or not isinstance(read, Read):
                yield item
                continue
            draft = replace(item.draft(read), whole=partial(_whole, item, manner))
            yield draft if same_file(draft, known.get(read.parsed.sha256, [])) else item


def _whole(opened: Opened, manner: Manner) -> Draft | None:
    item = opened.item(read_one(opened.file, manner))
    return item if isinstance(item, Draft) else None


Chunk = list[Opened | Item]


def _chunks(items: Iterator[Opened | Item]) -> Iterator[Chunk]:
    chunk: Chunk = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.file.data) if isinstance(item, Opened) else 0
        if len(chunk) >= CHUNK or size >= CHUNK_SIZE:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _unread(chunk: Chunk) -> list[Bytes]:
    return [item.file for item in chunk if isinstance(item, Opened)]
