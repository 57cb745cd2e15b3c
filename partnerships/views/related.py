"""What stands beside a record on its public page: partnerships, events and offers that are public, the latest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from partnerships.edtf import IncompleteDate
from partnerships.models import Event, EventPartnership, Opportunity, Organisation, Partnership
from partnerships.models.opportunities import newest_article
from partnerships.models.partnerships import PartnershipStatus
from partnerships.terms import TOLD_IN_ORDER, standing

# A page shows so many of a kind and leads to the list for the rest: a busy organisation has thousands.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """The first records of a kind, and how many there are."""

    records: tuple[Any, ...] = ()
    total: int = 0
    status: str = ""
    status_word: str = ""

    @property
    def has_more(self) -> bool:
        return self.total > len(self.records)


def partnerships_by_status(organisation: Organisation) -> list[Beside]:
    """The partnerships to which an organisation is a party, a group for each status that occurs."""
    if not organisation.pk:
        return []
    found = Partnership.objects.public().filter(parties__organisation=organisation).distinct()
    keys: dict[str, list[tuple[tuple[date, int], int]]] = {}
    today = date.today()
    told = ("status", "status_confirmed", "ends", "renews_itself", "renewal_months", "let_end")
    for key, signed, starts, status, confirmed, ends, renews, months, let_end in found.values_list(
        "pk", "signed", "starts", *told
    ):
        status, _confirmed = standing(status, confirmed, ends, bool(renews and months), let_end, today)
        keys.setdefault(status, []).append((_when(signed or starts, key), key))
    shown = {status: [key for _time, key in sorted(group, reverse=True)[:SHOWN]] for status, group in keys.items()}
    records = Partnership.objects.prefetch_related("parties__organisation__country").in_bulk(
        [key for group in shown.values() for key in group]
    )
    return [
        Beside(tuple(records[key] for key in shown[status]), len(keys[status]), status, str(PartnershipStatus(status).label))
        for status in TOLD_IN_ORDER
        if status in keys
    ]


def events_of(record: Partnership | Organisation) -> Beside:
    """The events in which a partnership or an organisation played a part; of a partnership all of them."""
    if not record.pk:
        return Beside()
    relation = "event_partnerships__partnership" if isinstance(record, Partnership) else "participations__organisation"
    found = Event.objects.public().filter(**{relation: record}).distinct()
    keys = sorted(
        ((_when(starts or ends, key), key) for key, starts, ends in found.values_list("pk", "starts", "ends")), reverse=True
    )
    shown = [key for _time, key in (keys[:SHOWN] if isinstance(record, Organisation) else keys)]
    records = Event.objects.prefetch_related("legs__country").in_bulk(shown)
    return Beside(tuple(records[key] for key in shown), len(keys))


def outcomes_of(event: Event) -> QuerySet[EventPartnership]:
    """What an event meant for partnerships."""
    found = EventPartnership.objects.filter(event_id=event.pk, partnership__live=True)
    return found.select_related("partnership").prefetch_related("partnership__parties__organisation__country")


def inner_events_of(event: Event) -> list[Event]:
    """The public events that belong to this one, the first first."""
    if not event.pk:
        return []
    found = Event.objects.public().filter(part_of_id=event.pk).prefetch_related("legs__country")
    return sorted(found, key=lambda inner: _when(inner.starts or inner.ends, inner.pk))


def parts_of(organisation: Organisation) -> Beside:
    """The public organisations that are part of this one."""
    if not organisation.pk:
        return Beside()
    found = Organisation.objects.public().filter(parent_id=organisation.pk).select_related("country")
    shown = tuple(found[: 3 * SHOWN])
    return Beside(shown, found.count() if len(shown) == 3 * SHOWN else len(shown))


def opportunities_of(organisation: Organisation) -> Beside:
    """What an organisation offers."""
    if not organisation.pk:
        return Beside()
    found = Opportunity.objects.public().filter(offered_by=organisation)
    # How fresh each is is asked for at once.
    shown = found.annotate(told_on=newest_article()).select_related("offered_by").prefetch_related("countries")
    shown = shown.order_by(F("closes").desc(nulls_last=True), "sort_key", "pk")[:SHOWN]
    return Beside(tuple(shown), found.count())


def _when(known: IncompleteDate | None, key: int) -> tuple[date, int]:
    """What puts records in the order of time; an unknown date comes before all others."""
    return (known.earliest or known.latest or date.min if known else date.min, key)
