"""How the rows of the register's own kinds of record have to be: worked out from the models, one record at a time, to verify by."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

from partnerships.edtf import IncompleteDate
from partnerships.models.events import Event
from partnerships.models.facetrow import YEAR_NOT_KNOWN, FacetRow
from partnerships.models.opportunities import Opportunity, newest_article
from partnerships.models.organisations import Organisation
from partnerships.models.partnerships import Partnership
from partnerships.models.places import Place
from partnerships.models.records import Record
from partnerships.models.regions import regions_of
from partnerships.models.sectors import Sector


class Geography:
    """The countries there are and where in the world they lie."""

    def __init__(self) -> None:
        self.codes = dict(Place.objects.values_list("pk", "code"))

    def keys(self, countries: Iterable[int]) -> list[int]:
        """These countries by id and their regions by code below zero, sorted."""
        found = set(countries)
        return sorted(found | {-region for country in found for region in regions_of(self.codes[country])})


class Lineage:
    """The sectors above each sector, as they are now."""

    def __init__(self) -> None:
        self.parents = dict(Sector.objects.values_list("pk", "parent_id"))

    def of(self, sectors: Iterable[Sector]) -> list[int]:
        """These sectors and all above them, sorted."""
        found: set[int] = set()
        for sector in sectors:
            current: int | None = sector.pk
            while current is not None and current not in found:
                found.add(current)
                current = self.parents.get(current)
        return sorted(found)


def first_day(date: IncompleteDate | None) -> datetime.date | None:
    """The first day of the year, month or day that a date names, None when the year is not known."""
    return datetime.date(date.year, date.month or 1, date.day or 1) if date and date.year else None


def countries_of(organisations: Iterable[Organisation]) -> set[int]:
    return {organisation.country_id for organisation in organisations if organisation.country_id}


def true_row(record: Record, **values: Any) -> FacetRow:
    defaults: dict[str, Any] = {"kind": "", "status": "", "years": [], "organisations": [], "opens": None, "closes": None}
    return FacetRow(record_type=record.record_type, record_id=record.pk, **(defaults | values))


def partnerships() -> Iterator[FacetRow]:
    lineage, geography = Lineage(), Geography()
    for record in Partnership.objects.public().prefetch_related("parties__organisation", "sectors").iterator(1000):
        organisations = [party.organisation for party in record.parties.all() if party.organisation.live]
        days = [day for day in map(first_day, (record.signed, record.starts)) if day]
        yield true_row(
            record,
            countries=geography.keys(countries_of(organisations)),
            sectors=lineage.of(record.sectors.all()),
            kind=record.kind,
            status=record.status,
            years=[days[0].year if days else YEAR_NOT_KNOWN],
            organisations=sorted({organisation.pk for organisation in organisations}),
            sort_date=days[0] if days else None,
            sort_key=record.sort_key,
        )


def events() -> Iterator[FacetRow]:
    lineage, geography = Lineage(), Geography()
    for record in Event.objects.public().prefetch_related("legs", "participations__organisation", "sectors").iterator(1000):
        legs: list[Any] = list(record.legs.all())
        organisations = [
            part.organisation for part in record.participations.all() if part.organisation and part.organisation.live
        ]
        dates = [record.starts, record.ends, *(leg.starts for leg in legs), *(leg.ends for leg in legs)]
        leg_days = sorted(day for leg in legs if (day := first_day(leg.starts)))
        yield true_row(
            record,
            countries=geography.keys(countries_of(organisations) | {leg.country_id for leg in legs if leg.country_id}),
            sectors=lineage.of(record.sectors.all()),
            kind=record.kind,
            status=record.state,
            years=sorted({date.year for date in dates if date and date.year}) or [YEAR_NOT_KNOWN],
            organisations=sorted({organisation.pk for organisation in organisations}),
            sort_date=first_day(record.starts) or (leg_days[0] if leg_days else first_day(record.ends)),
            sort_key=record.sort_key,
        )


def organisations() -> Iterator[FacetRow]:
    lineage, geography = Lineage(), Geography()
    for record in Organisation.objects.public().prefetch_related("sectors").iterator(1000):
        yield true_row(
            record,
            countries=geography.keys(countries_of([record])),
            sectors=lineage.of(record.sectors.all()),
            kind=record.kind,
            organisations=[record.pk],
            sort_date=record.created_at.astimezone(datetime.UTC).date(),
            sort_key=record.sort_key,
        )


def opportunities() -> Iterator[FacetRow]:
    lineage, geography = Lineage(), Geography()
    public = Opportunity.objects.public().annotate(told_on=newest_article())
    records = public.select_related("offered_by").prefetch_related("countries", "sectors")
    for record in records.iterator(1000):
        day = record.closes or record.opens
        offering = [record.offered_by] if record.offered_by and record.offered_by.live else []
        yield true_row(
            record,
            countries=geography.keys(countries_of(offering) | {country.pk for country in record.countries.all()}),
            sectors=lineage.of(record.sectors.all()),
            kind=record.kind,
            organisations=[organisation.pk for organisation in offering],
            opens=record.opens,
            closes=record.closes,
            sort_date=day.astimezone(datetime.UTC).date() if day else record.known_on,
            sort_key=record.sort_key,
        )
