"""The public API: the same lists as the pages, by the same parameters, and each public record by its identifier."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import GenericAlias
from typing import Any, cast
from uuid import UUID

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from ninja import Router, Schema
from pydantic import create_model

from partnerships.listing import FacetValue, build_listing
from partnerships.listing.filters import RELEVANCE, SORTS, last_value, read_page
from partnerships.listing.listing import FACET_LABELS, LARGEST_PAGE_SIZE, PAGE_SIZE
from partnerships.models import Event, EventPartnership, Evidence, Opportunity, Organisation, Partnership, Place, Sector
from partnerships.models.facetrow import facet_sources
from partnerships.models.records import Record
from partnerships.views.records import SeeOther, merged_away


class Coded(Schema):
    code: str
    label: str


class FacetValueOut(Schema):
    value: str
    label: str
    count: int
    selected: bool


class DocumentOut(Schema):
    id: UUID
    name: str


class EvidenceOut(Schema):
    field: str
    """Which value it proves: status, signed, party:12; empty for the whole record."""
    value: str
    """The value that this source gives, where it is kept: active, 2019-04-26."""
    preferred: bool
    """Whether the record follows this source where sources disagree."""
    edited: bool
    """Whether the editors have changed the value since."""
    quote: str
    document: DocumentOut | None
    url: str
    note: str


class LinkOut(Schema):
    type: str
    id: UUID
    title: str
    url: str
    relation: str
    """How they belong together: signed, launched; "reports" from an article."""
    quote: str


class OrganisationRef(Schema):
    id: UUID
    name: str
    url: str
    country: Coded | None


class PartyOut(OrganisationRef):
    role: str


class SoughtOut(Schema):
    description: str
    country: Coded | None


class LegOut(Schema):
    place: str
    country: Coded | None
    starts: str | None
    ends: str | None


class NameOut(Schema):
    name: str
    language: str
    script: str
    """As ISO 15924 has it: Latn, Cyrl, Hani."""
    kind: str


class IdentifierOut(Schema):
    scheme: str
    """ror, wikidata or lei."""
    value: str
    url: str


class ListedOut(Schema):
    type: str
    id: UUID
    url: str
    title: str
    dates: dict[str, str | None]
    """By name; EDTF (ISO 8601-2): 2019-04, XXXX-07-09, [..2018]."""
    countries: list[Coded]
    sectors: list[Coded]
    links: list[LinkOut]


class TranslationOut(Schema):
    text: str
    outdated: bool
    """Whether the original has changed since."""


class RecordOut(ListedOut):
    kind: str
    summary: str
    language: str
    """In which title and summary are written; empty when it is not known."""
    translations: dict[str, dict[str, TranslationOut]]
    """By language and field: what is written here in other languages. Organisations have their names under `names`."""
    evidence: list[EvidenceOut]


class PartnershipOut(RecordOut):
    status: str
    parties: list[PartyOut]
    sought: list[SoughtOut]


class EventOut(RecordOut):
    status: str
    parties: list[PartyOut]
    legs: list[LegOut]


class OrganisationOut(RecordOut):
    names: list[NameOut]
    identifiers: list[IdentifierOut]
    parent: OrganisationRef | None
    """The organisation that it is part of."""
    city: str
    website: str


class OpportunityOut(RecordOut):
    offered_by: OrganisationRef | None


class PageOut(Schema):
    count: int
    page: int
    pages: int
    corrected: str
    """The words that were searched for instead of q, as nothing holds q and its words resemble these; else empty."""
    facets: dict[str, list[FacetValueOut]]
    groups: dict[str, list[FacetValueOut]]
    """Values that the same parameters take for several others: regions of the world for country, stages for status."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What the API needs to know about one kind of record."""

    record_type: str
    plural: str
    schema: type[Schema]
    public: Callable[[], QuerySet]
    """Every record that may be seen."""
    shown: tuple[str | Prefetch, ...]
    """What `represent` reads beside what a list has prefetched."""
    represent: Callable[[Any, HttpRequest], dict[str, Any]]
    """The record in the form of `schema`, without links that others add."""


LinkSource = Callable[[str, Sequence[int], HttpRequest], Iterable[tuple[int, dict[str, Any]]]]
link_sources: list[LinkSource] = []
"""Apps that link to records add a function: record type and ids to pairs of a record's id and a LinkOut."""


_ANY = "any of these values."
_DESCRIBED = {
    "country": "any of these: ISO 3166-1 alpha-2 codes (NL), or UN M49 codes of regions of the world (142).",
    "sector": "any of these codes; a sector holds those below it.",
    "status": "any of these; of partnerships also the stages talks, agreed, in-force, on-hold, over.",
    "year": "any of these, or unknown.",
}
_WORDS = "Words that must all be found, in any form, language or script; where none is, words that are spelled alike are."
_SORT = "relevance, only beside q and then the order unless told: what bears more of the words in its own name comes first."


def parameters_of(record_type: str) -> list[dict[str, Any]]:
    """The parameters of a list as OpenAPI describes them. They are read leniently, so they are not declared to Ninja."""
    many = {"type": "array", "items": {"type": "string"}}
    described = [
        {"name": facet, "in": "query", "schema": many, "description": f"{FACET_LABELS[facet]}: {_DESCRIBED.get(facet, _ANY)}"}
        for facet in facet_sources[record_type].facets
    ]
    if "organisation" in facet_sources[record_type].facets:
        look = "Counts, among organisations, those with these words in a name. It filters no records."
        described.append({"name": "organisation_q", "in": "query", "schema": {"type": "string"}, "description": look})
    together = (
        "1: records must have all the chosen countries and regions, not any of them. Counts are then of records after one more."
    )
    if "year" in facet_sources[record_type].facets:
        since = "The first year: records of it or of a later one."
        described.append({"name": "since", "in": "query", "schema": {"type": "integer"}, "description": since})
    described.append({"name": "country_all", "in": "query", "schema": {"type": "string", "enum": ["1"]}, "description": together})
    return [
        *described,
        {"name": "q", "in": "query", "schema": {"type": "string"}, "description": _WORDS},
        {"name": "sort", "in": "query", "schema": {"type": "string", "enum": [*SORTS, RELEVANCE]}, "description": _SORT},
        {"name": "page", "in": "query", "schema": {"type": "integer", "minimum": 1}},
        {"name": "page_size", "in": "query", "schema": {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE_SIZE}},
    ]


def add_endpoint(router: Router, endpoint: Endpoint) -> None:
    """Add the list and the detail of one kind of record to a router."""
    page_schema = create_model(
        f"{endpoint.schema.__name__}Page", __base__=PageOut, results=(cast(Any, GenericAlias(list, (endpoint.schema,))), ...)
    )

    def list_records(request: HttpRequest) -> dict[str, Any]:
        page_size = last_value(request.GET, "page_size")
        size = read_page(page_size) if page_size else PAGE_SIZE
        listing = build_listing(endpoint.record_type, request.GET, page_size=size)
        return {
            "count": listing.total,
            "page": listing.page,
            "pages": listing.pages,
            "results": represented(endpoint, list(listing.records), request),
            "corrected": listing.corrected,
            "facets": {facet.name: facet_values(facet.values) for facet in listing.facets},
            "groups": {facet.name: facet_values(facet.groups) for facet in listing.facets if facet.groups},
        }

    def show_record(request: HttpRequest, record_id: UUID) -> dict[str, Any] | HttpResponse:
        record = endpoint.public().filter(uuid=record_id).first()
        if record is None:
            if kept := merged_away(endpoint.record_type, record_id, record_id):
                return SeeOther(request.path.replace(str(record_id), str(kept.uuid)))
            raise Http404
        return represented(endpoint, [record], request)[0]

    router.add_api_operation(
        f"/{endpoint.plural}",
        ["GET"],
        list_records,
        response=page_schema,
        operation_id=f"list_{endpoint.plural}",
        summary=f"The list of {endpoint.plural}, with facets",
        description="Values of one parameter are alternatives; parameters must all be met. Unknown values are left out.",
        openapi_extra={"parameters": parameters_of(endpoint.record_type)},
        tags=[endpoint.plural],
    )
    router.add_api_operation(
        f"/{endpoint.plural}/{{record_id}}",
        ["GET"],
        show_record,
        response=endpoint.schema,
        operation_id=f"show_{endpoint.record_type}",
        summary=f"One of the {endpoint.plural}",
        tags=[endpoint.plural],
    )


def facet_values(values: Iterable[FacetValue]) -> list[dict[str, Any]]:
    return [{"value": each.value, "label": each.label, "count": each.count, "selected": each.selected} for each in values]


def represented(endpoint: Endpoint, records: Sequence[Any], request: HttpRequest) -> list[dict[str, Any]]:
    """The records in the form of the endpoint's schema, each with every link that any app has to it."""
    prefetch_related_objects(records, *endpoint.shown)
    found = {record.pk: endpoint.represent(record, request) for record in records}
    for source in link_sources:
        for record_id, link in source(endpoint.record_type, list(found), request):
            found[record_id]["links"].append(link)
    return list(found.values())


def coded(items: Iterable[Place | Sector]) -> list[dict[str, str]]:
    """Countries or sectors, each once, by label."""
    return sorted(({"code": item.code, "label": str(item)} for item in set(items)), key=lambda item: item["label"])


def country_of(place: Place | None) -> dict[str, str] | None:
    return {"code": place.code, "label": place.label} if place else None


def link_to(record: Record, request: HttpRequest, relation: str = "", quote: str = "") -> dict[str, Any]:
    """A LinkOut to a record of the register."""
    url = request.build_absolute_uri(record.get_absolute_url())
    return {
        "type": record.record_type,
        "id": record.uuid,
        "title": str(record),
        "url": url,
        "relation": relation,
        "quote": quote,
    }


def organisation_ref(organisation: Organisation, request: HttpRequest) -> dict[str, Any]:
    return {
        "id": organisation.uuid,
        "name": organisation.name,
        "url": request.build_absolute_uri(organisation.get_absolute_url()),
        "country": country_of(organisation.country),
    }


def _record(record: Any, request: HttpRequest, countries: Iterable[Place | None], **dates: Any) -> dict[str, Any]:
    evidence = [
        {
            "field": proof.field,
            "value": proof.value,
            "preferred": proof.preferred,
            "edited": proof.edited,
            "quote": proof.quote,
            "document": {"id": proof.document.uuid, "name": proof.document.name} if proof.document else None,
            "url": proof.url,
            "note": proof.note,
        }
        for proof in record.evidence.all()
    ]
    outdated = record.outdated()
    return {
        "type": record.record_type,
        "id": record.uuid,
        "url": request.build_absolute_uri(record.get_absolute_url()),
        "title": str(record),
        "kind": record.kind,
        "summary": record.summary,
        "language": record.language,
        "translations": {
            language: {name: {"text": one["text"], "outdated": name in outdated.get(language, ())} for name, one in texts.items()}
            for language, texts in record.translations.items()
        },
        "dates": {name: str(date) if date else None for name, date in dates.items()},
        "countries": coded(place for place in countries if place),
        "sectors": coded(record.sectors.all()),
        "evidence": evidence,
        "links": [],
    }


def _partnership(record: Partnership, request: HttpRequest) -> dict[str, Any]:
    parties = [party for party in record.parties.all() if party.organisation.live]
    countries = [party.organisation.country for party in parties]
    found = _record(record, request, countries, signed=record.signed, starts=record.starts, ends=record.ends)
    found["links"] += [link_to(link.event, request, link.relation) for link in record.event_partnerships.all() if link.event.live]
    return found | {
        "status": record.shown_status,
        "parties": [organisation_ref(party.organisation, request) | {"role": party.role} for party in parties],
        "sought": [{"description": each.description, "country": country_of(each.country)} for each in record.sought.all()],
    }


def _event(record: Event, request: HttpRequest) -> dict[str, Any]:
    parts = record.participations.all()
    present = [(body, part.role) for part in parts if (body := part.organisation) and body.live]
    legs = list(record.legs.all())
    countries = [leg.country for leg in legs] + [body.country for body, _role in present]
    found = _record(record, request, countries, starts=record.starts, ends=record.ends)
    found["links"] += [
        link_to(link.partnership, request, link.relation) for link in record.event_partnerships.all() if link.partnership.live
    ]
    return found | {
        "status": record.state,
        "parties": [organisation_ref(body, request) | {"role": role} for body, role in present],
        "legs": [
            {
                "place": leg.place,
                "country": country_of(leg.country),
                "starts": str(leg.starts) if leg.starts else None,
                "ends": str(leg.ends) if leg.ends else None,
            }
            for leg in legs
        ],
    }


def _organisation(record: Organisation, request: HttpRequest) -> dict[str, Any]:
    return _record(record, request, [record.country]) | {
        "names": [
            {"name": name.name, "language": name.language, "script": name.script, "kind": name.kind}
            for name in record.names.all()
        ],
        "identifiers": [{"scheme": one.scheme, "value": one.value, "url": one.url} for one in record.identifiers.all()],
        "parent": organisation_ref(record.parent, request) if record.parent and record.parent.live else None,
        "city": record.city,
        "website": record.website,
    }


def _opportunity(record: Opportunity, request: HttpRequest) -> dict[str, Any]:
    offering = record.offered_by if record.offered_by and record.offered_by.live else None
    countries = [*record.countries.all(), *([offering.country] if offering else [])]
    opens, closes = (moment.isoformat() if moment else None for moment in (record.opens, record.closes))
    found = _record(record, request, countries, opens=opens, closes=closes)
    return found | {"offered_by": organisation_ref(offering, request) if offering else None}


# The bytes and the text of a document are large and not shown.
_EVIDENCE = Prefetch("evidence", Evidence.objects.select_related("document").defer("document__content", "document__text"))
_PARTNERSHIPS = Prefetch("event_partnerships", EventPartnership.objects.select_related("partnership"))
_EVENTS = Prefetch("event_partnerships", EventPartnership.objects.select_related("event"))

ENDPOINTS = (
    Endpoint(
        record_type=Partnership.record_type,
        plural="partnerships",
        schema=PartnershipOut,
        public=Partnership.objects.public,
        shown=("parties__organisation__country", "sectors", "sought__country", _EVENTS, _EVIDENCE),
        represent=_partnership,
    ),
    Endpoint(
        record_type=Event.record_type,
        plural="events",
        schema=EventOut,
        public=Event.objects.public,
        shown=("legs__country", "participations__organisation__country", "sectors", _PARTNERSHIPS, _EVIDENCE),
        represent=_event,
    ),
    Endpoint(
        record_type=Organisation.record_type,
        plural="organisations",
        schema=OrganisationOut,
        public=Organisation.objects.public,
        shown=("country", "names", "identifiers", "parent__country", "sectors", _EVIDENCE),
        represent=_organisation,
    ),
    Endpoint(
        record_type=Opportunity.record_type,
        plural="opportunities",
        schema=OpportunityOut,
        public=Opportunity.objects.public,
        shown=("offered_by__country", "countries", "sectors", _EVIDENCE),
        represent=_opportunity,
    ),
)

router = Router()
for each in ENDPOINTS:
    add_endpoint(router, each)
