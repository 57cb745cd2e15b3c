"""Reports about languages: which public records say something that readers of a language cannot read yet, or read as it was before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import Column, TitleColumn

from partnerships import conditions
from partnerships.columns import joined
from partnerships.filters import (
    EventFilterSet,
    OpportunityFilterSet,
    OrganisationFilterSet,
    PartnershipFilterSet,
    RecordFilterSet,
)
from partnerships.locales import language_name
from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.models.records import Record
from partnerships.views.reports import PartnershipReport

MISSING, OUTDATED = "missing", "outdated"
WANTING = ((MISSING, gettext_lazy("Not translated")), (OUTDATED, gettext_lazy("To be checked again")))
_CONDITIONS: dict[str, Callable[[type[Record], str], Q]] = {MISSING: conditions.untranslated, OUTDATED: conditions.outdated}


def wanting(model: type[Record], language: str = "", kind: str = "") -> Q:
    """The records in which something is wanting in the language (any of them), of that kind (either)."""
    found = Q()
    for code in [language] if language else [code for code, _name in settings.LANGUAGES]:
        for condition in [_CONDITIONS[kind]] if kind else _CONDITIONS.values():
            found |= condition(model, code)
    return found


def _in_languages(filterset: type[RecordFilterSet]) -> type[RecordFilterSet]:
    """The filters of the records' own list, with the language and what is wanting in it before them."""

    class InLanguages(filterset):  # type: ignore[valid-type]
        into = django_filters.ChoiceFilter(
            label=gettext_lazy("Language"), choices=settings.LANGUAGES, empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
            method="wait",
        )  # fmt: skip
        wanting = django_filters.ChoiceFilter(
            label=gettext_lazy("What is wanting"), choices=WANTING, empty_label=gettext_lazy("All"), widget=forms.RadioSelect,
            method="wait",
        )  # fmt: skip

        def wait(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
            # The two are about the same translation, and looked for at once below.
            return queryset

        def filter_queryset(self, queryset: QuerySet) -> QuerySet:
            chosen = (self.form.cleaned_data.get(name) or "" for name in ("into", "wanting"))
            return super().filter_queryset(queryset).filter(wanting(queryset.model, *chosen))

        class Meta(filterset.Meta):  # type: ignore[name-defined]
            fields: ClassVar[list[str]] = ["into", "wanting", *filterset.Meta.fields]

    return InLanguages


def _missing(record: Record) -> str:
    return joined((language_name(code) for code, _name in settings.LANGUAGES if record.untranslated(code)), most=None)


def _outdated(record: Record) -> str:
    return joined((language_name(code) for code in record.outdated()), most=None)


def _original(record: Record) -> str:
    return capfirst(language_name(record.language)) if record.language else ""


class UntranslatedReport(PartnershipReport):
    """Public records of one kind."""

    explanation = gettext_lazy(
        "Public records with a title, a summary or a note that is not translated into every language of the site, or whose original "
        "has changed since it was translated."
    )
    header_icon = "globe"
    telling = (
        ("original_language", gettext_lazy("Original"), _original, "language"),
        ("not_translated", gettext_lazy("Not translated"), _missing, None),
        ("check_again", gettext_lazy("To be checked again"), _outdated, None),
    )

    def found(self) -> QuerySet:
        return self.model.objects.filter(wanting(self.model), live=True)

    @cached_property
    def columns(self) -> list[Column]:
        viewset = self.model.snippet_viewset
        edit = viewset.get_url_name("edit")

        def url(record: Any) -> str:
            return reverse(edit, args=[record.pk])

        label = capfirst(self.model._meta.verbose_name)
        return [
            TitleColumn(viewset.name_field, label=label, get_url=url, sort_key="sort_key"),
            *(Column(name, label=label, accessor=value, sort_key=key) for name, label, value, key in self.telling),
        ]


def _report(report_model: type[Record], plural: str, filterset: type[RecordFilterSet], title: Any) -> type[UntranslatedReport]:
    name = report_model.record_type
    values = {
        "model": report_model,
        "filterset_class": _in_languages(filterset),
        "page_title": title,
        "code": f"untranslated-{plural}",
        "index_url_name": f"register_untranslated_{name}",
        "index_results_url_name": f"register_untranslated_{name}_results",
    }
    return type(f"Untranslated{report_model.__name__}", (UntranslatedReport,), values)


REPORTS = (
    _report(Partnership, "partnerships", PartnershipFilterSet, gettext_lazy("Untranslated partnerships")),
    _report(Event, "events", EventFilterSet, gettext_lazy("Untranslated events")),
    _report(Organisation, "organisations", OrganisationFilterSet, gettext_lazy("Untranslated organisations")),
    _report(Opportunity, "opportunities", OpportunityFilterSet, gettext_lazy("Untranslated opportunities")),
)
