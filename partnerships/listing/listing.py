"""One page of a public list, from its parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from partnerships.listing.facets import Counted, count_and_page, count_without_each
from partnerships.listing.filters import (
    COUNTRY_ALL,
    SINCE,
    YEAR_UNKNOWN,
    Choices,
    Known,
    SectorNode,
    asked_organisations,
    known_values,
    query_of,
    read_choices,
    without,
)
from partnerships.listing.hits import Hit, hits_of
from partnerships.listing.near import meant
from partnerships.listing.types import AppliedFilter, Facet, FacetValue, Listing, Looser
from partnerships.models.facetrow import YEAR_NOT_KNOWN, FacetSource, facet_sources
from partnerships.models.places import country_names
from partnerships.models.regions import CONTINENTS, region_code
from partnerships.models.sectors import sector_label
from partnerships.names import alphabet_key

PAGE_SIZE = 20
LARGEST_PAGE_SIZE = 100
FACET_LABELS = {
    "country": _("Country"),
    "sector": _("Sector"),
    "kind": _("Kind"),
    "status": _("Status"),
    "year": _("Year"),
    "organisation": _("Organisation"),
    SINCE: _("Year"),
}


def build_listing(
    record_type: str,
    params: Mapping[str, Any],
    *,
    page_size: int = PAGE_SIZE,
    scope: Mapping[str, Any] | None = None,
    with_hits: bool = False,
) -> Listing:
    """One page of the public records of this type that `params` (a QueryDict, or a mapping to strings or lists) ask for.

    Any parameters are accepted: unknown values are left out, a page that is too far is the last one. `scope` holds values of
    facets, as in `params`, that the whole list keeps to: they are neither shown as filters nor part of its address; what is
    unknown there leaves an empty list. Raises KeyError for a type that has no lists. Two queries, one for each relation that a
    row shows, one where organisations are chosen; an empty list takes one more, to say what could be given up, and words that no
    record holds two, to find what is spelled alike. `with_hits` says why each record was found, which takes one more.
    """
    source = facet_sources[record_type]
    page_size = max(1, min(page_size, LARGEST_PAGE_SIZE))
    scope = scope or {}
    known = known_values(asked_organisations(params, scope))
    choices = read_choices(source, params, known)
    kept = read_choices(source, scope, known)
    within = {facet: kept.keys(facet) for facet in scope}
    counted = count_and_page(source, choices, page_size, within)
    corrected = ""
    if choices.q and not counted.total and (corrected := meant(choices.q, record_type)):
        mended = count_and_page(source, replace(choices, q=corrected), page_size, within)
        counted, corrected = (mended, corrected) if mended.total else (counted, "")
    pages = counted.pages(page_size)
    facets = tuple(FacetReader(source, choices, known, counted).facets())
    pairs = choices.pairs()
    return Listing(
        record_type=record_type,
        records=tuple(_records(source, counted.ids)),
        hits=_hits(source, choices, known, counted) if with_hits and not corrected else {},
        corrected=corrected,
        total=counted.total,
        page=min(choices.page, pages),
        pages=pages,
        page_size=page_size,
        facets=facets,
        applied=tuple(_applied(facets, pairs)),
        q=choices.q,
        query=query_of(pairs),
        sort=choices.sort,
        default_sort=choices.default_sort,
        together=choices.together,
        organisation_q=choices.organisation_q,
        since=choices.since,
        looser=() if counted.total else tuple(_looser(source, choices, facets, within)),
    )


def since_words(year: int) -> str:
    """A first year as it is told to readers."""
    return gettext("since %(date)s") % {"date": year}


def _records(source: FacetSource, ids: list[int]) -> Iterator[Any]:
    if ids:
        found = {record.pk: record for record in source.records(ids)}
        # One that was deleted since it was counted is left out.
        yield from (found[key] for key in ids if key in found)


def _applied(facets: tuple[Facet, ...], pairs: list[tuple[str, str]]) -> Iterator[AppliedFilter]:
    for facet in facets:
        for value in facet.selected:
            left = [pair for pair in pairs if pair != (facet.name, value.value)]
            if facet.name == "country" and sum(name == "country" for name, _value in left) < 2:
                # One country alone is not met "together" with any other.
                left = [pair for pair in left if pair[0] != COUNTRY_ALL]
            without = query_of(left)
            yield AppliedFilter(facet.name, facet.label, value.value, value.label, without)


def _hits(source: FacetSource, choices: Choices, known: Known, counted: Counted) -> dict[int, tuple[Hit, ...]]:
    codes = {country.id: country.code for country in known.countries.values()}
    countries = {record_id: [codes[key] for key in keys if key in codes] for record_id, keys in counted.countries.items()}
    return hits_of(source, countries, choices.q)


def _looser(source: FacetSource, choices: Choices, facets: tuple[Facet, ...], scope: dict[str, list[Any]]) -> Iterator[Looser]:
    """What an empty list could do without, as far as something would then be shown."""
    labels = {facet.name: ", ".join(value.label for value in facet.selected) for facet in facets}
    labels |= {"q": choices.q, SINCE: since_words(choices.since or 0), COUNTRY_ALL: labels.get("country", "")}
    counts = count_without_each(source, choices, scope)
    for name, total in sorted(counts.items(), key=lambda one: (-one[1], one[0])):
        if total:
            left = without(choices.pairs(), name, choices.list_sort)
            facet_label = str(FACET_LABELS.get(name, _("Words")))
            yield Looser(name, facet_label, labels[name], total, query_of(left))


class FacetReader:
    """The facets of a list with labels, in the order in which they are shown."""

    def __init__(self, source: FacetSource, choices: Choices, known: Known, counted: Counted) -> None:
        self.source = source
        self.choices = choices
        self.known = known
        self.counted = counted

    def facets(self) -> Iterator[Facet]:
        readers = {
            "country": self._countries,
            "sector": self._sectors,
            "kind": self._kinds,
            "status": self._statuses,
            "year": self._years,
            "organisation": self._organisations,
        }
        for name in self.source.facets:
            groups = self._regions() if name == "country" else self._stages() if name == "status" else []
            together = name == "country" and self.choices.together
            yield Facet(name, str(FACET_LABELS[name]), tuple(readers[name]()), tuple(groups), together)

    def _value(self, facet: str, value: str, key: Any, label: str, depth: int = 0) -> FacetValue:
        selected = value in self.choices.chosen.get(facet, {})
        return FacetValue(value, label, self.counted.counts[facet].get(key, 0), selected, depth)

    def _shown(self, facet: str, key: Any) -> bool:
        """Whether a value has a number or is chosen."""
        return key in self.counted.counts[facet] or key in self.choices.keys(facet)

    def _countries(self) -> list[FacetValue]:
        names = country_names()
        shown = (country for country in self.known.countries.values() if self._shown("country", country.id))
        return _by_count(self._value("country", each.code, each.id, names.get(each.code, each.name)) for each in shown)

    def _regions(self) -> list[FacetValue]:
        branches = [(self._region(code, 0), _by_count(self._region(one, 1) for one in CONTINENTS[code])) for code in CONTINENTS]
        shown = [(top, below) for top, below in branches if top.count or top.selected or below]
        ranked = sorted(shown, key=lambda branch: (-branch[0].count, branch[0].value))
        return [value for top, below in ranked for value in (top, *below)]

    def _region(self, region: int, depth: int) -> FacetValue:
        code = region_code(region)
        return self._value("country", code, -region, country_names().get(code, code), depth)

    def _organisations(self) -> list[FacetValue]:
        chosen = {key: (value, self.known.organisations[value][1]) for value, (key,) in self._chosen("organisation").items()}
        shown = chosen | self.counted.organisations
        return _by_count(self._value("organisation", value, key, label) for key, (value, label) in shown.items())

    def _kinds(self) -> list[FacetValue]:
        return _by_count(self._value("kind", value, value, str(label)) for value, label in self.source.kinds.items())

    def _statuses(self) -> list[FacetValue]:
        """In the order of a life where there are stages."""
        labels = self.source.statuses
        values = [self._value("status", value, value, str(label)) for value, label in labels.items()]
        if not self.source.status_groups:
            return _by_count(values)
        stages = {member: (code, stage) for code, stage in self.source.status_groups.items() for member in stage.members}
        shown = []
        for value in values:
            if value.count or value.selected:
                code, stage = stages[value.value]
                alone = len(stage.members) == 1
                # In some languages stage and status go by one word.
                hint = str(stage.label) if alone and str(stage.label) != value.label else ""
                shown.append(replace(value, hint=hint, group="" if alone else code))
        return shown

    def _stages(self) -> list[FacetValue]:
        found = []
        for code, stage in self.source.status_groups.items():
            # A record has one status: the numbers of a stage's statuses add up.
            total = sum(self.counted.counts["status"].get(each, 0) for each in stage.members)
            is_chosen = code in self._chosen("status")
            if len(stage.members) > 1 and (total or is_chosen):
                found.append(FacetValue(code, str(stage.label), total, is_chosen))
        return found

    def _years(self) -> list[FacetValue]:
        years = self.counted.counts["year"].keys() | set(self.choices.keys("year"))
        values = [self._value("year", str(year), year, str(year)) for year in sorted(years - {YEAR_NOT_KNOWN}, reverse=True)]
        if YEAR_NOT_KNOWN in years:
            values.append(self._value("year", YEAR_UNKNOWN, YEAR_NOT_KNOWN, str(_("Not known"))))
        return values

    def _sectors(self) -> list[FacetValue]:
        below: dict[int | None, list[SectorNode]] = {}
        for node in self.known.sectors.values():
            below.setdefault(node.parent_id, []).append(node)
        return self._branches(None, below, 0)

    def _branches(self, above: int | None, below: dict[int | None, list[SectorNode]], depth: int) -> list[FacetValue]:
        """The sectors right below one, each with those below it, the most frequent first."""
        branches = [branch for node in below.get(above, []) if (branch := self._branch(node, below, depth))]
        return [value for branch in sorted(branches, key=lambda branch: _frequency(branch[0])) for value in branch]

    def _branch(self, node: SectorNode, below: dict[int | None, list[SectorNode]], depth: int) -> list[FacetValue]:
        """A sector that counts, is chosen or has such below it, and those below it."""
        children = self._branches(node.id, below, depth + 1)
        if not children and not self._shown("sector", node.id):
            return []
        return [self._value("sector", node.code, node.id, sector_label(node.code, node.label), depth), *children]

    def _chosen(self, facet: str) -> dict[str, tuple[Any, ...]]:
        return self.choices.chosen.get(facet, {})


def _by_count(values: Any) -> list[FacetValue]:
    """Those that count or are chosen, the most frequent first."""
    return sorted((value for value in values if value.count or value.selected), key=_frequency)


def _frequency(value: FacetValue) -> tuple[int, str, str]:
    return -value.count, alphabet_key(value.label), value.value
