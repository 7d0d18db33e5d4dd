"""One project with everything that an export can hold, and the export read back."""

import io
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone, translation

from annotations.filtering import Filter
from annotations.interchange import json_out
from annotations.interchange.selection import Content, Selection
from annotations.models import Annotation, AnnotationPart, Memo, Speaker
from newsreader.models import CodingState, Membership, Project
from tests.factories import (
    TEXT,
    make_annotation,
    make_article,
    make_comment,
    make_member,
    make_project,
    make_speaker,
    make_tag,
)


def said_to(mark: Annotation, speaker: Speaker) -> None:
    """Everything that a statement can hold beside its speakers and tags; it is inside the article's first."""
    values = {"date": "2024-04", "date_from": "2024-04-01", "date_to": "2024-04-30", "occasion": "zu Öz 🎤"}
    outer = Annotation.objects.filter(article=mark.article).exclude(pk=mark.pk).earliest("pk")
    rows = Annotation.objects.filter(pk=mark.pk)
    rows.update(addressee=speaker, inside=outer, certainty="probable", quotes_words=True, **values)
    for role, start in (("mention", 0), ("cue", 7), ("addressee", 12)):
        quote = TEXT[start : start + 4]
        AnnotationPart.objects.create(annotation=mark, role=role, start=start, end=start + 4, quote=quote)


def talk(mark: Annotation, one: Membership, other: Membership) -> None:
    """A thread on the annotation, one that is resolved on its article, and a memo there."""
    thread = make_comment(mark.article, one, f"Wörtlich, @{other.name}?\n🤔", annotation=mark)
    thread.mentioned.add(other)
    make_comment(mark.article, other, "Ja.", annotation=mark, thread=thread)
    make_comment(mark.article, one, "Doppelt?", resolved_at=NOW)
    Memo.objects.create(article=mark.article, text="Ärger um den Preis 🛳️")


NOW = datetime(2024, 5, 8, 17, 52, tzinfo=UTC)
SECOND = "Die Fähre fährt wieder 🛳️\n\nÄrger gab es trotzdem: »Viel zu teuer«, rief ein Fahrgast."


def coded_project() -> tuple[Project, Membership, Membership]:
    """Three articles (one undated copy, one "done, nothing found"), two coders, overlapping annotations."""
    project = make_project()
    anna, ben = make_member(project), make_member(project)
    dated = {"published": "2024-05", "published_from": "2024-05-01", "published_to": "2024-05-31"}
    bridge = make_article(project, source="Ahletaler Bote", **dated, page="4", author="Öz, Ü.")
    ferry = make_article(project, SECOND, title="", label="Die Fähre fährt …", lead="Ärger", section="Hafen")
    make_article(project, source="Küstenfunk", copy_of=bridge)
    groß, fahrgast = (
        make_speaker(project, "Änne Groß", "person", "Groß"),
        make_speaker(project, "ein Fahrgast", "unnamed"),
    )
    geld = make_tag(project, "Geld", color=3, shortcut=1)
    teuer = make_tag(
        project, "Die Fähre ist zu teuer", "claim", parent=geld, color=4, description="Preis.",
        inclusion="Fahrpreise", exclusion="Baukosten", examples="Zu teuer!\nViel zu teuer.", memo="Weit? 🤔",
    )  # fmt: skip
    make_tag(project, "Abgelegt", archived_at=timezone.now())
    make_annotation(bridge, anna, "Wir öffnen erst", (groß,), (geld,), form="direct", note="Ja.\nUnd 🙂")
    make_annotation(bridge, ben, "öffnen erst, wenn", (fahrgast, groß), (geld, teuer))
    length = len("Die Prüfung")
    start = TEXT.index("Die Prüfung")
    make_annotation(bridge, anna, spans=[(0, 6), (start, start + length)], no_speaker="not_named")
    said_to(Annotation.objects.filter(article=bridge, owner=ben).get(), fahrgast)
    late = make_annotation(ferry, ben, "Viel zu teuer", (fahrgast,), (teuer,))
    late.tag_links.update(stance="for")
    talk(late, anna, ben)
    CodingState.objects.create(member=anna, article=ferry, state="done")
    CodingState.objects.create(member=ben, article=bridge, state="irrelevant", reason="Werbung")
    return project, anna, ben


def exported(selection: Selection | Project, content: Content = Content.TEXTS) -> str:
    selected = Selection(Filter(selection)) if isinstance(selection, Project) else selection
    return "".join(json_out.stream(selected, content, NOW))


def read(selection: Selection | Project, content: Content = Content.TEXTS) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(exported(selection, content))
    return data


def schema() -> dict[str, Any]:
    path = Path(settings.BASE_DIR) / "docs" / "annotations.schema.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def run(name: str, *arguments: str, **options: Any) -> tuple[int, str, str]:
    """(exit code, standard output, standard error) of a command."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with translation.override("en"):  # sentences are compared as they stand in the source
            call_command(name, *arguments, stdout=out, stderr=err, no_color=True, **options)
    except SystemExit as stop:
        return int(stop.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def write(path: Path, data: Any) -> str:
    path.write_text(json.dumps(data) if isinstance(data, dict) else data, encoding="utf-8")
    return str(path)
