"""The register in pictures: where, since when and on what organisations work together, with the numbers behind each."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from partnerships.addresses import index_address
from partnerships.listing import build_listing
from partnerships.listing.crossings import Crossing, Crossings
from partnerships.models.facetrow import YEAR_NOT_KNOWN
from partnerships.models.places import country_names
from partnerships.models.sectors import sector_label
from partnerships.pictures.matrix import Matrix, matrix
from partnerships.pictures.types import Linked
from partnerships.pictures.world import WorldMap, world_map
from partnerships.pictures.years import YearsPicture, years_picture
from partnerships.views.lists import NOINDEX_FILTERS, applied_filters, count_in_words

MATRIX_COUNTRIES = 15
MATRIX_SECTORS = 12


def numbers(request: HttpRequest) -> HttpResponse:
    """The pictures of the public partnerships that the parameters of their list ask for; any parameters are accepted."""
    asked = request.GET.copy()
    # The order of a list and its pages are none of its pictures'.
    for name in ("sort", "page"):
        asked.pop(name, None)
    address = reverse("numbers")
    pictures = Pictures("partnership", asked)
    # What is asked for in words, as the list itself says it.
    applied = applied_filters(build_listing("partnership", asked, page_size=1)) if pictures.crossing.is_narrowed else ()
    query = pictures.crossing.query()
    context = {
        "title": _("The register in pictures"),
        "card_title": _("The register in pictures"),
        "canonical": request.build_absolute_uri(f"{address}?{query}" if query else address),
        "noindex": len(applied) >= NOINDEX_FILTERS or bool(pictures.crossing.choices.q),
        "address": address,
        "applied": applied,
        "list_address": pictures.address,
        "list_query": f"?{query}" if query else "",
        "total": pictures.found.total,
        "count_in_words": count_in_words("partnership", pictures.found.total),
        "nowhere": pictures.found.nowhere,
        "map": pictures.map(),
        "years": pictures.years(),
        "matrix": pictures.matrix(),
        "of_several_countries": pictures.crossing.is_of_several_countries,
    }
    return render(request, "partnerships/numbers.html", context)


class Pictures:
    """The pictures of a list, each number with the list that it is the length of."""

    def __init__(self, record_type: str, params: Any) -> None:
        self.crossing = Crossing(record_type, params)
        self.found: Crossings = self.crossing.numbers(MATRIX_COUNTRIES)
        self.address = index_address(record_type)

    def _linked(self, label: str, number: int, code: str = "", **within: Any) -> Linked:
        address = f"{self.address}?{self.crossing.query(**within)}" if self.address and number else ""
        return Linked(label, number, address, code)

    def _countries(self) -> list[Linked]:
        names = country_names()
        names_here = {country.code: country.name for country in self.crossing.known.countries.values()}
        found = self.found.countries.items()
        return [self._linked(names.get(code, names_here[code]), number, code, country=code) for code, number in found]

    def map(self) -> WorldMap | None:
        countries = self._countries()
        return world_map(countries) if countries else None

    def years(self) -> YearsPicture | None:
        """By year and stage of life; of statuses that are chosen, those alone."""
        stages = {code: (str(stage.label), self.crossing.statuses(code)) for code, stage in self._stages().items()}
        stages = {code: (label, members) for code, (label, members) in stages.items() if members}

        def linked(code: str, years: list[int], **within: Any) -> Linked:
            label, members = stages[code]
            number = sum(self.found.years.get((year, member), 0) for year in years for member in members)
            return self._linked(label, number, code, statuses=members, **within)

        every = sorted({year for year, _status in self.found.years})
        totals = [linked(code, every) for code in stages]
        occurring = [value for value in totals if value.number]
        in_words = {year: _("Not known") if year == YEAR_NOT_KNOWN else str(year) for year in every}
        years = {year: [linked(value.code, [year], year=year).within(in_words[year]) for value in occurring] for year in every}

        def year_of(year: int, number: int) -> Linked:
            return self._linked(in_words.get(year, str(year)), number, str(year), year=year)

        return years_picture(occurring, years, year_of, unknown=YEAR_NOT_KNOWN, mirrored=get_language_bidi())

    def _stages(self) -> Any:
        return self.crossing.source.status_groups

    def matrix(self) -> Matrix | None:
        """The countries with the most records by the sectors with the most."""
        labels = {sector.code: sector_label(sector.code, sector.label) for sector in self.crossing.sectors()}
        sectors = sorted(self.found.sectors.items(), key=lambda one: (-one[1], labels[one[0]]))[:MATRIX_SECTORS]
        columns = [self._linked(labels[code], number, code, sector=code) for code, number in sectors]
        rows = {country for country, _sector in self.found.cells}
        countries = sorted((one for one in self._countries() if one.code in rows), key=lambda one: (-one.number, one.label))
        lines = []
        for one in countries:
            counts = ((column, self.found.cells.get((one.code, column.code), 0)) for column in columns)
            cells = [
                self._linked(column.label, count, country=one.code, sector=column.code).within(one.label)
                for column, count in counts
            ]
            lines.append((one, cells))
        return matrix(columns, lines)
