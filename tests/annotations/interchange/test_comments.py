"""Comments and memos in the JSON: what goes out, what comes in, what is refused."""

import copy
from pathlib import Path
from typing import Any

import pytest

from annotations.filtering import Filter
from annotations.interchange.selection import Selection
from annotations.models import Comment, Memo
from newsreader.changes import ChangeSet
from newsreader.models import Project
from tests.annotations.interchange.support import coded_project, exported, read, run, write
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def take_in(tmp_path: Path, data: dict[str, Any], project: Project) -> tuple[int, str, str]:
    return run("import_annotations", write(tmp_path / "file.json", data), project=project.slug)


def test_threads_and_memos_travel_and_are_there_once(tmp_path: Path) -> None:
    project, _anna, ben = coded_project()
    data = read(project)
    assert [entry["text"] for entry in data["comments"]] == [f"Wörtlich, @{ben.name}?\n🤔", "Ja.", "Doppelt?"]
    assert data["comments"][0]["mentioned"] == [str(ben.uid)]
    assert data["comments"][1]["thread"] == data["comments"][0]["id"]
    assert data["comments"][2]["resolved_at"]
    other = make_project()
    code, said, _err = take_in(tmp_path, data, other)
    assert code == 0
    assert "3 new: comments" in said
    assert "1 new: memos on articles" in said
    again = read(other)
    assert (again["comments"], again["memos"]) == (data["comments"], data["memos"])
    assert all(other.comments.values_list("words", flat=True))
    changes = ChangeSet.objects.get(project=other, action="interchange.import").changes
    assert changes.filter(kind__in=["comment", "memo"]).count() == 4
    assert "already" in take_in(tmp_path, data, other)[1]
    assert Comment.objects.filter(project=other).count() == 3


def test_a_filtered_file_holds_the_threads_of_what_it_holds() -> None:
    project, anna, ben = coded_project()
    source = project.sources.get(name="Ahletaler Bote")
    assert read(Selection(Filter(project, source=source)))["comments"] == []
    assert read(Selection(Filter(project, source=source)))["memos"] == []
    of_anna = read(Selection(Filter(project, owner=anna)))
    assert [entry["text"] for entry in of_anna["comments"]] == ["Doppelt?"]
    of_ben = read(Selection(Filter(project, owner=ben)))
    assert [entry["text"] for entry in of_ben["comments"]][1:] == ["Ja."]
    assert {str(anna.uid), str(ben.uid)} == {member["id"] for member in of_ben["members"]}


def test_what_was_written_here_stays(tmp_path: Path) -> None:
    project, _anna, _ben = coded_project()
    data = read(project)
    Memo.objects.update(text="Seitdem anders")
    Comment.objects.filter(text="Ja.").update(text="Nein.")
    take_in(tmp_path, data, project)
    assert Memo.objects.get().text == "Seitdem anders"
    assert Comment.objects.filter(text="Nein.").exists()


BROKEN: dict[str, Any] = {
    "text": lambda data: data["comments"][0].update(text=" "),
    "author": lambda data: data["comments"][0].update(author=data["articles"][0]["id"]),
    "article": lambda data: data["comments"][0].update(article=data["articles"][0]["id"]),
    "thread": lambda data: data["comments"][2].update(thread=data["comments"][1]["id"]),
    "itself": lambda data: data["comments"][0].update(thread=data["comments"][0]["id"]),
    "time": lambda data: data["comments"][0].update(created_at="gestern"),
    "twice": lambda data: data["comments"].append(data["comments"][0]),
    "memo": lambda data: data["memos"].append(data["memos"][0]),
    "no memo": lambda data: data["memos"][0].update(text=""),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_does_not_hold_together_is_refused(tmp_path: Path, what: str) -> None:
    project, _anna, _ben = coded_project()
    data = copy.deepcopy(read(project))
    BROKEN[what](data)
    other = make_project()
    code, _said, error = take_in(tmp_path, data, other)
    assert code == 1
    assert "Nothing was imported." in error
    assert not other.comments.exists()


def test_a_file_without_comments_is_read(tmp_path: Path) -> None:
    project, _anna, _ben = coded_project()
    data = read(project)
    del data["comments"], data["memos"]
    other = make_project()
    assert take_in(tmp_path, data, other)[0] == 0
    assert '"comments": [\n]' in exported(other)
