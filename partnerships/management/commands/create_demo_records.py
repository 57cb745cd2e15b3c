from __future__ import annotations

import time
from argparse import ArgumentParser
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.db.models import AutoField, Field, Model
from django.utils import timezone
from psycopg import sql

from partnerships.demo import MARK, invent
from partnerships.demo_references import COLUMNS, references
from partnerships.models import Event, Opportunity, Organisation, Partnership, Place, Sector, refresh_facet_rows
from partnerships.models.fields import DerivedDateField, DerivedKeyField
from partnerships.models.records import Record

RECORDS = (Organisation, Partnership, Event, Opportunity)
MOST = 2_000_000
SEARCHED = ("partnership_search", "event_search", "opportunity_search", "organisation_search", "organisation_name_search")
"""The indexes of names."""


class Command(BaseCommand):
    help = (
        "Fills the register with N invented partnerships and their organisations, events and opportunities, for trials and "
        "benchmarks. The same N and seed give the same records on one day: what ends soon and what was confirmed of late is "
        "counted from it. Nobody is their owner. Refuses where demonstration records are already, so that a "
        "register never holds two sets: start from an empty database for another size."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--partnerships", type=int, required=True, metavar="N", help=f"how many partnerships, 1 to {MOST}")
        parser.add_argument("--seed", type=int, default=1, help="another seed gives another register of the same size")

    def handle(self, *args: Any, partnerships: int, seed: int, **options: Any) -> None:
        if not 1 <= partnerships <= MOST:
            raise CommandError(f"--partnerships must be between 1 and {MOST}.")
        started = time.monotonic()
        places = {place.code: (place.pk, place.name) for place in Place.objects.all()}
        sectors = list(Sector.objects.filter(disabled_on=None).order_by("code").values_list("pk", flat=True))
        if not places or not sectors:
            raise CommandError("The vocabulary is missing: run migrate first.")
        with transaction.atomic():
            _refuse_second_set()
            register = invent(partnerships, seed, places, sectors)
            first = _write(register.rows)
            with connection.cursor() as cursor:
                # A table that was last looked at while it was empty would be read from end to end for each record.
                tables = [apps.get_model("partnerships", table)._meta.db_table for table in register.rows]
                cursor.execute(sql.SQL("ANALYZE {}").format(sql.SQL(", ").join(map(sql.Identifier, tables))))
            _copy_rows("wagtailcore_referenceindex", COLUMNS, references(RECORDS, register.rows, first))
            for model in RECORDS:
                refresh_facet_rows(model.record_type)
        with connection.cursor() as cursor:
            # So that the very next query is planned for the new size, and finds names without reading what GIN has put off.
            cursor.execute("ANALYZE")
            for index in SEARCHED:
                cursor.execute("SELECT gin_clean_pending_list(%s::regclass)", [index])
        counts = ", ".join(
            f"{len(register.rows.get(str(model._meta.model_name), ()))} {model._meta.verbose_name_plural}" for model in RECORDS
        )
        self.stdout.write(f"Created {counts} in {time.monotonic() - started:.1f} s.")


def _refuse_second_set() -> None:
    found = Partnership.objects.extra(where=["uuid::text LIKE %s"], params=[f"%{MARK}"]).count()
    if found:
        raise CommandError(f"The register already holds {found} demonstration partnerships; nothing was added.")


def _write(rows: dict[str, list[dict[str, Any]]]) -> dict[str, int]:
    """Write the rows by COPY, their ids moved behind those that are there; return by how much, by database table."""
    first: dict[str, int] = {}
    for table, found in rows.items():
        model = apps.get_model("partnerships", table)
        if "id" in found[0]:
            first[model._meta.db_table] = _reserve(model, len(found)) - 1
    for table in sorted(rows, key=lambda table: _depth(table)):
        _copy(apps.get_model("partnerships", table), rows[table], first)
    return first


def _depth(table: str) -> int:
    """Tables that others point to are written first."""
    return 0 if table == "organisation" else 1 if table == "partnership" else 2 if table in ("event", "opportunity") else 3


def _reserve(model: type[Model], count: int) -> int:
    """The first of `count` ids in a row that no other session gets."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [model._meta.db_table])
        sequence = cursor.fetchone()[0]
        cursor.execute("SELECT setval(%s, nextval(%s) + %s)", [sequence, sequence, count - 1])
        return int(cursor.fetchone()[0]) - count + 1


def _copy(model: type[Model], rows: list[dict[str, Any]], first: dict[str, int]) -> None:
    now = timezone.now()
    fields = [field for field in model._meta.concrete_fields if not (isinstance(field, AutoField) and "id" not in rows[0])]
    makers = [_maker(field, rows[0], first, now) for field in fields]
    columns = [str(field.column) for field in fields]
    _copy_rows(model._meta.db_table, columns, ([make(row) for make in makers] for row in rows))


def _copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _maker(field: Field, sample: dict[str, Any], first: dict[str, int], now: Any) -> Any:
    """A function that gives the value of one column for a row."""
    name = field.attname
    if isinstance(field, DerivedKeyField):
        return lambda row: field.derive(row[field.source])
    if isinstance(field, DerivedDateField):
        return field.derived
    if field.primary_key:
        offset = first[field.model._meta.db_table]
        return lambda row: row[name] + offset
    if name in sample and field.remote_field:
        offset = first.get(field.remote_field.model._meta.db_table, 0)
        return lambda row: None if row[name] is None else row[name] + offset
    if name in sample:
        return lambda row: row[name]
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return lambda row: now
    if issubclass(field.model, Record) and name in ("first_published_at", "last_published_at"):
        return lambda row: now if row["live"] else None
    if issubclass(field.model, Record) and name == "has_unpublished_changes":
        return lambda row: not row["live"]
    # As the database takes it: an empty JSON object is not a dict to it.
    default = field.get_db_prep_save(field.get_default(), connection)
    return lambda row: default
