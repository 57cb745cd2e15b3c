"""What a public list page shows around its listing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from partnerships.listing import AppliedFilter, FacetValue, Listing, build_listing
from partnerships.listing.filters import COUNTRY_ALL, RELEVANCE, SINCE, YEAR_UNKNOWN, query_of, without
from partnerships.listing.listing import since_words
from partnerships.listing.types import Facet
from partnerships.locales import in_a_row, labelled
from partnerships.models import Organisation
from partnerships.models.facetrow import facet_sources

# From so many filters on, a list is one of millions of combinations: search engines are asked to leave it out.
NOINDEX_FILTERS = 2
# From so many values on, a reader looks for one by name.
SEARCHED_FROM = 16
FACET_VALUES_SHOWN = 8
# The part of the page that is replaced while an organisation is looked for; the list stays what it is.
ORGANISATION_VALUES = "values-organisation"
# The picture of the years: its size, and how many years it shows at most, the last ones.
HISTOGRAM_WIDTH, HISTOGRAM_HEIGHT, HISTOGRAM_YEARS = 272, 48, 60
# How many years back a first year is offered; an address may name any.
FIRST_YEARS = 25
# Page numbers shown on either side of the current one.
NEIGHBOURS = 1

ORDERS = {
    RELEVANCE: _("Most relevant first"),
    "newest": _("Newest first"),
    "oldest": _("Oldest first"),
    "title": _("By name"),
}
# Where the day by which records are put in order is no date of the thing itself, or not always the same one.
OWN_ORDERS = {
    "organisation": {"newest": _("Recently added first"), "oldest": _("Longest on the register first")},
    "opportunity": {"newest": _("Latest date first"), "oldest": _("Earliest date first")},
}


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A value of a facet with the values below it."""

    value: FacetValue
    children: tuple[FacetValue, ...] = ()

    @property
    def has_choice_within(self) -> bool:
        return any(child.selected for child in self.children)

    @property
    def is_open(self) -> bool:
        """A choice is never hidden, nor the few statuses of a stage."""
        return self.has_choice_within or any(child.group for child in self.children)

    @property
    def has_choice(self) -> bool:
        return self.value.selected or self.has_choice_within


@dataclass(frozen=True, slots=True)
class FacetGroups:
    """A facet as it is shown: the first groups, and those behind "Show n more"."""

    shown: tuple[FacetGroup, ...]
    more: tuple[FacetGroup, ...]
    regions: tuple[FacetGroup, ...] = ()
    """Of countries, the regions of the world."""

    @property
    def is_tree(self) -> bool:
        return any(group.children for group in (*self.shown, *self.more))

    @property
    def is_searched(self) -> bool:
        return len(self.shown) + len(self.more) >= SEARCHED_FROM

    @property
    def regions_are_open(self) -> bool:
        return any(group.has_choice for group in self.regions)

    @property
    def more_is_open(self) -> bool:
        """A choice is never hidden."""
        return any(group.has_choice for group in self.more)


def list_response(page: Any, request: HttpRequest, record_type: str, row_template: str) -> HttpResponse:
    """The list page `page` (a RoutablePageMixin) with each record shown by `row_template`."""
    if "HX-Request" not in request.headers and (told := _told(request.GET)) is not None:
        return HttpResponseRedirect(f"{request.path}?{told}" if told else request.path)
    context = list_context(record_type, request, page.get_url(request) or request.path)
    title = list_title(page.seo_title or page.title, context["applied"])
    number = context["listing"].page
    context["list_title"] = gettext("%(title)s (page %(number)d)") % {"title": title, "number": number} if number > 1 else title
    response = page.render(request, context_overrides={**context, "row_template": row_template})
    # With htmx, the address bar then shows the clean address instead of every empty field of the form. Without a host, as a
    # browser refuses any other host or scheme than the one that it sees, and a proxy may hide that one from us.
    if request.headers.get("HX-Target") != ORGANISATION_VALUES:
        response["HX-Push-Url"] = canonical_address(context["listing"], context["list_address"])
    return response


def _told(params: QueryDict) -> str | None:
    """The parameters without those that a form sends though nothing was chosen; None where there is none of these."""
    pairs = [(name, value) for name, values in params.lists() for value in values]
    told = [(name, value) for name, value in pairs if value]
    return query_of(told) if len(told) < len(pairs) else None


def list_context(record_type: str, request: HttpRequest, address: str) -> dict[str, Any]:
    """The context of a list page at `address`: the listing and what follows from it. Any parameters are accepted."""
    listing = build_listing(record_type, request.GET, with_hits=True)
    for record in listing.records:
        record.hits = listing.hits.get(record.pk, ())
    applied = applied_filters(listing)
    return {
        "listing": listing,
        "applied": applied,
        "sorts": sorts(listing),
        "list_address": address,
        # A body has one country: asking for two at once makes no sense.
        "one_country": record_type == Organisation.record_type,
        "list_query": f"{address}?{listing.query}" if listing.query else address,
        "canonical": request.build_absolute_uri(canonical_address(listing, address)),
        "count_in_words": count_in_words(record_type, listing.total),
        "noindex": len(applied) >= NOINDEX_FILTERS or bool(listing.q),
        "page_numbers": page_numbers(listing.page, listing.pages),
    }


def sorts(listing: Listing) -> list[tuple[str, Any, bool]]:
    """(value, words, whether it is in force) of each order; the one that the list has when it is told none is told by no value."""
    words = ORDERS | OWN_ORDERS.get(listing.record_type, {})
    offered = [sort for sort in ORDERS if sort != RELEVANCE or listing.q]
    return [("" if sort == listing.default_sort else sort, words[sort], sort == listing.sort) for sort in offered]


def count_in_words(record_type: str, total: int) -> str:
    """ "42 partnerships"; thousands are parted as the language does it."""
    words = {
        "partnership": ngettext("%(total)s partnership", "%(total)s partnerships", total),
        "event": ngettext("%(total)s event", "%(total)s events", total),
        "organisation": ngettext("%(total)s organisation", "%(total)s organisations", total),
        "opportunity": ngettext("%(total)s opportunity", "%(total)s opportunities", total),
        "news": ngettext("%(total)s article", "%(total)s articles", total),
    }
    return words[record_type] % {"total": number_format(total, force_grouping=True)}


def list_title(title: str, applied: Iterable[AppliedFilter]) -> str:
    """The title of a list with its filters in words: "Partnerships: Japan, Active"."""
    labels = [one.label for one in applied]
    return labelled(title, in_a_row(labels)) if labels else title


def canonical_address(listing: Listing, address: str) -> str:
    """The one address of this page of this list, from the site's root."""
    page = f"page={listing.page}" if listing.page > 1 else ""
    query = "&".join(part for part in (listing.query, page) if part)
    return f"{address}?{query}" if query else address


def applied_filters(listing: Listing) -> tuple[AppliedFilter, ...]:
    """Everything that narrows the list: the words searched for, then the facets' choices, then the first year."""
    found = list(listing.applied)
    if listing.together:
        last = max(place for place, one in enumerate(found) if one.name == "country")
        words = gettext("all of these together")
        found.insert(last + 1, AppliedFilter(COUNTRY_ALL, gettext("Countries"), "1", words, _without(listing, COUNTRY_ALL)))
    if listing.since:
        found.append(
            AppliedFilter(SINCE, gettext("Year"), str(listing.since), since_words(listing.since), _without(listing, SINCE))
        )
    if listing.q:
        found.insert(0, AppliedFilter("q", gettext("Words"), listing.q, listing.q, _without(listing, "q")))
    return tuple(found)


def _without(listing: Listing, name: str) -> str:
    return query_of(without(parse_qsl(listing.query), name, facet_sources[listing.record_type].sort))


def first_years(chosen: int | None = None) -> list[int]:
    """The years that a list can be asked to begin with, the latest first; the one that was asked for among them."""
    now = timezone.localdate().year
    return sorted({*range(now - FIRST_YEARS + 1, now + 1), *([chosen] if chosen else [])}, reverse=True)


def page_numbers(page: int, pages: int) -> tuple[int | None, ...]:
    """The numbers to show, None for a gap: 1 … 6 7 8 … 20."""
    near = {1, pages, *range(max(1, page - NEIGHBOURS), min(pages, page + NEIGHBOURS) + 1)}
    numbers: list[int | None] = []
    for number in sorted(near):
        if numbers and number - (numbers[-1] or 0) > 1:
            numbers.append(None)
        numbers.append(number)
    return tuple(numbers) if pages > 1 else ()


def facet_groups(facet: Facet) -> FacetGroups:
    """The facet's values, children with their parent, cut after the first eight; the regions of the world apart."""
    whole = _grouped(_within_groups(facet))
    # "Show 1 more" would take as much room as the one value.
    cut = FACET_VALUES_SHOWN if len(whole) > FACET_VALUES_SHOWN + 1 else len(whole)
    regions = _grouped(facet.groups) if facet.name == "country" else []
    return FacetGroups(tuple(whole[:cut]), tuple(whole[cut:]), tuple(regions))


def _within_groups(facet: Facet) -> Iterator[FacetValue]:
    """The values in order, those of a group below it."""
    groups = {group.value: group for group in facet.groups}
    shown = set(groups)
    for value in facet.values:
        if value.group in groups:
            yield groups.pop(value.group)
        yield replace(value, depth=1) if value.group in shown else value
    if facet.name != "country":
        # A group that is chosen and holds nothing stays.
        yield from groups.values()


def _grouped(values: Iterable[FacetValue]) -> list[FacetGroup]:
    groups: list[tuple[FacetValue, list[FacetValue]]] = []
    for value in values:
        if value.depth and groups:
            groups[-1][1].append(value)
        else:
            groups.append((value, []))
    return [FacetGroup(value, tuple(children)) for value, children in groups]


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of the histogram, in units of its picture."""

    x: float
    y: float
    height: float
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    """The years of a facet as columns; the numbers themselves stand beside its values."""

    bars: tuple[Bar, ...]
    first: str
    last: str
    width: float
    bar_width: float
    most: FacetValue


def year_histogram(facet: Facet) -> Histogram | None:
    """A column for each year from the first to the last that counts; None with fewer than three such years."""
    counted = {int(value.value): value for value in facet.values if value.value != YEAR_UNKNOWN and value.count}
    if len(counted) < 3:
        return None
    years = range(min(counted), max(counted) + 1)
    if len(years) > HISTOGRAM_YEARS:
        years = range(max(counted) - HISTOGRAM_YEARS + 1, max(counted) + 1)
    shown = [counted[year] for year in years if year in counted]
    most = max(shown, key=lambda value: (value.count, value.value))
    step = HISTOGRAM_WIDTH / len(years)
    bars = []
    for place, year in enumerate(years):
        if year in counted:
            # The smallest number can still be seen.
            height = round(max(1.5, HISTOGRAM_HEIGHT * counted[year].count / most.count), 1)
            bars.append(Bar(round(place * step, 1), HISTOGRAM_HEIGHT - height, height, counted[year].selected))
    return Histogram(tuple(bars), str(years[0]), str(years[-1]), HISTOGRAM_WIDTH, round(max(1, step - 1), 1), most)
