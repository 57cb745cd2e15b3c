from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable

from partnerships.locales import seat
from partnerships.models.fields import DerivedKeyField, KeyedModel
from partnerships.models.records import Record
from partnerships.models.translations import Shown, plain_code
from partnerships.names import name_key, script_of, sort_key


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
    translated = ("summary",)

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
    parent = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="parts",
        help_text=_("The body that it belongs to: a university for its institute, a group for its company."),
    )  # fmt: skip
    merged_into = models.ForeignKey(
        "self", verbose_name=_("merged into"), null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="merged",
    )  # fmt: skip
    summary = models.TextField(_("summary"), blank=True, help_text=_("One or two sentences: what it is and does."))
    sectors = ParentalManyToManyField("partnerships.Sector", verbose_name=_("sectors"), blank=True, related_name="organisations")
    names_shown = models.JSONField(default=dict, blank=True, db_default={}, editable=False, serialize=False)
    """By language the name that its readers see, worked out from the other names whenever its row of the lists is."""

    class Meta(Record.Meta):
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [*Record.Meta.indexes, models.Index(fields=["key"], name="organisation_key")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=OrganisationKind.values), name="organisation_kind_known"),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="organisation_not_its_own_parent",
                violation_error_message=_("An organisation cannot be part of itself."),
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | ~models.Q(merged_into=models.F("id")),
                name="organisation_no_self_merge",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True) | models.Q(live=False), name="organisation_merged_is_not_public"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def seat(self) -> str:
        """City and country, as far as they are known: "Turku, Finland"."""
        return seat(self.city, self.country)

    @property
    def shown_title(self) -> Shown:
        """Its name in the reader's language, the official one before others; its own where none is known or that is its own."""
        language = plain_code(get_language() or settings.LANGUAGE_CODE)
        name = "" if self.is_in(language) else self._names_by_language().get(language, "")
        return Shown(name, language, True) if name else Shown(self.name, self.language)

    def _names_by_language(self) -> Mapping[str, str]:
        held: Any = self.__dict__.get("_cluster_related_objects", {}).get("names")
        if held is None:
            return self.names_shown
        # A version that is edited or previewed brings its own names along.
        ranked = sorted((name for name in held if name.language and name.kind in SHOWN_KINDS), key=_rank, reverse=True)
        return {plain_code(name.language): name.name for name in ranked}

    def clean(self) -> None:
        super().clean()
        if self.parent_id and self.pk and self._is_above(self.parent_id):
            raise ValidationError({"parent": _("It is part of this organisation itself: choose a body above it, or none.")})

    def _is_above(self, below: int | None) -> bool:
        """Whether this organisation is the one with the id `below` or one that it is part of."""
        passed: set[int] = set()
        while below is not None and below not in passed:
            if below == self.pk:
                return True
            passed.add(below)
            below = Organisation.objects.filter(pk=below).values_list("parent_id", flat=True).first()
        return False

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


SHOWN_KINDS = (NameKind.OFFICIAL, NameKind.ALIAS, NameKind.TRANSLITERATION)
"""The kinds of other names that may stand for an organisation in another language, the best first."""


def _rank(name: OrganisationName) -> tuple[int, int, int]:
    return SHOWN_KINDS.index(NameKind(name.kind)), name.sort_order or 0, name.pk or 0


class OrganisationName(KeyedModel, Orderable):
    """Another name by which texts call an organisation."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(_("name"), max_length=255)
    key = DerivedKeyField("name", name_key)
    sort_key = DerivedKeyField("name", sort_key)
    language = models.CharField(_("language"), max_length=10, blank=True, help_text=_("For example en, ru, zh-hans."))
    script = DerivedKeyField("name", script_of)
    """The script that most of its letters are in, as ISO 15924 has it: Latn, Cyrl, Hans."""
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


class IdentifierScheme(models.TextChoices):
    ROR = "ror", "ROR"
    WIKIDATA = "wikidata", "Wikidata"
    LEI = "lei", "LEI"


class OrganisationIdentifier(Orderable):
    """A number by which the world outside knows an organisation."""

    organisation = ParentalKey(Organisation, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("scheme"), max_length=16, choices=IdentifierScheme)
    value = models.CharField(_("identifier"), max_length=40)

    class Meta(Orderable.Meta):
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.CheckConstraint(condition=models.Q(scheme__in=IdentifierScheme.values), name="identifier_scheme_known"),
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="identifier_once",
                violation_error_message=_("Another organisation has this identifier."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"

    @property
    def url(self) -> str:
        """Where the scheme tells about the organisation."""
        return URLS[self.scheme] + self.value


URLS: dict[str, str] = {
    IdentifierScheme.ROR: "https://ror.org/",
    IdentifierScheme.WIKIDATA: "https://www.wikidata.org/wiki/",
    IdentifierScheme.LEI: "https://search.gleif.org/#/record/",
}


class OrganisationMerge(models.Model):
    """One act by which two records of the same organisation became one, with all that is needed to take it back."""

    kept = models.ForeignKey(Organisation, verbose_name=_("kept"), on_delete=models.PROTECT, related_name="merges")
    merged = models.ForeignKey(Organisation, verbose_name=_("merged"), on_delete=models.PROTECT, related_name="merges_away")
    moved = models.JSONField(default=dict, editable=False)
    """What was re-pointed and changed, by model and row; `partnerships.authority` reads and writes it."""
    reason = models.CharField(_("reason"), max_length=255, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        constraints = [models.CheckConstraint(condition=~models.Q(kept=models.F("merged")), name="merge_of_two")]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"


class DistinctOrganisations(models.Model):
    """Two organisations that a person has said are never the same."""

    first = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pair that is never the same")
        verbose_name_plural = _("pairs that are never the same")
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="distinct_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="distinct_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} ≠ {self.second}"
