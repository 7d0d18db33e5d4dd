"""What is wrong with a file is said in a sentence, and nothing of it goes in."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from newsreader.models import Project
from tests.annotations.interchange.support import coded_project, exported, read, run, write
from tests.factories import make_article, make_project

pytestmark = pytest.mark.django_db


def broken(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    data = read(coded_project()[0])
    change(data)
    return data


def put_inside(data: dict[str, Any], *numbers: int) -> None:
    """Each of these annotations inside the next one."""
    marks = data["annotations"]
    for inner, outer in pairwise(numbers):
        marks[inner]["inside"] = marks[outer]["id"]


BROKEN: list[tuple[str, Callable[[dict[str, Any]], object]]] = [
    ("no export of Wortlaut", lambda d: d.pop("format")),
    ("version 3", lambda d: d.update(version=3)),
    ("spans[0].end", lambda d: d["annotations"][0]["spans"][0].update(end=10**5)),
    ("annotations[0].spans[0].end", lambda d: d["annotations"][0]["spans"][0].update(end=0)),
    ("annotations[1].spans", lambda d: d["annotations"][1].update(spans=[])),
    ("annotations[1].spans", lambda d: d["annotations"][1].update(whole=True)),
    ("annotations[1].whole", lambda d: d["annotations"][1].update(whole="ja")),
    ("annotations[0].speakers[0]", lambda d: d["annotations"][0].update(speakers=[d["project"]["slug"]])),
    ("annotations[0].article", lambda d: d["annotations"][0].update(article=d["tags"][0]["id"])),
    ("annotations[0].owner", lambda d: d["annotations"][0].update(owner=d["tags"][0]["id"])),
    (
        "annotations[0].tags[0].tag",
        lambda d: d["annotations"][0].update(tags=[{"tag": d["members"][0]["id"]}]),
    ),
    ("annotations[1].tags[0].stance", lambda d: d["annotations"][1]["tags"][0].update(stance="maybe")),
    ("annotations[0].created_at", lambda d: d["annotations"][0].update(created_at="gestern")),
    ("annotations[0].note", lambda d: d["annotations"][0].update(note="\0")),
    ("annotations[0].note", lambda d: d["annotations"][0].update(note="x" * 10_001)),
    ("annotations[0].quote", lambda d: d["annotations"][0].update(quote="etwas anderes")),
    ("annotations[0].text_version", lambda d: d["annotations"][0].update(text_version=2)),
    ("annotations[0].date", lambda d: d["annotations"][0].update(date="im März")),
    ("annotations[0].addressee", lambda d: d["annotations"][0].update(addressee=d["tags"][0]["id"])),
    ("annotations[0].cue.end", lambda d: d["annotations"][0].update(cue={"start": 3, "end": 3})),
    ("annotations[0].certainty", lambda d: d["annotations"][0].update(certainty="ganz")),
    ("annotations[0].quotes_words", lambda d: d["annotations"][0].update(quotes_words=1)),
    ("cannot be inside", lambda d: d["annotations"][0].update(inside=d["annotations"][0]["id"])),
    ("cannot be inside", lambda d: put_inside(d, 0, 1, 2, 0)),
    ("cannot be inside", lambda d: put_inside(d, 0, -1)),
    ("articles[0].text_sha256", lambda d: d["articles"][0].update(text_sha256="0" * 64)),
    ("articles[0].text", lambda d: d["articles"][0].update(text="a\x07b")),
    ("articles[0].text", lambda d: d["articles"][0].update(text="\ud800")),
    ("articles[0].length", lambda d: d["articles"][0].update(length=True)),
    ("articles[0].published", lambda d: d["articles"][0].update(published="12. Mai")),
    ("articles[0].blocks[0].kind", lambda d: d["articles"][0]["blocks"][0].update(kind="poem")),
    ("articles: One id", lambda d: d["articles"].append(d["articles"][0])),
    ("speakers[0].name", lambda d: d["speakers"][0].update(name=None)),
    ("speakers[0]:", lambda d: d["speakers"].insert(0, "Groß")),
    ("tags[0].color", lambda d: d["tags"][0].update(color=13)),
    ("tags[0].path", lambda d: d["tags"][0].update(path=[])),
    ("stands below", lambda d: d["tags"][1].update(path=["Nirgends", "Die Fähre"])),
    ("members", lambda d: d.update(members={"a": 1})),
]


@pytest.mark.parametrize(
    ("said", "change"), BROKEN, ids=[f"{n}-{said}" for n, (said, _) in enumerate(BROKEN)]
)
def test_a_broken_file_is_refused_with_a_sentence_and_nothing_goes_in(
    said: str, change: Callable[[dict[str, Any]], object], tmp_path: Path
) -> None:
    file = write(tmp_path / "a.json", broken(change))
    code, _out, err = run("import_annotations", file, project="neu")
    assert code == 1
    assert said in err
    assert not Project.objects.filter(slug="neu").exists()


@pytest.mark.parametrize("data", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b"[]", b"null"])
def test_what_is_no_json_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(data)
    code, _out, err = run("import_annotations", str(tmp_path / "a.json"), project="neu")
    assert code == 1 and "JSON" in err


def test_a_file_that_is_not_there_and_a_slug_that_is_none(tmp_path: Path) -> None:
    assert run("import_annotations", str(tmp_path / "no.json"), project="neu")[0] == 1
    assert run("import_annotations", str(tmp_path / "no.json"), project="a/b")[0] == 2


def test_the_same_id_with_another_text_is_refused(tmp_path: Path) -> None:
    project, *_ = coded_project()
    file = write(tmp_path / "a.json", exported(project))
    other = make_project()
    make_article(other, "Ganz anders.", uid=project.articles.earliest("pk").uid)
    code, _out, err = run("import_annotations", file, project=other.slug)
    assert code == 1 and "another text" in err
    assert other.articles.count() == 1 and other.tags.count() == 0
