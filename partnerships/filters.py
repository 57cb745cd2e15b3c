"""Filters of the admin's lists. The public lists have their own, in listing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import ClassVar

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from partnerships import conditions
from partnerships.facts import unproved
from partnerships.models import Event, Evidence, Opportunity, Organisation, Partnership, Place, Sector
from partnerships.models.events import EventKind, EventState
from partnerships.models.opportunities import OpportunityKind
from partnerships.models.organisations import OrganisationKind
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus

FIRST_YEAR, LAST_YEAR = 1000, 9999

DECIDE_WITHIN = (("-1", _("Overdue")), ("30", _("Within 30 days")), ("90", _("Within 90 days")), ("180", _("Within 180 days")))
ENDS_WITHIN = (
    ("30", _("Within 30 days")),
    ("90", _("Within 90 days")),
    ("180", _("Within 180 days")),
    ("366", _("Within a year")),
)
FRESHNESS = (
    ("confirmed", _("Within 12 months")),
    ("due", _("Due: 12 to 24 months ago")),
    ("stale", _("Not for 2 years")),
)
PUBLICATION = {
    "live": (_("Live"), Q(live=True)),
    "changed": (_("Live, with unpublished changes"), Q(live=True, has_unpublished_changes=True)),
    "draft": (_("Draft"), Q(live=False)),
    "scheduled": (_("Scheduled"), Q(go_live_at__isnull=False, live=False) | Q(expire_at__isnull=False, live=True)),
}

PROVEN = (
    ("true", _("With evidence")),
    ("false", _("Without any evidence")),
    ("partly", _("A public fact without evidence")),
)


def owners(request: HttpRequest | None) -> QuerySet:
    """Everybody who looks after a partnership."""
    with_some = Partnership.objects.exclude(owner=None).order_by().values("owner")
    return get_user_model().objects.filter(pk__in=with_some).order_by("username")


def several(choices: type, label: str | Promise) -> django_filters.MultipleChoiceFilter:
    """A filter by one or more codes of a vocabulary."""
    return django_filters.MultipleChoiceFilter(choices=choices.choices, label=label, widget=forms.CheckboxSelectMultiple)


class RecordFilterSet(WagtailFilterSet):
    """Publication, country, sector and proof, for records of every kind."""

    country_paths: ClassVar[tuple[str, ...]]
    """The ways from the record to its countries."""
    date_fields: ClassVar[tuple[str, ...]] = ()

    publication = django_filters.ChoiceFilter(
        label=_("Publication"),
        choices=[(value, label) for value, (label, _condition) in PUBLICATION.items()],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="filter_publication",
    )
    country = django_filters.ModelChoiceFilter(
        label=_("Country"), queryset=Place.objects.all(), to_field_name="code", method="filter_country"
    )
    sector = django_filters.ModelChoiceFilter(
        label=_("Sector"), queryset=Sector.objects.select_related("parent"), to_field_name="code", method="filter_sector"
    )
    proven = django_filters.ChoiceFilter(
        label=_("Evidence"), choices=PROVEN, empty_label=_("All"), widget=forms.RadioSelect, method="filter_proven"
    )

    def filter_publication(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(PUBLICATION[value][1])

    def filter_country(self, queryset: QuerySet, name: str, value: Place) -> QuerySet:
        return self._joined(queryset, *({path: value} for path in self.country_paths))

    def filter_sector(self, queryset: QuerySet, name: str, value: Sector) -> QuerySet:
        """A sector of the first level takes in those below it."""
        return self._joined(queryset, {"sectors": value}, {"sectors__parent": value})

    def filter_proven(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == "partly":
            return queryset.filter(pk__in=unproved(queryset.model).order_by().values("pk"))
        proof = Evidence.objects.filter(content_type=ContentType.objects.get_for_model(queryset.model), object_id=OuterRef("pk"))
        return queryset.filter(Exists(proof) if value == "true" else ~Exists(proof))

    def filter_year(self, queryset: QuerySet, name: str, value: Decimal) -> QuerySet:
        condition = Q()
        for field in self.date_fields:
            condition |= Q(**{f"{field}__contains": f"{int(value):04}"})
        return queryset.filter(condition)

    def _joined(self, queryset: QuerySet, *conditions: Mapping[str, object]) -> QuerySet:
        # The joins stay inside a subquery, so that a record with two matching rows comes once and pages keep their size.
        model = queryset.model
        found = (model.objects.filter(**condition).order_by().values("pk") for condition in conditions)
        condition = Q()
        for pks in found:
            condition |= Q(pk__in=pks)
        return queryset.filter(condition)


def year_filter() -> django_filters.NumberFilter:
    return django_filters.NumberFilter(
        label=_("Year"),
        method="filter_year",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        decimal_places=0,
        widget=forms.NumberInput(attrs={"placeholder": "2019", "min": FIRST_YEAR, "max": LAST_YEAR}),
    )


class PartnershipFilterSet(RecordFilterSet):
    country_paths = ("parties__organisation__country",)
    date_fields = ("signed", "starts", "ends")

    status = several(PartnershipStatus, _("Status"))
    kind = several(PartnershipKind, _("Kind"))
    year = year_filter()
    decide = django_filters.ChoiceFilter(
        label=_("To decide"), choices=DECIDE_WITHIN, empty_label=_("All"), widget=forms.RadioSelect, method="filter_decide"
    )

    ends_within = django_filters.ChoiceFilter(
        label=_("Ends"), choices=ENDS_WITHIN, empty_label=_("All"), widget=forms.RadioSelect, method="filter_ends_within"
    )
    freshness = django_filters.ChoiceFilter(
        label=_("Confirmed"), choices=FRESHNESS, empty_label=_("All"), widget=forms.RadioSelect, method="filter_freshness"
    )
    owner = django_filters.ModelChoiceFilter(label=_("Owner"), queryset=owners, null_label=_("Nobody"), empty_label=_("All"))

    def filter_ends_within(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(conditions.expiring(int(value)))

    def filter_freshness(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return conditions.with_freshness(queryset.filter(live=True), value)

    def filter_decide(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        last = datetime.date.today() + datetime.timedelta(days=int(value))
        return queryset.filter(live=True, decide_by__lte=last)

    class Meta:
        model = Partnership
        fields: ClassVar[list[str]] = [
            *("status", "kind", "country", "sector", "year", "owner", "decide", "ends_within", "freshness"),
            *("publication", "proven"),
        ]


class EventFilterSet(RecordFilterSet):
    country_paths = ("legs__country", "participations__organisation__country")
    date_fields = ("starts", "ends")

    kind = several(EventKind, _("Kind"))
    state = several(EventState, _("State"))
    year = year_filter()
    settle = django_filters.ChoiceFilter(
        label=_("To settle"),
        choices=[("held", _("Was it held?"))],
        empty_label=_("All"),
        widget=forms.RadioSelect,
        method="filter_settle",
    )

    def filter_settle(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=Event.unsettled().values("pk"))

    class Meta:
        model = Event
        fields: ClassVar[list[str]] = ["settle", "kind", "state", "country", "sector", "year", "publication", "proven"]


class OrganisationFilterSet(RecordFilterSet):
    country_paths = ("country",)

    kind = several(OrganisationKind, _("Kind"))

    class Meta:
        model = Organisation
        fields: ClassVar[list[str]] = ["kind", "country", "sector", "publication", "proven"]


class OpportunityFilterSet(RecordFilterSet):
    country_paths = ("countries", "offered_by__country")

    kind = several(OpportunityKind, _("Kind"))

    class Meta:
        model = Opportunity
        fields: ClassVar[list[str]] = ["kind", "country", "sector", "publication", "proven"]


class SectorFilterSet(WagtailFilterSet):
    class Meta:
        model = Sector
        fields: ClassVar[list[str]] = ["parent"]
