"""One project with something of everything, for the walk through every page."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from annotations.models import (
    Annotation,
    AnnotationTag,
    Memo,
    Role,
    Speaker,
    SuggestionRun,
    Value,
    Variable,
)
from annotations.suggesting import deciding
from newsreader import accounts, members
from newsreader.changes import recording
from newsreader.corrections import texts
from newsreader.models import ChangeSet, ImportRun, Membership, Project, Release, User
from newsreader.states import set_state
from newsreader.undo import Settle, undo
from tests.factories import (
    TEXT,
    client_of,
    make_annotation,
    make_article,
    make_comment,
    make_member,
    make_project,
    make_speaker,
    make_suggestion,
    make_tag,
    make_user,
    make_variable,
)

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenrente"

RUNS: dict[str, dict[str, Any]] = {
    "running": {"total": 120, "done": 37},
    "failed": {"options": {"paths": [f"{LONG}.txt"]}},
    "done": {
        "options": {"paths": ["a.zip", "b.txt"]},
        "counts": {"added": 1, "failed": 1},
        "report": [
            {
                "path": f"a.zip/{LONG}.txt",
                "outcome": "failed",
                "article": None,
                "code": "bomb",
                "certain": True,
            },
            {"path": "b.txt", "outcome": "added", "article": None, "certain": False, "encoding": "cp850"},
        ],
        "rows": [{"row": 2, "filename": "c.txt", "code": "row_unused", "parts": {}}],
    },
}

SUGGESTION_RUNS: dict[str, dict[str, Any]] = {
    "running": {"total": 1200, "done": 370},
    "stopped": {},
    "done": {"total": 2, "done": 2, "found": 30, "failed": 1, "detector": "rules/0"},
}


@dataclass
class Site:
    """One project with something of everything, and what addresses need."""

    users: dict[str, User]
    places: dict[str, str]


def make_site() -> Site:
    lead = make_member(role="lead")
    project = lead.project
    reader = make_member(project, "reader")
    topic = make_tag(project, "Öffnung", color=7, shortcut=1, description="Wann die Brücke öffnet.")
    claim = make_tag(
        project, f"Die {LONG} wird erhöht", "claim", color=4, parent=topic,
        inclusion=LONG, exclusion="Nicht bei Kosten.", examples=f"{LONG}\nDas ist zu spät", memo=LONG,
    )  # fmt: skip
    put_away = make_tag(project, f"Abgelegt {LONG}", archived_at=timezone.now())
    other = make_tag(project, "Schließung")
    speaker = make_speaker(project, "Änne Groß", "person", "die Bürgermeisterin")
    office = make_speaker(project, LONG, "organisation")
    alike = make_speaker(project, "Frau Groß", "person", LONG)
    for title, since, until in ((LONG, "2014-10", "2024-09-30"), ("Bürgermeisterin", "2024-10", "")):
        Role.objects.create(speaker=speaker, title=title, organisation=office, since=since, until=until)
    make_speaker(project, "Stab", "organisation")
    Speaker.objects.filter(name="Stab").update(part_of=office)
    article = make_article(project, source=f"{LONG}-Bote", published="2024-03")
    plain = make_article(project, title="", label="Die Prüfung dauert länger …")
    corrected = make_article(project, title="Berichtigt")
    make_annotation(corrected, lead)
    make_annotation(corrected, lead, "Das ist zu spät", note=LONG)
    texts.correct(lead, corrected, 1, TEXT.replace("zu spät", "viel zu spät"), "update", LONG)
    field = make_variable(project, LONG, options=["sachlich", LONG], required=True, instruction=LONG)
    make_variable(project, "Anlass", kind="text", position=1)
    make_variable(project, "Gattung", "article", instruction="Wie der Artikel sich selbst versteht.")
    make_variable(project, "Stichtag", "article", kind="date", position=1)
    make_variable(project, "Alt", kind="number", archived_at=timezone.now())
    mark = make_annotation(
        article, lead, speakers=(speaker, office), tags=(claim, topic), note=LONG, addressee=office,
        date="2024-03", occasion=LONG, certainty="probable", quotes_words=True,
    )  # fmt: skip
    answered(project, field, mark, speaker)
    at = TEXT.index("sagte")
    mark.parts.create(role="cue", start=at, end=at + 5, quote="sagte")
    AnnotationTag.objects.filter(tag=claim).update(stance="against")
    make_annotation(article, lead, "öffnen erst, wenn", inside=mark)
    make_annotation(article, lead, "Die Kosten seien noch offen", tags=(topic,), form="indirect")
    Memo.objects.create(article=article, text=f"Noch prüfen: {LONG}")
    comment = make_comment(article, lead, f"@{reader.name} {LONG}?", annotation=mark)
    comment.mentioned.add(reader)
    make_comment(article, reader, "Ja 🤔", annotation=mark, thread=comment)
    make_comment(article, reader, LONG, resolved_at=timezone.now())
    home = f"/p/{project.slug}/"
    # One mark by way of the page, for the history.
    client_of(lead).post(
        f"{home}articles/{article.uid}/annotations/", {"text_version": 1, "span": "40-60", "tag": topic.uid}
    )
    made = ChangeSet.objects.get(project=project, action="annotation.create")
    with recording(lead, "tag.update") as record:
        record("tag", topic.uid, {"name": LONG, "description": ""}, {"name": "Öffnung", "description": LONG})
    asked = changed_since(lead, topic.uid)
    assert lead.user and reader.user
    gone = make_member(project)
    members.leave(gone)
    members.invite(lead, "coder", gone)
    runs = {
        state: ImportRun.objects.create(project=project, member=lead, state=state, **values)
        for state, values in RUNS.items()
    }
    releases = made_releases(lead)
    undone, made_now = (imported(lead, count) for count in (0, 2))
    make_member(make_project("archiv", name=LONG, archived_at=timezone.now()), "lead", lead.user)
    return Site(
        {"lead": lead.user, "reader": reader.user, "new": new_lead(), "nobody": make_user()},
        {
            "home": home,
            "article": f"{home}articles/{article.uid}/",
            "corrected": f"{home}articles/{corrected.uid}/",
            "plain": f"{home}articles/{plain.uid}/",
            "mark": f"{home}annotations/{mark.uid}/",
            "long": "x" * 201,
            "comment": f"{home}comments/{comment.uid}/",
            "made": f"{home}annotations/{made.changes.get(kind='annotation').object}/",
            "speaker": f"{home}speakers/{speaker.uid}/",
            "office": f"{home}speakers/{office.uid}/",
            "merge": f"{home}speakers/{alike.uid}/merge/",
            "merged": f"{home}speakers/{alike.uid}/merge/?into={speaker.uid}",
            "tag": f"{home}codebook/{claim.uid}/",
            "topic": f"{home}codebook/{topic.uid}/",
            "topic uid": str(topic.uid),
            "proposed": proposed_in(lead.user, reader.user),
            "change of a tag": f"{home}codebook/then/{asked.uid}/",
            "put away": f"{home}codebook/{put_away.uid}/",
            "other": str(other.uid),
            "field": f"{home}settings/fields/{field.uid}/",
            "field uid": str(field.uid),
            "asked": f"{home}history/{asked.uid}/",
            "change": f"{home}history/{made.uid}/",
            "member": f"{home}members/{reader.uid}/",
            "under way": f"{home}import/{runs['running'].uid}/",
            "import to undo": f"{home}history/{made_now.uid}/articles/",
            "undone import": f"{home}history/{undone.uid}/articles/",
            "imported": f"{home}import/{runs['done'].uid}/",
            "broken off": f"{home}import/{runs['failed'].uid}/",
            "release": f"{home}releases/{releases['done'].uid}/",
            "release under way": f"{home}releases/{releases['running'].uid}/",
            "release broken off": f"{home}releases/{releases['failed'].uid}/",
            "inside a release": f"/p/{releases['done'].copy.slug}/",
            "invitation": members.invite(lead, "reader")[1],
            "link": accounts.make_sign_in_link(lead.user),
            **suggested_in(lead.user),
        },
    )


def made_releases(lead: Membership) -> dict[str, Release]:
    """One that is done, with an article in it, and others on their way."""
    counts = {"article": 1200, "annotation": 1, "speaker": 2, "tag": 30}
    facts: dict[str, dict[str, Any]] = {
        "done": {"note": LONG, "counts": counts, "sha256": "0f" * 32},
        "running": {"total": 1200, "done": 370},
        "failed": {},
    }
    found = {
        state: Release.objects.create(
            project=lead.project, member=lead, name=f"{state} {LONG}", state=state, **values
        )
        for state, values in facts.items()
    }
    copy = make_project("stand", name=lead.project.name, archived_at=timezone.now(), release=found["done"])
    make_article(make_member(copy, "lead", lead.user).project)
    return found


def proposed_in(lead: User, coder: User) -> str:
    """The page of a tag that a coder has proposed in a project whose codebook is closed."""
    project = make_project("geschlossen", codebook_open=False)
    make_member(project, "lead", lead)
    member = make_member(project, "coder", coder)
    parent = make_tag(project, LONG)
    for name in (LONG, "Kosten"):
        tag = make_tag(
            project, name, "claim", parent=parent, proposed_by=member, proposal="open", reason=LONG
        )
    return f"/p/{project.slug}/codebook/{tag.uid}/"


def imported(lead: Membership, count: int) -> ChangeSet:
    """An import of so many articles, the first of which somebody has worked on; of none, it is undone."""
    with recording(lead, "import") as record:
        for n in range(count or 1):
            found = make_article(lead.project, title=f"{LONG} {n}", filename=f"{n}.txt")
            state = {"filename": found.filename, "title": found.title, "sha256": found.texts.get().sha256}
            record("article", found.uid, None, state)
    made = record.change_set
    assert made
    if count:
        set_state(lead, found, "done")
    else:
        undo(lead, made, Settle.LEAVE)
    return made


def suggested_in(lead: User) -> dict[str, str]:
    """A project with suggestions, one of them decided, and runs of the detector."""
    member = make_member(make_project("vorschlaege"), "lead", lead)
    article = make_article(member.project, published="2024-05", published_from="2024-05-01", source=LONG)
    rejected = make_suggestion(article, "Die Kosten seien noch offen", LONG, form="indirect")
    deciding.reject(member, rejected)
    make_annotation(article, member, "wenn alles")
    why = [["marks", "„…“"], ["cue", "sagte"], ["after", LONG]]
    suggestion = make_suggestion(article, why=why, confidence=0.95)
    make_suggestion(article, "»Das ist zu spät«", "", confidence=0.6)
    runs = {
        state: SuggestionRun.objects.create(project=member.project, member=member, state=state, **values)
        for state, values in SUGGESTION_RUNS.items()
    }
    home = f"/p/{member.project.slug}/"
    return {
        "queue": f"{home}suggestions/",
        "suggested": f"{home}articles/{article.uid}/",
        "suggestion": f"{home}suggestions/{suggestion.uid}/",
        "decided suggestion": f"{home}suggestions/{rejected.uid}/",
        **{f"suggestions {state}": f"{home}suggestions/runs/{run.uid}/" for state, run in runs.items()},
    }


def answered(project: Project, field: Variable, mark: Annotation, speaker: Speaker) -> None:
    """Answers to fields of every kind of thing, and one that is missing."""
    genre = project.variables.get(of="article", kind="choice")
    whole = make_annotation(mark.article, mark.owner, is_whole=True)
    party = make_variable(project, f"Lager {LONG}", "speaker", required=True, instruction=LONG)
    Value.objects.create(variable=field, annotation=mark, value=LONG)
    Value.objects.create(variable=genre, annotation=whole, value="sachlich")
    Value.objects.create(variable=party, speaker=speaker, value="scharf")


def changed_since(lead: Membership, tag: UUID) -> ChangeSet:
    """An action after which somebody else has changed the tag."""
    with recording(lead, "tag.update") as record:
        record("tag", tag, {"description": LONG, "memo": ""}, {"description": "Davor", "memo": ""})
    assert record.change_set
    return record.change_set


def new_lead() -> User:
    """Of a project with nothing in it."""
    empty = make_member(make_project("leer"), "lead")
    assert empty.user
    return empty.user
