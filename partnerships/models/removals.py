from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonRemoval(models.Model):
    """That a person was removed on request: how much was changed where, and never who it was."""

    name_hash = models.CharField(max_length=64, editable=False, db_index=True)
    """A keyed hash of the name, by which the same name is recognised when it comes again."""
    reference = models.CharField(
        _("reference"), max_length=120, blank=True, help_text=_("The office's own number of the request; not the name.")
    )
    places = models.JSONField(_("places"), default=dict, editable=False)
    """{code of the place: how many rows were changed there}."""
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("removal of a person")
        verbose_name_plural = _("removals of persons")

    def __str__(self) -> str:
        return self.reference or self.name_hash[:12]
