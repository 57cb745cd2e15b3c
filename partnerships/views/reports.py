"""Reports about partnerships: what needs the office, to look at and to take along as a spreadsheet."""

from __future__ import annotations

import datetime
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView

from partnerships import conditions, facts
from partnerships.columns import EXPORTS, countries_of, date_of, day_of, joined, owner_of, prefetched
from partnerships.filters import PartnershipFilterSet
from partnerships.models import Evidence, Partnership
from partnerships.spreadsheets import PREPROCESS

CHANGE = "partnerships.change_partnership"
PER_PAGE = 50


class PartnershipReport(ReportView, ABC):
    """The partnerships that meet one condition, with the filters of their list."""

    code: ClassVar[str]
    """Its part of the address, and of the name of its file."""
    model = Partnership
    filterset_class = PartnershipFilterSet
    permission_required = "change"
    paginate_by = PER_PAGE
    default_ordering = "sort_key"
    is_searchable = True
    table_classname = "listing register-listing"
    header_icon = "list-ul"
    explanation: ClassVar[Any]
    """What is in it, in one sentence."""
    telling: ClassVar[tuple[tuple[str, Any, Callable[[Any], str], str | None], ...]]
    """The columns for which one looks into this report: name, label, value, key of the order."""
    custom_value_preprocess = PREPROCESS
    results_template_name = "partnerships/admin/report_results.html"

    @abstractmethod
    def found(self) -> QuerySet:
        """The partnerships of the report, before filters."""

    def get_queryset(self) -> QuerySet:
        return prefetched(self.found())

    def get_filtered_queryset(self) -> QuerySet:
        return self.order_queryset(self.search_queryset(self.filter_queryset(self.get_queryset())))

    def search_queryset(self, queryset: QuerySet) -> QuerySet:
        return queryset.found_by(self.search_query) if self.is_searching else queryset

    def order_queryset(self, queryset: QuerySet) -> QuerySet:
        queryset = super().order_queryset(queryset)
        return queryset.order_by(*(queryset.query.order_by or [self.default_ordering]), "pk")

    @cached_property
    def columns(self) -> list[Column]:
        edit = Partnership.snippet_viewset.get_url_name("edit")

        def url(partnership: Partnership) -> str:
            return reverse(edit, args=[partnership.pk])

        return [
            TitleColumn("title", label=_("Partnership"), get_url=url, sort_key="sort_key"),
            *(Column(name, label=label, accessor=value, sort_key=key) for name, label, value, key in self.telling),
            Column("countries", label=_("Countries"), accessor=countries_of),
            Column("status", label=_("Status"), accessor="status_label", sort_key="status"),
            Column("owner", label=_("Owner"), accessor=owner_of),
        ]

    list_export: ClassVar[list[str]] = []

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, **kwargs) | {"explanation": self.explanation}

    @cached_property
    def exported(self) -> dict[str, Callable[[Any], Any]]:
        return {**{name: value for name, _label, value, _key in self.telling}, **EXPORTS[self.model]}

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        title = self.model.snippet_viewset.name_field
        first = [title, *(name for name in self.exported if name != title)]
        self.list_export, self.export_headings = first, {name: name for name in first}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return {name: self.exported[name](item) for name in self.list_export}

    def get_filename(self) -> str:
        return f"{self.code}-{datetime.date.today():%Y-%m-%d}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class ExpiringReport(PartnershipReport):
    code = "expiring"
    page_title = gettext_lazy("Expiring")
    header_icon = "calendar-alt"
    index_url_name, index_results_url_name = "register_expiring", "register_expiring_results"
    default_ordering = "ends_on"
    explanation = gettext_lazy("What runs and ends within the next 12 months, the next end first.")
    telling = (
        ("ends", gettext_lazy("Ends"), date_of("ends"), "ends_on"),
        ("decide_by", gettext_lazy("Decide by"), day_of("decide_by"), "decide_by"),
    )

    def found(self) -> QuerySet:
        return Partnership.objects.filter(conditions.expiring(366))


class UnprovedReport(PartnershipReport):
    code = "unproved"
    page_title = gettext_lazy("Unproved")
    header_icon = "openquote"
    index_url_name, index_results_url_name = "register_unproved", "register_unproved_results"
    explanation = gettext_lazy(
        "Public records with a fact that has no evidence, or only evidence of a value that was changed since; a word for the whole "
        "record is enough."
    )
    telling = (
        (
            "unproved",
            gettext_lazy("Without evidence"),
            lambda partnership: joined(facts.unproved_facts(partnership), most=6),
            None,
        ),
    )

    def found(self) -> QuerySet:
        evidence = Evidence.objects.only("field", "edited", "document_id", "content_type", "object_id").order_by()
        return facts.unproved(Partnership).prefetch_related(Prefetch("evidence", evidence))


def _missing(partnership: Any) -> str:
    parties = list(partnership.parties.all())
    without = [party.organisation.name for party in parties if not party.organisation.country_id]
    missing = [
        *([] if parties else [_("parties")]),
        *([_("country of %(names)s") % {"names": joined(without)}] if without else []),
        *([] if partnership.signed or partnership.starts else [_("date")]),
        *([] if partnership.sectors.all() else [_("sector")]),
    ]
    return joined(missing, most=None)


class IncompleteReport(PartnershipReport):
    code = "incomplete"
    page_title = gettext_lazy("Incomplete")
    header_icon = "warning"
    index_url_name, index_results_url_name = "register_incomplete", "register_incomplete_results"
    explanation = gettext_lazy("It has no party, a party without a country, no date of signing or start, or no sector.")
    telling = (("missing", gettext_lazy("What is missing"), _missing, None),)

    def found(self) -> QuerySet:
        return Partnership.objects.filter(conditions.incomplete())


class StaleReport(PartnershipReport):
    code = "stale"
    page_title = gettext_lazy("Not confirmed")
    header_icon = "history"
    index_url_name, index_results_url_name = "register_stale", "register_stale_results"
    default_ordering = "last_confirmed"
    explanation = gettext_lazy("Nobody has confirmed it, and no source has told of it, for two years.")
    telling = (
        ("last_confirmed", gettext_lazy("Last confirmed"), day_of("last_confirmed"), "last_confirmed"),
        ("status_since", gettext_lazy("Status since"), date_of("status_since"), "status_since"),
    )

    def found(self) -> QuerySet:
        return conditions.with_freshness(Partnership.objects.filter(live=True), "stale")


REPORTS: tuple[type[PartnershipReport], ...] = (ExpiringReport, StaleReport, UnprovedReport, IncompleteReport)


def urls(report: type[PartnershipReport]) -> list[URLPattern]:
    """The addresses of a report."""
    return [
        path(f"reports/{report.code}/", report.as_view(), name=report.index_url_name),
        path(f"reports/{report.code}/results/", report.as_view(results_only=True), name=report.index_results_url_name),
    ]
