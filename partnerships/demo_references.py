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

    `rows` is what `partnerships.demo.invent` gives; `first` says by how much the ids of each database table were moved.
    """
    for model in models:
        parts = [(None, model), *((relation, relation.related_model) for relation in get_all_child_relations(model))]
        kind = ContentType.objects.get_for_model(model).pk
        for relation, holder in parts:
            for field in _pointing(holder, rows):
                to_kind = ContentType.objects.get_for_model(field.related_model).pk
                moved_to = first.get(field.related_model._meta.db_table, 0)
                for row in rows[str(holder._meta.model_name)]:
                    if row[field.attname] is None:
                        continue
                    record, path, place = row["id"] + first[holder._meta.db_table], field.name, field.name
                    if relation:
                        name = relation.get_accessor_name()
                        path, place = f"{name}.item.{field.name}", f"{name}.{record}.{field.name}"
                        record = row[relation.field.attname] + first[model._meta.db_table]
                    yield to_kind, str(row[field.attname] + moved_to), kind, kind, str(record), path, place, _hash(place)


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
