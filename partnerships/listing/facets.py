"""Counts every facet, the whole list, and finds the records of one page, in one SQL statement on the narrow table.

Each value is counted among the records that meet the choices of every other facet, so that its number is what a click on it
alone would show.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.utils import timezone

from partnerships.listing.filters import Choices
from partnerships.listing.search import search_condition
from partnerships.models.facetrow import FacetSource

ORGANISATIONS_SHOWN = 8
_ARRAYS = {"country": "countries", "sector": "sectors", "year": "years", "organisation": "organisations"}
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
        cursor.execute(statement.sql, statement.parameters)
        for what, number, word, label, count in cursor.fetchall():
            if what == "total":
                counted.total = count
            elif what == "page":
                counted.ids.append(number)
            else:
                counted.counts[what][word if number is None else number] = count
                if what == "organisation":
                    counted.organisations[number] = (word, label)
    return counted


class Statement:
    """The one statement: the matching rows once, then a branch for each facet; a chosen facet counts among rows of its own."""

    def __init__(self, source: FacetSource, choices: Choices, page_size: int, scope: dict[str, list[Any]]) -> None:
        self.source = source
        self.chosen = choices.chosen
        self.order = _ORDERS[choices.sort]
        self.parameters: dict[str, Any] = {
            "record_type": source.record_type,
            "now": timezone.now(),
            "page": choices.page,
            "size": page_size,
        }
        self.always = ["record_type = %(record_type)s"]
        self.tables: list[str] = []
        for facet, keys in scope.items():
            self.parameters[f"scope_{facet}"] = keys
            self.always.append(self._condition(facet, f"scope_{facet}"))
        for facet, values in self.chosen.items():
            self.parameters[facet] = list(values.values())
        if choices.q:
            self._search(choices.q)
        self.sql = self._assembled()

    def _search(self, q: str) -> None:
        condition, parameters = search_condition(q)
        self.parameters |= parameters
        self.tables.append(
            " ".join(
                [
                    "found AS MATERIALIZED (SELECT record_id FROM partnerships_searchrow",
                    "WHERE record_type = %(record_type)s AND words @@ (",
                    condition,
                    "))",
                ]
            )
        )
        self.always.append("record_id IN (SELECT record_id FROM found)")

    def _column(self, facet: str) -> str:
        return self.source.status if facet == "status" else _ARRAYS.get(facet, facet)

    def _condition(self, facet: str, parameter: str) -> str:
        if facet in _ARRAYS:
            return f"{_ARRAYS[facet]} && %({parameter})s::int[]"
        return f"{self._column(facet)} = ANY(%({parameter})s)"

    def _rows(self, columns: Iterable[str], without: str = "") -> str:
        conditions = self.always + [self._condition(facet, facet) for facet in self.chosen if facet != without]
        return " ".join(["SELECT", ", ".join(columns), "FROM partnerships_facetrow WHERE", " AND ".join(conditions)])

    def _matched(self) -> str:
        open_facets = [facet for facet in self.source.facets if facet not in self.chosen]
        columns = ["record_id", "sort_date", "sort_key", *(f"{self._column(facet)} AS {facet}" for facet in open_facets)]
        # The whole table is read again sooner than it is copied; a choice of rows is looked for once.
        once = "MATERIALIZED" if self.tables or len(self.always) > 1 or self.chosen else "NOT MATERIALIZED"
        return f"matched AS {once} ({self._rows(columns)})"

    def _counted(self, facet: str) -> str:
        """A branch: facet, number, word, label, count."""
        rows = "matched"
        if facet in self.chosen:
            rows = f"({self._rows([f'{self._column(facet)} AS {facet}'], without=facet)}) AS others"
        if facet == "organisation":
            return self._counted_organisations(rows)
        if facet in _ARRAYS:
            return f"SELECT '{facet}', value, NULL, NULL, count(*) FROM {_values(facet, rows)} GROUP BY value"  # noqa: S608 - made of constants
        return f"SELECT '{facet}', NULL::int, {facet}, NULL, count(*) FROM {rows} GROUP BY {facet}"  # noqa: S608 - made of constants

    def _counted_organisations(self, rows: str) -> str:
        self.parameters.setdefault("organisation", [])
        self.parameters["organisations_shown"] = ORGANISATIONS_SHOWN
        self.tables.append(
            f"by_organisation AS MATERIALIZED (SELECT value, count(*) AS n FROM {_values('organisation', rows)} GROUP BY value)"  # noqa: S608 - made of constants
        )
        return """SELECT 'organisation', o.id::int, o.uuid::text, o.name, b.n FROM by_organisation b
            JOIN partnerships_organisation o ON o.id = b.value
            WHERE b.value = ANY(%(organisation)s::int[])
                OR b.value IN (SELECT value FROM by_organisation ORDER BY n DESC, value LIMIT %(organisations_shown)s)"""

    def _assembled(self) -> str:
        self.tables.append(self._matched())
        self.tables.append("total AS (SELECT count(*) AS n FROM matched)")
        counted = [self._counted(facet) for facet in self.source.facets]
        page = f"""(SELECT 'page', record_id, NULL, NULL, 0 FROM matched ORDER BY {self.order} LIMIT %(size)s
            OFFSET (SELECT least(%(page)s - 1, greatest(n - 1, 0) / %(size)s) * %(size)s FROM total))"""  # noqa: S608 - made of constants
        branches = ["SELECT 'total', NULL::bigint, NULL::text, NULL::text, n FROM total", page, *counted]
        return " ".join(["WITH", ", ".join(self.tables), "\nUNION ALL\n".join(branches)])


def _values(facet: str, rows: str) -> str:
    """The single values of an array, as a table: in the list of columns it costs half of what a function in FROM does."""
    return f"(SELECT unnest({facet}) AS value FROM {rows}) AS of_{facet}"  # noqa: S608 - made of constants
