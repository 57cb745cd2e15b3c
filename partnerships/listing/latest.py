"""The records of a list in other orders than its pages have: for those who follow it, what changed last comes first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.db import connection
from django.db.models import Field

from partnerships.listing.facets import Statement
from partnerships.listing.filters import asked_organisations, known_values, read_choices
from partnerships.models.facetrow import facet_sources

# A feed is of one order; what a page of it shows must not depend on which of two records with the same moment comes first.
_ORDERS = {
    "changed": "changed DESC NULLS LAST, record_id DESC",
    "date": "sort_date DESC NULLS LAST, sort_key, record_id",
    "closes": "closes DESC NULLS LAST, sort_key, record_id",
}


def records_of(
    record_type: str,
    params: Mapping[str, Any],
    *,
    order: Literal["changed", "date", "closes"],
    most: int,
    skipped: int = 0,
    also: tuple[str, ...] = (),
) -> list[Any]:
    """At most `most` of the records that the list with these parameters holds, after the first `skipped` of that order.

    "changed" puts first what was saved or published last, "date" the latest date of the thing itself, "closes" the latest
    closing hour. Words that no record holds find nothing. `also` names relations to fetch besides those that a row of a list
    shows. Raises KeyError for a type that has no lists.
    """
    source = facet_sources[record_type]
    choices = read_choices(source, params, known_values(asked_organisations(params)))
    statement = Statement(source, choices, most, {})
    field = changed_field(source.records([]).model)
    table, key, column = field.model._meta.db_table, field.model._meta.pk.column, field.column
    matching = statement._rows(["record_id", "sort_date", "sort_key", "closes"])
    words = ["WITH", *statement.tables] if statement.tables else []
    sql = [
        *words,
        "SELECT m.record_id FROM (",
        matching,
        f') AS m JOIN (SELECT "{key}" AS key, "{column}" AS changed FROM "{table}") AS r ON r.key = m.record_id',  # noqa: S608 - names of a model
        f"ORDER BY {_ORDERS[order]} LIMIT %(most)s OFFSET %(skipped)s",
    ]
    with connection.cursor() as cursor:
        cursor.execute(" ".join(sql), {**statement.parameters, "most": most, "skipped": skipped})
        ids = [record_id for (record_id,) in cursor.fetchall()]
    found = {record.pk: record for record in source.records(ids).prefetch_related(*also)} if ids else {}
    return [found[record_id] for record_id in ids if record_id in found]


def changed_field(model: Any) -> Field[Any, Any]:
    """The field that tells when a record of this kind changed last for visitors."""
    names = {field.name for field in model._meta.get_fields()}
    return model._meta.get_field("updated_at" if "updated_at" in names else "last_published_at")
