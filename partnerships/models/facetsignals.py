"""Whatever is saved or deleted through a model brings the rows of the records it belongs to up to date, in its own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save

from partnerships.models.events import Event, Leg, Participation
from partnerships.models.facetrow import FacetRow, facet_sources, records_changed
from partnerships.models.opportunities import Opportunity
from partnerships.models.organisations import Organisation, OrganisationName
from partnerships.models.partnerships import Partnership, Party, Sought
from partnerships.models.places import Place
from partnerships.models.sectors import Sector

Touched = Iterable[tuple[str, Iterable[int]]]
"""Record types, each with the ids of the records concerned."""


def refresh_when_saved(model: type[models.Model], touched: Callable[[Any], Touched], *, new: bool = True) -> None:
    """From now on, saving or deleting an instance of `model` refreshes the records that `touched` names for it.

    Without `new`, not when it is made: for models whose new instances no record can have yet.
    """

    def receiver(instance: models.Model, created: bool = False, **kwargs: object) -> None:
        if new or not created:
            for record_type, ids in touched(instance):
                records_changed(record_type, ids)

    uid = f"facet rows of {model._meta.label} by {touched.__module__}.{touched.__qualname__}"
    for signal in (post_save, post_delete):
        signal.connect(receiver, sender=model, weak=False, dispatch_uid=uid)


def refresh_when_linked(relation: Any, record_type: str) -> None:
    """From now on, a change of the many-to-many `relation` of records refreshes them, from whichever end it is made."""
    through, field = relation.through, relation.field
    record, other = field.m2m_field_name(), field.m2m_reverse_field_name()

    def receiver(instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: object) -> None:
        if not reverse:
            if action.startswith("post_"):
                records_changed(record_type, [instance.pk])
        elif action == "pre_clear":
            # Afterwards nobody knows any more which records they were.
            linked = through.objects.filter(**{other: instance.pk}).values_list(f"{record}_id", flat=True)
            instance._records_before_clear = set(linked)
        elif action == "post_clear":
            records_changed(record_type, instance._records_before_clear)
        elif action.startswith("post_"):
            records_changed(record_type, pk_set or ())

    m2m_changed.connect(receiver, sender=through, weak=False, dispatch_uid=f"facet rows by {through._meta.label}")


def _itself(record: Partnership | Event | Organisation | Opportunity) -> Touched:
    yield record.record_type, [record.pk]


def _partnership_of(part: Party | Sought) -> Touched:
    yield Partnership.record_type, [part.partnership_id]


def _event_of(part: Leg | Participation) -> Touched:
    yield Event.record_type, [part.event_id]


def _all_of_organisation(organisation_id: int) -> Touched:
    """The organisation and whatever shows its country or is found by its names."""
    concerned = {"organisation_id": organisation_id}
    yield Organisation.record_type, [organisation_id]
    yield Partnership.record_type, Party.objects.filter(**concerned).values_list("partnership_id", flat=True)
    yield Event.record_type, Participation.objects.filter(**concerned).values_list("event_id", flat=True)
    yield Opportunity.record_type, Opportunity.objects.filter(offered_by_id=organisation_id).values_list("pk", flat=True)


def _of_organisation(organisation: Organisation) -> Touched:
    return _all_of_organisation(organisation.pk)


def _of_name(name: OrganisationName) -> Touched:
    return _all_of_organisation(name.organisation_id)


def _below_sector(sector: Sector) -> Touched:
    """Every record with this sector or one below it, as long as the tree was as their rows have it."""
    for record_type in facet_sources:
        rows = FacetRow.objects.filter(record_type=record_type, sectors__contains=[sector.pk])
        yield record_type, rows.values_list("record_id", flat=True)


def _in_country(place: Place) -> Touched:
    for record_type in facet_sources:
        rows = FacetRow.objects.filter(record_type=record_type, countries__contains=[place.pk])
        yield record_type, rows.values_list("record_id", flat=True)


def connect() -> None:
    """Called once, when every model is loaded."""
    for record in (Partnership, Event, Opportunity):
        refresh_when_saved(record, _itself)
    for record in (Partnership, Event, Organisation, Opportunity):
        refresh_when_linked(record.sectors, record.record_type)
    refresh_when_linked(Opportunity.countries, Opportunity.record_type)
    refresh_when_saved(Organisation, _of_organisation)
    refresh_when_saved(OrganisationName, _of_name)
    for part in (Party, Sought):
        refresh_when_saved(part, _partnership_of)
    for part in (Leg, Participation):
        refresh_when_saved(part, _event_of)
    refresh_when_saved(Sector, _below_sector, new=False)
    refresh_when_saved(Place, _in_country, new=False)
