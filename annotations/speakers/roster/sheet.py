"""The table itself: a row for each role, and one for a speaker without any. docs/formats.md says what each
column means."""

import csv
import io
from collections.abc import Iterable

from newsreader.changes import State

COLUMNS = (
    "id", "name", "kind", "aliases", "part_of", "identifier", "memo",
    "role_kind", "role", "organisation", "since", "until",
)  # fmt: skip
ROLE = COLUMNS[7:]
JOINER = " | "  # between aliases in a cell


def written(states: Iterable[tuple[str, State]], names: dict[str, str]) -> str:
    """The file, of (uid, state); `names` are those of all speakers by uid."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for uid, state in states:
        above = names.get(state["part_of"] or "", "")
        said = [uid, state["name"], state["kind"], JOINER.join(state["aliases"]), above]
        said += [state["identifier"], state["memo"]]
        roles = [
            [kind, title, names.get(where or "", ""), since, until]
            for kind, title, since, until, where in state["roles"]
        ]
        for role in roles or [[""] * len(ROLE)]:
            writer.writerow([*said, *role])
    return out.getvalue()
