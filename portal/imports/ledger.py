"""The book of what applying an item did: a row for each change with what stood there before, and the proof of each fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from partnerships.models import Evidence
from portal.imports.models import Change, Item
from portal.imports.proving import outermost

MOST_QUOTES = 5
"""How many places of a text are kept as proof of one fact."""


class Ledger:
    """Collects the changes and the evidence of one item; `close` writes those of several items in two statements."""

    def __init__(self, item: Item, user: AbstractUser | None) -> None:
        self.item = item
        self.user = user
        self.changes: list[Change] = []
        self.evidence: list[Evidence] = []

    def note(self, action: str, record: Any, before: Any = None, after: Any = None) -> None:
        """Notes what was done to a saved record."""
        self.changes.append(
            Change(
                item=self.item,
                action=action,
                content_type=ContentType.objects.get_for_model(record),
                object_id=record.pk,
                object_uuid=record.uuid,
                label=str(record)[:255],
                before=before,
                after=after,
                made_by=self.user,
            )
        )

    def prove(
        self, record: Model, spans: Iterable[dict[str, Any]], field: str = "", decided_by: Any = None, value: str = ""
    ) -> None:
        """Notes the sentences of the item's document that show a value of a saved record; `value` as `Evidence.value` has it.

        Of a sentence and words within it, the sentence.
        """
        self.evidence += [
            Evidence(
                content_type=ContentType.objects.get_for_model(record),
                object_id=record.pk,
                field=field,
                document_id=self.item.document_id,
                start=span["start"],
                end=span["end"],
                quote=span["quote"],
                value=value,
                extractor_version=(self.item.reading or {}).get("version", "")[:40],
                decided_by=decided_by or self.user,
            )
            for span in outermost(spans)[:MOST_QUOTES]
        ]


def close(ledgers: Sequence[Ledger]) -> None:
    """Writes what was noted, item by item in their order."""
    Change.objects.bulk_create([change for ledger in ledgers for change in ledger.changes])
    # The same sentence may have proved the same fact before the import was taken back.
    Evidence.objects.bulk_create([row for ledger in ledgers for row in ledger.evidence], ignore_conflicts=True)


def is_untouched(record: Any) -> bool:
    """Whether the last revision of the record is an import's own: no person has edited it since."""
    changes = Change.objects.filter(object_uuid=record.uuid, undone_at=None)
    return changes.filter(after__revision=record.latest_revision_id).exists()


def as_json(value: Any) -> Any:
    """A field's value as `Change.before` and `after` keep it: the id of a record, else its text."""
    return None if value is None else getattr(value, "pk", None) or str(value)
