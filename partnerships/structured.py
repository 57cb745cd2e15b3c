"""What programs read of a page: its records in the words of schema.org, as JSON-LD.

Dates are given as far as they are known, people are left out, and what is not public is not there at all.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from partnerships.addresses import lasting_address, permanent_address
from partnerships.beginnings import signed_words
from partnerships.edtf import IncompleteDate
from partnerships.locales import labelled
from partnerships.models import Event, Opportunity, Organisation, Partnership, Place
from partnerships.models.events import EventKind, EventState, ParticipationRole
from partnerships.models.organisations import IdentifierScheme, OrganisationKind
from partnerships.models.partnerships import PartnershipStatus
from partnerships.models.records import Record
from partnerships.terms import OVER
from partnerships.views.related import inner_events_of

Node = dict[str, Any]

CONTEXT = "https://schema.org"
TYPES = {
    OrganisationKind.UNIVERSITY: "CollegeOrUniversity",
    OrganisationKind.RESEARCH_INSTITUTE: "ResearchOrganization",
    OrganisationKind.PUBLIC_AUTHORITY: "GovernmentOrganization",
    OrganisationKind.COMPANY: "Corporation",
    OrganisationKind.STARTUP: "Corporation",
    OrganisationKind.MEDIA: "NewsMediaOrganization",
}
STATUSES = {EventState.POSTPONED: "EventPostponed", EventState.CANCELLED: "EventCancelled"}
HOSTS = (ParticipationRole.ORGANISER, ParticipationRole.HOST)
# The letters by which a script could be ended or begun within the page.
_ESCAPES = {ord(letter): f"\\u{ord(letter):04X}" for letter in "<>&\u2028\u2029"}


def as_script(nodes: Iterable[Node]) -> SafeString:
    """The nodes as the element of a page. It holds data and runs nothing, so that no policy of scripts concerns it."""
    document = json.dumps({"@context": CONTEXT, "@graph": [*nodes]}, ensure_ascii=False, default=_plain)
    return mark_safe(f'<script type="application/ld+json">{document.translate(_ESCAPES)}</script>')  # noqa: S308 - escaped


def _plain(value: object) -> str:
    if isinstance(value, Promise):
        return str(value)
    raise TypeError(value)


def present(**values: Any) -> Node:
    """The values that are there, `type_` and `id_` as JSON-LD writes them."""
    names = {"type_": "@type", "id_": "@id"}
    return {names.get(name, name): value for name, value in values.items() if value not in (None, "", [], {})}


def breadcrumbs(request: HttpRequest, trail: Iterable[tuple[str, str]]) -> Node:
    """Where a page stands: name and address of each page above it and of itself, from the front page on."""
    steps = [
        {"@type": "ListItem", "position": place, "name": name, "item": request.build_absolute_uri(address)}
        for place, (name, address) in enumerate(trail, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": steps}


def website(request: HttpRequest, name: str, home: str, language: str) -> Node:
    """The site, and how it is searched."""
    search = request.build_absolute_uri(reverse("search"))
    return {
        "@type": "WebSite",
        "@id": lasting_address(home),
        "name": name,
        "url": request.build_absolute_uri(home),
        "inLanguage": language,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def card_image(request: HttpRequest) -> str:
    """The address of the picture that stands for the site where somebody links to a page of it."""
    return request.build_absolute_uri(static("site/card.png"))


def publisher(request: HttpRequest, name: str, home: str) -> Node:
    """The site as the one who publishes its pages."""
    return {"@type": "Organization", "name": name, "url": request.build_absolute_uri(home), "logo": card_image(request)}


def iso(date: Any) -> str:
    """A date as far as it is known: 2019, 2019-04, 2019-04-26; "" for what ISO 8601 cannot say."""
    return str(date) if isinstance(date, IncompleteDate) and date.year and not date.qualifier else ""


def country(place: Place) -> Node:
    return {"@type": "Country", "name": place.label, "identifier": place.code}


def reference(record: Record, request: HttpRequest) -> Node:
    """A public record in short, where another one mentions it."""
    kind = {"partnership": "Project", "event": "Event"}.get(record.record_type, "Organization")
    if isinstance(record, Organisation):
        kind = _type(record)
    if isinstance(record, Event):
        state = STATUSES.get(EventState(record.state), "EventScheduled")
        known = {"eventStatus": f"{CONTEXT}/{state}", **present(startDate=iso(record.starts), endDate=iso(record.ends))}
        return {**_named(record, request, kind), **known}
    return _named(record, request, kind)


def _type(organisation: Organisation) -> str:
    return TYPES.get(OrganisationKind(organisation.kind), "Organization")


def _named(record: Record, request: HttpRequest, kind: str) -> Node:
    shown = record.shown_title
    return {
        "@type": kind,
        "@id": lasting_address(permanent_address(record)),
        "name": str(shown),
        **present(alternateName=str(record) if shown.is_translated else ""),
        "url": request.build_absolute_uri(record.get_absolute_url()),
    }


def _address(city: str, place: Place | None) -> Node:
    found = present(addressLocality=city, addressCountry=place.code if place else "")
    return {"@type": "PostalAddress", **found} if found else {}


def _organisation_short(organisation: Organisation, request: HttpRequest) -> Node:
    return {**reference(organisation, request), **present(address=_address(organisation.city, organisation.country))}


def _partnership(record: Partnership, request: HttpRequest) -> Node:
    begins = iso(record.starts) or iso(record.signed)
    ends = iso(record.ends)
    organisations = [party for party in record.parties.all() if party.organisation.live]
    members = [
        present(
            type_="OrganizationRole",
            roleName=party.get_role_display(),
            startDate=begins,
            endDate=ends,
            member=_organisation_short(party.organisation, request),
        )
        for party in organisations
    ]
    places = dict.fromkeys(party.organisation.country for party in organisations if party.organisation.country)
    signed: Any = record.signed
    when = [signed_words(signed)] if signed else []
    # The day of signing says that it is signed.
    status = [] if when and record.shown_status == PartnershipStatus.SIGNED else [record.status_label]
    words = [str(record.get_kind_display()), *status, *when]
    return {
        **_named(record, request, "Project"),
        **present(
            description=str(record.texts["summary"]),
            disambiguatingDescription=", ".join(words),
            member=members,
            foundingDate=begins,
            dissolutionDate=ends if record.shown_status in OVER else "",
            areaServed=[country(place) for place in places],
            keywords=[str(sector) for sector in record.sectors.all()],
        ),
    }


def _event(record: Event, request: HttpRequest) -> Node:
    legs = list(record.legs.all())
    status = {"eventStatus": f"{CONTEXT}/{_event_status(record)}"}
    online = record.kind == EventKind.WEBINAR
    mode = {"eventAttendanceMode": f"{CONTEXT}/{'Online' if online else 'Offline'}EventAttendanceMode"}
    places = [found for leg in legs if (found := _place(leg))]
    address = request.build_absolute_uri(record.get_absolute_url())
    parts = [
        {
            "@type": "Event",
            "name": labelled(record.shown_title, leg),
            "url": address,
            **status,
            **mode,
            **present(
                startDate=iso(leg.starts),
                endDate=iso(leg.ends),
                location=_place(leg),
                organizer=reference(leg.host, request) if leg.host and leg.host.live else None,
            ),
        }
        for leg in legs
        if len(legs) > 1
    ]
    inner = [reference(one, request) for one in inner_events_of(record)]
    bodies = [one for one in record.participations.all() if one.organisation and one.organisation.live]
    hosts: dict[Any, None] = dict.fromkeys(one.organisation for one in bodies if one.role in HOSTS)
    others: dict[Any, None] = dict.fromkeys(one.organisation for one in bodies if one.organisation not in hosts)
    above = record.part_of
    return {
        **_named(record, request, "Event"),
        **status,
        **mode,
        **present(
            description=str(record.texts["summary"]),
            startDate=iso(record.starts),
            endDate=iso(record.ends),
            previousStartDate=_moved_from(record),
            location={"@type": "VirtualLocation", "url": address} if online else places,
            organizer=[reference(one, request) for one in hosts],
            attendee=[reference(one, request) for one in others],
            subEvent=[*parts, *inner],
            superEvent=reference(above, request) if above and above.live else None,
        ),
    }


def _place(leg: Any) -> Node:
    address = _address(leg.place, leg.country)
    return {"@type": "Place", "name": str(leg), "address": address} if address else {}


def _event_status(event: Event) -> str:
    if event.state in STATUSES:
        return STATUSES[EventState(event.state)]
    return "EventRescheduled" if _moved_from(event) else "EventScheduled"


def _moved_from(event: Event) -> str:
    """When it was to begin before its last day was set, "" where that never changed."""
    moves = [change for change in event.changes.all() if change.before_starts and change.before_starts != change.starts]
    return iso(moves[-1].before_starts) if moves and event.state != EventState.CANCELLED else ""


def _organisation(record: Organisation, request: HttpRequest) -> Node:
    numbers = list(record.identifiers.all())
    above = record.parent
    return {
        "@type": _type(record),
        "@id": lasting_address(permanent_address(record)),
        "name": str(record.shown_title),
        "mainEntityOfPage": request.build_absolute_uri(record.get_absolute_url()),
        **present(
            url=record.website or request.build_absolute_uri(record.get_absolute_url()),
            description=str(record.texts["summary"]),
            alternateName=_other_names(record),
            address=_address(record.city, record.country),
            sameAs=[one.url for one in numbers],
            leiCode=next((one.value for one in numbers if one.scheme == IdentifierScheme.LEI), ""),
            parentOrganization=reference(above, request) if above and above.live else None,
            keywords=[str(sector) for sector in record.sectors.all()],
        ),
    }


def _other_names(organisation: Organisation) -> list[str]:
    """Every name but the one that is shown."""
    names = dict.fromkeys([organisation.name, *(name.name for name in organisation.names.all())])
    return [name for name in names if name != organisation.shown_title.text]


def _opportunity(record: Opportunity, request: HttpRequest) -> Node:
    by = record.offered_by
    return {
        **_named(record, request, "WebPage"),
        **present(
            description=str(record.texts["summary"]),
            expires=record.closes_there.isoformat() if record.closes_there else "",
            dateModified=moment(record.updated_at),
            about=reference(by, request) if by and by.live else None,
        ),
    }


def moment(value: datetime | None) -> str:
    return value.isoformat(timespec="seconds") if value else ""


_DESCRIBED: Mapping[str, Callable[[Any, HttpRequest], Node]] = {
    "partnership": _partnership,
    "event": _event,
    "organisation": _organisation,
    "opportunity": _opportunity,
}


def described(record: Record, request: HttpRequest) -> Iterator[Node]:
    """The node of a public record as its page has it, with its parts prefetched (`views.records.PREFETCHES`)."""
    yield _DESCRIBED[record.record_type](record, request)
