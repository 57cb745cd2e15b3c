"""The forms in which a person corrects the value of a suggestion, one for each kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf.global_settings import LANGUAGES as EVERY_LANGUAGE
from django.utils.functional import lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.edtf import IncompleteDate, IncompleteDateError
from partnerships.models import Place, Sector
from partnerships.models.events import EventKind, ParticipationRole
from partnerships.models.opportunities import OpportunityKind
from partnerships.models.organisations import OrganisationKind
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus
from portal.imports.models import Suggestion

Kind = Suggestion.Kind
_DATE_HELP = _("2019, 2019-04, 2019-04-26 or, when the year is not known, --07-09.")


def country_choices() -> list[tuple[str, str]]:
    """Every country's code and name, by name."""
    return sorted(((place.code, place.label) for place in Place.objects.all()), key=lambda pair: pair[1])


def sector_choices() -> list[tuple[str, str]]:
    """The tree, each child below its parent."""
    sectors = list(Sector.objects.filter(disabled_on=None))
    rows = []
    for parent in (s for s in sectors if s.parent_id is None):
        rows.append((parent.code, str(parent)))
        rows += [(child.code, f"— {child}") for child in sectors if child.parent_id == parent.pk]
    return rows


def _optional(choices: Any) -> Any:
    return lazy(lambda: [("", "—"), *(choices() if callable(choices) else choices)], list)


def _lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class ValueForm(forms.Form):
    """The form of one kind of suggestion; `corrected()` is the value that a valid submission gives."""

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        self.original: Any = suggestion.edited_value if suggestion.state == Suggestion.State.EDITED else suggestion.value
        # Every card of the page has its own ids.
        super().__init__(*args, initial=self.initial_of(self.original), prefix=f"s{suggestion.pk}", **kwargs)

    def initial_of(self, value: Any) -> dict[str, Any]:
        return dict(value) if isinstance(value, dict) else {"value": value}

    def corrected(self) -> Any:
        return self.cleaned_data["value"]


class TitleForm(ValueForm):
    value = forms.CharField(label=_("Title"), max_length=255)


class PublishedForm(ValueForm):
    value = forms.DateField(
        label=_("Original date"), widget=forms.DateInput(attrs={"type": "date"}), help_text=_("As the source states it.")
    )

    def corrected(self) -> str:
        return str(self.cleaned_data["value"].isoformat())


class SourceForm(ValueForm):
    value = forms.CharField(label=_("Source"), max_length=255, help_text=_("Who published it or is credited."))


class LanguageForm(ValueForm):
    value = forms.ChoiceField(label=_("Language of the text"), choices=EVERY_LANGUAGE)


class TopicsForm(ValueForm):
    value = forms.CharField(label=_("Topics"), max_length=500, help_text=_("Separated by commas."))

    def initial_of(self, value: Any) -> dict[str, Any]:
        return {"value": ", ".join(value)}

    def corrected(self) -> list[str]:
        return [topic.strip() for topic in self.cleaned_data["value"].split(",") if topic.strip()]


class BodyForm(ValueForm):
    value = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 20}), help_text=_("Paragraphs are separated by an empty line.")
    )

    def corrected(self) -> str:
        return re.sub(r"\n{3,}", "\n\n", str(self.cleaned_data["value"]).replace("\r\n", "\n")).strip()


class CountryForm(ValueForm):
    code = forms.ChoiceField(label=_("Country"), choices=country_choices)

    def corrected(self) -> dict[str, Any]:
        return {"code": self.cleaned_data["code"]}


class SectorForm(ValueForm):
    code = forms.ChoiceField(label=_("Sector"), choices=sector_choices)

    def corrected(self) -> dict[str, Any]:
        return {"code": self.cleaned_data["code"]}


class OrganisationForm(ValueForm):
    name = forms.CharField(label=_("Name"), max_length=255)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    country = forms.ChoiceField(label=_("Country"), choices=_optional(country_choices), required=False)
    use = forms.ChoiceField(label=_("In the register"), widget=forms.RadioSelect, required=False)

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any) -> None:
        super().__init__(*args, suggestion=suggestion, **kwargs)
        candidates = (suggestion.match or {}).get("candidates", ())
        if candidates:
            records = [(c["uuid"], gettext("It is: %(label)s") % {"label": c["label"]}) for c in candidates]
            self.fields["use"].choices = [*records, ("new", gettext("A new organisation"))]  # type: ignore[attr-defined]
            self.initial.setdefault("use", candidates[0]["uuid"] if len(candidates) == 1 else None)
        else:
            del self.fields["use"]

    def corrected(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            **self.original,
            "name": data["name"],
            "kind": data["kind"],
            "country": data["country"] or None,
            "use": data.get("use") or None,
        }


class PersonForm(ValueForm):
    name = forms.CharField(label=_("Name"), max_length=160)
    role = forms.CharField(label=_("Public role"), max_length=255, required=False)
    organisation = forms.CharField(label=_("Of"), max_length=255, required=False)

    def corrected(self) -> dict[str, Any]:
        return {**self.original, **{name: self.cleaned_data[name] or None for name in ("name", "role", "organisation")}}


class _IncompleteDateField(forms.CharField):
    def clean(self, value: Any) -> str | None:
        text = super().clean(value)
        if not text:
            return None
        try:
            IncompleteDate.parse(text)
        except IncompleteDateError as error:
            raise forms.ValidationError(str(error)) from error
        return str(text)


def _date_field(label: Any) -> forms.CharField:
    return _IncompleteDateField(label=label, required=False, max_length=16, help_text=_DATE_HELP)


class PartnershipForm(ValueForm):
    title = forms.CharField(
        label=_("Title"), max_length=255, required=False, help_text=_("Left empty, it is made of the parties and the kind.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=PartnershipKind.choices)
    status = forms.ChoiceField(label=_("Status"), choices=PartnershipStatus.choices)
    parties = forms.CharField(label=_("Parties"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("One on each line."))
    sought = forms.CharField(
        label=_("Sought"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("Who is asked for and has not agreed; one on each line."),
    )
    date = _date_field(_("Since"))
    ends = _date_field(_("Ends"))
    sectors = forms.MultipleChoiceField(label=_("Sectors"), choices=sector_choices, required=False)

    def initial_of(self, value: Any) -> dict[str, Any]:
        return {**value, "parties": "\n".join(value["parties"]), "sought": "\n".join(value.get("sought", ()))}

    def clean_parties(self) -> list[str]:
        return _lines(self.cleaned_data["parties"])

    def clean_sought(self) -> list[str]:
        sought = _lines(self.cleaned_data["sought"])
        if len(self.cleaned_data.get("parties", ())) < (1 if sought else 2):
            self.add_error("parties", _("A partnership has two parties or more."))
        return sought

    def corrected(self) -> dict[str, Any]:
        return {**self.original, **self.cleaned_data}


_STOP = re.compile(r"(?P<place>.*?)\s*(?:\((?P<country>[A-Z]{2})\))?\s*(?P<date>[\d-]{4,}(?:/[\d-]{4,})?)?")


class EventForm(ValueForm):
    title = forms.CharField(label=_("Title"), max_length=255, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=EventKind.choices)
    start = _date_field(_("Starts"))
    end = _date_field(_("Ends"))
    legs = forms.CharField(
        label=_("Places"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("In the order of the route, one on each line, with the country's code and the date: Antwerp (BE) 2018-07-09"),
    )
    countries = forms.MultipleChoiceField(label=_("Countries"), choices=country_choices, required=False)
    participants = forms.CharField(
        label=_("Who took part"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("One on each line, with the part: City of Antwerp = host"),
    )
    sectors = forms.MultipleChoiceField(label=_("Sectors"), choices=sector_choices, required=False)

    def initial_of(self, value: Any) -> dict[str, Any]:
        legs = value.get("legs") or [{"place": place} for place in value.get("places", ())]
        participants = (f"{name} = {role}" for name, role in value.get("participants", ()))
        return {**value, "legs": "\n".join(_stop_line(leg) for leg in legs), "participants": "\n".join(participants)}

    def clean_legs(self) -> list[dict[str, Any]]:
        hosts = {leg.get("place"): leg.get("hosts", []) for leg in self.original.get("legs", ())}
        known = {code for code, _label in country_choices()}
        return [_stop(line, hosts, known) for line in _lines(self.cleaned_data["legs"])]

    def clean_participants(self) -> list[list[str]]:
        rows = []
        for line in _lines(self.cleaned_data["participants"]):
            name, _equals, role = (part.strip() for part in line.rpartition("=")) if "=" in line else (line, "", "attendee")
            if role not in ParticipationRole.values:
                words = {"role": role, "roles": ", ".join(ParticipationRole.values)}
                raise forms.ValidationError(_("“%(role)s” is not a part; write one of: %(roles)s."), params=words)
            rows.append([name, role])
        return rows

    def corrected(self) -> dict[str, Any]:
        places = [leg["place"] for leg in self.cleaned_data["legs"] if leg["place"]]
        return {**self.original, **self.cleaned_data, "places": places}


def _stop_line(leg: dict[str, Any]) -> str:
    dates = "/".join(filter(None, (leg.get("start"), leg.get("end") if leg.get("end") != leg.get("start") else None)))
    country = f"({leg['country']})" if leg.get("country") else ""
    return " ".join(filter(None, (leg.get("place"), country, dates)))


def _stop(line: str, hosts: dict[str | None, Any], known: Iterable[str]) -> dict[str, Any]:
    match = _STOP.fullmatch(line)
    assert match
    if match["country"] and match["country"] not in known:
        raise forms.ValidationError(_("%(code)s is not the code of a country."), params={"code": match["country"]})
    start, _slash, end = (match["date"] or "").partition("/")
    try:
        for date in filter(None, (start, end)):
            IncompleteDate.parse(date)
    except IncompleteDateError as error:
        raise forms.ValidationError(str(error)) from error
    place = match["place"] or None
    return {
        "place": place,
        "country": match["country"],
        "start": start or None,
        "end": end or None,
        "hosts": hosts.get(place, []),
    }


class OpportunityForm(ValueForm):
    title = forms.CharField(
        label=_("Title"), max_length=255, required=False, help_text=_("Left empty, it is made of the kind and the words.")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=OpportunityKind.choices)
    closes = _date_field(_("Closes"))
    countries = forms.MultipleChoiceField(label=_("Countries"), choices=country_choices, required=False)
    sectors = forms.MultipleChoiceField(label=_("Sectors"), choices=sector_choices, required=False)

    def corrected(self) -> dict[str, Any]:
        return {**self.original, **self.cleaned_data}


VALUE_FORMS: dict[str, type[ValueForm]] = {
    Kind.TITLE: TitleForm,
    Kind.PUBLISHED: PublishedForm,
    Kind.SOURCE: SourceForm,
    Kind.LANGUAGE: LanguageForm,
    Kind.TOPICS: TopicsForm,
    Kind.BODY: BodyForm,
    Kind.COUNTRY: CountryForm,
    Kind.SECTOR: SectorForm,
    Kind.ORGANISATION: OrganisationForm,
    Kind.PERSON: PersonForm,
    Kind.PARTNERSHIP: PartnershipForm,
    Kind.EVENT: EventForm,
    Kind.OPPORTUNITY: OpportunityForm,
}
