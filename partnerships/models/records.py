"""What every public record of the register shares."""

from __future__ import annotations

import uuid
from typing import ClassVar

from anyascii import anyascii
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin


def sort_key(text: str) -> str:
    """The stored key by which names are put in order: the database has no collation for people."""
    return anyascii(text).casefold()[:255]


class RecordQuerySet(models.QuerySet):
    def public(self) -> RecordQuerySet:
        """What a visitor may see."""
        return self.filter(live=True)


class Record(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, ClusterableModel):
    """A row that stands for one real thing, with drafts, revisions, workflow and a permanent identifier."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    sort_key = models.CharField(max_length=255, editable=False, db_index=True)

    evidence = GenericRelation("partnerships.Evidence")
    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        for_concrete_model=False,
    )

    record_type: ClassVar[str]
    """The word for the record in addresses and in the API: partnership, event, organisation, opportunity."""
    template: ClassVar[str]

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def full_clean(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(str(self))
        super().full_clean(*args, **kwargs)  # type: ignore[arg-type]

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(str(self))
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def revisions(self):
        return self._revisions

    def get_preview_template(self, request: object, mode_name: str) -> str:
        return self.template

    def get_preview_context(self, request: object, mode_name: str) -> dict[str, object]:
        return {"record": self, "object": self, "is_preview": True}


class Role(models.TextChoices):
    """What a party does in a partnership."""

    SIGNATORY = "signatory", _("Signatory")
    FOUNDER = "founder", _("Founder")
    LEAD = "lead", _("Lead")
    PARTNER = "partner", _("Partner")
    HOST = "host", _("Host")
    IMPLEMENTER = "implementer", _("Implementer")
    FUNDER = "funder", _("Funder")
    PROVIDER = "provider", _("Provider")
    BENEFICIARY = "beneficiary", _("Beneficiary")
    PROPOSER = "proposer", _("Proposer")
    PATRON = "patron", _("Patron")
    MEMBER = "member", _("Member")
    OBSERVER = "observer", _("Observer")
