"""Many rows at once: what bulk_create does, without an object and a query compiler for each of them.

Values are what the model's fields hold in Python, and every column that has no default in the database must
be named. As with bulk_create no signal is sent; the database's own constraints hold as ever.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

Convert = Callable[[Any], Any]


def insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write the rows, each with one value for each of the columns (names as in `field.attname`). Raises
    what a save raises, DataError and IntegrityError."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    converts = [(n, convert) for n, name in enumerate(columns) if (convert := _convert(fields[name]))]
    ready = [_converted(row, converts) for row in rows]
    if not ready:
        return
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    names = ", ".join(quote(fields[name].column or name) for name in columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in ready:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", ready)


def new_keys(model: type[models.Model], count: int) -> list[int]:
    """Primary keys for `count` rows to come, as the database would give them. On SQLite only within a
    transaction that writes, which nobody else then does."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, count]
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        row = cursor.fetchone()
        last = row[0] if row else 0
        return list(range(last + 1, last + 1 + count))


def _converted(row: Sequence[Any], converts: list[tuple[int, Convert]]) -> list[Any]:
    values = list(row)
    for n, convert in converts:
        values[n] = convert(values[n])
    return values


def _convert(field: "models.Field[Any, Any]") -> Convert | None:
    """What makes the database's value of the field's, None where the driver takes it as it is."""
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else json.dumps(value)
    driver = (models.UUIDField, models.DateField) if connection.vendor == "postgresql" else ()
    plain = (models.TextField, models.IntegerField, models.BooleanField, models.BinaryField)
    if isinstance(field, (*plain, *driver, models.AutoField, models.ForeignKey)):
        return None
    if type(field) is models.CharField:
        return None
    if isinstance(field, models.UUIDField):
        return lambda value: None if value is None else value.hex
    return lambda value: None if value is None else field.get_db_prep_save(value, connection)
