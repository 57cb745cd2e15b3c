"""What is asked before an act on many partnerships: which ones, what is set, and why."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.filters import PartnershipFilterSet
from partnerships.forms import IncompleteDateFormField, SectorChoices
from partnerships.ids import row_ids
from partnerships.models import Partnership, Sector
from partnerships.models.keeping import ActKind
from partnerships.models.partnerships import PartnershipStatus
from partnerships.views.sources import KnownForm

ASKED = (*PartnershipFilterSet.base_filters, "q", "id")
"""What of a list's query chooses partnerships."""


class SectorField(forms.ModelChoiceField):
    iterator = SectorChoices


class ManyForm(forms.Form):
    """What every act on many asks; `values` is what is set."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=255,
        help_text=gettext_lazy("Why; only the office reads it. It stands in the log."),
    )

    def values(self) -> dict[str, Any]:
        raise NotImplementedError


class StatusForm(ManyForm, KnownForm):
    field_order: ClassVar[list[str]] = ["status", "date", "reason", "note", *KnownForm.SOURCES]

    status = forms.ChoiceField(
        label=gettext_lazy("New status"),
        choices=PartnershipStatus.choices,
        initial=PartnershipStatus.SUSPENDED,
        help_text=gettext_lazy("What they shall all be from then on."),
    )
    date = IncompleteDateFormField(
        label=gettext_lazy("Since"),
        required=False,
        initial=lambda: datetime.date.today().isoformat(),
        help_text=gettext_lazy("As far as it is known: 2019, 2019-04 or 2019-04-26."),
    )
    note = forms.CharField(
        label=gettext_lazy("Public note"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("What visitors read beside the status of each of them: “halted until further notice”."),
    )

    def values(self) -> dict[str, Any]:
        return {"status": self.cleaned_data["status"], "source": self.source()}


class OwnerForm(ManyForm):
    field_order: ClassVar[list[str]] = ["owner", "reason"]

    owner = forms.ModelChoiceField(
        label=gettext_lazy("New owner"),
        queryset=get_user_model().objects.none(),
        required=False,
        empty_label=gettext_lazy("Nobody"),
        help_text=gettext_lazy("Who looks after them in the office and is reminded."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = get_user_model().objects.filter(is_active=True).order_by("username")

    def values(self) -> dict[str, Any]:
        owner = self.cleaned_data["owner"]
        return {"owner": owner.pk, "label": str(owner)} if owner else {"owner": None}


class SectorForm(ManyForm):
    field_order: ClassVar[list[str]] = ["sector", "reason"]

    sector = SectorField(
        label=gettext_lazy("Sector"),
        queryset=Sector.objects.filter(disabled_on=None),
        help_text=gettext_lazy("It is added to the sectors that each of them has."),
    )

    def values(self) -> dict[str, Any]:
        sector = self.cleaned_data["sector"]
        return {"sector": sector.pk, "label": str(sector)}


FORMS: dict[str, type[ManyForm]] = {ActKind.STATUS: StatusForm, ActKind.OWNER: OwnerForm, ActKind.SECTOR: SectorForm}


class Chosen:
    """The partnerships that the query of the admin's list asks for: those ticked, or all that its filters and search find."""

    def __init__(self, query: QueryDict) -> None:
        self.query: dict[str, list[str]] = {name: query.getlist(name) for name in ASKED if any(query.getlist(name))}
        if "all" in self.query.get("id", ()):
            # What Wagtail's list says for "all that were found".
            del self.query["id"]
        everything = Partnership.objects.all()
        self.filters = PartnershipFilterSet(query, queryset=everything, request=None)
        self.is_valid = self.filters.is_valid()

    @property
    def partnerships(self) -> QuerySet[Any]:
        if ids := self.query.get("id"):
            return Partnership.objects.filter(pk__in=row_ids(ids))
        found: Any = self.filters.qs
        words = " ".join(self.query.get("q", ()))
        return found.found_by(words) if words else found

    def in_words(self) -> list[tuple[str, str]]:
        """(what, which) of each choice: ("Country", "Kazakhstan")."""
        if "id" in self.query:
            return [(_("Chosen"), _("ticked in the list"))]
        cleaned = self.filters.form.cleaned_data
        shown = [
            (str(self.filters.filters[name].label), _value_in_words(self.filters.form.fields[name], value))
            for name, value in cleaned.items()
            if name in self.query and value not in (None, "", [])
        ]
        return [*shown, *([(_("Search"), " ".join(self.query["q"]))] if "q" in self.query else [])]


def _value_in_words(field: Any, value: Any) -> str:
    choices = {str(code): label for code, label in getattr(field.widget, "choices", ()) if not isinstance(label, list | tuple)}
    values: Iterable[Any] = value if isinstance(value, list | QuerySet) else [value]
    return ", ".join(str(choices.get(str(one).lower() if isinstance(one, bool) else str(one), one)) for one in values)


class TakeBackForm(forms.Form):
    date = IncompleteDateFormField(
        label=gettext_lazy("Since"),
        required=False,
        initial=lambda: datetime.date.today().isoformat(),
        help_text=gettext_lazy("When they come back to what they were; empty: today."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=255, help_text=gettext_lazy("Why it is taken back; only the office reads it.")
    )
    note = forms.CharField(
        label=gettext_lazy("Public note"),
        required=False,
        max_length=255,
        help_text=gettext_lazy("What visitors read beside the status that comes back."),
    )
