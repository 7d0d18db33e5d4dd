"""The corpora that figures are measured on: 2,000 articles of about 3,000 characters, 10,000 annotations.

`python -m benchmarks.corpus FOLDER [--many-words]` writes the files. Everything is drawn from one seed.
"""

import argparse
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .texts import Text, Writer
from .words import Vocabulary

ARTICLES = 2_000
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8", "utf-8", "utf-8", "utf-8", "utf-8-sig", "cp1252", "utf-16")
"""What the files are written in, in turn: folders of real studies are mixed."""


@dataclass(frozen=True)
class Corpus:
    """`nouns` in the vocabulary; `hand` of them are dealt to each article, so that 2,000 hold them all."""

    name: str
    nouns: int
    hand: int

    def texts(self, count: int = ARTICLES) -> Iterator[Text]:
        writer = Writer(Vocabulary(self.nouns, self.name), self.name, self.hand)
        return map(writer.article, range(count))

    def write(self, folder: Path, count: int = ARTICLES) -> None:
        """The articles as files below the folder, each in one of ENCODINGS."""
        for text, encoding in zip(self.texts(count), itertools.cycle(ENCODINGS), strict=False):
            path = folder / text.filename
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.text.encode(encoding))


NEWS = Corpus("news", 40_000, 0)
"""About 23,000 word forms, as a study of one subject has."""
MANY_WORDS = Corpus("many words", 98_000, 49)
"""100,000 word forms (Zipf): the corpus in which hardly anything is known already."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Writes a corpus of made-up articles.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--many-words", action="store_true", help="the corpus of 100,000 word forms")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    options = parser.parse_args()
    (MANY_WORDS if options.many_words else NEWS).write(options.folder, options.articles)


if __name__ == "__main__":
    main()
