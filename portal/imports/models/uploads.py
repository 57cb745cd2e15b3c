"""Files as they were handed in, and what is known of their columns."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.imports.models.batches import Batch


class Upload(models.Model):
    """A file as it was handed in, kept until a worker has made items of the documents that it holds."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.CASCADE, related_name="uploads")
    """None only while the request that brings it lasts."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=500)
    origin = models.CharField(max_length=500, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    is_document = models.BooleanField(default=False)
    """One document, whatever its name looks like: a pasted text."""
    columns = models.JSONField(null=True, blank=True)
    """What the person who brought it said of the columns of its tables, see `containers.Columns`; None for as known."""
    first_position = models.PositiveIntegerField(null=True, blank=True)
    """The position of its first item; with `done` it gives each document its own, once, however often the opening is begun."""
    done = models.PositiveIntegerField(default=0)
    """How many of its documents are items; committed with them."""
    attempts = models.PositiveSmallIntegerField(default=0)
    """Tries since the last document became an item, committed before the try."""
    claimed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    """When all of it was items, and its bytes went."""

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["id"], name="upload_to_open", condition=models.Q(opened_at__isnull=True))]

    def __str__(self) -> str:
        return self.name


class UploadPart(models.Model):
    """A piece of an upload's bytes; all but the last have the same size."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    wagtail_reference_index_ignore = True

    class Meta:
        constraints = [models.UniqueConstraint(fields=["upload", "number"], name="upload_part_once")]

    def __str__(self) -> str:
        return f"{self.upload_id} {self.number}"


class ColumnMapping(models.Model):
    """What the columns of tables with certain headings hold, as a person said: remembered for the next one."""

    key = models.CharField(max_length=64, unique=True, editable=False)
    headings = models.JSONField(default=list, editable=False)
    columns = models.JSONField(default=dict, editable=False)
    """{"title": heading, …}; the names of the fields are those of `containers.FIELDS`."""
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("column mapping")
        verbose_name_plural = _("column mappings")

    def __str__(self) -> str:
        return ", ".join(self.headings)[:100]
