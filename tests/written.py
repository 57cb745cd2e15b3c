"""What makes a whole site or register writes into the database once in a run, and from then on its rows are copied.

Making the small register takes a second of computing, its rows take a twentieth of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from tests.database import TestDatabase


def write(make: Callable[..., object], *arguments: str) -> None:
    """Writes what `make(*arguments)` writes into a database that has just been migrated, with the same keys each time.

    A row that is already there under one of these keys is an error of the database.
    """
    made = _made(make, *arguments)
    with transaction.atomic(), connection.cursor() as cursor:
        for table in made.tables:
            if table.gone:
                cursor.execute(f"DELETE FROM {table.name} WHERE {table.key} = ANY(%s)", [table.gone])
        for table in made.tables:
            with cursor.copy(f"COPY {table.name} ({table.columns}) FROM STDIN") as copy:
                copy.write(table.rows)
        for sequence, last in made.sequences.items():
            cursor.execute(f"SELECT setval(%s, greatest(%s, (SELECT last_value FROM {sequence})))", [sequence, last])


@dataclass(frozen=True)
class _Table:
    """What is different in it. Names are quoted."""

    name: str
    key: str
    """Of a row, as text."""
    columns: str
    rows: bytes
    """The new ones and those that were changed."""
    gone: list[str]
    """Keys of those that were deleted or changed."""


@dataclass(frozen=True)
class _Made:
    tables: list[_Table]
    sequences: dict[str, int]


@cache
def _made(make: Callable[..., object], *arguments: str) -> _Made:
    with _a_database_of_its_own(), connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = [(name, f"ROW({key or columns})::text", columns) for name, key, columns in cursor.fetchall()]
        before = {name: _values(cursor, f"SELECT {key} FROM {name}") for name, key, _columns in tables}
        numbers = _sequences(cursor)
        # Rows bear the number of the transaction that wrote them.
        (began,) = _values(cursor, "SELECT pg_current_xact_id()::text")
        make(*arguments)
        changed = []
        for name, key, columns in tables:
            kept = _values(cursor, f"SELECT {key} FROM {name} WHERE xmin::text::bigint < {began}")
            with cursor.copy(f"COPY (SELECT {columns} FROM {name} WHERE xmin::text::bigint >= {began}) TO STDOUT") as copy:
                rows = b"".join(bytes(part) for part in copy)
            gone = sorted(before[name] - kept)
            if rows or gone:
                changed.append(_Table(name, key, columns, rows, gone))
        return _Made(changed, {name: last for name, last in _sequences(cursor).items() if numbers.get(name) != last})


# Of each table its name, the columns of its primary key, and all that can be written; parts of a table instead of the whole.
_TABLES = """
SELECT quote_ident(relname),
       string_agg(quote_ident(attname), ', ' ORDER BY attnum) FILTER (WHERE attnum = ANY(indkey)),
       string_agg(quote_ident(attname), ', ' ORDER BY attnum)
FROM pg_class
JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
LEFT JOIN pg_index ON indrelid = pg_class.oid AND indisprimary
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
GROUP BY relname
"""


@contextmanager
def _a_database_of_its_own() -> Iterator[None]:
    """A migrated database beside that of the test, whatever the test has begun there."""
    usual = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = usual.copy()
    database = TestDatabase("making")
    try:
        database.create()
        yield
    finally:
        database.drop()
        connections[DEFAULT_DB_ALIAS] = usual


def _values(cursor, query: str) -> set[str]:
    cursor.execute(query)
    return {value for (value,) in cursor.fetchall()}


def _sequences(cursor) -> dict[str, int]:
    cursor.execute("SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE last_value IS NOT NULL")
    return dict(cursor.fetchall())
