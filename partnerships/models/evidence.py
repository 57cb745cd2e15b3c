from __future__ import annotations

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents import get_document_model_string


class Evidence(models.Model):
    """Why one value of one record is held to be true: a sentence of a document, an address, or the editors' word."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey("content_type", "object_id")
    field = models.CharField(
        _("fact"),
        max_length=80,
        blank=True,
        help_text=_("Which value it proves: status, signed, party:12; empty for the whole record."),
    )

    document = models.ForeignKey(
        "partnerships.Document",
        verbose_name=_("document"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="evidence",
    )
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    quote = models.TextField(_("quote"), blank=True)
    url = models.URLField(_("address"), blank=True, max_length=500)
    file = models.ForeignKey(
        get_document_model_string(),
        verbose_name=_("file"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("A file of the office, such as the scanned agreement; visitors do not get it."),
    )
    note = models.CharField(_("note"), max_length=255, blank=True, help_text=_("For example: known to the editors."))
    value = models.CharField(
        _("what it says"), max_length=255, blank=True, default="", db_default="",
        help_text=_("The value that this source gives, where it differs from another source: active, 2019-04-26."),
    )  # fmt: skip
    preferred = models.BooleanField(
        _("preferred"), default=False, db_default=False, help_text=_("The source that the record follows where sources disagree.")
    )
    edited = models.BooleanField(
        _("edited since"), default=False, db_default=False, editable=False,
        help_text=_("The value was changed after this proof was given."),
    )  # fmt: skip
    extractor_version = models.CharField(max_length=40, blank=True, editable=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["field", "document_id", "start"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        indexes = [models.Index(fields=["content_type", "object_id"], name="evidence_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "document", "start", "end"], name="evidence_once"
            ),
            models.CheckConstraint(
                condition=models.Q(document__isnull=False)
                | models.Q(file__isnull=False)
                | ~models.Q(url="")
                | ~models.Q(note=""),
                name="evidence_has_source",
            ),
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field"], condition=models.Q(preferred=True), name="evidence_one_preferred"
            ),
            models.CheckConstraint(
                condition=models.Q(start__isnull=True) | models.Q(end__gt=models.F("start")), name="evidence_offsets_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.quote or self.note or self.url
