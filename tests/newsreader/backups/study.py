"""A study with something of every kind, and what of it a backup has to bring back."""

import hashlib
import json
from typing import Any

from django.utils import timezone

from annotations import coding
from annotations.coding import Coding
from annotations.filtering import Filter
from annotations.interchange import json_out
from annotations.interchange.selection import Content, Selection
from annotations.models import (
    Annotation,
    AnnotationPart,
    Decision,
    Memo,
    Role,
    Scheme,
    Showing,
    Speaker,
    SuggestionRun,
    Value,
)
from newsreader.backups import scope
from newsreader.corrections import texts
from newsreader.models import (
    Article,
    CodingState,
    ImportRun,
    Membership,
    Original,
    Project,
    Reading,
)
from newsreader.search.front import search
from tests.factories import (
    TEXT,
    make_annotation,
    make_article,
    make_comment,
    make_member,
    make_project,
    make_speaker,
    make_suggestion,
    make_tag,
    make_variable,
)


def make_study(slug: str = "bruecke", word: str = "") -> Project:
    """`word` stands wherever a text or a file's name can get to."""
    project = make_project(slug)
    lead = make_member(project, Membership.Role.LEAD)
    coder = make_member(project, Membership.Role.CODER)
    Membership.objects.create(project=project, name="Nur ein Name")
    text = f"{TEXT}\n\nAuch {word or 'anderes'} steht hier 🚧."
    first = make_article(project, text, "Ahletaler Bote", published="2024-05", filename=f"{word}1.txt")
    copy = make_article(project, text, filename=f"{word}2.txt", copy_of=first, origins={"title": "member"})
    Original.objects.create(
        article=first,
        sha256=hashlib.sha256(b"x").hexdigest(),
        encoding="cp1252",
        data=f"\0\xff{word}".encode("latin-1"),
    )
    parent = make_tag(project, "Kosten")
    tag = make_tag(project, "Zu hoch", "claim", parent=parent, description=word)
    speaker = make_speaker(project, "Änne Groß", "person", "die Bürgermeisterin")
    for n, owner in enumerate((lead, coder)):
        make_annotation(first, owner, speakers=(speaker,), tags=(parent, tag), note=f"{word} {n}")
    mark = make_annotation(copy, coder, "Das ist zu spät", form="direct", addressee=speaker)
    with_the_rest(mark, speaker, word)
    CodingState.objects.create(member=coder, article=first, state="irrelevant", reason=f"wegen {word}")
    Reading.objects.create(member=coder, article=first)
    report = [{"path": f"{word}1.txt", "outcome": "added", "article": str(first.uid)}]
    ImportRun.objects.create(project=project, options={"paths": [f"{word}1.txt"]}, report=report)
    with_history(project, word)
    with_another_text(lead, first, word)
    return project


def with_the_rest(mark: Annotation, speaker: Speaker, word: str) -> None:
    """What not every annotation and not every speaker has."""
    AnnotationPart.objects.create(annotation=mark, role="cue", start=0, end=6, quote="Brücke")
    speaker.unlike.add(make_speaker(mark.project, "Frau Groß"))
    Role.objects.create(speaker=speaker, title="Bürgermeisterin", since="2014-10-01")
    variable = make_variable(mark.project)
    Value.objects.create(variable=variable, annotation=mark, value=word or "scharf")
    Value.objects.create(variable=variable, speaker=speaker, value="sachlich")
    comment = make_comment(mark.article, mark.owner, word or "Wörtlich?", annotation=mark)
    comment.mentioned.add(mark.owner)
    Memo.objects.create(article=mark.article, text=word or "Wörtlich prüfen")
    Scheme.objects.create(project=mark.project, unit="sentence")
    found = make_suggestion(mark.article, "»Das ist zu spät«", speaker=word or "Jörg Weiß")
    make_suggestion(mark.article, detector="rules/1")
    Annotation.objects.filter(pk=mark.pk).update(suggestion=found, saw_suggestions=True)
    Decision.objects.create(article=mark.article, suggestion=found, member=mark.owner, verdict="corrected")
    Showing.objects.create(member=mark.owner, least=30)
    SuggestionRun.objects.create(project=mark.project, member=mark.owner, state="done", total=2)


def with_another_text(lead: Membership, article: Article, word: str) -> None:
    """A corrected text with an annotation that waits on the one before it."""
    text = article.texts.get().text.replace("wenn alles hält", "wenn es hält")
    texts.correct(lead, article, 1, text, "update", f"wegen {word}")


def with_history(project: Project, word: str = "") -> None:
    """Somebody makes a mark with a note and takes it away again: only history knows of it afterwards."""
    article = project.articles.earliest("pk")
    member = project.memberships.get(role=Membership.Role.CODER)
    made = coding.create(member, article, 1, [(0, 6)], Coding(note=f"nur in der Geschichte: {word}"))
    coding.remove(member, made)


def export_digest(project: Project) -> str:
    """Of the JSON export with texts, but for the moment of its making."""
    pieces = json_out.stream(Selection(Filter(project)), Content.TEXTS, timezone.now())
    lines = "".join(pieces).split("\n")
    kept = [line for line in lines if not line.startswith('"exported_at"')]
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def everything(project: Project | None = None) -> dict[str, list[Any]]:
    """All rows that a backup holds, by model."""
    found = {}
    for model in scope.kept_models(project is not None):
        names = scope.columns(model, project is not None)
        rows = scope.rows(model, project).values_list(*names)
        found[model._meta.label_lower] = [json.dumps(list(row), default=_comparable) for row in rows]
    return found


def _comparable(value: Any) -> str:
    return value.hex() if isinstance(value, memoryview | bytes) else str(value)


def found_by(project: Project, words: str) -> int:
    return search(Article.objects.filter(project=project), words).count()
