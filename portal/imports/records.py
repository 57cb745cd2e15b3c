"""Records of the register out of what was accepted: found again where they exist, made where they do not, never overwritten."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.conf import settings

from partnerships.edtf import IncompleteDate
from partnerships.facts import value_of
from partnerships.models import (
    Event,
    EventPartnership,
    Leg,
    Opportunity,
    Organisation,
    Participation,
    Partnership,
    Party,
    Sector,
    Sought,
)
from partnerships.models.events import EventKind, EventState, ParticipationRole
from partnerships.models.opportunities import OpportunityKind
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus
from partnerships.models.records import Role
from partnerships.models.translations import plain_code
from partnerships.people import are_removed
from portal.imports import proving
from portal.imports.days import Days, days_of
from portal.imports.keeping import Keeper
from portal.imports.known import Known
from portal.imports.ledger import Ledger
from portal.imports.models import Suggestion
from portal.imports.parties import Organisations
from portal.imports.review import Choice
from portal.imports.telling import Told, told, told_label
from portal.imports.titles import cut, event_title, give_title, in_register, is_made_title, partnership_title
from portal.imports.values import date_of, last_moment, one_of, period_of
from portal.imports.writing import Writer

Kind = Suggestion.Kind
# Forms that exist by being signed; in the others the parties are simply partners.
_SIGNED_KINDS = (PartnershipKind.MEMORANDUM, PartnershipKind.AGREEMENT, PartnershipKind.LETTER_OF_INTENT)
# From which status to which a later article may take a partnership: forward in its life, or back from a pause.
_LATER = {
    (now, then)
    for now in PartnershipStatus.values
    for then in PartnershipStatus.values
    if then != PartnershipStatus.PROPOSED and (now, then) != (PartnershipStatus.ACTIVE, PartnershipStatus.SIGNED)
}
_LANGUAGE_LENGTH = 10


class Register:
    """Makes and links the records of one item. What could not be made is in `left_out`, with the reason."""

    def __init__(
        self,
        choices: Sequence[Choice],
        suggestions: Sequence[Suggestion],
        ledger: Ledger,
        known: Known,
        writer: Writer,
        *,
        publish: bool,
    ) -> None:
        self._ledger = ledger
        self._known = known
        self._keeper = Keeper(ledger, known, writer, publish=publish)
        self._choices = choices
        read = next((str(choice.value) for choice in self._of(Kind.LANGUAGE)), "")
        self._language = plain_code(read)[:_LANGUAGE_LENGTH]
        """Of the document, "" when nobody knows it."""
        self._suggestions = suggestions
        self._parties = Organisations(suggestions, known, self._keeper, self._language)
        self.places = known.places
        self.sectors = known.sectors
        self.partnerships: list[tuple[Partnership, Choice]] = []
        self.events: list[tuple[Event, Choice]] = []
        self.opportunities: list[tuple[Opportunity, Choice]] = []
        self.left_out: list[tuple[str, Told]] = self._parties.left_out
        self.organisations = self._parties.made
        self.changed = self._keeper.changed

    def make(self) -> None:
        """All of it, in the order in which one needs the other."""
        self._parties.make(self._of(Kind.ORGANISATION), self._of(Kind.PARTNERSHIP))
        for choice in self._of(Kind.PARTNERSHIP):
            self._make_partnership(choice)
        for choice in self._of(Kind.EVENT):
            self._make_event(choice)
        for choice in self._of(Kind.OPPORTUNITY):
            self._make_opportunity(choice)
        self._prove_facts()

    def publish(self) -> None:
        """As `Keeper.publish`."""
        self._keeper.publish()

    def _of(self, kind: str) -> list[Choice]:
        return [choice for choice in self._choices if choice.suggestion.kind == kind]

    def _written_in(self, choice: Choice, quote: str = "") -> str:
        """The language of a record's texts: that of the document they are taken from, or that of the register for a title made here.

        In which one a person has written the title nobody knows.
        """
        title = choice.value.get("title")
        if title and title != choice.suggestion.value.get("title"):
            return ""
        return self._language if title or quote else str(settings.LANGUAGE_CODE)

    def _make_partnership(self, choice: Choice) -> None:
        value = choice.value
        parties = list(
            dict.fromkeys(self._parties.by_name[name] for name in value.get("parties", ()) if name in self._parties.by_name)
        )
        kind = one_of(value["kind"], PartnershipKind, PartnershipKind.COOPERATION)
        made = partial(partnership_title, kind, parties)
        alone = len(value.get("parties", ())) == 1 and bool(value.get("sought"))
        if len(parties) < (1 if alone else 2):
            self.left_out.append((value.get("title") or in_register(made), told("It needs two parties that are accepted.")))
            return
        status = one_of(value.get("status"), PartnershipStatus, PartnershipStatus.PROPOSED)
        days = self._days(choice, status)
        if partnership := self._known.find_partnership(kind, parties):
            self._keeper.link(partnership, choice)
            self._keeper.fill(partnership, **days.kept(partnership.signed, partnership.starts, partnership.ends))
            self._tell_change(partnership, value.get("status"), days.since)
        else:
            partnership = Partnership(
                kind=kind,
                status=status,
                status_since=days.since,
                signed=days.signed,
                starts=days.starts,
                ends=days.ends,
            )
            give_title(partnership, value.get("title", ""), made)
            partnership.language = self._written_in(choice)
            is_signatory = kind in _SIGNED_KINDS and status != PartnershipStatus.PROPOSED
            role = Role.SIGNATORY if is_signatory else Role.PARTNER
            partnership.parties = [Party(organisation=party, role=role) for party in parties]
            partnership.sought = [
                Sought(description=cut(name), organisation=self._parties.by_name.get(name)) for name in value.get("sought", ())
            ]
            partnership.sectors = self._sectors(value)
            self._keeper.add(partnership, choice)
        self.partnerships.append((partnership, choice))

    def _days(self, choice: Choice, status: str) -> Days:
        """The days that the text gives for it; without one, that of the signing which the same words speak of."""
        signings = (
            event.value.get("start")
            for event in self._of(Kind.EVENT)
            if event.value.get("kind") == EventKind.SIGNING and _overlap(choice.suggestion.spans, event.suggestion.spans)
        )
        told_days = (date_of(choice.value.get("date")), date_of(next(signings, None)), date_of(choice.value.get("ends")))
        return days_of(status, *told_days, self._published())

    def _published(self) -> IncompleteDate | None:
        return next((date_of(choice.value) for choice in self._of(Kind.PUBLISHED)), None)

    def _tell_change(self, partnership: Partnership, status: str | None, since_then: IncompleteDate | None) -> None:
        """Takes over how a later article says that it stands, where only imports have said so before; else leaves it to a person."""
        if status is None or status == partnership.status or (partnership.status, status) not in _LATER:
            return
        since: Any = partnership.status_since
        said = self._published()
        is_later = bool(said and said.earliest and since and since.latest and said.earliest > since.latest)
        if is_later and self._keeper.may_change(partnership) and not partnership.status_reason:
            self._keeper.change(partnership, status=status, status_since=since_then)
        elif is_later:
            reason = told("The article says “%(status)s”; the record was left as it is.")
            self.left_out.append((partnership.title, reason % {"status": told_label(PartnershipStatus(status).label)}))

    def _make_event(self, choice: Choice) -> None:
        value = choice.value
        kind = one_of(value["kind"], EventKind, EventKind.MEETING)
        event = self._known.find_event(kind, value.get("start"), value.get("end"), value.get("countries", ()))
        if event:
            self._keeper.link(event, choice)
        else:
            if is_made_title(value):
                value = {**value, "title": ""}
                choice = Choice(choice.suggestion, value)
            starts, ends = period_of(value)
            is_ahead = bool(starts and starts.earliest and starts.earliest > datetime.date.today())
            state = EventState.PLANNED if is_ahead else EventState.HELD
            event = Event(
                kind=kind,
                state=one_of(value.get("state") or state, EventState, state),
                starts=starts,
                ends=ends,
                language=self._written_in(choice),
            )
            give_title(event, value.get("title", ""), partial(event_title, kind, self._signatories(kind, choice), value))
            event.legs = self._legs(value)
            event.participations = self._participations(value)
            event.event_partnerships = self._outcomes(kind, choice)
            event.sectors = self._sectors(value)
            self._keeper.add(event, choice)
        self.events.append((event, choice))

    def _signatories(self, kind: str, choice: Choice) -> list[Organisation]:
        """Who signed, where the event is a signing and the text says so."""
        outcomes = self._outcomes(kind, choice) if kind == EventKind.SIGNING else []
        return list(dict.fromkeys(party.organisation for outcome in outcomes for party in outcome.partnership.parties.all()))

    def _legs(self, value: dict[str, Any]) -> list[Leg]:
        legs = [
            Leg(
                place=cut(leg.get("place") or "", 120),
                country=self.places.get(leg.get("country") or ""),
                starts=date_of(leg.get("start")),
                ends=date_of(leg.get("end")),
            )
            for leg in value.get("legs", ())
        ]
        if not legs:
            places, codes = value.get("places", ()), value.get("countries", ())
            # Which place is in which country is known only when there is one country.
            country = self.places.get(codes[0]) if len(codes) == 1 else None
            legs = [Leg(place=cut(place, 120), country=country) for place in places]
        if legs and all(leg.country for leg in legs):
            return legs
        reached = {leg.country for leg in legs}
        more = [self.places[code] for code in value.get("countries", ()) if code in self.places]
        more = [country for country in more if country not in reached]
        # Stops without a country are in those countries, so that only what exceeds them is a stop of its own.
        unplaced = sum(leg.country is None for leg in legs)
        return [*legs, *(Leg(country=country) for country in (more if len(more) > unplaced else ()))]

    def _participations(self, value: dict[str, Any]) -> list[Participation]:
        people = {c.suggestion.value["name"]: c.value for c in self._of(Kind.PERSON)}
        # Whoever asked to be removed is not brought back.
        gone = are_removed({name for key, person in people.items() for name in (key, person["name"])}) if people else set()
        people = {key: person for key, person in people.items() if not gone & {key, person["name"]}}
        hosts = [(host, ParticipationRole.HOST) for leg in value.get("legs", ()) for host in leg.get("hosts", ())]
        rows: dict[tuple[str, str], Participation] = {}
        for name, part in (*value.get("participants", ()), *hosts):
            role = one_of(part, ParticipationRole, ParticipationRole.ATTENDEE)
            if organisation := self._parties.by_name.get(name):
                rows[(str(organisation.pk), role)] = Participation(organisation=organisation, role=role)
            elif person := people.get(name):
                rows[(name, role)] = Participation(
                    person=cut(person["name"], 160), person_role=cut(person.get("role") or ""), role=role
                )
        return list(rows.values())

    def _outcomes(self, kind: str, choice: Choice) -> list[EventPartnership]:
        """The partnerships that the same words speak of."""
        relation = {
            EventKind.SIGNING: EventPartnership.Relation.SIGNED,
            EventKind.OPENING: EventPartnership.Relation.LAUNCHED,
        }.get(EventKind(kind), EventPartnership.Relation.DISCUSSED)
        spoken_of = [p for p, other in self.partnerships if _overlap(choice.suggestion.spans, other.suggestion.spans)]
        return [EventPartnership(partnership=partnership, relation=relation) for partnership in dict.fromkeys(spoken_of)]

    def _make_opportunity(self, choice: Choice) -> None:
        value = choice.value
        kind = one_of(value["kind"], OpportunityKind, OpportunityKind.PARTNER_SEARCH)
        quote = self._sentence(choice)
        if opportunity := self._known.find_opportunity(kind, quote):
            self._keeper.link(opportunity, choice)
        else:
            opportunity = Opportunity(
                kind=kind,
                summary=quote,
                language=self._written_in(choice, quote),
                closes=last_moment(value.get("closes")),
            )
            give_title(opportunity, value.get("title") or quote, lambda: str(OpportunityKind(kind).label), 120)
            opportunity.countries = [self.places[code] for code in value.get("countries", ()) if code in self.places]
            opportunity.sectors = self._sectors(value)
            self._keeper.add(opportunity, choice)
        self.opportunities.append((opportunity, choice))

    def _sentence(self, choice: Choice) -> str:
        """The sentence around the first words that prove the fact, on one line."""
        document, spans = self._ledger.item.document, choice.suggestion.spans
        if not spans or document is None:
            return ""
        return " ".join(proving.sentence_around(document.text, spans[0]["start"], spans[0]["end"]).split())

    def _sectors(self, value: dict[str, Any]) -> list[Sector]:
        return [self.sectors[code] for code in value.get("sectors", ()) if code in self.sectors]

    def _prove_facts(self) -> None:
        """Once all records are what they become: the sentences behind each of their facts."""
        document = self._ledger.item.document
        shown = [(s.kind, s.value, s.spans) for s in self._suggestions]
        words = proving.Words(
            text=document.text if document else "",
            organisations=proving.places_by((o.pk, c.suggestion.spans) for o, c in self.organisations),
            people=proving.places_by((value["name"], spans) for kind, value, spans in shown if kind == Kind.PERSON),
            countries=proving.places_by((value["code"], spans) for kind, value, spans in shown if kind == Kind.COUNTRY),
        )
        for record, choice in (*self.organisations, *self.partnerships, *self.events, *self.opportunities):
            read = choice.suggestion
            for code, spans in proving.facts_shown(record, read.value, read.spans, words):
                value = value_of(record, code) if code in proving.VALUED else ""
                self._ledger.prove(record, spans, code, read.decided_by, value)


def _overlap(some: Iterable[dict[str, Any]], others: Sequence[dict[str, Any]]) -> bool:
    return any(a["start"] < b["end"] and b["start"] < a["end"] for a in some for b in others)
