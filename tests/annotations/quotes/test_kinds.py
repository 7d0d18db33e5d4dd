"""What somebody is who speaks."""

import pytest

from annotations.quotes.kinds import is_body


@pytest.mark.parametrize(
    ("name", "mention"),
    [
        ("Verteidigungsministerium", "das Verteidigungsministerium"),
        ("Nato", "die Nato"),
        ("Regierung der Provinz", ""),
        ("Siemens", "der Konzern Siemens"),
    ],
)
def test_bodies(name: str, mention: str) -> None:
    assert is_body(name, mention)


@pytest.mark.parametrize(
    ("name", "mention"),
    [
        ("Änne Groß", "die Regierungschefin"),
        ("Jens Weiß", "der Chef der Polizei"),
        ("Sprecher der Regierung", ""),
        ("Groß", "er"),
        ("Siemens", "Siemens"),
        ("", ""),
    ],
)
def test_people_and_what_cannot_be_told(name: str, mention: str) -> None:
    assert not is_body(name, mention)
