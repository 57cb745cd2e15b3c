"""What the pages of the newsroom show: the front page's overview and the links of an article."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import CharField, Count, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import npgettext

from partnerships.addresses import index_address
from partnerships.listing import FacetValue, Listing, build_listing
from partnerships.models import Event
from partnerships.models.events import EventState
from partnerships.models.facetrow import FacetRow
from partnerships.models.translations import Shown
from partnerships.names import alphabet_key
from partnerships.pictures.types import Linked
from partnerships.pictures.world import world_map

if TYPE_CHECKING:
    from portal.news.models import NewsPage

LATEST_PARTNERSHIPS = 6
LATEST_ARTICLES = 6
EVENTS = 5


@dataclass(frozen=True, slots=True)
class Link:
    """One thing that an article is linked to."""

    text: Shown
    address: str
    status: str = ""
    status_word: str = ""


@dataclass(frozen=True, slots=True)
class LinkGroup:
    name: str
    heading: str
    links: tuple[Link, ...]


def article_links(page: NewsPage) -> tuple[LinkGroup, ...]:
    """What an article is linked to, kind by kind: records lead to their page, countries and sectors to their dossier."""
    partnerships = [link.partnership for link in page.partnership_links.select_related("partnership") if link.partnership.live]
    events = [link.event for link in page.event_links.select_related("event") if link.event.live]
    organisations = [
        link.organisation for link in page.organisation_links.select_related("organisation") if link.organisation.live
    ]
    opportunities = [link.opportunity for link in page.opportunity_links.select_related("opportunity") if link.opportunity.live]
    countries = [link.country for link in page.country_links.select_related("country")]
    sectors = [link.sector for link in page.sector_links.select_related("sector")]
    groups = (
        LinkGroup("partnerships", _("Partnerships"), tuple(_partnership_link(record) for record in partnerships)),
        LinkGroup("events", _("Events"), _links(events)),
        LinkGroup("opportunities", _("Opportunities"), _links(opportunities)),
        LinkGroup("organisations", _("Organisations"), _links(organisations)),
        LinkGroup(
            "countries",
            _("Countries"),
            tuple(Link(Shown(one.label, ""), reverse("country", args=[one.code])) for one in countries),
        ),
        LinkGroup(
            "sectors",
            _("Sectors"),
            tuple(Link(Shown(str(one), ""), reverse("sector", args=[one.code])) for one in sectors),
        ),
    )
    return tuple(group for group in groups if group.links)


def _links(records: Iterable[Any]) -> tuple[Link, ...]:
    return tuple(Link(record.shown_title, record.get_absolute_url()) for record in records)


def _partnership_link(record: Any) -> Link:
    return Link(record.shown_title, record.get_absolute_url(), record.shown_status, record.status_label)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the front page and the list that it counts."""

    number: int
    words: str
    address: str


def home_context(blocks: Collection[str]) -> dict[str, Any]:
    """What the front page shows in these blocks (by their names); lists that editors have not placed are left out of it."""
    addresses = {kind: index_address(kind) for kind in ("partnership", "event", "organisation", "opportunity", "news")}
    context: dict[str, Any] = {"addresses": addresses}
    if {"search", "numbers"}.intersection(blocks):
        context["figures"] = _figures(addresses)
    if {"search", "latest", "partnerships", "map", "sectors"}.intersection(blocks) and addresses["partnership"]:
        context |= _partnerships(addresses["partnership"])
    if {"latest", "events"}.intersection(blocks):
        context["next_events"], context["recent_events"] = next_and_recent_events()
    if "news" in blocks and addresses["news"]:
        context["latest_articles"] = build_listing("news", {}, page_size=LATEST_ARTICLES).records
    return context


def _partnerships(address: str) -> dict[str, Any]:
    """The latest ones, and what their list counts by country and sector."""
    listing = build_listing("partnership", {}, page_size=LATEST_PARTNERSHIPS)
    countries = _values(listing, "country")
    numbers = [Linked(value.label, value.count, f"{address}?country={value.value}", value.value) for value in countries]
    return {
        "latest_partnerships": listing.records,
        # Here a reader looks for a name.
        "countries": _by_name(countries),
        "map": world_map(numbers) if numbers else None,
        "sectors": _by_name(value for value in _values(listing, "sector") if not value.depth),
    }


def _by_name(values: Iterable[FacetValue]) -> list[FacetValue]:
    return sorted(values, key=lambda value: alphabet_key(value.label))


def _figures(addresses: dict[str, str]) -> tuple[Figure, ...]:
    totals = dict(FacetRow.objects.values_list("record_type").annotate(total=Count("record_id")))
    return tuple(
        Figure(total, _unit(record_type, total), addresses[record_type])
        for record_type in ("partnership", "organisation", "event", "opportunity", "news")
        if addresses[record_type] and (total := totals.get(record_type))
    )


def _unit(record_type: str, total: int) -> str:
    """What stands below so large a number."""
    # Whole calls, so that the messages are found for translation.
    if record_type == "partnership":
        return npgettext("below a number", "partnership", "partnerships", total)
    if record_type == "organisation":
        return npgettext("below a number", "organisation", "organisations", total)
    if record_type == "event":
        return npgettext("below a number", "event", "events", total)
    if record_type == "opportunity":
        return npgettext("below a number", "opportunity", "opportunities", total)
    return npgettext("below a number", "article", "articles", total)


def _values(listing: Listing, name: str) -> list[FacetValue]:
    return [value for facet in listing.facets if facet.name == name for value in facet.values if value.count]


def next_and_recent_events() -> tuple[list[Event], list[Event]]:
    """Public events from today on, the nearest first, and as many of the last ones as there is room left for."""
    today = date.today().isoformat()
    dated = _dated_events()
    coming = dated.filter(starts_text__gte=today).exclude(state=EventState.CANCELLED).order_by("starts_text", "pk")
    past = dated.filter(starts_text__lt=today).order_by("-starts_text", "-pk")
    found = list(coming[:EVENTS])
    return found, list(past[: EVENTS - len(found)])


def _dated_events() -> QuerySet[Any]:
    """Public events whose start can be put in order: EDTF sorts as text once it begins with a year."""
    dated = Event.objects.public().annotate(starts_text=Cast("starts", CharField()))
    return dated.filter(starts_text__regex=r"^[0-9]{4}").prefetch_related("legs__country")
