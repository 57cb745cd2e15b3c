from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from partnerships.models.fields import DerivedKeyField
from partnerships.models.records import Record
from partnerships.names import sort_key


class OpportunityKind(models.TextChoices):
    SOFT_LANDING = "soft-landing", _("Soft landing")
    INTERNSHIP = "internship", _("Internship")
    FUNDING = "funding", _("Funding")
    TECHNOLOGY_OFFER = "technology-offer", _("Technology offer")
    TECHNOLOGY_REQUEST = "technology-request", _("Technology request")
    PARTNER_SEARCH = "partner-search", _("Partner search")
    CALL = "call", _("Open call")


class Opportunity(Record):
    """An offer or a request that someone outside can take up."""

    record_type = "opportunity"
    template = "partnerships/opportunity.html"

    title = models.CharField(_("title"), max_length=255)
    sort_key = DerivedKeyField("title", sort_key)
    kind = models.CharField(_("kind"), max_length=32, choices=OpportunityKind, default=OpportunityKind.PARTNER_SEARCH)
    summary = models.TextField(_("summary"), blank=True)
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True)
    offered_by = models.ForeignKey(
        "partnerships.Organisation",
        verbose_name=_("offered by"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="opportunities",
    )
    countries = ParentalManyToManyField(
        "partnerships.Place", verbose_name=_("countries"), blank=True, related_name="opportunities"
    )
    sectors = ParentalManyToManyField("partnerships.Sector", verbose_name=_("sectors"), blank=True, related_name="opportunities")

    class Meta(Record.Meta):
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        constraints = [models.CheckConstraint(condition=models.Q(kind__in=OpportunityKind.values), name="opportunity_kind_known")]

    def __str__(self) -> str:
        return self.title
