"""One script and one sheet in the place of many: the same things happen, in the same order."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from newsreader.joining import JoinError, join_modules, join_sheets
from newsreader.staticfiles import JOINED, with_joined

pytestmark = pytest.mark.once

MODULES = {
    "page.js": """// What a page does.
import "./first.js"; // before all others
import * as marks from "./marks.js";
import { say as speak, LOUD } from "./voice.js";

speak(marks.count() + LOUD);
""",
    "first.js": "log.push('first');\n",
    "marks.js": """import { say } from "./voice.js";

export function count() {
  say("counted");
  return 2;
}
""",
    "voice.js": """const secret = 1;
export const LOUD = "!";
export const say = (words) => log.push(words + secret);
""",
}


def test_modules_are_joined_each_once_and_what_is_imported_first() -> None:
    joined = join_modules("page.js", MODULES.__getitem__)
    assert joined.count("const $voice = ") == 1
    order = [joined.index(f"const ${name} = ") for name in ("first", "voice", "marks", "page")]
    assert order == sorted(order)
    assert "import" not in joined and "//" not in joined
    assert "const { say: speak, LOUD } = $voice;" in joined and "const marks = $marks;" in joined


@pytest.mark.parametrize(
    "modules",
    [
        {"page.js": 'import "./a.js";\n', "a.js": 'import "./page.js";\n'},
        {"page.js": "export default 1;\n"},
        {"page.js": "const a = 1;\nexport { a };\n"},
        {"page.js": 'import a from "elsewhere";\n'},
        {"page.js": "export let changes = 1;\n"},
    ],
)
def test_what_is_not_understood_is_an_error(modules: Mapping[str, str]) -> None:
    with pytest.raises(JoinError):
        join_modules("page.js", modules.__getitem__)


def test_sheets_are_joined_in_their_order() -> None:
    sheets = {
        "all.css": "@import url(one.css);\n@import url(two.css) print;\n",
        "one.css": "/* The first. */\na { color: red; }\n",
        "two.css": "a { color: black; }\n",
    }
    joined = join_sheets("all.css", sheets.__getitem__)
    assert joined == "a { color: red; }\n@media print {\na { color: black; }\n}\n"


def test_every_file_that_is_joined_can_be() -> None:
    paths = {
        name: (storage, name)
        for finder in get_finders()
        for name, storage in finder.list(None)
        if Path(storage.path(name)).is_relative_to(settings.BASE_DIR)
    }
    joined = with_joined(paths)
    for name in JOINED:
        storage, path = joined[name]
        text = storage.open(path).read().decode()
        assert len(text) > 1_000 and "@import" not in text
