"""Annotated articles from templates, as training data."""

import json
import random
from pathlib import Path
from typing import Any

NAMES = ["Gerda Amsel", "Jan Holm", "Petra Tamm", "Lars Berg", "Nina Roth", "Karl Blum"]
WORDS = [
    "Der Turm ist kalt",
    "Das Wasser steigt noch",
    "Die Brücke bleibt gesperrt",
    "Der Zug fährt nicht",
]
PLAIN = ["Am Abend kam Regen auf.", "Die Stadt liegt am Fluss.", "Viele gingen früh nach Hause."]
FRAMES = {
    "Direct": ["[„{words}“], <sagte> {{{name}}} am Montag.", "{{{name}}} <betonte>: [„{words}.“]"],
    "Indirect": ["{{{name}}} <erklärte>, [dass es so sei: {words}].", "[{words}], <so> {{{name}}}."],
}


def article(number: int, seed: int = 1) -> dict[str, Any]:
    """Eight sentences, some of them quotes; [ ] hold the quote, { } who speaks, < > the cue."""
    chance = random.Random(seed * 1000 + number)
    text, quotes = "", []
    for _ in range(8):
        text += " " if text else ""
        if chance.random() < 0.35:
            text += chance.choice(PLAIN)
            continue
        form = chance.choice(sorted(FRAMES))
        frame = chance.choice(FRAMES[form]).format(words=chance.choice(WORDS), name=chance.choice(NAMES))
        places: dict[str, int] = {}
        for letter in frame:
            if letter in "[]{}<>":
                places[letter] = len(text)
            else:
                text += letter
        quotes.append(
            {
                "spans": [[places["["], places["]"]]],
                "type": form,
                "nested": False,
                "speaker": [[places["{"], places["}"]]],
                "frame": [[places["<"], places[">"]], [places["{"], places["}"]]],
                "cue": [[places["<"], places[">"]]],
            }
        )
    return {"doc_id": f"made-{number}", "text": text, "quotes": quotes}


def write(path: Path, count: int) -> Path:
    path.write_text("".join(json.dumps(article(n), ensure_ascii=False) + "\n" for n in range(count)))
    return path
