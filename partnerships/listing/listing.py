"""One page of a public list, from its parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.listing.facets import Counted, count_and_page
from partnerships.listing.filters import (
    YEAR_UNKNOWN,
    Choices,
    Known,
    SectorNode,
    asked_organisations,
    known_values,
    query_of,
    read_choices,
)
from partnerships.listing.types import AppliedFilter, Facet, FacetValue, Listing
from partnerships.models.facetrow import YEAR_NOT_KNOWN, FacetSource, facet_sources
from partnerships.models.places import country_names
from partnerships.names import sort_key

PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 100
FACET_LABELS = {
    "country": _("Country"),
    "sector": _("Sector"),
    "kind": _("Kind"),
    "status": _("Status"),
    "year": _("Year"),
    "organisation": _("Organisation"),
}


def build_listing(
    record_type: str,
    params: Mapping[str, Any],
    *,
    page_size: int = PAGE_SIZE,
    scope: Mapping[str, Any] | None = None,
) -> Listing:
    """One page of the public records of this type that `params` (a QueryDict, or a mapping to strings or lists) ask for.

    Any parameters are accepted: unknown values are left out, a page that is too far is the last one. `scope` holds values of
    facets, as in `params`, that the whole list keeps to: they are neither shown as filters nor part of its address; what is
    unknown there leaves an empty list. Raises KeyError for a type that has no lists. Three queries, and one for each relation
    that a row shows.
    """
    source = facet_sources[record_type]
    page_size = max(1, min(page_size, LARGEST_PAGE_SIZE))
    scope = scope or {}
    known = known_values(asked_organisations(params, scope))
    choices = read_choices(source, params, known)
    kept = read_choices(source, scope, known).chosen
    counted = count_and_page(source, choices, page_size, {facet: list(kept.get(facet, {}).values()) for facet in scope})
    pages = counted.pages(page_size)
    facets = tuple(FacetReader(source, choices, known, counted).facets())
    pairs = choices.pairs(source.sort)
    return Listing(
        record_type=record_type,
        records=tuple(_records(source, counted.ids)),
        total=counted.total,
        page=min(choices.page, pages),
        pages=pages,
        page_size=page_size,
        facets=facets,
        applied=tuple(_applied(facets, pairs)),
        q=choices.q,
        query=query_of(pairs),
        sort=choices.sort,
    )


def _records(source: FacetSource, ids: list[int]) -> Iterator[Any]:
    if ids:
        found = {record.pk: record for record in source.records(ids)}
        # One that was deleted since it was counted is left out.
        yield from (found[key] for key in ids if key in found)


def _applied(facets: tuple[Facet, ...], pairs: list[tuple[str, str]]) -> Iterator[AppliedFilter]:
    for facet in facets:
        for value in facet.selected:
            without = query_of(pair for pair in pairs if pair != (facet.name, value.value))
            yield AppliedFilter(facet.name, facet.label, value.value, value.label, without)


class FacetReader:
    """The facets of a list with labels, in the order in which they are shown."""

    def __init__(self, source: FacetSource, choices: Choices, known: Known, counted: Counted) -> None:
        self.source = source
        self.choices = choices
        self.known = known
        self.counted = counted

    def facets(self) -> Iterator[Facet]:
        readers = {"country": self._countries, "sector": self._sectors, "year": self._years, "organisation": self._organisations}
        for name in self.source.facets:
            reader = readers.get(name)
            values = reader() if reader else self._words(name)
            yield Facet(name=name, label=str(FACET_LABELS[name]), values=tuple(values))

    def _value(self, facet: str, value: str, key: Any, label: str, depth: int = 0) -> FacetValue:
        selected = value in self.choices.chosen.get(facet, {})
        return FacetValue(value, label, self.counted.counts[facet].get(key, 0), selected, depth)

    def _shown(self, facet: str, key: Any) -> bool:
        """Whether a value has a number or is chosen."""
        return key in self.counted.counts[facet] or key in self._chosen(facet).values()

    def _countries(self) -> list[FacetValue]:
        names = country_names()
        shown = (country for country in self.known.countries.values() if self._shown("country", country.id))
        return _by_count(self._value("country", each.code, each.id, names.get(each.code, each.name)) for each in shown)

    def _organisations(self) -> list[FacetValue]:
        chosen = {key: (value, self.known.organisations[value][1]) for value, key in self._chosen("organisation").items()}
        shown = chosen | self.counted.organisations
        return _by_count(self._value("organisation", value, key, label) for key, (value, label) in shown.items())

    def _words(self, facet: str) -> list[FacetValue]:
        labels = self.source.kinds if facet == "kind" else self.source.statuses
        return _by_count(self._value(facet, value, value, str(label)) for value, label in labels.items())

    def _years(self) -> list[FacetValue]:
        years = self.counted.counts["year"].keys() | self._chosen("year").values()
        values = [self._value("year", str(year), year, str(year)) for year in sorted(years - {YEAR_NOT_KNOWN}, reverse=True)]
        if YEAR_NOT_KNOWN in years:
            values.append(self._value("year", YEAR_UNKNOWN, YEAR_NOT_KNOWN, str(_("Not known"))))
        return values

    def _sectors(self) -> list[FacetValue]:
        below: dict[int | None, list[SectorNode]] = {}
        for node in self.known.sectors.values():
            below.setdefault(node.parent_id, []).append(node)
        return [value for node in below.get(None, []) for value in self._branch(node, below, 0)]

    def _branch(self, node: SectorNode, below: dict[int | None, list[SectorNode]], depth: int) -> list[FacetValue]:
        """A sector that counts, is chosen or has such below it, and those below it."""
        children = [value for child in below.get(node.id, []) for value in self._branch(child, below, depth + 1)]
        if not children and not self._shown("sector", node.id):
            return []
        return [self._value("sector", node.code, node.id, gettext(node.label), depth), *children]

    def _chosen(self, facet: str) -> dict[str, Any]:
        return self.choices.chosen.get(facet, {})


def _by_count(values: Any) -> list[FacetValue]:
    """Those that count or are chosen, the most frequent first."""
    shown = [value for value in values if value.count or value.selected]
    return sorted(shown, key=lambda value: (-value.count, sort_key(value.label), value.value))
