"""Records of the register out of what was accepted: found again where they exist, made where they do not, never overwritten."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.utils import translation
from django.utils.translation import gettext as _

from partnerships.edtf import IncompleteDate, IncompleteDateError
from partnerships.facts import value_of
from partnerships.models import (
    Event,
    EventPartnership,
    Leg,
    Opportunity,
    Organisation,
    OrganisationName,
    Participation,
    Partnership,
    Party,
    Sector,
    Sought,
)
from partnerships.models.events import EventKind, EventState, ParticipationRole
from partnerships.models.opportunities import OpportunityKind, default_time_zone
from partnerships.models.organisations import NameKind, OrganisationKind
from partnerships.models.partnerships import PartnershipKind, PartnershipStatus
from partnerships.models.places import country_names
from partnerships.models.records import Record, Role
from partnerships.models.translations import plain_code
from partnerships.names import script_of, sort_key
from partnerships.people import are_removed
from portal.imports import matching, proving
from portal.imports.known import Known
from portal.imports.ledger import Ledger, as_json, is_untouched
from portal.imports.models import Change, NameDecision, Suggestion
from portal.imports.review import ACCEPTED, Choice
from portal.imports.writing import Writer

Kind = Suggestion.Kind
Action = Change.Action
# Forms that exist by being signed; in the others the parties are simply partners.
_SIGNED_KINDS = (PartnershipKind.MEMORANDUM, PartnershipKind.AGREEMENT, PartnershipKind.LETTER_OF_INTENT)
# From which status to which a later article may take a partnership: forward in its life, or back from a pause.
_LATER = {
    (now, then)
    for now in PartnershipStatus.values
    for then in PartnershipStatus.values
    if then != PartnershipStatus.PROPOSED and (now, then) != (PartnershipStatus.ACTIVE, PartnershipStatus.SIGNED)
}
# The letters of languages that share them with no other whose names they would be taken for.
_SCRIPTS = {"ru": "Cyrl", "he": "Hebr", "zh-hans": "Hani", "ko": "Hang", "ja": "Jpan"}
LANGUAGE_LENGTH = 10
_LONGEST_ABBREVIATION = 12
_MOST_NAMED = 3


def cut(text: str, most: int = 255) -> str:
    """The text within `most` characters, cut at a word and then ending with "…"."""
    text = " ".join(text.split())
    if len(text) <= most:
        return text
    head = text[: most - 1]
    return (head[: head.rfind(" ")] if " " in head[most // 2 :] else head).rstrip(" ,;:–-") + "…"


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
        self._writer = writer
        self._publish = publish
        self._user: AbstractUser | None = ledger.user
        self._choices = choices
        read = next((str(choice.value) for choice in self._of(Kind.LANGUAGE)), "")
        self._language = plain_code(read)[:LANGUAGE_LENGTH]
        """Of the document, "" when nobody knows it."""
        self._suggestions = suggestions
        self._rejected = {s.value["name"] for s in suggestions if s.kind == Kind.ORGANISATION and s.state == s.State.REJECTED}
        self._mentions = {s.value["name"]: s for s in suggestions if s.kind == Kind.ORGANISATION}
        self._by_name: dict[str, Organisation] = {}
        self.places = known.places
        self.sectors = known.sectors
        self.organisations: list[tuple[Organisation, Choice]] = []
        self.partnerships: list[tuple[Partnership, Choice]] = []
        self.events: list[tuple[Event, Choice]] = []
        self.opportunities: list[tuple[Opportunity, Choice]] = []
        self.left_out: list[tuple[str, str]] = []
        self.changed: list[Record] = []
        self._drafts: list[Record] = []

    def make(self) -> None:
        """All of it, in the order in which one needs the other."""
        self._make_organisations()
        for choice in self._of(Kind.PARTNERSHIP):
            self._make_partnership(choice)
        for choice in self._of(Kind.EVENT):
            self._make_event(choice)
        for choice in self._of(Kind.OPPORTUNITY):
            self._make_opportunity(choice)
        self._prove_facts()

    def publish(self) -> None:
        """Makes public what this item made, and the drafts of earlier imports that it uses and nobody has touched."""
        for record in dict.fromkeys(self._drafts):
            if self._writer.holds(record):
                self._writer.publish(record)
            else:
                record.latest_revision.publish(user=self._user)
                record.refresh_from_db()
            self._ledger.note(Action.PUBLISHED, record, after={"revision": record.latest_revision_id})

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

    # --- organisations

    def _make_organisations(self) -> None:
        choices = self._of(Kind.ORGANISATION)
        listed = {choice.suggestion.value["name"] for choice in choices}
        implied = [name for name in self._needed() if name not in listed and name not in self._rejected]
        # A party that nobody has decided on comes with the partnership that needs it.
        needed = [Choice(self._mentions[name], self._mentions[name].value) for name in implied if name in self._mentions]
        bare = [{"name": name, "aliases": []} for name in implied if name not in self._mentions]
        matches = self._known.match([*(c.value for c in (*choices, *needed)), *bare])
        for choice, exact in zip((*choices, *needed), matches, strict=False):
            match = self._as_shown(choice, exact)
            if organisation := self._organisation(choice.value, match, choice):
                self.organisations.append((organisation, choice))
                names = (choice.value["name"], choice.suggestion.value["name"], *choice.suggestion.value.get("aliases", ()))
                self._by_name |= dict.fromkeys(names, organisation)
        for mention, match in zip(bare, matches[len(choices) + len(needed) :], strict=True):
            if organisation := self._organisation(mention, match, None):
                self._by_name[str(mention["name"])] = organisation

    def _needed(self) -> list[str]:
        """Names of parties of the accepted partnerships, in the order of the text, without those that are short forms of another."""
        aliases = {alias for s in self._mentions.values() for alias in s.value.get("aliases", ())}
        names = [name for choice in self._of(Kind.PARTNERSHIP) for name in choice.value.get("parties", ())]
        return [name for name in dict.fromkeys(names) if name in self._mentions or name not in aliases]

    def _organisation(self, value: dict[str, Any], match: matching.Match, choice: Choice | None) -> Organisation | None:
        decided = choice is not None and choice.suggestion.state in ACCEPTED
        use = value.get("use")
        if use and use != "new":
            organisation = self._known.organisation(use)
        elif use == "new" and choice:
            # Made before it is said, lest the new one be among those that are not meant.
            organisation = self._new_organisation(value, choice)
            self._known.remember(choice.suggestion.value["name"], self._offered(choice), NameDecision.Verdict.NEVER, self._user)
            return organisation
        elif match.state == matching.NEW:
            return self._new_organisation(value, choice)
        elif match.state == matching.PROBABLE and decided:
            # Accepting a probable match is to say: yes, that one.
            organisation = match.candidates[0]
        else:
            organisation = match.record
        if organisation and decided and choice and (use or match.state == matching.PROBABLE):
            self._known.remember(choice.suggestion.value["name"], [organisation], NameDecision.Verdict.SAME, self._user)
        if organisation is None:
            self.left_out.append((value["name"], match.reason or _("The chosen record no longer exists.")))
            return None
        self._link(organisation, choice)
        self._fill(organisation, country=self.places.get(value.get("country") or ""))
        return organisation

    def _as_shown(self, choice: Choice, match: matching.Match) -> matching.Match:
        """The match, or where no organisation has the name what it was said to mean probably: the person has decided on that."""
        shown = choice.suggestion.match or {}
        name = choice.suggestion.value["name"]
        is_open = match.state == matching.NEW and choice.value["name"] == name
        if not is_open or shown.get("state") not in (matching.PROBABLE, matching.AMBIGUOUS):
            return match
        offered = tuple(one for one in self._offered(choice) if not self._known.names.is_never(name, one))
        return matching.Match(shown["state"], offered, shown.get("reason", "")) if offered else match

    def _offered(self, choice: Choice) -> list[Organisation]:
        """The organisations that the person was shown and did not choose."""
        candidates = (choice.suggestion.match or {}).get("candidates", ())
        return [found for candidate in candidates if (found := self._known.organisation(candidate["uuid"]))]

    def _new_organisation(self, value: dict[str, Any], choice: Choice | None) -> Organisation:
        organisation = Organisation(
            name=cut(value["name"]),
            # A Russian text writes a Dutch name in Latin letters; a name in the letters of its language is in it.
            language=self._language if _SCRIPTS.get(self._language, "") == script_of(value["name"]) else "",
            kind=_known(value.get("kind"), OrganisationKind, OrganisationKind.OTHER),
            country=self.places.get(value.get("country") or ""),
        )
        names = {alias: _name_kind(alias, organisation.name) for alias in value.get("aliases", ()) if alias != organisation.name}
        organisation.names = [OrganisationName(name=cut(alias), kind=kind) for alias, kind in names.items() if kind]
        self._save_new(organisation, choice)
        return organisation

    # --- partnerships, events, opportunities

    def _make_partnership(self, choice: Choice) -> None:
        value = choice.value
        parties = list(dict.fromkeys(self._by_name[name] for name in value.get("parties", ()) if name in self._by_name))
        kind = _known(value["kind"], PartnershipKind, PartnershipKind.COOPERATION)
        label = value.get("title") or _partnership_title(kind, parties)
        if len(parties) < 2:
            self.left_out.append((label, _("It needs two parties that are accepted.")))
            return
        signed = self._signed(choice)
        if partnership := self._known.find_partnership(kind, parties):
            self._link(partnership, choice)
            self._fill(partnership, signed=signed)
            self._tell_change(partnership, value.get("status"))
        else:
            status = _known(value.get("status"), PartnershipStatus, PartnershipStatus.PROPOSED)
            since = signed if status == PartnershipStatus.SIGNED else self._published()
            partnership = Partnership(title=cut(label), kind=kind, status=status, status_since=since or signed, signed=signed)
            partnership.language = self._written_in(choice)
            is_signatory = kind in _SIGNED_KINDS and status != PartnershipStatus.PROPOSED
            role = Role.SIGNATORY if is_signatory else Role.PARTNER
            partnership.parties = [Party(organisation=party, role=role) for party in parties]
            partnership.sought = [
                Sought(description=cut(name), organisation=self._by_name.get(name)) for name in value.get("sought", ())
            ]
            partnership.sectors = self._sectors(value)
            self._save_new(partnership, choice)
        self.partnerships.append((partnership, choice))

    def _signed(self, choice: Choice) -> IncompleteDate | None:
        """The day that the text gives for it, else that of the signing which the same words speak of; never after the article."""
        signings = (
            event.value.get("start")
            for event in self._of(Kind.EVENT)
            if event.value.get("kind") == EventKind.SIGNING and _overlap(choice.suggestion.spans, event.suggestion.spans)
        )
        is_agreed = choice.value.get("status") != PartnershipStatus.PROPOSED
        signed = _date(choice.value.get("date") or (next(signings, None) if is_agreed else None))
        published = self._published()
        if signed and signed.earliest and published and published.latest and signed.earliest > published.latest:
            return None
        return signed

    def _published(self) -> IncompleteDate | None:
        return next((_date(choice.value) for choice in self._of(Kind.PUBLISHED)), None)

    def _tell_change(self, partnership: Partnership, status: str | None) -> None:
        """Takes over how a later article says that it stands, where only imports have said so before; else leaves it to a person."""
        if status is None or status == partnership.status or (partnership.status, status) not in _LATER:
            return
        since: Any = partnership.status_since
        told = self._published()
        is_later = bool(told and told.earliest and since and since.latest and told.earliest > since.latest)
        if is_later and self._may_change(partnership) and not partnership.status_reason:
            self._change(partnership, status=status, status_since=told)
        elif is_later:
            reason = _("The article says “%(status)s”; the record was left as it is.")
            self.left_out.append((partnership.title, reason % {"status": PartnershipStatus(status).label}))

    def _make_event(self, choice: Choice) -> None:
        value = choice.value
        kind = _known(value["kind"], EventKind, EventKind.MEETING)
        event = self._known.find_event(kind, value.get("start"), value.get("end"), value.get("countries", ()))
        if event:
            self._link(event, choice)
        else:
            if _is_made_title(value):
                value = {**value, "title": ""}
                choice = Choice(choice.suggestion, value)
            starts, ends = _period(value)
            is_ahead = bool(starts and starts.earliest and starts.earliest > datetime.date.today())
            state = EventState.PLANNED if is_ahead else EventState.HELD
            event = Event(
                title=cut(value.get("title") or self._event_title(kind, choice)),
                kind=kind,
                state=_known(value.get("state") or state, EventState, state),
                starts=starts,
                ends=ends,
                language=self._written_in(choice),
            )
            event.legs = self._legs(value)
            event.participations = self._participations(value)
            event.event_partnerships = self._outcomes(kind, choice)
            event.sectors = self._sectors(value)
            self._save_new(event, choice)
        self.events.append((event, choice))

    def _event_title(self, kind: str, choice: Choice) -> str:
        """The kind, with who signed where it is a signing and the text says so, else with where it was."""
        about = ""
        if kind == EventKind.SIGNING:
            parties = [
                party.organisation for outcome in self._outcomes(kind, choice) for party in outcome.partnership.parties.all()
            ]
            about = _names(list(dict.fromkeys(parties)), ", ")
        about = about or _where(choice.value)
        label = _label(EventKind(kind))
        return f"{label}: {about}" if about else label

    def _legs(self, value: dict[str, Any]) -> list[Leg]:
        legs = [
            Leg(
                place=cut(leg.get("place") or "", 120),
                country=self.places.get(leg.get("country") or ""),
                starts=_date(leg.get("start")),
                ends=_date(leg.get("end")),
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
            role = _known(part, ParticipationRole, ParticipationRole.ATTENDEE)
            if organisation := self._by_name.get(name):
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
        kind = _known(value["kind"], OpportunityKind, OpportunityKind.PARTNER_SEARCH)
        quote = self._sentence(choice)
        if opportunity := self._known.find_opportunity(kind, quote):
            self._link(opportunity, choice)
        else:
            opportunity = Opportunity(
                title=cut(value.get("title") or quote or _label(OpportunityKind(kind)), 120),
                kind=kind,
                summary=quote,
                language=self._written_in(choice, quote),
                closes=_last_moment(value.get("closes")),
            )
            opportunity.countries = [self.places[code] for code in value.get("countries", ()) if code in self.places]
            opportunity.sectors = self._sectors(value)
            self._save_new(opportunity, choice)
        self.opportunities.append((opportunity, choice))

    def _sentence(self, choice: Choice) -> str:
        """The sentence around the first words that prove the fact, on one line."""
        document, spans = self._ledger.item.document, choice.suggestion.spans
        if not spans or document is None:
            return ""
        return " ".join(proving.sentence_around(document.text, spans[0]["start"], spans[0]["end"]).split())

    def _sectors(self, value: dict[str, Any]) -> list[Sector]:
        return [self.sectors[code] for code in value.get("sectors", ()) if code in self.sectors]

    # --- saving

    def _save_new(self, record: Record, choice: Choice | None) -> None:
        revision = self._writer.add(record)
        self._known.add(record)
        self._ledger.note(Action.CREATED, record, after={"revision": revision.pk})
        self._prove(record, choice)
        self._drafts.append(record)

    def _link(self, record: Record, choice: Choice | None) -> None:
        self._ledger.note(Action.LINKED, record)
        self._prove(record, choice)
        if not record.live and self._is_untouched(record):
            self._drafts.append(record)

    def _is_untouched(self, record: Record) -> bool:
        return self._writer.is_own(record) or is_untouched(record)

    def _fill(self, record: Record, **values: Any) -> None:
        """Sets fields that are empty. A record that a person is in the middle of editing, or that is public while we only draft, is left alone."""
        empty = {name: value for name, value in values.items() if value is not None and getattr(record, name) is None}
        if empty and self._may_change(record):
            self._change(record, **empty)

    def _may_change(self, record: Record) -> bool:
        return (self._publish and not record.has_unpublished_changes) if record.live else self._is_untouched(record)

    def _change(self, record: Record, **values: Any) -> None:
        before = {name: as_json(getattr(record, name)) for name in values}
        for name, value in values.items():
            setattr(record, name, value)
        if self._writer.holds(record):
            revision = self._writer.revise(record, log="wagtail.edit")
        else:
            self.changed.append(record)
            record.save()
            revision = record.save_revision(user=self._user, log_action="wagtail.edit", clean=False)
            self._writer.claim(revision)
        after = {name: as_json(value) for name, value in values.items()} | {"revision": revision.pk}
        self._ledger.note(Action.UPDATED, record, before=before, after=after)
        if record.live and self._writer.holds(record):
            self._writer.publish(record)
        elif record.live:
            revision.publish(user=self._user)
            record.refresh_from_db()

    def _prove(self, record: Record, choice: Choice | None) -> None:
        if choice:
            self._ledger.prove(record, choice.suggestion.spans, decided_by=choice.suggestion.decided_by)
            choice.suggestion.made = record

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


def _name_kind(alias: str, name: str) -> NameKind | None:
    """What kind of name it is in every text; None for a word such as "the Centre", which is one in its own text only."""
    if alias.isupper() and " " not in alias and 1 < len(alias) <= _LONGEST_ABBREVIATION:
        return NameKind.ABBREVIATION
    is_proper = len(alias) > 2 and not alias[0].islower()
    if is_proper and alias.isascii() != name.isascii() and sort_key(alias) != sort_key(name):
        # The text gives the name in another script beside it: 金沙科技园（Jinsha Science Park）.
        return NameKind.ALIAS
    return None


def _known(value: Any, choices: Any, otherwise: str) -> str:
    return value if value in choices.values else otherwise


def _date(text: str | None) -> IncompleteDate | None:
    try:
        return IncompleteDate.parse(text) if text else None
    except IncompleteDateError:
        return None


def _last_moment(day: str | None) -> datetime.datetime | None:
    """The end of the last day on which an opportunity is open; None when its year is not known."""
    date = _date(day)
    if date is None or date.latest is None:
        return None
    return datetime.datetime.combine(date.latest, datetime.time(23, 59), ZoneInfo(default_time_zone()))


def _period(value: dict[str, Any]) -> tuple[IncompleteDate | None, IncompleteDate | None]:
    """The first and last day of an event; no last day where that would certainly be before the first."""
    starts, ends = _date(value.get("start")), _date(value.get("end"))
    is_backwards = starts and ends and starts.earliest and ends.latest and starts.earliest > ends.latest
    return starts, None if is_backwards else ends


def _overlap(some: Iterable[dict[str, Any]], others: Sequence[dict[str, Any]]) -> bool:
    return any(a["start"] < b["end"] and b["start"] < a["end"] for a in some for b in others)


def _partnership_title(kind: str, parties: Sequence[Organisation]) -> str:
    return f"{_names(parties, ' – ')}: {_label(PartnershipKind(kind)).lower()}"


def _names(organisations: Sequence[Organisation], between: str) -> str:
    more = len(organisations) - _MOST_NAMED
    return between.join(one.name for one in organisations[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def _is_made_title(value: dict[str, Any]) -> bool:
    """Whether an event's title is what reading puts where the text has none: "Delegation visit, Almaty"."""
    label = str(value["kind"]).replace("-", " ").capitalize()
    return value.get("title") in (label, *(f"{label}, {place}" for place in value.get("places", ())))


def _where(value: dict[str, Any]) -> str:
    """Places and countries for a title in the language of the register: a place in other letters is told by its country."""
    script = _SCRIPTS.get(plain_code(settings.LANGUAGE_CODE), "Latn")
    places = [place for place in value.get("places", ()) if script_of(place) in ("", script)]
    with translation.override(settings.LANGUAGE_CODE):
        return ", ".join(places or [country_names().get(code, code) for code in value.get("countries", ())])


def _label(kind: Any) -> str:
    """The kind in the language that records are written in, whoever's language is active."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(kind.label)
