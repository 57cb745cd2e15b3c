"""What the stored versions of records say of an organisation: re-pointed with the rows, and set back with them.

A version is the JSON of a record with its parts. All of them are changed, not only the newest: an older one may be brought back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet
from modelcluster.fields import ParentalKey
from wagtail.models import Revision

from partnerships.models import Organisation

ITSELF = ""
"""In the place of a relation: the value is the record's own."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the versions of one kind of record name an organisation: parties of partnerships, the parent of organisations."""

    owner: type[Model]
    relation: str
    field: str

    def versions(self, organisation: Organisation) -> QuerySet[Revision]:
        """The versions that name the organisation here."""
        named: Any = {self.field: organisation.pk}
        found = Revision.objects.filter(
            content_type=ContentType.objects.get_for_model(self.owner),
            content__contains={self.relation: [named]} if self.relation else named,
        )
        return found.order_by("pk")


def place_of(model: type[Model], field: str) -> Place | None:
    """The place in versions that a foreign key to organisations has; None for rows that no version holds."""
    if hasattr(model, "revisions"):
        return Place(model, ITSELF, field)
    parents = [each for each in model._meta.concrete_fields if isinstance(each, ParentalKey) and each.name != field]
    if not parents:
        return None
    return Place(parents[0].related_model, parents[0].remote_field.get_accessor_name(), field)


def repoint(version: Revision, place: Place, merged: int, kept: int | None, shown_twice: Any) -> list[dict[str, Any]]:
    """Let a version name the kept organisation, and say what was done as `set_back` reads it; the caller saves it.

    A row of which `shown_twice(row, others)` is true after that is taken out.
    """
    content = version.content
    if not place.relation:
        content[place.field] = kept
        return [{"do": "set", "relation": ITSELF, "field": place.field, "from": merged, "to": kept}]
    edits: list[dict[str, Any]] = []
    rows = content[place.relation]
    for row in [row for row in rows if row.get(place.field) == merged]:
        index = next(number for number, other in enumerate(rows) if other is row)
        if shown_twice({**row, place.field: kept}, [other for other in rows if other is not row]):
            edits.append({"do": "drop", "relation": place.relation, "index": index, "row": dict(row)})
            del rows[index]
        else:
            row[place.field] = kept
            named = {"field": place.field, "from": merged, "to": kept}
            edits.append({"do": "set", "relation": place.relation, "index": index, "pk": row.get("pk"), **named})
    return edits


def set_back(version: Revision, edits: Sequence[dict[str, Any]]) -> None:
    """Undo what `repoint` or `add_rows` did, the last first; what a person has changed since stays. The caller saves it."""
    for edit in reversed(edits):
        if edit["relation"] == ITSELF:
            rows, row = [], version.content
        else:
            rows = version.content.setdefault(edit["relation"], [])
            row = _row(rows, edit)
        if edit["do"] == "drop":
            if row is None:
                rows.insert(min(edit["index"], len(rows)), edit["row"])
        elif edit["do"] == "add":
            rows[:] = [other for other in rows if other.get("pk") != edit["pk"]]
        elif row is not None and row.get(edit["field"]) == edit["to"]:
            row[edit["field"]] = edit["from"]


def _row(rows: list[dict[str, Any]], edit: dict[str, Any]) -> dict[str, Any] | None:
    """The row of an edit: by its id, or by its place when it was not saved yet."""
    pk = edit["row"].get("pk") if edit["do"] == "drop" else edit["pk"]
    if pk is not None:
        return next((row for row in rows if row.get("pk") == pk), None)
    return rows[edit["index"]] if edit["do"] == "set" and edit["index"] < len(rows) else None


def add_rows(version: Revision, relation: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add rows to a version of a record, and say so as `set_back` reads it; the caller saves it."""
    known = version.content.setdefault(relation, [])
    new = [row for row in rows if row["pk"] not in {other.get("pk") for other in known}]
    known.extend(new)
    return [{"do": "add", "relation": relation, "pk": row["pk"]} for row in new]
