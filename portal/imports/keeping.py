"""What is done to a record of the register when an item is applied: made, linked, filled, changed, proved, published; all of it noted."""

from __future__ import annotations

from typing import Any

from partnerships.models.records import Record
from portal.imports.known import Known
from portal.imports.ledger import Ledger, as_json, is_untouched
from portal.imports.models import Change
from portal.imports.review import Choice
from portal.imports.writing import Writer

Action = Change.Action


class Keeper:
    """Writes one item's records, and never over what a person has written."""

    def __init__(self, ledger: Ledger, known: Known, writer: Writer, *, publish: bool) -> None:
        self._ledger = ledger
        self._known = known
        self._writer = writer
        self._publish = publish
        self._drafts: list[Record] = []
        self.user = ledger.user
        self.changed: list[Record] = []
        """What was there before and has been changed."""

    def add(self, record: Record, choice: Choice | None) -> None:
        """A new record, proved by the words of the choice."""
        revision = self._writer.add(record)
        self._known.add(record)
        self._ledger.note(Action.CREATED, record, after={"revision": revision.pk})
        self._prove(record, choice)
        self._drafts.append(record)

    def link(self, record: Record, choice: Choice | None) -> None:
        """A record that was there already, which the words of the choice prove too."""
        self._ledger.note(Action.LINKED, record)
        self._prove(record, choice)
        if not record.live and self._is_untouched(record):
            self._drafts.append(record)

    def _is_untouched(self, record: Record) -> bool:
        return self._writer.is_own(record) or is_untouched(record)

    def fill(self, record: Record, **values: Any) -> None:
        """Sets fields that are empty. A record that a person is in the middle of editing, or that is public while we only draft, is left alone."""
        empty = {name: value for name, value in values.items() if value is not None and getattr(record, name) is None}
        if empty and self.may_change(record):
            self.change(record, **empty)

    def may_change(self, record: Record) -> bool:
        """Whether no person is in the middle of editing it, nor has written it while we only draft."""
        return (self._publish and not record.has_unpublished_changes) if record.live else self._is_untouched(record)

    def change(self, record: Record, **values: Any) -> None:
        """Gives fields these values, in public where the record is."""
        before = {name: as_json(getattr(record, name)) for name in values}
        for name, value in values.items():
            setattr(record, name, value)
        if self._writer.holds(record):
            revision = self._writer.revise(record, log="wagtail.edit")
        else:
            self.changed.append(record)
            record.save()
            revision = record.save_revision(user=self.user, log_action="wagtail.edit", clean=False)
            self._writer.claim(revision)
        after = {name: as_json(value) for name, value in values.items()} | {"revision": revision.pk}
        self._ledger.note(Action.UPDATED, record, before=before, after=after)
        if record.live and self._writer.holds(record):
            self._writer.publish(record)
        elif record.live:
            revision.publish(user=self.user)
            record.refresh_from_db()

    def publish(self) -> None:
        """Makes public what this item made, and the drafts of earlier imports that it uses and nobody has touched."""
        for record in dict.fromkeys(self._drafts):
            if self._writer.holds(record):
                self._writer.publish(record)
            else:
                record.latest_revision.publish(user=self.user)
                record.refresh_from_db()
            self._ledger.note(Action.PUBLISHED, record, after={"revision": record.latest_revision_id})

    def _prove(self, record: Record, choice: Choice | None) -> None:
        if choice:
            self._ledger.prove(record, choice.suggestion.spans, decided_by=choice.suggestion.decided_by)
            choice.suggestion.made = record
