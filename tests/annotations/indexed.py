"""Whether the index of annotations holds what it should: the words of each as they are now, and no others."""

from django.db import connection

from annotations.filtering import words
from annotations.models import Annotation


def strays() -> list[str]:
    """The quotes of annotations whose words in the index are not theirs, and keys of rows of nothing."""
    table, noun, _rows = words.MARKS
    key, part = ("rowid", "rowid") if connection.vendor == "sqlite" else (f"{noun}_id", "part")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {key}, keys, stems FROM {table} ORDER BY {key}, {part}")
        there: dict[int, list[tuple[str, str]]] = {}
        for pk, keys, stems in cursor.fetchall():
            there.setdefault(pk, []).append((keys, stems))
    wrong = []
    for mark in Annotation.objects.select_related("article").prefetch_related("spans"):
        answers = mark.values.filter(variable__kind="text").order_by("variable")
        said = (mark.note, mark.occasion, *answers.values_list("value", flat=True))
        quotes = [span.quote for span in mark.spans.all()]
        rows = words.words_of(quotes, said, mark.article.language)
        wanted = [_as_stored(*map(str, row[-2:])) for row in rows]
        if there.pop(mark.pk, []) != wanted:
            wrong.append(mark.quote)
    return [*wrong, *map(str, there)]


def _as_stored(keys: str, stems: str) -> tuple[str, str]:
    if connection.vendor == "sqlite":
        return keys, stems
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector::text, %s::tsvector::text", [keys, stems])
        found: tuple[str, str] = cursor.fetchone()
        return found
