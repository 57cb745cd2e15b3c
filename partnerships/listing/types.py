"""What a list is, as frozen values that the web pages and the API both read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from partnerships.listing.hits import Hit


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet: its number counts the records that a click on it alone would show, the other facets' choices kept."""

    value: str
    label: str
    count: int
    selected: bool
    depth: int = 0
    """0 for a top value, 1 for a sector below its parent; children follow their parent."""
    group: str = ""
    """The value of the group of its facet that it belongs to."""
    hint: str = ""
    """Another word for it: of a status, the stage that it stands for."""


@dataclass(frozen=True, slots=True)
class Facet:
    """The component for one query parameter. Values with 0 are left out unless chosen."""

    name: str
    """The query parameter: country, sector, kind, status, year, organisation."""
    label: str
    values: tuple[FacetValue, ...]
    groups: tuple[FacetValue, ...] = ()
    """Values of the same parameter that stand for several others: of countries the regions of the world, continents with theirs
    below them; of statuses a stage with more than one."""
    together: bool = False
    """Whether all the chosen values must be met; a number is then that of the list with this value added."""

    @property
    def selected(self) -> tuple[FacetValue, ...]:
        return tuple(value for value in (*self.values, *self.groups) if value.selected)


@dataclass(frozen=True, slots=True)
class AppliedFilter:
    """A choice in force, with the query string of the same list without it."""

    name: str
    facet_label: str
    value: str
    label: str
    query_without: str


@dataclass(frozen=True, slots=True)
class Looser:
    """Something that an empty list could do without, and how many records it would show then."""

    name: str
    """The query parameter; country_all for asking for any of the countries instead of all, q for words, since for the first year."""
    facet_label: str
    label: str
    """The choices in words, each in full."""
    total: int
    query: str
    """The query string of that list."""


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
    default_sort: str = ""
    """The order that it has when it is told none."""
    together: bool = False
    """Whether records have all the chosen countries, not any of them."""
    organisation_q: str = ""
    """What was looked for among the values of the facet of organisations."""
    since: int | None = None
    """The first year that records may have."""
    corrected: str = ""
    """The words that were searched for instead of `q`, as no record holds `q` and its words resemble these."""
    hits: Mapping[int, tuple[Hit, ...]] = field(default_factory=dict)
    """By the record's key, why it was found, where its title does not show it."""
    looser: tuple[Looser, ...] = ()
    """Of a list without records: what can be given up, the most helpful first."""

    @property
    def has_previous(self) -> bool:
        return self.page > 1

    @property
    def has_next(self) -> bool:
        return self.page < self.pages
