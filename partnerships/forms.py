"""Form fields and forms of the admin: what an editor types, checked, with a message that says what to do."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from modelcluster.forms import BaseChildFormSet, ClusterForm
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.snippets.widgets import AdminSnippetChooser

from partnerships.authority import standing_organisations
from partnerships.edtf import IncompleteDate, IncompleteDateError
from partnerships.identifiers import IdentifierError, read_identifier
from partnerships.ids import row_id
from partnerships.locales import listed
from partnerships.models import Event, Opportunity, Organisation, OrganisationIdentifier, Partnership, Place, Sector
from partnerships.models.events import CALLED_OFF
from partnerships.models.opportunities import zone_of
from partnerships.translating import LanguageField, TranslationForm, with_translations

_DAY_FIRST = re.compile(r"(?:(?P<day>\d{1,2})\.)?(?P<month>\d{1,2})\.(?P<year>\d{4})")


class IncompleteDateInput(forms.TextInput):
    """A text field for a date that may be incomplete, with the date in words below it once it is there."""

    template_name = "partnerships/admin/incomplete_date_input.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"placeholder": gettext_lazy("YYYY-MM-DD"), "autocomplete": "off", "size": 16, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        try:
            context["words"] = IncompleteDate.parse(str(value)).label if value else ""
        except IncompleteDateError:
            context["words"] = ""
        return context


class IncompleteDateFormField(forms.CharField):
    """Reads 2019, 2019-04, 2019-04-26, 26.04.2019, 04.2019 and XXXX-07-09 or --07-09; gives an IncompleteDate or None."""

    widget = IncompleteDateInput

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, IncompleteDate):
            return value
        text = str(value).strip()
        if not text:
            return None
        if match := _DAY_FIRST.fullmatch(text):
            text = "-".join(part.zfill(2) for part in (match["year"], match["month"], match["day"]) if part)
        try:
            return IncompleteDate.parse(text)
        except IncompleteDateError as error:
            raise ValidationError(str(error), code="invalid") from error

    def run_validators(self, value: Any) -> None:
        super().run_validators(str(value) if value else value)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, IncompleteDate) else value


class SectorChoices(forms.models.ModelChoiceIterator):
    """The sectors below their parents, each parent first in its own group."""

    def __iter__(self) -> Iterator[Any]:
        groups: dict[int, list[tuple[Any, str]]] = {}
        sectors = list(self.queryset)
        names = {sector.pk: str(sector) for sector in sectors}
        for sector in sectors:
            groups.setdefault(sector.parent_id or sector.pk, []).append(self.choice(sector))
        return ((names.get(pk, ""), choices) for pk, choices in groups.items())


class SectorTree(forms.CheckboxSelectMultiple):
    template_name = "partnerships/admin/sector_tree.html"


class SectorsField(forms.ModelMultipleChoiceField):
    """Sectors to tick, shown as the tree that they are."""

    iterator = SectorChoices
    widget = SectorTree

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Sector.objects.all(), required=False, label=gettext_lazy("Sectors"), **kwargs)


class CountryChoices(forms.models.ModelChoiceIterator):
    """Countries in the order of their names in the active language."""

    def __iter__(self) -> Iterator[Any]:
        return iter(sorted((self.choice(place) for place in self.queryset), key=lambda choice: choice[1]))


class CountryList(forms.CheckboxSelectMultiple):
    template_name = "partnerships/admin/country_list.html"


class CountriesField(forms.ModelMultipleChoiceField):
    """Countries to tick."""

    iterator = CountryChoices
    widget = CountryList

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Place.objects.all(), required=False, label=gettext_lazy("Countries"), **kwargs)


class RecordChooserInput(AdminSnippetChooser):
    """A chooser that shows its record without a query where the form has fetched the records of all its rows at once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fetched: dict[str, Any] = {}

    def get_instance(self, value: Any) -> Any:
        known = self.fetched.get(str(value))
        # What can be no id is nobody's: the field itself says so.
        return known or super().get_instance(value if hasattr(value, "pk") else row_id(value))


def fetch_chosen(form: ClusterForm) -> None:
    """Fetch what the choosers in the rows of a form show: one query for each kind of record instead of one for each row."""
    fetched: dict[Any, dict[str, Any]] = {}
    wanted: dict[Any, set[int]] = {}
    rows = [row for formset in form.formsets.values() for row in formset.forms]
    choosers = [(row, name) for row in rows for name, field in row.fields.items() if isinstance(field.widget, RecordChooserInput)]
    for row, name in choosers:
        widget, value = row.fields[name].widget, str(row[name].value())
        widget.fetched = fetched.setdefault(widget.model_class, {})
        known = row.instance._state.fields_cache.get(name)
        if known is not None and str(known.pk) == value:
            widget.fetched[value] = known
        elif pk := row_id(value):
            wanted.setdefault(widget.model_class, set()).add(pk)
    for model, pks in wanted.items():
        missing = pks.difference(map(int, fetched[model]))
        fetched[model].update((str(pk), row) for pk, row in model.objects.in_bulk(missing).items())


class RowIdField(forms.Field):
    """The hidden id of a row, one of those that the edited version has, whether or not they are still in the database."""

    widget = forms.HiddenInput

    def __init__(self, rows: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.rows = {str(row.pk): row for row in rows}

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if str(value) not in self.rows:
            raise ValidationError(_("A row has gone in the meantime: load the page again."), code="invalid_choice")
        return self.rows[str(value)]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return False


class OnceFormSet(BaseChildFormSet):
    """Rows of which no two may say the same; the message names what is doubled instead of the database's constraint."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        # An older version that is brought back has rows that were deleted since; they must be accepted again.
        name = self.model._meta.pk.name
        form.fields[name] = RowIdField(self.get_queryset(), initial=form.fields[name].initial)

    def _get_to_python(self, field: Any) -> Any:
        # What can be no id is refused by the field above, with a message.
        return row_id

    def get_unique_error_message(self, unique_check: tuple[str, ...]) -> str:
        names = [str(self.model._meta.get_field(name).verbose_name) for name in unique_check if name != self.fk.name]
        return _("Two rows have the same %(what)s: remove one of them.") % {"what": listed(names)}


class RecordForm(TranslationForm, WagtailAdminModelForm):
    """The editor's form of a record. A draft may be incomplete; what is there must make sense."""

    periods: ClassVar[tuple[tuple[str, str], ...]] = (("starts", "ends"),)

    language = LanguageField()
    sectors = SectorsField(
        help_text=gettext_lazy("Tick the most exact ones; a sector of the first level says “somewhere in here”.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fetch_chosen(self)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_backwards(self, self.periods)
        return cleaned

    def rows(self, name: str) -> list[WagtailAdminModelForm]:
        """The forms of one relation that are filled in, kept, and valid by themselves."""
        formset = self.formsets.get(name)
        if formset is None:
            return []
        kept = (form for form in formset.forms if form in formset.initial_forms or form.has_changed())
        return [form for form in kept if form.is_valid() and not formset._should_delete_form(form)]


@with_translations(Partnership)
class PartnershipForm(RecordForm):
    periods = (("starts", "ends"), ("signed", "ends"))
    decided: ClassVar[tuple[str, ...]] = ("status", "status_since", "status_reason", "status_note")
    """What only an act changes once the record is public."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = (*self.decided, "status_confirmed", "last_confirmed", "let_end")
        public = Partnership.objects.filter(pk=self.instance.pk, live=True).values(*kept).first() if self.instance.pk else None
        if public:
            for name in self.decided:
                self.fields.pop(name, None)
            # An older version that is brought back does not bring back what has been decided since.
            for name, value in public.items():
                setattr(self.instance, name, value)
        offer_people(self, ["owner", "deputy"], get_user_model().objects.filter(is_active=True))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # What waits for moderation is approved as it was last saved, without this form.
        waits = self.instance.pk and self.instance.workflow_in_progress
        if (waits or not self.is_deferred_validation) and not self.rows("parties"):
            self.add_error(None, _("A partnership needs at least one party before it can be published."))
        if cleaned.get("renews_itself") and not cleaned.get("renewal_months"):
            self.add_error("renewal_months", _("Say how long a renewal lasts: it renews by itself."))
        if "status" in cleaned:
            # Somebody has chosen it.
            self.instance.status_confirmed = True
        return cleaned


@with_translations(Event)
class EventForm(RecordForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        legs = self.rows("legs")
        for leg in legs:
            refuse_backwards(leg, self.periods)
            if not leg.cleaned_data.get("place") and not leg.cleaned_data.get("country"):
                leg.add_error("place", _("Give a place or a country."))
        for row in self.rows("participations"):
            stop = row.cleaned_data.get("stop")
            if stop is not None and not 1 <= stop <= len(legs):
                row.add_error(
                    "stop", _("There is no stop %(number)s: the route has %(legs)s.") % {"number": stop, "legs": len(legs)}
                )
        called_off = cleaned.get("state") in CALLED_OFF and not cleaned.get("state_reason")
        if called_off and "state_reason" in self.fields and not self.is_deferred_validation:
            self.add_error("state_reason", _("Say why it was postponed or cancelled: visitors read it beside the date."))
        return cleaned


class IdentifierForm(WagtailAdminModelForm):
    """An identifier of an organisation; of a pasted address the identifier is taken."""

    # Longer than the column: an address is.
    value = forms.CharField(label=gettext_lazy("Identifier"), max_length=500)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("scheme") and cleaned.get("value"):
            try:
                cleaned["value"] = read_identifier(cleaned["scheme"], cleaned["value"])
            except IdentifierError as error:
                self.add_error("value", str(error))
                return cleaned
            same = OrganisationIdentifier.objects.filter(scheme=cleaned["scheme"], value=cleaned["value"])
            other = same.exclude(organisation=self.instance.organisation_id).select_related("organisation").first()
            if other and other.pk != self.instance.pk:
                text = _("“%(name)s” has this identifier: if they are one, merge them.")
                self.add_error("value", text % {"name": other.organisation.name})
        return cleaned


@with_translations(Organisation)
class OrganisationForm(RecordForm):
    periods = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "parent" in self.fields:
            self.fields["parent"].queryset = standing_organisations()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        seen = {(cleaned.get("name") or "").casefold()}
        for row in self.rows("names"):
            name = row.cleaned_data["name"]
            if name.casefold() in seen:
                row.add_error("name", _("“%(name)s” is already given.") % {"name": name})
            seen.add(name.casefold())
        return cleaned


class WallTimeField(forms.DateTimeField):
    """An hour as a clock on the wall of some place shows it: a datetime without a time zone."""

    def to_python(self, value: Any) -> Any:
        # UTC has every hour of every day once; the zone of whoever types may not.
        with timezone.override(datetime.UTC):
            found = super().to_python(value)
        return found.replace(tzinfo=None) if found else None


def time_zones() -> list[tuple[str, str]]:
    """The zones of the world by name, without those that only repeat others under old names."""
    names = (name for name in zoneinfo.available_timezones() if "/" in name and not name.startswith(("Etc/", "SystemV/", "US/")))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in sorted(names))]


@with_translations(Opportunity)
class OpportunityForm(RecordForm):
    periods = (("opens", "closes"),)

    countries = CountriesField(help_text=gettext_lazy("For whom it is, or where; none means anywhere."))
    opens = WallTimeField(required=False, widget=AdminDateTimeInput)
    closes = WallTimeField(required=False, widget=AdminDateTimeInput)
    time_zone = forms.ChoiceField(choices=time_zones)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = zone_of(self.instance.time_zone)
        for name in ("opens", "closes"):
            moment = getattr(self.instance, name)
            if moment and name in self.fields:
                self.initial[name] = moment.astimezone(zone).replace(tzinfo=None)
        # Who answers must be able to open the inbox.
        offer_people(self, ["contact"], answering_people())

    def clean(self) -> dict[str, Any]:
        zone = zone_of(self.cleaned_data.get("time_zone") or self.instance.time_zone)
        for name in ("opens", "closes"):
            if self.cleaned_data.get(name):
                self.cleaned_data[name] = self._moment(name, zone)
        cleaned = super().clean()
        if cleaned.get("takes_interest") and not cleaned.get("contact") and not self.is_deferred_validation:
            self.add_error("contact", _("Say who answers those who express interest."))
        return cleaned

    def _moment(self, name: str, zone: Any) -> Any:
        typed = self.cleaned_data[name]
        # An hour that comes twice, when clocks go back: it opens at the first and closes at the second.
        moment = typed.replace(tzinfo=zone, fold=1 if name == "closes" else 0)
        if moment.astimezone(datetime.UTC).astimezone(zone).replace(tzinfo=None) != typed:
            self.add_error(name, _("This hour does not exist in %(zone)s: the clocks go forward then.") % {"zone": zone})
            return None
        return moment


def answering_people() -> Any:
    """Those who may open the inbox."""
    backend = "django.contrib.auth.backends.ModelBackend"
    return get_user_model().objects.with_perm("partnerships.change_interest", backend=backend)


def offer_people(form: forms.ModelForm, names: Iterable[str], people: Any) -> None:
    """Let these fields of a form choose among `people`, by name, and whoever stands there already; asks for them once."""
    fields: list[Any] = [form.fields[name] for name in names if name in form.fields]
    if not fields:
        return
    chosen = [getattr(form.instance, f"{name}_id") for name in names]
    by_name = get_user_model().objects.order_by("last_name", "first_name", "username")
    offered = by_name.filter(Q(pk__in=people.values("pk")) | Q(pk__in=chosen))
    choices = [(user.pk, user.get_full_name() or user.get_username()) for user in offered]
    for field in fields:
        field.queryset = offered
        field.choices = [("", field.empty_label), *choices]


def refuse_backwards(form: forms.ModelForm, periods: tuple[tuple[str, str], ...]) -> None:
    """Add an error where a period certainly ends before it starts; what is not known is never an error."""
    for first, last in periods:
        starts, ends = form.cleaned_data.get(first), form.cleaned_data.get(last)
        if starts and ends and certainly_after(starts, ends):
            form.add_error(last, _("It ends before it was signed.") if first == "signed" else _("It ends before it starts."))
            return


def certainly_after(one: Any, other: Any) -> bool:
    """Whether `one` is later than `other` whatever is not known of either."""
    if isinstance(one, IncompleteDate):
        return one.earliest is not None and other.latest is not None and one.earliest > other.latest
    return bool(one > other)
