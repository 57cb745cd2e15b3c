"""What a public list page shows around its listing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.formats import number_format
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from partnerships.listing import AppliedFilter, FacetValue, Listing, build_listing
from partnerships.listing.types import Facet

# From so many filters on, a list is one of millions of combinations: search engines are asked to leave it out.
NOINDEX_FILTERS = 2
# An empty list says what each filter hides; beyond this many the answer would cost more than it helps.
LOOSER_FILTERS = 6
FACET_VALUES_SHOWN = 8
# Page numbers shown on either side of the current one.
NEIGHBOURS = 1

SORTS = {"newest": _("Newest first"), "oldest": _("Oldest first"), "title": _("By name")}


@dataclass(frozen=True, slots=True)
class Looser:
    """One filter of an empty list, and how many records its removal would show."""

    filter: AppliedFilter
    total: int


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """A value of a facet with the values below it."""

    value: FacetValue
    children: tuple[FacetValue, ...] = ()

    @property
    def has_choice_within(self) -> bool:
        return any(child.selected for child in self.children)

    @property
    def has_choice(self) -> bool:
        return self.value.selected or self.has_choice_within


@dataclass(frozen=True, slots=True)
class FacetGroups:
    """A facet as it is shown: the first groups, and those behind "Show n more"."""

    shown: tuple[FacetGroup, ...]
    more: tuple[FacetGroup, ...]

    @property
    def is_tree(self) -> bool:
        return any(group.children for group in (*self.shown, *self.more))

    @property
    def more_is_open(self) -> bool:
        """A choice is never hidden."""
        return any(group.has_choice for group in self.more)


def list_response(page: Any, request: HttpRequest, record_type: str, row_template: str) -> HttpResponse:
    """The list page `page` (a RoutablePageMixin) with each record shown by `row_template`."""
    context = list_context(record_type, request, page.get_url(request) or request.path)
    response = page.render(request, context_overrides={**context, "row_template": row_template})
    # With htmx, the address bar then shows the clean address instead of every empty field of the form. Without a host, as a
    # browser refuses any other host or scheme than the one that it sees, and a proxy may hide that one from us.
    response["HX-Push-Url"] = canonical_address(context["listing"], context["list_address"])
    return response


def list_context(record_type: str, request: HttpRequest, address: str) -> dict[str, Any]:
    """The context of a list page at `address`: the listing and what follows from it. Any parameters are accepted."""
    listing = build_listing(record_type, request.GET)
    applied = applied_filters(listing)
    return {
        "listing": listing,
        "applied": applied,
        "sorts": SORTS.items(),
        "list_address": address,
        "list_query": f"{address}?{listing.query}" if listing.query else address,
        "canonical": request.build_absolute_uri(canonical_address(listing, address)),
        "count_in_words": count_in_words(record_type, listing.total),
        "noindex": len(applied) >= NOINDEX_FILTERS or bool(listing.q),
        "looser": looser_filters(record_type, applied) if not listing.total else (),
        "page_numbers": page_numbers(listing.page, listing.pages),
    }


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


def canonical_address(listing: Listing, address: str) -> str:
    """The one address of this page of this list, from the site's root."""
    page = f"page={listing.page}" if listing.page > 1 else ""
    query = "&".join(part for part in (listing.query, page) if part)
    return f"{address}?{query}" if query else address


def applied_filters(listing: Listing) -> tuple[AppliedFilter, ...]:
    """Everything that narrows the list: the words searched for, then the facets' choices."""
    if not listing.q:
        return listing.applied
    without = QueryDict(listing.query, mutable=True)
    without.pop("q")
    return (AppliedFilter("q", gettext("Words"), listing.q, listing.q, without.urlencode()), *listing.applied)


def looser_filters(record_type: str, applied: tuple[AppliedFilter, ...]) -> tuple[Looser, ...]:
    """The filters whose removal would show something, the most helpful first."""
    if len(applied) > LOOSER_FILTERS:
        return ()
    without = (Looser(one, build_listing(record_type, QueryDict(one.query_without), page_size=1).total) for one in applied)
    return tuple(sorted((looser for looser in without if looser.total), key=lambda looser: -looser.total))


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
    """The facet's values, children with their parent, cut after the first eight."""
    groups: list[tuple[FacetValue, list[FacetValue]]] = []
    for value in facet.values:
        if value.depth and groups:
            groups[-1][1].append(value)
        else:
            groups.append((value, []))
    whole = [FacetGroup(value, tuple(children)) for value, children in groups]
    # "Show 1 more" would take as much room as the one value.
    cut = FACET_VALUES_SHOWN if len(whole) > FACET_VALUES_SHOWN + 1 else len(whole)
    return FacetGroups(tuple(whole[:cut]), tuple(whole[cut:]))
