from __future__ import annotations

import hashlib
import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """The bytes of a source exactly as they were received: the proof that outlives the import that brought it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    content = models.BinaryField(editable=False)
    size = models.PositiveIntegerField(editable=False)
    name = models.CharField(_("file name"), max_length=255, blank=True)
    origin = models.CharField(_("origin"), max_length=500, blank=True, help_text=_("The address or archive that it came from."))
    media_type = models.CharField(max_length=100, blank=True)
    encoding = models.CharField(max_length=40, blank=True)
    text = models.TextField(blank=True, help_text=_("The text that evidence offsets count in; empty until it has been read."))
    received_at = models.DateTimeField(auto_now_add=True)
    received_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")

    def __str__(self) -> str:
        return self.name or self.sha256[:12]

    @staticmethod
    def hash_of(content: bytes) -> str:
        """The key by which the same bytes are recognised."""
        return hashlib.sha256(content).hexdigest()
