"""Locks of PostgreSQL's that belong to no row: the database lets go of them when the process that has them dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

UPLOADS, TEXTS, ORDERS, ACCEPTANCES, PREVIEWS = 7_215_332, 7_215_333, 7_215_334, 7_215_335, 7_215_336
"""The numbers under which what this project locks stands among all locks of the database."""


@contextmanager
def held(what: int, key: int) -> Iterator[bool]:
    """Whether nobody else has it now; if so it is ours until the block ends, over any number of transactions."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [what, key % 2**31])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [what, key % 2**31])


def take_turns(what: int, key: int) -> None:
    """Waits until nobody else has it; it is ours until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [what, key % 2**31])
