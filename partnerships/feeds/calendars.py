"""Events, and closing dates of opportunities, as iCalendar (RFC 5545): what a calendar of any list holds.

A day in a calendar is a promise: what is known to the month, to the year or without a year is left out and counted.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from icalendar import Calendar
from icalendar import Event as Item

from partnerships.addresses import lasting_address
from partnerships.edtf import IncompleteDate
from partnerships.feeds.feeds import language_tag
from partnerships.listing import build_listing
from partnerships.listing.latest import records_of
from partnerships.locales import route_in_words
from partnerships.models import Event, Leg, Opportunity
from partnerships.models.events import EventState
from partnerships.models.opportunities import zone_of
from partnerships.views.lists import applied_filters, list_title

MOST = 1000
"""So many records at most; those furthest back are left out first, and counted."""
STATUSES = {
    EventState.PLANNED: "TENTATIVE",
    EventState.CONFIRMED: "CONFIRMED",
    EventState.HELD: "CONFIRMED",
    EventState.POSTPONED: "TENTATIVE",
    EventState.CANCELLED: "CANCELLED",
}
REFRESHED = datetime.timedelta(hours=6)


def build_calendar(request: HttpRequest, record_type: str, list_address: str, title: str, name: str) -> bytes:
    """The calendar of the list of events or opportunities with the request's parameters."""
    listing = build_listing(record_type, request.GET, page_size=1)
    items_of, order = CALENDARS[record_type]
    also = ("legs__host",) if record_type == Event.record_type else ()
    records: list[Any] = records_of(record_type, request.GET, order=order, most=MOST, also=also)  # type: ignore[arg-type]
    components, undated = [], 0
    for record in records:
        found = list(items_of(record, request.build_absolute_uri(record.get_absolute_url())))
        components += found
        undated += not found
    whole = list_title(title, applied_filters(listing))
    calendar = Calendar()
    calendar.add("prodid", f"-//Liaison//{record_type}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for names, value in ((("name", "x-wr-calname"), whole), (("description", "x-wr-caldesc"), _told(undated, listing.total))):
        for property_name in names:
            calendar.add(property_name, value)
    calendar.add("url", request.build_absolute_uri(f"{list_address}?{listing.query}" if listing.query else list_address))
    calendar.add("source", request.build_absolute_uri(f"{list_address}{name}" + (f"?{listing.query}" if listing.query else "")))
    calendar.add("refresh-interval", REFRESHED, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    language = language_tag(get_language() or "en")
    for component in components:
        component["summary"].params["LANGUAGE"] = language
        calendar.add_component(component)
    first, last = _years(components)
    # A zone is written out for the time that the calendar is about.
    calendar.add_missing_timezones(first_date=first, last_date=last)
    return bytes(calendar.to_ical())


def _told(undated: int, total: int) -> str:
    words = [_("What the register tells; an entry changes when the register does.")]
    if undated:
        words.append(
            ngettext(
                "%(number)s is left out: its day is not known.", "%(number)s are left out: their days are not known.", undated
            )
            % {"number": undated}
        )
    if total > MOST:
        words.append(
            ngettext(
                "%(number)s is left out: it lies furthest back.", "%(number)s are left out: they lie furthest back.", total - MOST
            )
            % {"number": total - MOST}
        )
    return " ".join(words)


def _years(components: Iterable[Item]) -> tuple[datetime.date, datetime.date]:
    starts: list[Any] = [component["dtstart"] for component in components]
    years = [start.dt.year for start in starts] or [timezone.now().year]
    return datetime.date(max(1, min(years) - 1), 1, 1), datetime.date(min(9999, max(years) + 2), 1, 1)


def _events(event: Event, address: str) -> Iterator[Item]:
    """The event, and each leg that has days of its own."""
    legs = [(leg, span) for leg in event.legs.all() if (span := _days(leg.starts, leg.ends))]
    whole = _days(event.starts, event.ends)
    if whole is None and legs:
        whole = min(first for _leg, (first, _last) in legs), max(last for _leg, (_first, last) in legs)
    if whole is None:
        return
    uid = _uid("event", event)
    words = [str(event.get_kind_display()), str(event.get_state_display()), str(event.texts["state_reason"])]
    all_legs = list(event.legs.all())
    item = _item(event, uid, address, whole, str(event.shown_title))
    item.add("status", STATUSES[EventState(event.state)])
    item.add("description", _description([" · ".join(filter(None, words)), str(event.texts["summary"]), address]))
    if places := route_in_words(all_legs):
        item.add("location", places)
    yield item
    for leg, span in legs:
        # A visit of one place for all its days is told once.
        if len(all_legs) > 1 or span != whole:
            yield _leg(event, leg, span, address, uid, words)


def _leg(event: Event, leg: Leg, span: tuple[datetime.date, datetime.date], address: str, parent: str, words: list[str]) -> Item:
    place = str(leg)
    name = str(event.shown_title)
    title = _("%(title)s: %(place)s") % {"title": name, "place": place} if place else name
    item = _item(event, _uid(f"leg-{leg.pk}", event), address, span, title)
    item.add("status", STATUSES[EventState(event.state)])
    item.add("related-to", parent)
    if place:
        item.add("location", place)
    host = leg.host
    hosted = _("Host: %(name)s") % {"name": host.name} if host and host.live else ""
    item.add("description", _description([" · ".join(filter(None, words)), hosted, address]))
    return item


def _days(starts: Any, ends: Any) -> tuple[datetime.date, datetime.date] | None:
    """The first and the last day where they are known to the day."""
    first, last = _day(starts), _day(ends)
    if first is None:
        return None if last is None or starts is not None else (last, last)
    return first, max(first, last or first)


def _day(date: IncompleteDate | None) -> datetime.date | None:
    return date.earliest if date and date.precision == "day" and not date.qualifier else None


def _closing(opportunity: Opportunity, address: str) -> Iterator[Item]:
    """The hour at which an opportunity closes, by the clock of its time zone."""
    if opportunity.closes is None:
        return
    zone = zone_of(opportunity.time_zone)
    closes = opportunity.closes.astimezone(datetime.UTC if zone.key in ("UTC", "Etc/UTC") else zone)
    title = _("Closes: %(title)s") % {"title": opportunity.shown_title}
    item = _dated(opportunity, _uid("closes", opportunity), address, title)
    item.add("dtstart", closes)
    # Without an end it is one moment.
    item.add("status", "CONFIRMED")
    by = opportunity.offered_by
    offered = _("Offered by %(name)s") % {"name": by.name} if by and by.live else ""
    item.add(
        "description", _description([str(opportunity.get_kind_display()), offered, str(opportunity.texts["for_whom"]), address])
    )
    yield item


def _item(record: Any, uid: str, address: str, span: tuple[datetime.date, datetime.date], title: str) -> Item:
    """An entry of whole days."""
    first, last = span
    item = _dated(record, uid, address, title)
    item.add("dtstart", first)
    if last < datetime.date.max:
        # The end is the first day on which it is over.
        item.add("dtend", last + datetime.timedelta(days=1))
    return item


def _dated(record: Any, uid: str, address: str, title: str) -> Item:
    item = Item()
    item.add("uid", uid)
    changed = record.updated_at.astimezone(datetime.UTC).replace(microsecond=0)
    item.add("dtstamp", changed)
    item.add("created", record.created_at.astimezone(datetime.UTC).replace(microsecond=0))
    item.add("last-modified", changed)
    # Grows with each change, also when only a leg has changed.
    item.add("sequence", max(0, int((record.updated_at - record.created_at).total_seconds())))
    item.add("summary", title)
    item.add("url", address)
    item.add("transp", "TRANSPARENT")
    return item


def _uid(what: str, record: Any) -> str:
    return f"{what}-{record.uuid}@{urlsplit(lasting_address('/')).hostname or 'localhost'}"


def _description(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


CALENDARS: dict[str, tuple[Callable[[Any, str], Iterator[Item]], str]] = {
    Event.record_type: (_events, "date"),
    Opportunity.record_type: (_closing, "closes"),
}
"""The lists that have a calendar: the entries of a record, and which records come first where there are too many."""
