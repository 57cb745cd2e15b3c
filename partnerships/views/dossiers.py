"""The pages of countries and sectors: an overview of each, and a dossier on one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from partnerships.addresses import index_address
from partnerships.dossier import Dossier, Facet, Ranked, dossier_of, overview
from partnerships.listing.filters import COUNTRY_ALL, Country, Known, SectorNode, known_values, query_of
from partnerships.models.facetrow import facet_sources
from partnerships.models.places import country_names
from partnerships.models.regions import CONTINENTS, region_code, regions_of
from partnerships.models.sectors import sector_label
from partnerships.names import alphabet_key
from partnerships.pages.serving import kept_site
from partnerships.views.lists import count_in_words

# So many partner countries or sectors are shown at once, the rest at a click.
SHOWN_BESIDE = 10
KINDS = ("partnership", "event", "organisation", "opportunity", "news")
TITLES = {
    "partnership": gettext_lazy("Partnerships"),
    "event": gettext_lazy("Events"),
    "organisation": gettext_lazy("Organisations"),
    "opportunity": gettext_lazy("Opportunities"),
    "news": gettext_lazy("News"),
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number, what it counts in words, and the list that it is the length of."""

    number: int
    words: str
    address: str
    value: str = ""
    """Of partnerships at one stage, the status whose shape stands for it."""
    subject: str = ""
    """The dossier on what it counts, where there is one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One country or sector of an overview, with those below it."""

    label: str
    address: str
    numbers: tuple[Numbered, ...]
    below: tuple[Line, ...] = ()


def country_label(country: Country) -> str:
    return str(country_names().get(country.code, country.name))


def country(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier on a country; 404 where there is no such country, and its code is written in capitals."""
    known = known_values(())
    found = known.countries.get(code.upper())
    if found is None:
        raise Http404
    if found.code != code:
        return HttpResponsePermanentRedirect(reverse("country", args=[found.code]))
    extra = {"briefing": reverse("country-briefing", args=[code]), "region": _region_of(code)}
    return _dossier(request, "country", found, country_label(found), known, extra)


def sector(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier on a sector; 404 where there is none with this code."""
    known = known_values(())
    found = known.sectors.get(code)
    if found is None:
        raise Http404
    above = next((node for node in known.sectors.values() if node.id == found.parent_id), None)
    extra = {"above": above and Line(sector_label(above.code, above.label), reverse("sector", args=[above.code]), ())}
    return _dossier(request, "sector", found, sector_label(found.code, found.label), known, extra)


def _dossier(
    request: HttpRequest, facet: Facet, subject: Country | SectorNode, label: str, known: Known, extra: Mapping[str, Any]
) -> HttpResponse:
    if kept := kept_site(request):
        # Where Wagtail looks for it when an article is asked for its address.
        request._wagtail_site = kept.site
    dossier = dossier_of(facet, subject.id)
    lists = Lists(facet, subject.code, dossier, known)
    is_empty = not any(dossier.numbers.counts.values())
    context = {
        **extra,
        "facet": facet,
        "label": label,
        "dossier": dossier,
        "figures": list(lists.figures()),
        "stages": list(lists.stages()),
        "countries": _cut(lists.countries()),
        "sectors": _cut(lists.sectors()),
        "lists": {kind: lists.figure(kind) for kind in KINDS},
        "open_offers": lists.figure("opportunity", "open", "undated"),
        "bodies": list(lists.bodies()),
        "overview": reverse(f"{facet}-list"),
        "canonical": request.build_absolute_uri(request.path),
        "noindex": is_empty,
        "is_empty": is_empty,
        "card_title": label,
        "card_trail": [(_("Countries") if facet == "country" else _("Sectors"), reverse(f"{facet}-list"))],
    }
    return render(request, "partnerships/dossier.html", context)


class Lists:
    """The lists behind a dossier, each with its number."""

    def __init__(self, facet: Facet, code: str, dossier: Dossier, known: Known) -> None:
        self.own = (facet, code)
        self.facet = facet
        self.dossier = dossier
        self.known = known

    def address(self, record_type: str, *more: tuple[str, str]) -> str:
        """The list of this type with the subject chosen, and more; "" while there is no such list."""
        address = index_address(record_type)
        return f"{address}?{query_of(sorted([self.own, *more]))}" if address else ""

    def figure(self, record_type: str, *statuses: str) -> Numbered | None:
        """How many records of this type there are (with one of these statuses); None where there is none, or no list of them."""
        number = self.dossier.numbers.total(record_type, *statuses)
        address = self.address(record_type, *(("status", status) for status in statuses))
        return Numbered(number, count_in_words(record_type, number), address) if number and address else None

    def figures(self) -> Iterator[Numbered]:
        for record_type in KINDS:
            if figure := self.figure(record_type):
                yield figure

    def stages(self) -> Iterator[Numbered]:
        """Of the partnerships, each stage of life that occurs."""
        for code, stage in facet_sources["partnership"].status_groups.items():
            number = self.dossier.numbers.total("partnership", *stage.members)
            if number:
                # As the list itself writes it: a stage of one status is that status.
                value = stage.members[0] if len(stage.members) == 1 else code
                address = self.address("partnership", ("status", value))
                yield Numbered(number, str(stage.label), address, stage.members[-1])

    def countries(self) -> Iterator[Numbered]:
        """With which countries the partnerships of a country are, in which countries those of a sector."""
        by_id = {country.id: country for country in self.known.countries.values()}
        for ranked, found in _known(self.dossier.numbers.countries, by_id):
            together = [(COUNTRY_ALL, "1")] if self.facet == "country" else []
            address = self.address("partnership", ("country", found.code), *together)
            yield Numbered(ranked.number, country_label(found), address, subject=reverse("country", args=[found.code]))

    def sectors(self) -> Iterator[Numbered]:
        """On what a country's partnerships are; of a sector, what lies below it."""
        by_id = {sector.id: sector for sector in self.known.sectors.values()}
        for ranked, found in _known(self.dossier.numbers.sectors, by_id):
            own = [self.own] if self.facet == "country" else []
            index = index_address("partnership")
            address = f"{index}?{query_of(sorted([*own, ('sector', found.code)]))}" if index else ""
            yield Numbered(
                ranked.number, sector_label(found.code, found.label), address, subject=reverse("sector", args=[found.code])
            )

    def bodies(self) -> Iterator[tuple[Any, Numbered | None]]:
        """The organisations that are shown, each with its partnerships within the subject."""
        for record in self.dossier.records["organisation"]:
            number = self.dossier.numbers.partnerships_of[record.pk]
            address = self.address("partnership", ("organisation", str(record.uuid)))
            yield record, Numbered(number, count_in_words("partnership", number), address) if number and address else None


def _cut(values: Iterable[Numbered]) -> dict[str, list[Numbered]]:
    """The first ones, and those behind "Show n more"; one more takes no more room than the words."""
    found = list(values)
    cut = SHOWN_BESIDE if len(found) > SHOWN_BESIDE + 1 else len(found)
    return {"shown": found[:cut], "more": found[cut:]}


def _known(ranked: Iterable[Ranked], by_id: Mapping[int, Any]) -> Iterator[tuple[Ranked, Any]]:
    """Those that are in the vocabulary as it is kept: one that was added this minute is not yet."""
    return ((one, by_id[one.id]) for one in ranked if one.id in by_id)


def _region_of(code: str) -> str:
    regions = regions_of(code)
    return str(country_names().get(region_code(regions[-1]), "")) if regions else ""


def country_list(request: HttpRequest) -> HttpResponse:
    """Every country that a public record names, by regions of the world, with its numbers."""
    counts = overview("country")
    names = country_names()
    by_region: dict[tuple[int, ...], list[Line]] = {}
    for one in known_values(()).countries.values():
        if one.id in counts:
            line = Line(country_label(one), reverse("country", args=[one.code]), _numbers("country", one.code, counts[one.id]))
            by_region.setdefault(tuple(regions_of(one.code)), []).append(line)
    groups = []
    for continent, regions in CONTINENTS.items():
        below = [
            _region(names, region, counts, sorted(by_region[continent, region], key=_in_order))
            for region in regions
            if (continent, region) in by_region
        ]
        if below:
            groups.append(_region(names, continent, counts, below))
    if elsewhere := by_region.get(()):
        groups.append(Line(_("Elsewhere"), "", (), (Line("", "", (), tuple(sorted(elsewhere, key=_in_order))),)))
    return _overview(request, "country", _("Countries"), groups)


def _region(names: Mapping[str, str], region: int, counts: Mapping[int, dict[str, int]], below: list[Line]) -> Line:
    code = region_code(region)
    return Line(str(names.get(code, code)), "", _numbers("country", code, counts.get(-region, {})), tuple(below))


def sector_list(request: HttpRequest) -> HttpResponse:
    """Every sector that a public record names, as a tree, with its numbers."""
    counts = overview("sector")
    below: dict[int | None, list[SectorNode]] = {}
    for node in known_values(()).sectors.values():
        if node.id in counts:
            below.setdefault(node.parent_id, []).append(node)

    def line(node: SectorNode) -> Line:
        numbers = _numbers("sector", node.code, counts[node.id])
        return Line(sector_label(node.code, node.label), reverse("sector", args=[node.code]), numbers, lines(node.id))

    def lines(above: int | None) -> tuple[Line, ...]:
        return tuple(sorted((line(node) for node in below.get(above, ())), key=_in_order))

    return _overview(request, "sector", _("Sectors"), lines(None))


def _overview(request: HttpRequest, facet: Facet, title: str, groups: Sequence[Line]) -> HttpResponse:
    canonical = request.build_absolute_uri(request.path)
    context = {"title": title, "card_title": title, "facet": facet, "groups": groups, "canonical": canonical}
    return render(request, "partnerships/overview.html", context)


def _numbers(facet: Facet, code: str, counts: Mapping[str, int]) -> tuple[Numbered, ...]:
    found = []
    for record_type in KINDS:
        address = index_address(record_type)
        if (number := counts.get(record_type, 0)) and address:
            query = query_of([(facet, code)])
            found.append(Numbered(number, count_in_words(record_type, number), f"{address}?{query}"))
    return tuple(found)


def _in_order(line: Line) -> str:
    return alphabet_key(line.label)
