"""German is complete; English is the source language, so it is complete by construction."""

from pathlib import Path

import polib
import pytest

from tools.translations import catalogue, faults, problems, update

pytestmark = pytest.mark.once

PAGE = """
<h1>{% translate "Articles" %}</h1>
   {% blocktranslate count n=rows|length trimmed %}
     {{ n }} article
   {% plural %}
     {{ n }} articles
   {% endblocktranslate %}
 <p title="{% translate 'May' context 'month' %}">it's "50 %" (</p>
"""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for folder in ("newsreader", "annotations", "templates/annotations"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "newsreader/a.py").write_text(
        'from x import gettext_lazy as _\nA = _("Read")\nB = _("Both")\n'
    )
    (tmp_path / "annotations/b.py").write_text('B = _("Both")\nC = _("Mark %(n)s") % {"n": 1}\n')
    (tmp_path / "templates/annotations/card.html").write_text(PAGE)
    update(tmp_path)
    return tmp_path


def test_every_string_of_the_source_is_in_german_and_compiled() -> None:
    assert list(problems()) == []


def test_strings_go_to_the_catalogue_of_their_wing(house: Path) -> None:
    strings = {
        wing: [
            (entry.msgctxt, entry.msgid, entry.msgid_plural)
            for entry in polib.pofile(str(catalogue(wing, house)))
        ]
        for wing in ("newsreader", "annotations")
    }
    assert strings == {
        "newsreader": [(None, "Both", ""), (None, "Read", "")],
        "annotations": [
            (None, "%(n)s article", "%(n)s articles"),
            (None, "Articles", ""),
            (None, "Mark %(n)s", ""),
            ("month", "May", ""),
        ],
    }


def test_new_strings_are_reported_until_they_are_translated(house: Path) -> None:
    path = catalogue("newsreader", house)
    assert "newsreader: not translated: 'Read'" in list(problems(house))
    catalog = polib.pofile(str(path))
    for entry in catalog:
        entry.msgstr = f"{entry.msgid} auf Deutsch"
    catalog.save()
    assert [problem for problem in problems(house) if problem.startswith("newsreader")] == [
        "newsreader: django.mo is not what django.po says; run `make messages`"
    ]
    update(house)
    assert not [problem for problem in problems(house) if problem.startswith("newsreader")]
    first = path.read_bytes(), path.with_suffix(".mo").read_bytes()
    update(house)
    assert (path.read_bytes(), path.with_suffix(".mo").read_bytes()) == first


def test_a_placeholder_that_the_german_lost_is_reported() -> None:
    lost = polib.POEntry(msgid="%(n)s of {total}", msgstr="%(n)s von allen")
    one = polib.POEntry(
        msgid="one article",
        msgid_plural="%(n)s articles",
        msgstr_plural={0: "%(n)s Artikel", 1: "%(n)s Artikel"},
    )
    assert list(faults(lost)) == ["placeholders differ in '%(n)s von allen'"]
    assert list(faults(one)) == []
