"""One database, one corpus: `python -m benchmarks.run DATABASE CORPUS NAME…`, in the environment of an
installation. Figures go to standard output as lines of JSON."""

import json
import sys
from dataclasses import asdict
from importlib import import_module

import django


def main(database: str, corpus: str, *names: str) -> None:
    django.setup()
    from .corpus import MANY_WORDS, NEWS
    from .installation import make
    from .study import LARGE, USUAL

    texts = {"news": NEWS, "many-words": MANY_WORDS, "large": NEWS}[corpus]
    installation = make(database, texts, LARGE if corpus == "large" else USUAL)
    for name in ("beside", *names):
        print(f"{database}, {corpus}: {name}", file=sys.stderr)
        for figure in import_module(f"benchmarks.{name}").figures(installation):
            print(json.dumps(asdict(figure)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
