"""How good the quote detector is: `python -m tools.score_quotes DATA.jsonl SCORER.py [--write]`.

Runs `manage.py detect_quotes` on annotated articles, with the trained weights and by rules alone, and again
with every quotation mark rewritten into other styles, and scores what comes out with SCORER (docs/formats.md
says where the data and the scorer of the published figures are). `--write` puts the table into the weights'
card.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from annotations.quotes.marks import pairs

ROOT = Path(__file__).resolve().parent.parent
CARD = ROOT / "annotations" / "quotes" / "trained" / "CARD.md"
TABLE = re.compile(r"(<!-- scores -->\n).*?(?=<!-- /scores -->)", re.DOTALL)
STYLES = ("„“", "»«", "«»", '""', "“”", '„"', "‚‘", "›‹", "''")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tools.score_quotes", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("scorer", type=Path)
    parser.add_argument("--write", action="store_true", help="put the table into the weights' card")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        text = "\n".join(lines(given.data, given.scorer, Path(folder)))
    print(text)
    if given.write:
        CARD.write_text(TABLE.sub(lambda found: f"{found[1]}{text}\n", CARD.read_text("utf-8")), "utf-8")


def lines(data: Path, scorer: Path, folder: Path) -> Iterator[str]:
    records = [json.loads(line) for line in data.read_text("utf-8").splitlines() if line.strip()]
    day = datetime.now(tz=UTC).date().isoformat()
    yield f"{data.name}, {len(records)} articles, {day}. F1 in per cent; in brackets precision / recall."
    yield ""
    yield "| | message | speaker | joint | direct speech | speaker right |"
    yield "|---|---|---|---|---|---|"
    for title, arguments in (("with the weights", ()), ("by rules alone", ("--without-weights",))):
        yield row(title, score(records, data, scorer, folder, arguments))
    yield ""
    yield "Joint F1 with the weights, every quotation mark rewritten:"
    yield ""
    for style in STYLES:
        rewritten = [record | {"text": restyled(record["text"], style)} for record in records]
        found = score(rewritten, data, scorer, folder, ())
        yield f"- {style[0]}…{style[1]}: {100 * found['joint']['F1']:.1f}"


def score(
    records: list[dict[str, Any]], data: Path, scorer: Path, folder: Path, arguments: tuple[str, ...]
) -> dict[str, Any]:
    """The scorer's simplified task, and what its instances say of direct speech and of speakers."""
    asked, answered = folder / "asked.jsonl", folder / "answered.jsonl"
    asked.write_text(
        "".join(json.dumps({k: r[k] for k in ("doc_id", "text")}) + "\n" for r in records), "utf-8"
    )
    detect = [
        sys.executable,
        "manage.py",
        "detect_quotes",
        "--input",
        str(asked),
        "--output",
        str(answered),
        *arguments,
    ]
    subprocess.run(detect, cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    out = folder / "scores.json"
    command = [sys.executable, str(scorer), str(data), str(answered), "--json", str(out)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    found = json.loads(out.read_text("utf-8"))
    return {
        **found["paper_simplified"],
        "direct": found["instances"]["by_type"]["overlap>=.5"]["Direct"],
        "right": found["instances"]["attribution"]["acc_half"],
    }


def row(title: str, found: dict[str, Any]) -> str:
    def cell(name: str) -> str:
        it = found[name]
        return f"{100 * it['F1']:.1f} ({100 * it['P']:.1f} / {100 * it['R']:.1f})"

    cells = [cell(name) for name in ("message", "roles", "joint", "direct")]
    return f"| {title} | {' | '.join(cells)} | {100 * found['right']:.1f} |"


def restyled(text: str, style: str) -> str:
    """The text with its pairs of marks in another style; what is no pair stays."""
    letters = list(text)
    for pair in pairs(text, [(0, len(text))]):
        if len(pair.opener) == 1:
            letters[pair.start] = style[0]
        if pair.closed and len(pair.closer) == 1:
            letters[pair.end - 1] = style[1]
    return "".join(letters)


if __name__ == "__main__":
    main()
