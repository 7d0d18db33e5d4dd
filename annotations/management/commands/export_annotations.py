"""`manage.py export_annotations --project SLUG`: annotations leave as JSON or CSV."""

import os
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from annotations.filtering import Filter, Kind, Lack
from annotations.interchange import csv_out, json_out
from annotations.interchange.named import (
    Unknown,
    find_owner,
    find_source,
    find_speaker,
    find_tag,
    find_variable,
)
from annotations.interchange.selection import Content, Selection
from annotations.models import Annotation, AnnotationTag, Speaker, Variable
from newsreader import dates
from newsreader.management.installed import InstalledCommand
from newsreader.models import Project

CHOSEN = {
    "stance": AnnotationTag.Stance.values,
    "form": Annotation.Form.values,
    "speaker_kind": Speaker.Kind.values,
    "certainty": Annotation.Certainty.values,
    "kind": Kind.values,
    "lacks": Lack.values,
}


class Command(InstalledCommand):
    help = "Exports annotations, with articles, speakers and codebook, as JSON or CSV."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument("--format", choices=("json", "csv"), default="json")
        contents = parser.add_mutually_exclusive_group()
        contents.add_argument("--with-text", action="store_true", help=_("the articles' texts too (JSON)"))
        contents.add_argument("--without-quotes", action="store_true", help=_("nothing of any text"))
        parser.add_argument("--output", metavar="FILE", help=_("instead of standard output"))
        parser.add_argument(
            "--tag", metavar="TAG", help=_("path as in “Bridge / Costs”, or id; with tags below")
        )
        parser.add_argument("--alone", action="store_true", help=_("without the tags below it"))
        parser.add_argument("--words", metavar="WORDS", help=_("in quote, note or occasion"))
        parser.add_argument("--organisation", metavar="SPEAKER", help=_("what the speaker belonged to then"))
        parser.add_argument("--said-from", metavar="DATE", help=_("the statement's own date"))
        parser.add_argument("--said-to", metavar="DATE")
        parser.add_argument("--addressee", metavar="SPEAKER", help=_("name, alias or id"))
        parser.add_argument("--speaker", metavar="SPEAKER", help=_("name, alias or id"))
        parser.add_argument("--source", metavar="NAME", help=_("the outlet"))
        parser.add_argument("--from", dest="first", metavar="DATE", help=_("2022, 2022-01 or 2022-01-12"))
        parser.add_argument("--to", dest="last", metavar="DATE", help=_("a partial date counts in whole"))
        parser.add_argument("--owner", metavar="MEMBER", help=_("user name, name or id of a member"))
        answers = _("own fields; with nothing after the sign those that nobody has answered")
        parser.add_argument("--field", action="append", default=[], metavar="NAME=VALUE", help=answers)
        for name, choices in CHOSEN.items():
            parser.add_argument(f"--{name.replace('_', '-')}", choices=choices)
        suggestions = _("suggestions and decisions too (JSON)")
        parser.add_argument("--suggestions", action="store_true", help=suggestions)

    def handle(self, *, output: str | None, **options: Any) -> None:
        if options["format"] == "csv" and options["with_text"]:
            self.fail(_("CSV has no place for whole texts; use --format json."))
        selection = self.selection(options)
        content = Content.TEXTS if options["with_text"] else Content.QUOTES
        content = Content.BARE if options["without_quotes"] else content
        if options["format"] == "csv":
            pieces = csv_out.stream(selection, content)
        else:
            pieces = json_out.stream(selection, content, json_out.moment_of(selection.project))
        if output:
            self.write_file(Path(output), pieces)
        else:
            self.write_out(pieces)

    def selection(self, options: dict[str, Any]) -> Selection:
        project = Project.objects.filter(slug=options["project"]).first()
        if project is None:
            self.fail(_("There is no project “%(name)s”.") % {"name": options["project"]})
        said: dict[str, Any] = {name: options[name] or "" for name in CHOSEN}
        try:
            chosen = Filter(
                project,
                words=options["words"] or "",
                tag=find_tag(project, options["tag"]) if options["tag"] else None,
                alone=options["alone"],
                organisation=find_speaker(project, options["organisation"])
                if options["organisation"]
                else None,
                said_first=self.date(options["said_from"]),
                said_last=self.date(options["said_to"]),
                addressee=find_speaker(project, options["addressee"]) if options["addressee"] else None,
                speaker=find_speaker(project, options["speaker"]) if options["speaker"] else None,
                source=find_source(project, options["source"]) if options["source"] else None,
                first=self.date(options["first"]),
                last=self.date(options["last"]),
                owner=find_owner(project, options["owner"]) if options["owner"] else None,
                answers=tuple(self.answer(project, text) for text in options["field"]),
                **said,
            )
        except Unknown as error:
            self.fail(str(error))
        return Selection(chosen, suggestions=options["suggestions"])

    def answer(self, project: Project, text: str) -> tuple[Variable, str]:
        name, sign, value = text.partition("=")
        if not sign:
            self.fail(_("Write a field as NAME=VALUE."))
        return find_variable(project, name.strip()), value.strip()

    def date(self, text: str | None) -> str:
        try:
            return dates.parse(text) if text else ""
        except ValueError:
            self.fail(
                _("A date is written 2017, 2017-03 or 2017-03-30; “%(value)s” is none.") % {"value": text}
            )

    def write_file(self, path: Path, pieces: Iterator[str]) -> None:
        """Under another name first: a file that is there is replaced by a whole one or not at all."""
        part = path.with_name(f".{path.name}.{uuid.uuid4().hex}.part")
        try:
            with part.open("x", encoding="utf-8", newline="") as file:
                write_all(file, pieces)
                file.flush()
                os.fsync(file.fileno())
            part.replace(path)
        except OSError as error:
            self.fail(
                _("%(path)s cannot be written: %(reason)s.") % {"path": path, "reason": error.strerror}, 1
            )
        finally:
            part.unlink(missing_ok=True)

    def write_out(self, pieces: Iterator[str]) -> None:
        out: Any = self.stdout
        if hasattr(out, "reconfigure"):
            out.reconfigure(encoding="utf-8", newline="")  # the format is UTF-8, whatever the terminal is
        try:
            for piece in pieces:
                self.stdout.write(piece, ending="")
            self.stdout.flush()
        except BrokenPipeError:  # `| head` has seen enough; Python would complain once more when it ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(1)


def write_all(file: TextIO, pieces: Iterator[str]) -> None:
    for piece in pieces:
        file.write(piece)
