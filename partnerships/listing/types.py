"""What a list is, as frozen values that the web pages and the API both read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: its number counts the records that a click on it alone would show, the other facets' choices kept."""

    value: str
    label: str
    count: int
    selected: bool
    depth: int = 0
    """0 for a top value, 1 for a sector below its parent; children follow their parent."""


@dataclass(frozen=True, slots=True)
class Facet:
    """The component for one query parameter. Values with 0 are left out unless chosen."""

    name: str
    """The query parameter: country, sector, kind, status, year, organisation."""
    label: str
    values: tuple[FacetValue, ...]

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in self.values if value.selected)


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """A choice in force, with the query string of the same list without it."""

    name: str
    facet_label: str
    value: str
    label: str
    query_without: str


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a public list."""

    record_type: str
    """partnership, event, organisation, opportunity or news."""
    records: tuple[Any, ...]
    """The model instances of this page, in order, with what a row shows prefetched."""
    total: int
    page: int
    pages: int
    page_size: int
    facets: tuple[Facet, ...]
    applied: tuple[AppliedFilter, ...]
    q: str
    query: str
    """The canonical query string: sorted, unknown values dropped, without page."""
    sort: str = ""

    @property
    def has_previous(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages
