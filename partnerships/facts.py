"""The facts of a record that evidence can prove, by the code that stands in `Evidence.field`."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, Field, OuterRef, Q, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Cast, Concat
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from partnerships.locales import labelled
from partnerships.models import Evidence
from partnerships.models.records import Record

WHOLE_RECORD = ""

# The record's own fields, then the relations whose rows are facts of their own: party:12 is the party with the id 12.
FIELDS: dict[str, tuple[str, ...]] = {
    "partnership": ("title", "kind", "status", "signed", "starts", "ends", "summary", "sectors"),
    "event": ("title", "kind", "state", "starts", "ends", "summary", "sectors"),
    "organisation": ("name", "kind", "country", "city", "website", "parent", "summary", "sectors"),
    "opportunity": ("title", "kind", "opens", "closes", "offered_by", "countries", "summary", "sectors"),
}
ROWS: dict[str, dict[str, tuple[str, ...]]] = {
    "partnership": {"party": ("parties", "organisation"), "sought": ("sought",)},
    "event": {
        "leg": ("legs", "country"),
        "participation": ("participations", "organisation"),
        "partnership": ("event_partnerships", "partnership"),
    },
    "organisation": {"name": ("names",), "identifier": ("identifiers",)},
    "opportunity": {},
}
"""The code of a relation's rows, the relation, and what a row is named by."""

WANTED: dict[str, tuple[str, ...]] = {
    "partnership": ("status", "signed", "starts", "ends", "party"),
    "event": ("starts", "ends", "leg", "participation"),
    "organisation": ("country",),
    "opportunity": ("closes", "offered_by"),
}
"""The facts for which the office wants proof; for "party" each row."""


def fetch_rows(record: Record) -> None:
    """Fetch the rows of a record's relations with what they are named by, so that form and panels ask for them once."""
    for relation, *named_by in ROWS[record.record_type].values():
        if not getattr(record, relation).is_deferring:  # A draft has its rows with it.
            prefetch_related_objects([record], relation, *(f"{relation}__{name}" for name in named_by))


def facts_of(record: Record, *, for_visitors: bool = False) -> dict[str, str]:
    """Each fact of a saved record with its name for people: {"": "The whole record", "status": "Status", "party:12": "Party: …"}.

    Visitors are not told the name of what is not public.
    """
    facts = {WHOLE_RECORD: _("The whole record")}
    for name in FIELDS[record.record_type]:
        facts[name] = capfirst(str(cast(Field, record._meta.get_field(name)).verbose_name))
    for code, (relation, *named_by) in ROWS[record.record_type].items():
        rows = [row for row in getattr(record, relation).all() if row.pk]
        prefetch_related_objects(rows, *named_by)
        for row in rows:
            label = capfirst(str(row._meta.verbose_name))
            named = getattr(row, named_by[0]) if named_by else None
            if isinstance(named, Record) and str(named) == str(row):
                facts[f"{code}:{row.pk}"] = label if for_visitors and not named.live else labelled(label, named.shown_title)
            else:
                facts[f"{code}:{row.pk}"] = labelled(label, row)
    return facts


def value_of(record: Record, code: str) -> str:
    """The value of a record's own field as `Evidence.value` holds it: active, 2019-04-26, NO; "" when there is none.

    A country or a sector is its code, another record its identifier. A relation's rows have no value beside their name.
    """
    if code not in FIELDS[record.record_type]:
        return ""
    value: Any = getattr(record, code)
    if hasattr(value, "all"):
        return ", ".join(sorted(str(getattr(one, "code", one)) for one in value.all()))[:255]
    if value is None:
        return ""
    found = getattr(value, "code", None) or getattr(value, "uuid", None)
    return str(found or (value.isoformat() if hasattr(value, "isoformat") else value))[:255]


def fact_label(facts: dict[str, str], code: str) -> str:
    """The name of a fact, also when the row that it was about is gone or the code is not one of ours."""
    if code in facts:
        return facts[code]
    kind, _colon, key = code.partition(":")
    return _("%(fact)s (removed)") % {"fact": capfirst(kind)} if key else capfirst(code)


def unproved(model: type[Record], *codes: str) -> QuerySet:
    """The public records of a kind that state at least one of these facts without proof; without codes, any of `WANTED`.

    A sentence of a document proves the fact that it is kept for; an address, a file or the editors' word for the whole record
    proves all of it. Proof of a value that a person has changed since is none.
    """
    codes = codes or WANTED[model.record_type]
    conditions = Q(pk__in=[])
    for code in codes:
        conditions |= _states(model, code)
    return model._default_manager.filter(conditions, ~Exists(_word_for_all(model)), live=True)


def unproved_facts(record: Record) -> list[str]:
    """The names of the facts of `WANTED` that a record states without proof, rows by their own: ["Status", "Port of Turku"].

    The rule is that of `unproved`. What is read are `evidence` and the relations' rows; the caller may have fetched them.
    """
    proved = [row for row in record.evidence.all() if not row.edited]
    if any(row.field == WHOLE_RECORD and row.document_id is None for row in proved):
        return []
    codes = {row.field for row in proved}
    names = []
    for code in WANTED[record.record_type]:
        if code in ROWS[record.record_type]:
            rows = getattr(record, ROWS[record.record_type][code][0]).all()
            names += [str(row) for row in rows if f"{code}:{row.pk}" not in codes]
        elif value_of(record, code) and code not in codes and not _follows(record, code):
            names.append(capfirst(str(cast(Field, record._meta.get_field(code)).verbose_name)))
    return names


def _follows(record: Any, code: str) -> bool:
    """Whether a value follows from another one and needs no proof: a term that has expired without anybody's word."""
    return code == "status" and record.record_type == "partnership" and not record.status_confirmed


def _proof(model: type[Record], **conditions: Any) -> QuerySet[Evidence]:
    kind = ContentType.objects.get_for_model(model)
    return Evidence.objects.filter(content_type=kind, edited=False, **conditions)


def _word_for_all(model: type[Record]) -> QuerySet[Evidence]:
    return _proof(model, object_id=OuterRef("pk"), field=WHOLE_RECORD, document__isnull=True)


def _states(model: type[Record], code: str) -> Q:
    """That a record has a value for the fact, and nothing that proves it."""
    if code in ROWS[model.record_type]:
        relation: Any = model._meta.get_field(ROWS[model.record_type][code][0])
        named = Concat(Value(f"{code}:"), Cast(OuterRef("pk"), CharField()))
        proof = _proof(model, object_id=OuterRef(relation.field.attname), field=named)
        rows = relation.related_model._base_manager.filter(~Exists(proof), **{relation.field.name: OuterRef("pk")})
        return Q(Exists(rows))
    field: Any = model._meta.get_field(code)
    stated = ~Q(**{f"{code}__isnull": True})
    if isinstance(field, CharField):
        stated &= ~Q(**{code: ""})
    if (model.record_type, code) == ("partnership", "status"):
        stated &= Q(status_confirmed=True)
    return stated & ~Q(Exists(_proof(model, object_id=OuterRef("pk"), field=code)))
