"""The facts of a record that evidence can prove, by the code that stands in `Evidence.field`."""

from __future__ import annotations

from typing import cast

from django.db.models import Field, prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships.models.records import Record

WHOLE_RECORD = ""

# The record's own fields, then the relations whose rows are facts of their own: party:12 is the party with the id 12.
FIELDS: dict[str, tuple[str, ...]] = {
    "partnership": ("title", "kind", "status", "signed", "starts", "ends", "summary", "sectors"),
    "event": ("title", "kind", "state", "starts", "ends", "summary", "sectors"),
    "organisation": ("name", "kind", "country", "city", "website", "summary", "sectors"),
    "opportunity": ("title", "kind", "opens", "closes", "offered_by", "countries", "summary", "sectors"),
}
ROWS: dict[str, dict[str, tuple[str, ...]]] = {
    "partnership": {"party": ("parties", "organisation"), "sought": ("sought",)},
    "event": {
        "leg": ("legs", "country"),
        "participation": ("participations", "organisation"),
        "partnership": ("event_partnerships", "partnership"),
    },
    "organisation": {"name": ("names",)},
    "opportunity": {},
}
"""The code of a relation's rows, the relation, and what a row is named by."""


def facts_of(record: Record) -> dict[str, str]:
    """Each fact of a saved record with its name for people: {"": "The whole record", "status": "Status", "party:12": "Party: …"}."""
    facts = {WHOLE_RECORD: _("The whole record")}
    for name in FIELDS[record.record_type]:
        facts[name] = capfirst(str(cast(Field, record._meta.get_field(name)).verbose_name))
    for code, (relation, *named_by) in ROWS[record.record_type].items():
        rows = [row for row in getattr(record, relation).all() if row.pk]
        prefetch_related_objects(rows, *named_by)
        for row in rows:
            facts[f"{code}:{row.pk}"] = f"{capfirst(str(row._meta.verbose_name))}: {row}"
    return facts


def fact_label(facts: dict[str, str], code: str) -> str:
    """The name of a fact, also when the row that it was about is gone or the code is not one of ours."""
    if code in facts:
        return facts[code]
    kind, _colon, key = code.partition(":")
    return _("%(fact)s (removed)") % {"fact": capfirst(kind)} if key else capfirst(code)
