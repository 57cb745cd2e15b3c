from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from babel import Locale
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from partnerships.locales import active_locale
from partnerships.models.fields import DerivedKeyField, KeyedModel
from partnerships.models.regions import regions_of
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
    regions = ArrayField(models.SmallIntegerField(), default=list, editable=False)
    """The codes of the regions of the world that it lies in, worked out from its own code."""

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key"]
        verbose_name = _("country")
        verbose_name_plural = _("countries")

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.regions = regions_of(self.code)
        names = None if update_fields is None else {*update_fields, "regions"}
        super().save(*args, update_fields=names, **kwargs)

    @property
    def label(self) -> str:
        """The country's name in the active language."""
        return country_names().get(self.code, self.name)


def country_names() -> Mapping[str, str]:
    """The names of countries in the active language, by code, as CLDR has them."""
    names: Mapping[str, str] = Locale.parse(active_locale()).territories
    return names


# Those of the interface and those in which most articles are written.
LANGUAGES_OF_READERS = ("en", "nl", "ru", "zh_Hans", "zh_Hant", "he", "ja", "de", "fr", "es", "ko")


@cache
def names_in_languages(code: str) -> tuple[str, ...]:
    """A country's names, each once, in the languages in which it is looked for."""
    found = (Locale.parse(language).territories.get(code) for language in LANGUAGES_OF_READERS)
    return tuple(dict.fromkeys(name for name in found if name))
