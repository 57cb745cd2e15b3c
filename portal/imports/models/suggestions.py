"""What the reading proposes, and what people have said of it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.imports.models.batches import Item

NO_ORGANISATION = "no organisation"
"""The reason of suggestions by which a person has said that the name is none, now and later."""

UNKNOWN = models.Q(kind="organisation", object_id=None, state__in=["open", "rejected"])
"""Organisations that nobody has accepted, matched or made."""


class Suggestion(models.Model):
    """One value or record that the reading proposes, and what a person has said about it."""

    class Kind(models.TextChoices):
        TITLE = "title", _("Title")
        PUBLISHED = "published", _("Original date")
        SOURCE = "source", _("Source")
        LANGUAGE = "language", _("Language")
        TOPICS = "topics", _("Topics")
        BODY = "body", _("Text")
        COUNTRY = "country", _("Country")
        SECTOR = "sector", _("Sector")
        ORGANISATION = "organisation", _("Organisation")
        PERSON = "person", _("Person")
        PARTNERSHIP = "partnership", _("Partnership")
        EVENT = "event", _("Event")
        OPPORTUNITY = "opportunity", _("Opportunity")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        ACCEPTED = "accepted", _("Accepted")
        EDITED = "edited", _("Accepted with changes")
        REJECTED = "rejected", _("Rejected")

    class FoundBy(models.TextChoices):
        RULES = "rules", _("The portal")
        SECOND = "second", _("Second reader")
        BOTH = "both", _("The portal and the second reader")

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="suggestions")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=Kind)
    value = models.JSONField()
    """What was read, in the format of extract_articles without evidence."""
    edited_value = models.JSONField(null=True, blank=True)
    """What the person made of it; `value` is kept."""
    spans = models.JSONField(default=list)
    """[{"start", "end", "quote"}] into the document's text."""
    confidence = models.FloatField(default=0.5)
    found_by = models.CharField(_("found by"), max_length=8, choices=FoundBy, default=FoundBy.RULES)
    state = models.CharField(max_length=16, choices=State, default=State.OPEN)
    version = models.PositiveIntegerField(default=0)
    """Goes up with each decision; a decision names the version that the person saw."""
    reason = models.CharField(max_length=255, blank=True)
    match = models.JSONField(null=True, blank=True)
    """How it stands to the register: {"state": same/probable/ambiguous/new, "candidates": [{"uuid", "label"}], "reason": as `Told.as_json` gives it}."""
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    content_type = models.ForeignKey(ContentType, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    object_id = models.PositiveBigIntegerField(null=True, blank=True)
    made = GenericForeignKey("content_type", "object_id")
    """The record that applying it made or linked."""

    class Meta:
        ordering = ["item", "position"]
        constraints = [models.UniqueConstraint(fields=["item", "position"], name="suggestion_position_once")]
        indexes = [
            models.Index(fields=["id"], name="suggestion_no_organisation", condition=models.Q(reason=NO_ORGANISATION)),
            models.Index(fields=["id"], name="suggestion_unknown", condition=UNKNOWN),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"

    @property
    def why(self) -> str:
        """The reason for people: as somebody has written it, or in the language of the reader."""
        return gettext("It is no organisation.") if self.reason == NO_ORGANISATION else self.reason


class NameDecision(models.Model):
    """What a person once said of a name and an organisation of the register, so that nobody is asked again."""

    class Verdict(models.TextChoices):
        SAME = "same", _("The same")
        NEVER = "never", _("Never the same")

    key = models.CharField(max_length=255)
    """The name as `name_key` gives it."""
    organisation = models.ForeignKey("partnerships.Organisation", on_delete=models.CASCADE, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "organisation"], name="name_decision_once")]

    def __str__(self) -> str:
        return f"{self.key} {self.verdict} {self.organisation_id}"


class NotLinked(models.Model):
    """That a person does not want an article linked to a record which its text names."""

    page = models.ForeignKey("news.NewsPage", on_delete=models.CASCADE, related_name="+")
    record_type = models.CharField(max_length=16)
    record_id = models.PositiveBigIntegerField()
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    refused_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "record_type", "record_id"], name="not_linked_once")]

    def __str__(self) -> str:
        return f"{self.page_id} ≠ {self.record_type}:{self.record_id}"
