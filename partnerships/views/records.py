"""The public page of one record, and the permanent addresses."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model, Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from partnerships.authority import kept_organisation
from partnerships.models import (
    Event,
    Leg,
    Opportunity,
    Organisation,
    OrganisationIdentifier,
    OrganisationName,
    Participation,
    Partnership,
    Party,
    Sought,
)
from partnerships.models.records import Record

RECORD_MODELS: dict[str, type[Record]] = {model.record_type: model for model in (Partnership, Event, Organisation, Opportunity)}


def in_order(relation: str, model: type[Model], *related: str) -> Prefetch:
    """The parts of a record in the order that editors gave them; those that were given none, in the order of their making."""
    return Prefetch(relation, model._default_manager.select_related(*related).order_by("sort_order", "pk"))


PREFETCHES: dict[str, tuple[str | Prefetch, ...]] = {
    "partnership": (
        in_order("parties", Party, "organisation__country"),
        in_order("sought", Sought, "organisation", "country"),
        "sectors",
    ),
    "event": (
        in_order("legs", Leg, "country", "host"),
        "changes",
        "part_of",
        in_order("participations", Participation, "organisation__country"),
        "sectors",
    ),
    "organisation": (
        in_order("names", OrganisationName),
        in_order("identifiers", OrganisationIdentifier),
        "parent",
        "sectors",
    ),
    "opportunity": ("countries", "sectors"),
}


class SeeOther(HttpResponseRedirect):
    """The thing has no page of its own at this address; another address describes it."""

    status_code = 303


def public_record(record_type: str, first: UUID, last: UUID) -> Record:
    """The public record whose identifier lies between the two; raises Http404 when there is none."""
    model = RECORD_MODELS.get(record_type)
    if model is None:
        raise Http404
    record = model.objects.public().filter(uuid__range=(first, last)).prefetch_related(*PREFETCHES[record_type]).first()
    if record is None:
        raise Http404
    return record


def merged_away(record_type: str, first: UUID, last: UUID) -> Record | None:
    """The public organisation that stands for one that was merged and whose identifier lies between the two; None otherwise."""
    if record_type != Organisation.record_type:
        return None
    merged = Organisation.objects.filter(uuid__range=(first, last), merged_into__isnull=False).first()
    kept = kept_organisation(merged) if merged else None
    return kept if kept and kept.live else None


def permanent_address(request: HttpRequest, record_type: str, uuid: UUID) -> HttpResponse:
    """303 from /id/<type>/<uuid> to the readable page of a public record; 404 for anything else."""
    record = merged_away(record_type, uuid, uuid) or public_record(record_type, uuid, uuid)
    address = record.get_absolute_url()
    if address == request.path:  # no list page of this kind is published, so there is no page to see
        raise Http404
    return SeeOther(address)
