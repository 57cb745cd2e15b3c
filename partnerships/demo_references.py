"""What demonstration records point to, as Wagtail's index of references keeps it: rows written by COPY send no signals."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, Model
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import ReferenceIndex

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
COLUMNS = (
    "to_content_type_id", "to_object_id", "base_content_type_id", "content_type_id", "object_id", "model_path", "content_path",
    "content_path_hash",
)  # fmt: skip


def references(models: Sequence[type[Model]], rows: Rows, first: Mapping[str, int]) -> Iterator[tuple[Any, ...]]:
    """A row of COLUMNS for each reference of the invented records of these models and of their parts.

    `rows` is what `partnerships.demo.invent` gives; `first` says by how much the ids of each database table were moved. All that is
    asked of the database is asked before the first row: while a COPY takes the rows, its connection answers nothing else.
    """
    kinds = ContentType.objects.get_for_models(*models)
    pointers = [
        (model, relation, holder, field)
        for model in models
        for relation, holder in ((None, model), *((one, one.related_model) for one in get_all_child_relations(model)))
        for field in _pointing(holder, rows)
    ]
    targets = ContentType.objects.get_for_models(*{field.related_model for *_others, field in pointers})
    return (
        (targets[field.related_model].pk, str(to), kinds[model].pk, kinds[model].pk, str(record), path, place, _hash(place))
        for model, relation, holder, field in pointers
        for to, record, path, place in _references_of(model, relation, holder, field, rows, first)
    )


def _references_of(
    model: type[Model], relation: Any, holder: type[Model], field: Any, rows: Rows, first: Mapping[str, int]
) -> Iterator[tuple[int, int, str, str]]:
    """What one foreign key points to: the id there, the id of the record that points, and the path in it, general and exact."""
    moved_to = first.get(field.related_model._meta.db_table, 0)
    for row in rows[str(holder._meta.model_name)]:
        if row[field.attname] is None:
            continue
        record, path, place = row["id"] + first[holder._meta.db_table], field.name, field.name
        if relation:
            name = relation.get_accessor_name()
            path, place = f"{name}.item.{field.name}", f"{name}.{record}.{field.name}"
            record = row[relation.field.attname] + first[model._meta.db_table]
        yield row[field.attname] + moved_to, record, path, place


def _pointing(holder: type[Model], rows: Rows) -> list[Any]:
    """The foreign keys that the invented rows of a model fill in and that Wagtail keeps."""
    found = rows.get(str(holder._meta.model_name))
    return [
        field
        for field in holder._meta.concrete_fields
        if found and isinstance(field, ForeignKey) and not isinstance(field, ParentalKey) and field.attname in found[0]
    ]


def _hash(place: str) -> uuid.UUID:
    return ReferenceIndex._get_content_path_hash(place)
