"""Whom a comment names."""

import pytest

from annotations.mentions import mentions

NAMES = {1: ["Änne Groß", "anne"], 2: ["Änne"], 3: ["Jörg Weiß", "jw"]}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("@Änne Groß, siehst du das? 🚧 @jw auch", [1, 3]),
        ("@änne groß und @ÄNNE", [1, 2]),
        ("@Änne Großmann", [2]),
        ("@Ännes", []),
        ("post@anne.example, @ anne", []),
        ("(@anne)", [1]),
        ("@niemand @", []),
    ],
)
def test_the_longest_whole_name_is_meant(text: str, named: list[int]) -> None:
    found = mentions(text, NAMES)
    assert [key for _start, _end, key in found] == named
    for start, end, key in found:
        assert text[start] == "@"
        assert text[start + 1 : end].lower() in {name.lower() for name in NAMES[key]}
