"""Plain functions that make what a test needs. The default text holds umlauts, an emoji and two quotes."""

import hashlib
import itertools
import uuid
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from annotations.filtering import words
from annotations.models import (
    Alias,
    Annotation,
    AnnotationSpeaker,
    AnnotationTag,
    Comment,
    Detection,
    Span,
    Speaker,
    Suggestion,
    Tag,
    Variable,
)
from newsreader import accounts
from newsreader.models import Article, ArticleText, Membership, Project, Source, User
from newsreader.search.front import index_articles
from newsreader.search.language import folded_key
from newsreader.sessions import SessionStore

_number = itertools.count(1)

TEXT = (
    "Brücke über die Ahle bleibt gesperrt\n\n"
    "Die Prüfung dauert länger 🚧 als gedacht.\n\n"
    "„Wir öffnen erst, wenn alles hält“, sagte Bürgermeisterin Änne Groß am Montag. "
    "Die Kosten seien noch offen.\n\n"
    "»Das ist zu spät«, entgegnete Jörg Weiß vom Händlerverein."
)


def make_user(username: str = "", name: str = "", password: str | None = None) -> User:
    username = username or f"user{next(_number)}"
    return User.objects.create_user(username, name or username.title(), password)


def make_project(slug: str = "", **values: Any) -> Project:
    slug = slug or f"projekt-{next(_number)}"
    return Project.objects.create(slug=slug, name=values.pop("name", f"Übung {slug}"), **values)


def make_member(
    project: Project | None = None, role: str = Membership.Role.CODER, user: User | None = None
) -> Membership:
    return accounts.join(project or make_project(), user or make_user(), role)


def client_of(member: Membership) -> Client:
    """A test client that is signed in as the member, past what else signing in does."""
    assert member.user is not None
    session = SessionStore()
    session[SESSION_KEY] = str(member.user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = member.user.get_session_auth_hash()
    session.save()
    client = Client(HTTP_ACCEPT_LANGUAGE="en")
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
    return client


def make_source(project: Project, name: str = "Ahletaler Bote") -> Source:
    source, _ = Source.objects.get_or_create(project=project, key=folded_key(name), defaults={"name": name})
    return source


def make_article(project: Project, text: str = TEXT, source: str = "", **values: Any) -> Article:
    """An article with one version of its text; its blocks are its lines, the first one the headline."""
    title = values.pop("title", text.partition("\n")[0][:500])
    article = Article.objects.create(
        project=project,
        title=title,
        sort_key=folded_key(title),
        source=make_source(project, source) if source else None,
        length=len(text),
        **values,
    )
    ArticleText.objects.create(
        article=article,
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        length=len(text),
        rules_version=1,
        blocks=line_blocks(text),
    )
    index_articles([article])
    return article


def line_blocks(text: str) -> list[list[Any]]:
    blocks: list[list[Any]] = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            start = position + len(line) - len(line.lstrip())
            kind = "paragraph" if blocks else "headline"
            blocks.append([kind, start, start + len(line.strip()), "rule:test/1"])
        position += len(line) + 1
    return blocks


def make_speaker(project: Project, name: str = "Änne Groß", kind: str = "person", *aliases: str) -> Speaker:
    speaker = Speaker.objects.create(project=project, name=name, key=folded_key(name), kind=kind)
    Alias.objects.bulk_create(Alias(speaker=speaker, name=a, key=folded_key(a)) for a in aliases)
    return speaker


def make_tag(project: Project, name: str = "Öffnung", kind: str = "topic", **values: Any) -> Tag:
    return Tag.objects.create(project=project, name=name, key=folded_key(name), kind=kind, **values)


def make_annotation(
    article: Article,
    owner: Membership,
    quote: str = "Wir öffnen erst, wenn alles hält",
    speakers: tuple[Speaker, ...] = (),
    tags: tuple[Tag, ...] = (),
    **values: Any,
) -> Annotation:
    """An annotation of the first place where the quote stands, or of `spans` in code points."""
    text = article.texts.get(version=article.text_version)
    spans = values.pop("spans", [] if values.get("is_whole") else None)
    if spans is None:
        start = text.text.index(quote)
        spans = [(start, start + len(quote))]
    annotation = Annotation.objects.create(
        uid=values.pop("uid", None) or uuid.uuid4(),
        project=article.project,
        article=article,
        text=text,
        owner=owner,
        **values,
    )
    Span.objects.bulk_create(
        Span(annotation=annotation, start=s, end=e, quote=text.text[s:e]) for s, e in spans
    )
    AnnotationSpeaker.objects.bulk_create(
        AnnotationSpeaker(annotation=annotation, speaker=s, position=n) for n, s in enumerate(speakers)
    )
    AnnotationTag.objects.bulk_create(
        AnnotationTag(annotation=annotation, tag=t, position=n) for n, t in enumerate(tags)
    )
    words.index([annotation.pk])
    return annotation


def make_variable(project: Project, name: str = "Tonfall", of: str = "annotation", **values: Any) -> Variable:
    """A choice of two, unless `kind` says otherwise."""
    values = {"kind": "choice", "options": ["sachlich", "scharf"], **values}
    return Variable.objects.create(project=project, name=name, key=folded_key(name), of=of, **values)


def make_comment(article: Article, author: Membership, text: str = "Wörtlich? 🤔", **values: Any) -> Comment:
    return Comment.objects.create(
        project=article.project, article=article, author=author, text=text, **values
    )


def make_suggestion(
    article: Article,
    quote: str = "„Wir öffnen erst, wenn alles hält“",
    speaker: str = "Änne Groß",
    **values: Any,
) -> Suggestion:
    """A suggestion of the first place where the quote stands in the article's text; the speaker is mentioned
    where the text names them so."""
    text = article.texts.get(version=article.text_version)
    detector = values.pop("detector", "rules/0")
    Detection.objects.filter(text=text).exclude(detector=detector).update(is_current=False)
    detection, _ = Detection.objects.get_or_create(text=text, detector=detector)
    start = text.text.index(quote)
    at = text.text.find(speaker) if speaker else -1
    said = {
        "spans": [[start, start + len(quote)]],
        "form": "direct",
        "mention": [at, at + len(speaker)] if at >= 0 else None,
        "confidence": 0.9,
        "why": [["marks", "„…“"], *([["after", speaker]] if at >= 0 else [])],
        **values,
    }
    spans = said["spans"]
    return Suggestion.objects.create(
        article=article,
        text=text,
        detection=detection,
        start=spans[0][0],
        end=spans[-1][1],
        length=sum(end - start for start, end in spans),
        quote=" […] ".join(text.text[start:end] for start, end in spans),
        speaker=speaker,
        key=folded_key(speaker),
        **said,
    )
