from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.locales import active_locale
from partnerships.names import search_words, sort_key

SHIPPED_SECTORS = Path(__file__).parents[1] / "vocabulary" / "sectors.csv"
"""The sectors that the project brings: code, the code of the parent, the English label, then a column for each other language."""


class SectorQuerySet(models.QuerySet["Sector"]):
    def found_by(self, text: str) -> SectorQuerySet:
        """The sectors whose label in any language of the interface or whose code holds every word of `text`."""
        words = search_words(text)
        # There are a hundred of them, and their names in other languages are not the database's.
        found = (
            sector.pk
            for sector in self.model.objects.all()
            for known in (sort_key(" ".join([*labels_in_languages(sector.code, sector.label), sector.code])),)
            if all(word in known for word in words)
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
        return sector_label(self.code, self.label)


def sector_label(code: str, label: str) -> str:
    """A sector's label in the active language; its own `label` where it has none there, or where editors have reworded it."""
    return _translations(code, label).get(active_locale()) or label


def labels_in_languages(code: str, label: str) -> tuple[str, ...]:
    """A sector's labels, each once: its own, then those in the other languages of the interface."""
    return tuple(dict.fromkeys([label, *_translations(code, label).values()]))


def _translations(code: str, label: str) -> Mapping[str, str]:
    shipped, translations = _shipped_labels().get(code, ("", {}))
    return translations if label == shipped else {}


@cache
def _shipped_labels() -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """By code, the English label and those in other languages by locale (nl, zh_Hans)."""
    with SHIPPED_SECTORS.open(encoding="utf-8", newline="") as rows:
        return {
            row.pop("code"): (row.pop("label"), {locale: label for locale, label in row.items() if locale != "parent" and label})
            for row in csv.DictReader(rows)
        }
