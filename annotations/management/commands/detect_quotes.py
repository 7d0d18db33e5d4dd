"""`manage.py detect_quotes --input DOCS.jsonl --output PRED.jsonl`: quotes of texts that are in no project.

A line in is {"doc_id", "text"}, maybe "language" ("de" unless said); a line out is {"doc_id", "quotes"} in
the shape of the training data (docs/formats.md), each quote with `confidence` and `resolved` besides. Needs
no database.
"""

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from annotations.quotes import SuggestedQuote, detect, load_weights
from annotations.quotes.forms import TYPES
from annotations.quotes.weights import UnreadableWeights, Weights


class Command(BaseCommand):
    help = "Finds quotes and their speakers in the texts of a JSONL file."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--input", type=Path, required=True, metavar="DOCS.jsonl")
        parser.add_argument("--output", type=Path, required=True, metavar="PRED.jsonl")
        parser.add_argument("--without-weights", action="store_true", help=_("by rules and lexicons alone"))

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            weights = None if options["without_weights"] else load_weights()
        except UnreadableWeights as error:
            raise CommandError(_("The weights cannot be read: %(path)s") % {"path": error}) from error
        if weights is None and not options["without_weights"]:
            self.stderr.write(_("There are no weights; quotes are found by rules."))
        began = time.monotonic()
        try:
            if options["output"].exists() and options["output"].samefile(options["input"]):
                raise CommandError(_("The output would overwrite the input."))
            with (
                options["input"].open("rb") as lines,
                options["output"].open("w", encoding="utf-8") as out,
            ):
                count = sum(1 for _line in self._answers(lines, out, weights))
        except OSError as error:
            raise CommandError(str(error)) from error
        seconds = time.monotonic() - began
        self.stderr.write(
            _("%(count)d articles in %(seconds).1f s, %(rate).0f a second.")
            % {"count": count, "seconds": seconds, "rate": count / seconds if seconds else 0}
        )

    def _answers(self, lines: BinaryIO, out: TextIO, weights: Weights | None) -> Iterator[None]:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                record = json.loads(line)
                doc_id, text, language = record["doc_id"], record["text"], record.get("language", "de")
                found = detect(text, language, (), weights=weights)
                quotes = [line for each in found for line in rows(each)]
                out.write(json.dumps({"doc_id": doc_id, "quotes": quotes}, ensure_ascii=False) + "\n")
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise CommandError(
                    _("Line %(number)d is no article with doc_id and text.") % {"number": number}
                ) from error
            yield


def rows(quote: SuggestedQuote) -> Iterator[dict[str, Any]]:
    """The quote, and what it takes over word for word, as quotes inside it."""
    whole = {
        "spans": [list(span) for span in quote.spans],
        "type": TYPES[quote.form],
        "nested": False,
        "speaker": [list(quote.mention)] if quote.mention else [],
        "cue": [list(part) for part in quote.cue],
        "addressee": [list(quote.addressee)] if quote.addressee else [],
        "confidence": quote.confidence,
        "resolved": quote.speaker or None,
    }
    yield whole
    for words in quote.quoted:
        yield whole | {"spans": [list(words)], "type": TYPES["direct"], "nested": True, "cue": []}
