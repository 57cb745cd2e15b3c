"""The values of suggestions in words of the active language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from partnerships.edtf import IncompleteDate, IncompleteDateError
from partnerships.locales import language_name
from partnerships.models import Place, Sector
from partnerships.models.events import EventKind, EventState, ParticipationRole
from partnerships.models.opportunities import OpportunityKind
from partnerships.models.organisations import OrganisationKind
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus
from portal.imports.models import Suggestion

Kind = Suggestion.Kind


class Names:
    """Labels of the countries and sectors that the suggestions name, read at once."""

    def __init__(self, suggestions: Iterable[Suggestion]) -> None:
        values = [v for s in suggestions for v in (s.value, s.edited_value) if isinstance(v, dict)]
        codes = {code for v in values for code in (*(v.get("countries") or ()), v.get("country"), v.get("code"))}
        codes |= {leg.get("country") for v in values for leg in v.get("legs", ())}
        sectors = {code for v in values for code in (*(v.get("sectors") or ()), v.get("code"))}
        self._places = {place.code: place.label for place in Place.objects.filter(code__in=codes - {None})}
        self._sectors = {sector.code: str(sector) for sector in Sector.objects.filter(code__in=sectors - {None})}

    def country(self, code: str | None) -> str:
        return self._places.get(code or "", code or "")

    def sector(self, code: str) -> str:
        return self._sectors.get(code, code)


def _choice(choices: Any, value: str | None) -> str:
    return str(dict(choices.choices).get(value, value or ""))


def _day(text: str | None) -> str:
    try:
        return IncompleteDate.parse(text).label if text else ""
    except IncompleteDateError:
        return text or ""


def _dates(start: str | None, end: str | None) -> str:
    return " – ".join(_day(day) for day in dict.fromkeys((start, end)) if day)


def _body(value: str, names: Names) -> list[str]:
    paragraphs = value.count("\n\n") + 1
    words = ngettext("%(n)s characters in %(p)s paragraph", "%(n)s characters in %(p)s paragraphs", paragraphs)
    return [words % {"n": f"{len(value):,}", "p": paragraphs}]


def _organisation(value: dict[str, Any], names: Names) -> list[str]:
    kind = _choice(OrganisationKind, value.get("kind"))
    return [
        value["name"],
        ", ".join(filter(None, (kind, names.country(value.get("country"))))),
        ", ".join(value.get("aliases", ())),
    ]


def _person(value: dict[str, Any], names: Names) -> list[str]:
    return [value["name"], ", ".join(filter(None, (value.get("role"), value.get("organisation"))))]


def _partnership(value: dict[str, Any], names: Names) -> list[str]:
    status = _choice(PartnershipStatus, value.get("status"))
    sought = ", ".join(value.get("sought", ()))
    return [
        value.get("title") or " – ".join(value["parties"]),
        " · ".join(filter(None, (_choice(PartnershipKind, value["kind"]), status, _dates(value.get("date"), value.get("ends"))))),
        " – ".join(value["parties"]) if value.get("title") else "",
        _("Sought: %(who)s") % {"who": sought} if sought else "",
        ", ".join(names.sector(code) for code in value.get("sectors", ())),
    ]


def _event(value: dict[str, Any], names: Names) -> list[str]:
    legs = [", ".join(filter(None, (leg.get("place"), names.country(leg.get("country"))))) for leg in value.get("legs", ())]
    places = " → ".join(filter(None, legs)) or ", ".join(value.get("places", ()))
    countries = ", ".join(names.country(code) for code in value.get("countries", ()))
    who = ", ".join(f"{name} ({_choice(ParticipationRole, part).lower()})" for name, part in value.get("participants", ()))
    kind = _choice(EventKind, value["kind"])
    state = _choice(EventState, value.get("state"))
    return [
        value.get("title") or kind,
        " · ".join(filter(None, (kind if value.get("title") else "", _dates(value.get("start"), value.get("end")), state))),
        places,
        countries if countries not in places else "",
        who,
    ]


def _opportunity(value: dict[str, Any], names: Names) -> list[str]:
    codes = ", ".join(names.country(code) for code in value.get("countries", ()))
    sectors = ", ".join(names.sector(code) for code in value.get("sectors", ()))
    kind = _choice(OpportunityKind, value["kind"])
    closes = _("Closes: %(day)s") % {"day": _day(value["closes"])} if value.get("closes") else ""
    return [value.get("title") or kind, kind if value.get("title") else "", closes, codes, sectors]


def describe(kind: str, value: Any, names: Names) -> tuple[str, ...]:
    """The value in lines, the first of which says what it is."""
    return tuple(filter(None, _DESCRIBE[kind](value, names)))


_DESCRIBE: dict[str, Any] = {
    Kind.TITLE: lambda value, names: [value],
    Kind.PUBLISHED: lambda value, names: [_day(value)],
    Kind.SOURCE: lambda value, names: [value],
    Kind.LANGUAGE: lambda value, names: [capfirst(language_name(value))],
    Kind.TOPICS: lambda value, names: [", ".join(value)],
    Kind.BODY: _body,
    Kind.COUNTRY: lambda value, names: [names.country(value["code"])],
    Kind.SECTOR: lambda value, names: [names.sector(value["code"])],
    Kind.ORGANISATION: _organisation,
    Kind.PERSON: _person,
    Kind.PARTNERSHIP: _partnership,
    Kind.EVENT: _event,
    Kind.OPPORTUNITY: _opportunity,
}
