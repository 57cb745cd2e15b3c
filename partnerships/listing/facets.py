"""Counts every facet, the whole list, and finds the records of one page, in one SQL statement on the narrow table.

Each value is counted among the records that meet the choices of every other facet, so that its number is what a click on it
alone would show. Where all chosen countries must be met at once, a country's number is what its click would leave.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from partnerships.listing.filters import COUNTRY_ALL, RELEVANCE, SHOWN_NAME, SINCE, Choices, languages_asked
from partnerships.listing.search import naming, search_condition
from partnerships.models.facetrow import FacetSource
from partnerships.names import search_words

ORGANISATIONS_SHOWN = 8
_ARRAYS = {"country": "countries", "sector": "sectors", "year": "years", "organisation": "organisations"}
_FOUND = "record_id IN (SELECT record_id FROM found)"
# The years of a row stand in order.
_SINCE = "years[cardinality(years)] >= %(since)s"
# Letters that LIKE takes for something else.
_LIKE = re.compile(r"([%_\\])")
_ESCAPED = r"\\\1"
_ORDERS = {
    "newest": "sort_date DESC NULLS LAST, sort_key, record_id",
    "oldest": "sort_date ASC NULLS LAST, sort_key, record_id",
    "title": "sort_key, record_id",
}


@dataclass(slots=True)
class Counted:
    """The answer of the statement."""

    total: int = 0
    ids: list[int] = field(default_factory=list)
    """The records of the page, in order."""
    countries: dict[int, list[int]] = field(default_factory=dict)
    """Where words were searched for, the countries of these records."""
    counts: dict[str, dict[Any, int]] = field(default_factory=dict)
    """By facet, the number of each value, by what stands for it in a FacetRow. Of organisations the chosen and the top eight."""
    organisations: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Uuid and name of those that were counted."""

    def pages(self, page_size: int) -> int:
        return max(1, -(-self.total // page_size))


def count_and_page(source: FacetSource, choices: Choices, page_size: int, scope: dict[str, list[Any]]) -> Counted:
    """Counts, total and page (the last one if there are fewer) of the records that meet `choices` within `scope`."""
    statement = Statement(source, choices, page_size, scope)
    counted = Counted(counts={facet: {} for facet in source.facets})
    with connection.cursor() as cursor:
        cursor.execute(statement.assembled(), statement.parameters)
        for what, number, word, label, count in cursor.fetchall():
            if what == "total":
                counted.total = count
            elif what == "page":
                counted.ids.append(number)
                counted.countries[number] = [int(key) for key in (label or "").split() if not key.startswith("-")]
            else:
                counted.counts[what][word if number is None else number] = count
                if what == "organisation":
                    counted.organisations[number] = (word, label)
    return counted


def count_without_each(source: FacetSource, choices: Choices, scope: dict[str, list[Any]]) -> dict[str, int]:
    """How many records there would be without the choices of each facet, words (q) or first year (since), with any country (country_all)."""
    statement = Statement(source, choices, 1, scope)
    if not choices.narrows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(statement.without_each(), statement.parameters)
        return dict(cursor.fetchall())


class Statement:
    """The one statement: the matching rows once, then a branch for each facet; a chosen facet counts among rows of its own."""

    def __init__(self, source: FacetSource, choices: Choices, page_size: int, scope: dict[str, list[Any]]) -> None:
        self.source = source
        self.choices = choices
        self.chosen = choices.chosen
        self.order = _ORDERS["newest" if choices.sort == RELEVANCE else choices.sort]
        self.parameters: dict[str, Any] = {
            "record_type": source.record_type,
            "now": timezone.now(),
            "page": choices.page,
            "size": page_size,
        }
        self.always = ["record_type = %(record_type)s"]
        self.found: list[str] = []
        self.tables: list[str] = []
        for facet, keys in scope.items():
            self.parameters[f"scope_{facet}"] = keys
            self.always.append(self._any_of(facet, f"scope_{facet}"))
        for facet in self.chosen:
            self.parameters[facet] = choices.keys(facet)
        if choices.since:
            self.parameters["since"] = choices.since
            self.always.append(_SINCE)
        if choices.q:
            self._search(choices.q)
        if choices.sort == RELEVANCE:
            named, words = naming(choices.q)
            self.parameters |= words
            self.order = f"{named} DESC, {self.order}"
        self.tables += self.found

    def _search(self, q: str) -> None:
        condition, parameters = search_condition(q)
        self.parameters |= parameters
        self.found.append(
            " ".join(
                [
                    "found AS MATERIALIZED (SELECT record_id FROM partnerships_searchrow",
                    "WHERE record_type = %(record_type)s AND words @@ (",
                    condition,
                    "))",
                ]
            )
        )
        self.always.append(_FOUND)

    def _column(self, facet: str) -> str:
        return self.source.status if facet == "status" else _ARRAYS.get(facet, facet)

    def _any_of(self, facet: str, parameter: str) -> str:
        if facet in _ARRAYS:
            return f"{_ARRAYS[facet]} && %({parameter})s::int[]"
        return f"{self._column(facet)} = ANY(%({parameter})s)"

    def _condition(self, facet: str) -> str:
        if facet == "country" and self.choices.together:
            return "countries @> %(country)s::int[]"
        return self._any_of(facet, facet)

    def _counts_others(self, facet: str) -> bool:
        """Whether its values are counted among more records than those of the list."""
        return facet in self.chosen and not (facet == "country" and self.choices.together)

    def _rows(self, columns: Iterable[str], without: str = "") -> str:
        conditions = self.always + [self._condition(facet) for facet in self.chosen if facet != without]
        return " ".join(["SELECT", ", ".join(columns), "FROM partnerships_facetrow WHERE", " AND ".join(conditions)])

    def _matched(self) -> str:
        open_facets = [facet for facet in self.source.facets if not self._counts_others(facet)]
        # Why a record was found may be the name of its country.
        columns = [
            "record_id",
            "sort_date",
            "sort_key",
            *(["countries"] if self.choices.q else []),
            *(f"{self._column(facet)} AS {facet}" for facet in open_facets),
        ]
        # The whole table is read again sooner than it is copied; a choice of rows is looked for once.
        once = "MATERIALIZED" if self.tables or len(self.always) > 1 or self.chosen else "NOT MATERIALIZED"
        return f"matched AS {once} ({self._rows(columns)})"

    def _counted(self, facet: str) -> str:
        """A branch: facet, number, word, label, count."""
        rows = "matched"
        if self._counts_others(facet):
            rows = f"({self._rows([f'{self._column(facet)} AS {facet}'], without=facet)}) AS others"
        if facet == "organisation":
            return self._counted_organisations(rows)
        if facet in _ARRAYS:
            return f"SELECT '{facet}', value, NULL, NULL, count(*) FROM {_values(facet, rows)} GROUP BY value"  # noqa: S608 - made of constants
        return f"SELECT '{facet}', NULL::int, {facet}, NULL, count(*) FROM {rows} GROUP BY {facet}"  # noqa: S608 - made of constants

    def _counted_organisations(self, rows: str) -> str:
        self.parameters.setdefault("organisation", [])
        self.parameters |= {"organisations_shown": ORGANISATIONS_SHOWN, **languages_asked()}
        self.tables.append(
            f"by_organisation AS MATERIALIZED (SELECT value, count(*) AS n FROM {_values('organisation', rows)} GROUP BY value)"  # noqa: S608 - made of constants
        )
        return """SELECT 'organisation', o.id::int, o.uuid::text, {shown}, b.n FROM by_organisation b
            JOIN partnerships_organisation o ON o.id = b.value
            WHERE b.value = ANY(%(organisation)s::int[]) OR b.value IN (SELECT value FROM by_organisation
                WHERE {named} ORDER BY n DESC, value LIMIT %(organisations_shown)s)""".replace("{named}", self._named()).replace(
            "{shown}", SHOWN_NAME
        )

    def _named(self) -> str:
        """The condition that an organisation has the words that are looked for in one of its names."""
        words = search_words(self.choices.organisation_q)
        if not words:
            return "true"
        self.parameters |= {f"named{number}": f"%{_LIKE.sub(_ESCAPED, word)}%" for number, word in enumerate(words)}
        name = " AND ".join(f"sort_key LIKE %(named{number})s" for number in range(len(words)))
        return f"""value IN (SELECT id FROM partnerships_organisation WHERE {name}
            UNION SELECT organisation_id FROM partnerships_organisationname WHERE {name})"""  # noqa: S608 - made of constants

    def without_each(self) -> str:
        """SQL for the number of records without the choices of each facet, the words, the first year, and with any of the countries."""
        counted = [f"SELECT '{facet}', count(*) FROM ({self._rows(['1'], without=facet)}) AS r" for facet in self.chosen]  # noqa: S608
        for name, condition in (("q", _FOUND), (SINCE, _SINCE)):
            if condition in self.always:
                conditions = [one for one in self.always if one != condition] + [self._condition(facet) for facet in self.chosen]
                counted.append(f"SELECT '{name}', count(*) FROM partnerships_facetrow WHERE {' AND '.join(conditions)}")  # noqa: S608
        if self.choices.together:
            others = [self._condition(facet) for facet in self.chosen if facet != "country"]
            conditions = [*self.always, *others, self._any_of("country", "country")]
            counted.append(f"SELECT '{COUNTRY_ALL}', count(*) FROM partnerships_facetrow WHERE {' AND '.join(conditions)}")  # noqa: S608
        tables = f"WITH {', '.join(self.found)} " if self.found else ""
        return tables + " UNION ALL ".join(counted)

    def assembled(self) -> str:
        self.tables.append(self._matched())
        self.tables.append("total AS (SELECT count(*) AS n FROM matched)")
        counted = [self._counted(facet) for facet in self.source.facets]
        countries = "array_to_string(countries, ' ')" if self.choices.q else "NULL"
        page = f"""(SELECT 'page', record_id, NULL, {countries}, 0 FROM matched ORDER BY {self.order} LIMIT %(size)s
            OFFSET (SELECT least(%(page)s - 1, greatest(n - 1, 0) / %(size)s) * %(size)s FROM total))"""  # noqa: S608 - made of constants
        branches = ["SELECT 'total', NULL::bigint, NULL::text, NULL::text, n FROM total", page, *counted]
        return " ".join(["WITH", ", ".join(self.tables), "\nUNION ALL\n".join(branches)])


def _values(facet: str, rows: str) -> str:
    """The single values of an array, as a table: in the list of columns it costs half of what a function in FROM does."""
    return f"(SELECT unnest({facet}) AS value FROM {rows}) AS of_{facet}"  # noqa: S608 - made of constants
