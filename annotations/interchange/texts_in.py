"""Articles of a file that bring their text along and that the project does not have yet."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from newsreader import dates
from newsreader.importing.blocks import Block
from newsreader.importing.identity import source_key
from newsreader.importing.parse import LABEL_LIMIT
from newsreader.models import Article, ArticleText, Project, Source
from newsreader.search.front import index_articles
from newsreader.search.language import folded_key
from newsreader.sentences import first_sentence

from .document import ArticleEntry, TextEntry
from .fields_in import Add
from .matching import in_batches

ORIGIN = "import"  # where values and blocks come from: what they were before is not in the format
Versions = dict[tuple[UUID, int], ArticleText]
"""Texts by the id of their article and the version that the file calls them."""
NO_RULES = 0  # the version of the rules that set the blocks: none of ours


def add(
    project: Project, entries: list[ArticleEntry], there: Collection[UUID], record: Add
) -> dict[UUID, ArticleText]:
    """Their texts by the entry's id. All articles are found by search afterwards."""
    new = [entry for entry in entries if entry.uid not in there and entry.current.text is not None]
    sources = _sources(project, new)
    made: dict[UUID, ArticleText] = {}
    for batch in in_batches(new):
        made |= _add_batch(project, batch, sources)
    _link_copies(project, [entry for entry in new if entry.copy_of])
    for entry in new:
        article = made[entry.uid].article
        record(
            "article",
            entry.uid,
            {"filename": article.filename, "title": article.title, "sha256": entry.current.sha256},
        )
    return made


def _add_batch(
    project: Project, entries: Sequence[ArticleEntry], sources: dict[str, Source]
) -> dict[UUID, ArticleText]:
    articles = Article.objects.bulk_create(_article(project, entry, sources) for entry in entries)
    texts = ArticleText.objects.bulk_create(
        _text(article.pk, entry.current) for article, entry in zip(articles, entries, strict=True)
    )
    index_articles(articles, {text.article_id: text.text for text in texts})
    return {entry.uid: text for entry, text in zip(entries, texts, strict=True)}


def _sources(project: Project, entries: list[ArticleEntry]) -> dict[str, Source]:
    sources = {source.key: source for source in project.sources.all()}
    for entry in entries:
        name = entry.values.get("source", "")
        key = source_key(name)
        if name and key not in sources:
            sources[key] = Source.objects.create(project=project, name=name, key=key)
    return sources


def _article(project: Project, entry: ArticleEntry, sources: dict[str, Source]) -> Article:
    values = {key: value for key, value in entry.values.items() if key != "source"}
    article = Article(
        project=project,
        uid=entry.uid,
        filename=entry.filename,
        length=entry.current.length,
        text_version=entry.current.version,
        source=sources.get(source_key(entry.values.get("source", ""))),
        origins=dict.fromkeys(entry.values, ORIGIN),
        **values,
    )
    if not article.title:
        blocks = [Block(kind, start, end, ORIGIN) for kind, start, end in entry.current.blocks]
        article.label = first_sentence(entry.current.text or "", blocks, LABEL_LIMIT)
    article.sort_key = folded_key(article.title or article.label)
    if article.published:
        article.published_from, article.published_to = dates.bounds(article.published)
    return article


def _text(article: int, entry: TextEntry, version: int | None = None) -> ArticleText:
    return ArticleText(
        article_id=article,
        version=version or entry.version,
        sha256=entry.sha256,
        length=entry.length,
        rules_version=NO_RULES,
        blocks=[[kind, start, end, ORIGIN] for kind, start, end in entry.blocks],
        text=entry.text or "",
    )


def versions(entries: Sequence[ArticleEntry], texts: Mapping[UUID, ArticleText]) -> Versions:
    """All texts of the file that the project has, `texts` among them. An earlier one that an article lacks is
    added to it, where the file brings it along; under another number, if that one is taken."""
    there = [entry for entry in entries if entry.uid in texts]
    found = {(entry.uid, entry.current.version): texts[entry.uid] for entry in there}
    for batch in in_batches([entry for entry in there if entry.earlier]):
        articles = {texts[entry.uid].article_id for entry in batch}
        rows = ArticleText.objects.filter(article__in=articles).defer("text", "blocks").order_by("pk")
        known: dict[int, list[ArticleText]] = defaultdict(list)
        for row in rows:
            known[row.article_id].append(row)
        for entry in batch:
            article = texts[entry.uid].article_id
            for text in entry.earlier:
                if made := _found_or_added(article, text, known[article]):
                    found[entry.uid, text.version] = made
    return found


def _found_or_added(article: int, entry: TextEntry, known: list[ArticleText]) -> ArticleText | None:
    """`known` are the article's texts; one that is added is added to them."""
    if row := next((row for row in known if row.sha256 == entry.sha256), None):
        return row
    if entry.text is None:
        return None
    used = {row.version for row in known}
    row = _text(article, entry, max(used) + 1 if entry.version in used else entry.version)
    row.save(force_insert=True)
    known.append(row)
    return row


def _link_copies(project: Project, entries: list[ArticleEntry]) -> None:
    """What an article is a copy of may stand after it in the file, or not be in it."""
    copies = {entry.uid: entry.copy_of for entry in entries}
    for batch in in_batches(entries):
        uids = {uid for entry in batch for uid in (entry.uid, entry.copy_of) if uid}
        articles = {article.uid: article for article in project.articles.filter(uid__in=uids)}
        linked = [articles[entry.uid] for entry in batch]
        for article in linked:
            first = copies[article.uid]
            article.copy_of = articles.get(first) if first else None
        Article.objects.bulk_update(linked, ["copy_of"])
