from __future__ import annotations

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.names import search_words, sort_key


class SectorQuerySet(models.QuerySet["Sector"]):
    def found_by(self, text: str) -> SectorQuerySet:
        """The sectors whose label in the active language, English label or code holds every word of `text`."""
        words = search_words(text)
        found = (
            sector.pk
            for sector in self.model.objects.all()
            if all(word in f"{sort_key(str(sector))} {sector.label.casefold()} {sector.code}" for word in words)
        )
        return self.filter(pk__in=list(found))


class Sector(models.Model):
    """A field of work, in a tree of two levels. A code that is withdrawn is disabled, never deleted."""

    code = models.SlugField(_("code"), max_length=60, unique=True)
    parent = models.ForeignKey(
        "self", verbose_name=_("parent"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    label = models.CharField(_("label"), max_length=120)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    disabled_on = models.DateField(_("disabled on"), null=True, blank=True)

    objects = SectorQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        verbose_name = _("sector")
        verbose_name_plural = _("sectors")

    def __str__(self) -> str:
        return gettext(self.label)
