import pytest
from django.utils.translation import gettext, override
from hypothesis import given, settings
from hypothesis import strategies as st

from newsreader.importing.blocks import Value
from newsreader.importing.metadata import COLUMNS, MetadataError, read_table
from newsreader.importing.values import GENRES, LIMITS, PROBLEMS, ValueProblem, checked, merge
from newsreader.models import Article, Source

pytestmark = pytest.mark.once

HEADER = "filename,title,date,source,author,url,section,page,archive_id,language\n"


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_usual_separator_and_encoding(mark: str, encoding: str) -> None:
    lines = [["filename", "title", "source"], ["ä/1.txt", "Über die Brücke", "Müller & Söhne"]]
    text = "\r\n".join(mark.join(cells) for cells in lines)
    table = read_table(text.encode(encoding))
    assert table.take("ä/1.txt") == {"title": "Über die Brücke", "source": "Müller & Söhne"}
    assert table.problems == []


def test_all_columns_of_the_issue_are_read() -> None:
    row = '1.txt,"Titel, mit Komma",2022-01-12,Bote,A. B.,https://bote.example/1,Politik,7,BB-1,de\n'
    assert read_table((HEADER + row).encode()).take("1.txt") == {
        "title": "Titel, mit Komma",
        "published": "2022-01-12",
        "source": "Bote",
        "author": "A. B.",
        "url": "https://bote.example/1",
        "section": "Politik",
        "page": "7",
        "archive_id": "BB-1",
        "language": "de",
    }


def test_headings_as_people_write_them() -> None:
    table = read_table(b'"File name";"Archive ID";Date\n"a.txt";"7";"12.01.2022"\n')
    assert table.take("a.txt") == {"archive_id": "7", "published": "2022-01-12"}


def test_a_bad_cell_is_reported_with_its_row_and_the_rest_is_used() -> None:
    table = read_table(f"filename,date,genre,title,source\na.txt,gestern,roman,{'x' * 501},Bote\n".encode())
    assert table.take("a.txt") == {"source": "Bote"}
    assert [(p.row, p.code, p.serious) for p in table.problems] == [
        (2, "date", True),
        (2, "genre", True),
        (2, "too_long", True),
    ]


def test_an_impossible_day_is_no_date() -> None:
    assert [p.code for p in read_table(b"filename,date\na.txt,2022-02-30\n").problems] == ["date"]


def test_rows_without_a_name_and_named_twice() -> None:
    table = read_table(b"filename,title\na.txt,erster\n,ohne\n./a.txt,zweiter\n\n")
    assert table.take("a.txt") == {"title": "erster"}
    assert [(p.row, p.code) for p in table.problems] == [(3, "row_without_name"), (4, "row_twice")]


def test_rows_whose_file_did_not_come_are_left() -> None:
    table = read_table(b"filename,title\na.txt,x\nsub\\b.txt,y\n")
    assert table.take("sub/b.txt") == {"title": "y"}
    assert table.take("c.txt") is None
    assert [(p.row, p.filename, p.serious) for p in table.left()] == [(2, "a.txt", False)]


@pytest.mark.parametrize("text", ["", "\n", "titel,datum\na,b\n", "\x00\x01"])
def test_without_a_column_of_file_names_the_columns_are_told(text: str) -> None:
    with pytest.raises(MetadataError) as caught:
        read_table(text.encode())
    assert "archive_id" in str(caught.value)


def test_a_column_that_is_not_known_is_told_and_harmless() -> None:
    table = read_table(b"filename,titel,title\na.txt,x,y\n")
    assert table.take("a.txt") == {"title": "y"}
    assert [(p.code, p.serious, p.parts["name"]) for p in table.problems] == [("column", False, "titel")]


def test_a_quotation_mark_left_open_over_a_large_file_is_a_sentence() -> None:
    with pytest.raises(MetadataError) as caught:
        read_table(b'filename,title\na.txt,"' + b"x" * 200_000)
    assert caught.value.code == "unreadable"


@settings(max_examples=60)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_table_or_a_sentence(data: bytes) -> None:
    try:
        table = read_table(b"filename,title,date\n" + data)
    except MetadataError as error:
        assert str(error)
        return
    assert all(
        value == " ".join(value.split()) for _row, row in table.rows.values() for value in row.values()
    )


def test_the_row_wins_over_the_caller_and_the_caller_over_the_text() -> None:
    read = {key: Value(f"{key} T", "rule:x/1") for key in ("title", "author", "section")}
    merged = merge({"title": "title C"}, {"title": "title O", "author": "author O"}, read)
    assert merged == {
        "title": Value("title C", "csv"),
        "author": Value("author O", "caller"),
        "section": Value("section T", "rule:x/1"),
    }


def test_a_value_of_a_rule_that_does_not_fit_is_no_value() -> None:
    read = {"title": Value("x" * 501, "rule:x/1"), "published": Value("bald", "rule:x/1")}
    assert merge({}, {}, read) == {}


def test_values_have_one_form() -> None:
    assert checked("title", " A\u0308 \x00\n\tb ") == "Ä b"
    assert checked("genre", "News") == "news"
    for key, value in (("language", "deutsch!"), ("published", "2022-13"), ("source", "a\udc80")):
        with pytest.raises(ValueProblem):
            checked(key, value)


def test_limits_and_genres_are_those_of_the_database() -> None:
    assert tuple(Article.Genre.values) == GENRES
    for key, limit in LIMITS.items():
        field = Source._meta.get_field("name") if key == "source" else Article._meta.get_field(key)
        assert getattr(field, "max_length", None) in (limit, None)
    assert set(COLUMNS.values()) - {"filename"} == set(LIMITS)


def test_a_wrong_genre_is_called_in_german_what_the_pages_call_it() -> None:
    with override("de"):
        assert "keine Textsorte" in gettext(PROBLEMS["genre"])
        assert gettext("Genre") == "Textsorte"
