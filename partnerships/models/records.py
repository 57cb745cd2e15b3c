"""What every public record of the register shares."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.log_actions import log
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    Workflow,
    WorkflowMixin,
)

from partnerships.addresses import address_of
from partnerships.models.facetrow import refreshed_together
from partnerships.models.fields import KeyedModel
from partnerships.models.translations import Translated, title_says
from partnerships.names import KEY_LENGTH, search_words

# One wrong letter in a word of eight leaves a little more than half of its trigrams; PostgreSQL's own 0.6 is too strict for that.
NEAR = "0.5"
MOST_NEAR = 500
OUTDATED = "partnerships.translation_outdated"
"""In Wagtail's log: the original of a translation has changed."""


class RecordQuerySet(models.QuerySet["Record"]):
    def public(self) -> RecordQuerySet:
        """What a visitor may see."""
        return self.filter(live=True)

    def matching(self, text: str) -> RecordQuerySet:
        """The records whose names hold every word of `text`, in whichever script either is written.

        And those whose title in other languages holds every word as it is typed.
        """
        named = self._with_words(text, "contains")
        # As long as a key: what comes after is not looked for in either way.
        typed = text[:KEY_LENGTH].replace("\x00", " ").split()
        if not typed:
            return named
        called = self.model.objects.filter(*(title_says(self.model.translated[0], word) for word in typed))
        return self.filter(models.Q(pk__in=named.order_by().values("pk")) | models.Q(pk__in=called.order_by().values("pk")))

    def found_by(self, text: str) -> RecordQuerySet:
        """What a person who typed `text` looks for: the records that match, or when none does those that nearly match."""
        found = self.matching(text)
        return found if found.exists() else self.nearly_matching(text)

    def nearly_matching(self, text: str) -> RecordQuerySet:
        """The records whose names resemble every word of `text`: what was meant when nothing matches for a slip of the pen.

        Asks the database at once, and gives at most MOST_NEAR records.
        """
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.word_similarity_threshold', %s, true)", [NEAR])
            found = list(self._with_words(text, "trigram_word_similar").order_by().values_list("pk", flat=True)[:MOST_NEAR])
            cursor.execute("SET LOCAL pg_trgm.word_similarity_threshold TO DEFAULT")
        return self.filter(pk__in=found)

    def _with_words(self, text: str, lookup: str) -> RecordQuerySet:
        found = self
        for word in search_words(text):
            found = found.filter(self.model.named(word, lookup))
        return found


class Record(
    WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, PreviewableMixin, Translated, KeyedModel, ClusterableModel
):
    """A row that stands for one real thing, with drafts, revisions, workflow and a permanent identifier."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    language = models.CharField(
        _("language of the texts"),
        max_length=10,
        blank=True,
        default="",
        db_default="",
        help_text=_("In which the title and the summary are written; empty when it is not known."),
    )
    translations = models.JSONField(default=dict, blank=True, db_default={}, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

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
    sort_key: models.CharField

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["sort_key", "pk"]
        indexes = [
            models.Index(fields=["sort_key", "id"], name="%(class)s_order"),
            models.Index(fields=["-updated_at"], name="%(class)s_updated"),
            GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="%(class)s_search"),
        ]

    @classmethod
    def named(cls, word: str, lookup: str) -> models.Q:
        """The condition that a name by which the record is known answers `lookup` for `word` (Latin, lower case)."""
        return models.Q(**{f"sort_key__{lookup}": word})

    @classmethod
    def in_rows(cls, condition: models.Q, others: models.QuerySet) -> models.Q:
        """`condition` or one of the ids that `others` gives, as two sets: an OR with a subquery would use no trigram index."""
        return models.Q(pk__in=cls.objects.filter(condition).order_by().values("pk")) | models.Q(pk__in=others)

    @cached_property
    def scheduled_revision(self) -> Revision | None:
        """The version that waits for its hour; lists fetch it for all their rows at once."""
        if hasattr(self, "_scheduled_revisions"):
            return next(iter(self._scheduled_revisions), None)
        return self.revisions.filter(approved_go_live_at__isnull=False).first()

    @cached_property
    def default_workflow(self) -> Workflow | None:
        """The moderation that records of its kind go through; Wagtail asks for it five times for one page."""
        return self.get_default_workflow()

    def get_workflow(self) -> Workflow | None:
        return self.default_workflow

    def get_absolute_url(self) -> str:
        """The readable address of its public page, from the site's root."""
        return address_of(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        # A record with its parts is one change: one transaction, one refresh of what lists show of it.
        with refreshed_together():
            before = self._outdated_before(kwargs.get("update_fields"))
            super().save(*args, **kwargs)
            if before is not None:
                self._tell_outdated(before)

    def _outdated_before(self, update_fields: Iterable[str] | None) -> dict[str, list[str]] | None:
        """Which translations no longer fitted until now; None where no saving can change that."""
        if not self.pk or not self.translations or (update_fields is not None and not {*self.translated} & {*update_fields}):
            return None
        before = type(self).objects.filter(pk=self.pk).only("translations", *self.translated).first()
        return before.outdated() if before else None

    def _tell_outdated(self, before: dict[str, list[str]]) -> None:
        """Writes into the log which translations have to be checked again, as their originals have changed."""
        new = {
            language: [name for name in names if name not in before.get(language, ())]
            for language, names in self.outdated().items()
        }
        if new := {language: names for language, names in new.items() if names}:
            log(instance=self, action=OUTDATED, data={"outdated": new})

    @property
    def revisions(self) -> Any:
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
