"""What the register has for several items that are applied together, with the records that are being made for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import prefetch_related_objects

from partnerships.models import Event, Opportunity, Organisation, Partnership, Place, Sector
from portal.imports import matching
from portal.imports.matching import Match, Names


class Known:
    """One instance for each record, whoever finds it, so that what one item changes the next one sees."""

    def __init__(self, mentions: Iterable[dict[str, Any]]) -> None:
        self.names = Names()
        self.names.load(list(mentions), parts=("country", "names"))
        self.places = {place.code: place for place in Place.objects.exclude(code="")}
        self.sectors = {sector.code: sector for sector in Sector.objects.all()}
        self._new: list[Any] = []
        self._met: dict[Any, Any] = {}

    def match(self, mentions: Sequence[dict[str, Any]]) -> list[Match]:
        """As `matching.match_organisations`."""
        self.names.load(mentions, parts=("country", "names"))
        return self.names.match(mentions)

    def organisation(self, uuid: str) -> Organisation | None:
        """The organisation with this identifier."""
        return self.names.by_uuid(uuid)

    def remember(self, name: str, organisations: Sequence[Organisation], verdict: str, user: AbstractUser | None) -> None:
        """As `matching.remember`."""
        matching.remember(name, organisations, verdict, user)
        self.names.decide(name, organisations, verdict)

    def add(self, record: Any) -> None:
        """Lets a record that is being made be found."""
        if isinstance(record, Organisation):
            self.names.add(record)
        self._new.append(record)

    def find_partnership(self, kind: str, parties: Sequence[Organisation]) -> Partnership | None:
        """As `matching.find_partnership`."""
        wanted = {party.pk for party in parties}
        if not any(party._state.adding for party in parties) and (found := matching.find_partnership(kind, parties)):
            return self._one(found)
        for new in self._of(Partnership):
            if new.kind == kind and {party.organisation_id for party in new.parties.all()} == wanted:
                return new
        return None

    def find_event(self, kind: str, start: str | None, end: str | None, countries: Iterable[str]) -> Event | None:
        """As `matching.find_event`."""
        codes = set(countries)
        if found := matching.find_event(kind, start, end, codes):
            return self._one(found)
        same_day = (new for new in self._of(Event) if start and new.kind == kind and str(new.starts or "") == start)
        return next((new for new in same_day if matching.is_event(new, start, end, codes)), None)

    def find_opportunity(self, kind: str, words: str) -> Opportunity | None:
        """As `matching.find_opportunity`."""
        if found := matching.find_opportunity(kind, words):
            return self._one(found)
        return next((new for new in self._of(Opportunity) if words and (new.kind, new.summary) == (kind, words)), None)

    def _of(self, model: type[Any]) -> list[Any]:
        # What is in the database by now is found there.
        return [record for record in self._new if isinstance(record, model) and record._state.adding]

    def _one(self, record: Any) -> Any:
        if record not in self._met:
            prefetch_related_objects([record], *_PARTS[type(record)])
        return self._met.setdefault(record, record)


_PARTS: dict[type[Any], tuple[str, ...]] = {
    Partnership: ("parties__organisation", "sought"),
    Event: ("participations__organisation", "event_partnerships"),
    Opportunity: (),
}
"""What is looked at of a record that is found again."""


def mentions_of(values: Iterable[tuple[str, Any]]) -> list[dict[str, Any]]:
    """The mentions of organisations among (kind, value) of suggestions, the parties of partnerships included."""
    mentions = []
    for kind, value in values:
        if kind == "organisation":
            mentions.append(value)
        elif kind == "partnership":
            mentions += [{"name": name, "aliases": []} for name in value.get("parties", ())]
    return mentions
