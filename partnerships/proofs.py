"""Sources that disagree, the one that is preferred, and proof of a value that was changed since."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from partnerships.facts import FIELDS, value_of
from partnerships.models import Evidence
from partnerships.models.records import Record


def evidence_of(record: Record) -> list[Evidence]:
    """All evidence of a record in the order of its facts, with its sources but without their text; asked for once for this object."""
    found: list[Evidence] | None = record.__dict__.get("_evidence")
    if found is None:
        rows = record.evidence.select_related("document", "file", "decided_by").defer("document__content", "document__text")
        found = record.__dict__["_evidence"] = list(rows)
    return found


def disputed(rows: Iterable[Evidence]) -> bool:
    """Whether pieces of evidence of one fact give different values; those of a value that was changed since do not count."""
    return len({row.value for row in rows if row.value and not row.edited}) > 1


def prefer(evidence: Evidence) -> None:
    """Let the record follow this source among those of its fact; no other one is preferred any more."""
    with transaction.atomic():
        same = Evidence.objects.filter(
            content_type_id=evidence.content_type_id, object_id=evidence.object_id, field=evidence.field
        )
        # Two who prefer at once take turns.
        list(same.select_for_update().order_by("pk").values_list("pk", flat=True))
        same.filter(preferred=True).exclude(pk=evidence.pk).update(preferred=False)
        same.filter(pk=evidence.pk).update(preferred=True)
        evidence.preferred = True


def note_public_values(instance: Any, raw: bool = False, update_fields: Any = None, **kwargs: object) -> None:
    """Receiver before a record is saved: what the public record says until now, of the facts that have proof."""
    if raw or update_fields is not None or not isinstance(instance, Record) or not (instance.pk and instance.live):
        return
    codes = set(instance.evidence.order_by().values_list("field", flat=True)) & set(FIELDS[instance.record_type])
    before = type(instance).objects.filter(pk=instance.pk, live=True).first() if codes else None
    instance._values_before = {code: value_of(before, code) for code in codes} if before else {}


def mark_edited(instance: Any, proof: Evidence | None = None, **kwargs: object) -> None:
    """Receiver of Wagtail's signal that a record was published: proof of what it said before is kept, marked as edited.

    Not where the source itself gives the new value. `proof` is what an act brings for the new values: it says them from now on.
    """
    before: dict[str, str] = instance.__dict__.pop("_values_before", {})
    for code, old in before.items():
        new = value_of(instance, code)
        if new == old:
            continue
        proofs = instance.evidence.filter(field=code)
        if proof:
            proofs.filter(pk=proof.pk, value="").update(value=new)
        # What the others proved is known now, while the record still had it.
        proofs.filter(value="", edited=False).update(value=old)
        proofs.filter(value=old, edited=False).update(edited=True)
        proofs.filter(value=new, edited=True).update(edited=False)
