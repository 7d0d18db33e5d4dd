"""Articles of a file that bring their text along and that the project does not have yet."""

from collections.abc import Collection, Sequence
from uuid import UUID

from newsreader import dates
from newsreader.importing.blocks import Block
from newsreader.importing.identity import source_key
from newsreader.importing.parse import LABEL_LIMIT
from newsreader.models import Article, ArticleText, Project, Source
from newsreader.search.front import index_articles
from newsreader.search.language import folded_key
from newsreader.sentences import first_sentence

from .document import ArticleEntry
from .matching import in_batches
from .named_in import Add

ORIGIN = "import"  # where values and blocks come from: what they were before is not in the format
NO_RULES = 0  # the version of the rules that set the blocks: none of ours


def add(
    project: Project, entries: list[ArticleEntry], there: Collection[UUID], record: Add
) -> dict[UUID, ArticleText]:
    """Their texts by the entry's id. All articles are found by search afterwards."""
    new = [entry for entry in entries if entry.uid not in there and entry.text is not None]
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
            {"filename": article.filename, "title": article.title, "sha256": entry.sha256},
        )
    return made


def _add_batch(
    project: Project, entries: Sequence[ArticleEntry], sources: dict[str, Source]
) -> dict[UUID, ArticleText]:
    articles = Article.objects.bulk_create(_article(project, entry, sources) for entry in entries)
    texts = ArticleText.objects.bulk_create(
        _text(article, entry) for article, entry in zip(articles, entries, strict=True)
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
        length=entry.length,
        text_version=entry.text_version,
        source=sources.get(source_key(entry.values.get("source", ""))),
        origins=dict.fromkeys(entry.values, ORIGIN),
        **values,
    )
    if not article.title:
        blocks = [Block(kind, start, end, ORIGIN) for kind, start, end in entry.blocks]
        article.label = first_sentence(entry.text or "", blocks, LABEL_LIMIT)
    article.sort_key = folded_key(article.title or article.label)
    if article.published:
        article.published_from, article.published_to = dates.bounds(article.published)
    return article


def _text(article: Article, entry: ArticleEntry) -> ArticleText:
    return ArticleText(
        article=article,
        version=entry.text_version,
        sha256=entry.sha256,
        length=entry.length,
        rules_version=NO_RULES,
        blocks=[[kind, start, end, ORIGIN] for kind, start, end in entry.blocks],
        text=entry.text or "",
    )


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
