"""What pictures show of a list: its records by country, by year and status, and by country and sector, each with its list.

Every number is that of a list that has an address, so that a picture can lead there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from partnerships.listing.facets import Statement
from partnerships.listing.filters import (
    COUNTRY_ALL,
    YEAR_UNKNOWN,
    Choices,
    Country,
    Known,
    SectorNode,
    asked_organisations,
    known_values,
    query_of,
    read_choices,
    without,
)
from partnerships.models.facetrow import YEAR_NOT_KNOWN, FacetSource, facet_sources
from partnerships.models.regions import regions_of

_CROSSED = """
per_country AS MATERIALIZED (
    SELECT key, count(*) AS n FROM (SELECT unnest(countries) AS key FROM matched) AS k
    WHERE key > 0 AND (%(eligible)s::int[] IS NULL OR key = ANY(%(eligible)s::int[])) GROUP BY key
),
top AS MATERIALIZED (SELECT key FROM per_country ORDER BY n DESC, key LIMIT %(top)s)
SELECT 'total', NULL::int, NULL::int, NULL::text, count(*) FROM matched
UNION ALL SELECT 'nowhere', NULL, NULL, NULL, count(*) FROM matched WHERE countries = '{}'
UNION ALL SELECT 'country', key, NULL, NULL, n FROM per_country
UNION ALL SELECT 'sector', key, NULL, NULL, count(*) FROM (SELECT unnest(sectors) AS key FROM matched) AS k
    WHERE key = ANY(%(sectors)s::int[]) GROUP BY key
UNION ALL SELECT 'year', year, NULL, status, count(*) FROM (SELECT unnest(years) AS year, status FROM matched) AS y
    GROUP BY year, status
UNION ALL SELECT 'cell', country, sector, NULL, count(*) FROM (
    SELECT country, unnest(sectors) AS sector FROM (SELECT unnest(countries) AS country, sectors FROM matched) AS c
    WHERE country IN (SELECT key FROM top)) AS s
    WHERE sector = ANY(%(sectors)s::int[]) GROUP BY country, sector
"""


@dataclass(slots=True)
class Crossings:
    """The numbers of a list, crossed."""

    total: int = 0
    nowhere: int = 0
    """Records of which no country is known; they have no list of their own."""
    countries: dict[str, int] = field(default_factory=dict)
    """By the code of the country."""
    sectors: dict[str, int] = field(default_factory=dict)
    """By the code of the sector, for those that stand beside each other."""
    years: dict[tuple[int, str], int] = field(default_factory=dict)
    """By year (0: not known) and status."""
    cells: dict[tuple[str, str], int] = field(default_factory=dict)
    """By country and sector, for the countries with the most records."""


class Crossing:
    """A list by its parameters, with the addresses of the lists within it."""

    def __init__(self, record_type: str, params: Mapping[str, Any]) -> None:
        """Any parameters are accepted, as in the list itself. Raises KeyError for a type that has no lists."""
        self.source: FacetSource = facet_sources[record_type]
        self.known: Known = known_values(asked_organisations(params))
        self.choices: Choices = read_choices(self.source, params, self.known)

    def numbers(self, top: int) -> Crossings:
        """Everything in one query; countries and sectors are crossed for the `top` countries."""
        statement = Statement(self.source, self.choices, 1, {})
        rows = statement._rows(["countries", "sectors", "years", f"{self.source.status} AS status"])
        # As in lists: the whole table is read again sooner than it is copied.
        once = "MATERIALIZED" if self.is_narrowed else "NOT MATERIALIZED"
        sql = " ".join(["WITH", ", ".join([*statement.tables, f"matched AS {once} ({rows})", _CROSSED])])
        countries = {country.id: country.code for country in self.known.countries.values()}
        sectors = {sector.id: sector.code for sector in self.sectors()}
        more = {"eligible": self._eligible(), "sectors": list(sectors), "top": top}
        found = Crossings()
        with connection.cursor() as cursor:
            cursor.execute(sql, {**statement.parameters, **more})
            for what, key, other, status, count in cursor.fetchall():
                if what == "total":
                    found.total = count
                elif what == "nowhere":
                    found.nowhere = count
                elif what == "year":
                    found.years[key, status] = count
                elif what == "sector":
                    found.sectors[sectors[key]] = count
                # A country that was added this minute is not in the vocabulary as it is kept.
                elif key in countries and what == "country":
                    found.countries[countries[key]] = count
                elif key in countries:
                    found.cells[countries[key], sectors[other]] = count
        return found

    def sectors(self) -> list[SectorNode]:
        """Those that stand beside each other: the chosen ones, of one that is chosen also those below it, else the highest."""
        chosen = [self.known.sectors[code] for code in self.choices.chosen.get("sector", {})]
        if not chosen:
            return [node for node in self.known.sectors.values() if node.parent_id is None]
        below = [node for node in self.known.sectors.values() if len(chosen) == 1 and node.parent_id == chosen[0].id]
        return [*chosen, *below]

    @property
    def is_narrowed(self) -> bool:
        """Whether the list holds less than everything of its kind."""
        return self.choices.narrows

    @property
    def is_of_several_countries(self) -> bool:
        """Whether any one of several countries is asked for: then only numbers of these have a list."""
        return len(self.choices.chosen.get("country", {})) > 1 and not self.choices.together

    def query(self, *, country: str = "", sector: str = "", year: int | None = None, statuses: tuple[str, ...] = ()) -> str:
        """The canonical query of the list within this one that has these as well; `statuses` are those of one stage."""
        pairs = without(self.choices.pairs(), "sort")
        if country:
            pairs = list(self._with_country(pairs, country))
        if sector:
            pairs = [*without(pairs, "sector"), ("sector", sector)]
        if year is not None:
            pairs = [*without(pairs, "year"), ("year", YEAR_UNKNOWN if year == YEAR_NOT_KNOWN else str(year))]
        if statuses:
            pairs = [*without(pairs, "status"), *(("status", value) for value in self._stage(statuses))]
        return query_of(sorted(pairs))

    def _with_country(self, pairs: list[tuple[str, str]], code: str) -> Iterator[tuple[str, str]]:
        chosen = self.choices.chosen.get("country", {})
        if self._covers(code) and not self.choices.together:
            yield from without(pairs, "country")
            yield ("country", code)
            return
        yield from (pair for pair in pairs if pair[0] != COUNTRY_ALL)
        if code not in chosen:
            yield ("country", code)
        if len({*chosen, code}) > 1:
            yield (COUNTRY_ALL, "1")

    def _covers(self, code: str) -> bool:
        """Whether every record of this country has one of the chosen countries: it is one of them, or lies in one of the regions."""
        chosen = self.choices.chosen.get("country", {})
        return not chosen or code in chosen or bool({-region for region in regions_of(code)} & set(self.choices.keys("country")))

    def _eligible(self) -> list[int] | None:
        """The countries whose numbers have a list; None for all."""
        if not self.is_of_several_countries:
            return None
        countries: list[Country] = [one for one in self.known.countries.values() if self._covers(one.code)]
        return [country.id for country in countries]

    def statuses(self, stage: str) -> tuple[str, ...]:
        """The statuses of a stage that the list has."""
        chosen = self.choices.keys("status")
        return tuple(status for status in self.source.status_groups[stage].members if not chosen or status in chosen)

    def _stage(self, statuses: tuple[str, ...]) -> tuple[str, ...]:
        """As the list writes it: a whole stage of several statuses by its own name."""
        for code, stage in self.source.status_groups.items():
            if len(statuses) > 1 and set(stage.members) == set(statuses):
                return (code,)
        return statuses
