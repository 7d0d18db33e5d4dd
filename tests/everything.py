"""One thing of every kind, and every address: for tests that walk the whole house."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from annotations.models import Decision, Memo, SuggestionRun, Value
from newsreader.invitation import Invitation
from newsreader.models import ImportRun, Membership, Original, Release
from newsreader.states import set_state
from tests.factories import (
    TEXT,
    make_annotation,
    make_article,
    make_comment,
    make_member,
    make_speaker,
    make_suggestion,
    make_tag,
    make_variable,
)

MODELS = [model for wing in ("newsreader", "annotations") for model in apps.get_app_config(wing).get_models()]

KINDS = [model for model in MODELS if hasattr(model, "uid")]
"""What can be named from outside."""

Uids = dict[str, str]


def populate(lead: Membership, word: str) -> Uids:
    """One thing of every kind in the lead's project, each with the word in its texts; their uids by kind."""
    project = lead.project
    other = make_member(project)
    Membership.objects.filter(pk=other.pk).update(name=word)
    text = f"{word}\n\n{TEXT}"
    article = make_article(project, text, source=f"{word}-Bote", author=word, filename=f"{word}.txt")
    Original.objects.create(article=article, data=text.encode(), sha256="0" * 64)
    speaker = make_speaker(project, f"Änne {word}", "person", f"die {word}")
    said = dict.fromkeys(("description", "inclusion", "exclusion", "examples", "memo", "reason"), word)
    tag = make_tag(project, f"Öffnung {word}", shortcut=1, proposed_by=other, proposal="open", **said)
    mark = make_annotation(article, lead, speakers=(speaker,), tags=(tag,), note=word, occasion=word)
    variable = make_variable(project, word, instruction=word)
    whole = make_annotation(article, lead, is_whole=True)
    genre, party = (make_variable(project, word, of, options=[word]) for of in ("article", "speaker"))
    Value.objects.create(variable=variable, annotation=mark, value=word)
    Value.objects.create(variable=genre, annotation=whole, value=word)
    Value.objects.create(variable=party, speaker=speaker, value=word)
    found = make_suggestion(article, speaker=word, why=[["cue", word]], detector=word[:40])
    decision = Decision.objects.create(article=article, suggestion=found, member=lead, verdict="rejected")
    waiting = make_suggestion(article, word, speaker=word, why=[["cue", word]], detector=word[:40])
    comment = make_comment(article, lead, word, annotation=mark)
    Memo.objects.create(article=article, text=word)
    state = set_state(lead, article, "irrelevant", word)
    invitation = Invitation.objects.create(
        project=project, role="lead", digest=word, expires_at=timezone.now() + timedelta(days=1)
    )
    run = ImportRun.objects.create(
        project=project,
        options={"path": word},
        report=[{"path": word, "outcome": "added", "article": None, "certain": True}],
    )
    release = Release.objects.create(project=project, member=lead, name=word, note=word, state="stopped")
    made: list[Any] = [project, other, article.source, article, speaker, tag, mark, state, invitation, run]
    made += [
        SuggestionRun.objects.create(project=project),
        waiting,
        waiting.detection,
        decision,
        variable,
        comment,
        release,
        project.change_sets.get(),
    ]
    return {type(thing).__name__: str(thing.uid) for thing in made}


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    """Every address: (name, route, pattern)."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, route)
        else:
            yield entry.name or route, route, entry


def paths(route: str, name: str, slug: str, uid: str) -> list[str]:
    """The address with this uid, and each kind of file where it names one."""
    values = {"uuid": [uid], "slug": [slug], "str": ["json", "csv"], "int": ["1"]}
    kinds = re.findall(r"<(\w+):(\w+)>", route)
    count = max((len(values[kind]) for kind, _ in kinds), default=1)
    return [
        reverse(name, kwargs={key: values[kind][n % len(values[kind])] for kind, key in kinds})
        for n in range(count)
    ]
