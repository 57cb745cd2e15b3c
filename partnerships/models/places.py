from __future__ import annotations

from collections.abc import Mapping

from babel import Locale
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.locales import active_locale
from partnerships.models.fields import DerivedKeyField, KeyedModel
from partnerships.names import search_words, sort_key


class PlaceQuerySet(models.QuerySet["Place"]):
    def found_by(self, text: str) -> PlaceQuerySet:
        """The countries whose name in the active language, English name or code holds every word of `text`."""
        words = search_words(text)
        # Names in other languages are CLDR's, not the database's; there are 250 of them.
        found = (
            place.pk
            for place in self.model.objects.all()
            if all(word in f"{sort_key(place.label)} {place.sort_key} {place.code.casefold()}" for word in words)
        )
        return self.filter(pk__in=list(found))


class Place(KeyedModel):
    """A country (ISO 3166-1 alpha-2) that records are found by; its name in each language comes from CLDR."""

    code = models.CharField(_("code"), max_length=2, unique=True, help_text=_("ISO 3166-1 alpha-2, in capitals: BE, CN."))
    name = models.CharField(_("name"), max_length=120, help_text=_("The English name, used where CLDR has none."))
    sort_key = DerivedKeyField("name", sort_key)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The country's name in the active language."""
        return country_names().get(self.code, self.name)


def country_names() -> Mapping[str, str]:
    """The names of countries in the active language, by code, as CLDR has them."""
    names: Mapping[str, str] = Locale.parse(active_locale()).territories
    return names
