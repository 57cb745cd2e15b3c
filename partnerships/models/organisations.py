from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable

from partnerships.models.fields import DerivedKeyField, KeyedModel
from partnerships.models.records import Record
from partnerships.names import name_key, sort_key


class OrganisationKind(models.TextChoices):
    COMPANY = "company", _("Company")
    STARTUP = "startup", _("Start-up")
    UNIVERSITY = "university", _("University")
    RESEARCH_INSTITUTE = "research-institute", _("Research institute")
    TECHNOPARK = "technopark", _("Technology park or innovation centre")
    PUBLIC_AUTHORITY = "public-authority", _("Public authority")
    FOUNDATION = "foundation", _("Foundation")
    ASSOCIATION = "association", _("Association")
    INVESTOR = "investor", _("Investor")
    MEDIA = "media", _("Media")
    OTHER = "other", _("Other")


class Organisation(Record):
    """A body that can be a party: a company, a university, a city, a ministry."""

    record_type = "organisation"
    template = "partnerships/organisation.html"

    name = models.CharField(_("name"), max_length=255, help_text=_("As it calls itself, in the language of this register."))
    key = DerivedKeyField("name", name_key)
    sort_key = DerivedKeyField("name", sort_key)
    kind = models.CharField(_("kind"), max_length=32, choices=OrganisationKind, default=OrganisationKind.OTHER)
    country = models.ForeignKey(
        "partnerships.Place",
        verbose_name=_("country"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="organisations",
    )
    city = models.CharField(_("city"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences: what it is and does."))
    sectors = ParentalManyToManyField("partnerships.Sector", verbose_name=_("sectors"), blank=True, related_name="organisations")

    class Meta(Record.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [*Record.Meta.indexes, models.Index(fields=["key"], name="organisation_key")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=OrganisationKind.values), name="organisation_kind_known")
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def named(cls, word: str, lookup: str) -> models.Q:
        """Its name, or one of its other names."""
        own = super().named(word, lookup)
        return cls.in_rows(own, OrganisationName.objects.filter(own).order_by().values("organisation_id"))


class NameKind(models.TextChoices):
    OFFICIAL = "official", _("Official")
    ALIAS = "alias", _("Alias")
    ABBREVIATION = "abbreviation", _("Abbreviation")
    FORMER = "former", _("Former")
    TRANSLITERATION = "transliteration", _("Transliteration")


class OrganisationName(KeyedModel, Orderable):
    """Another name by which texts call an organisation."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=255)
    key = DerivedKeyField("name", name_key)
    sort_key = DerivedKeyField("name", sort_key)
    language = models.CharField(_("language"), max_length=10, blank=True, help_text=_("For example en, ru, zh-hans."))
    kind = models.CharField(_("kind"), max_length=20, choices=NameKind, default=NameKind.ALIAS)

    class Meta(Orderable.Meta):
        verbose_name = _("other name")
        verbose_name_plural = _("other names")
        constraints = [models.UniqueConstraint(fields=["organisation", "name"], name="organisation_name_once")]
        indexes = [
            models.Index(fields=["key"], name="organisation_name_key"),
            GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="organisation_name_search"),
        ]

    def __str__(self) -> str:
        return self.name
