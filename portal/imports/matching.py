"""How the names of a text stand to the register: ambiguity is a result, and a person decides it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Count, Max, prefetch_related_objects

from partnerships.authority import (
    Alike,
    find_alike,
    find_organisations_by_names,
    kept_organisation,
    name_key,
    standing_organisations,
)
from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.models.organisations import OrganisationName
from partnerships.names import sort_key
from portal.extraction.types import KnownName
from portal.imports.models import NameDecision
from portal.imports.telling import NOTHING, Told, told

SAME = "same"
PROBABLE = "probable"
AMBIGUOUS = "ambiguous"
NEW = "new"
CLEARLY = 0.05
"""By so much a name must be nearer than the next to be meant rather than that."""


@dataclass(frozen=True, slots=True)
class Match:
    """What the register has for one mention; the likeliest candidate first."""

    state: str
    candidates: tuple[Any, ...] = ()
    reason: Told = NOTHING

    @property
    def record(self) -> Any | None:
        """The record to use without asking: only when there is no doubt."""
        return self.candidates[0] if self.state == SAME else None

    def as_json(self) -> dict[str, object]:
        """The form that `Suggestion.match` keeps."""
        return {
            "state": self.state,
            "reason": self.reason.as_json(),
            "candidates": [{"uuid": str(record.uuid), "label": str(record)} for record in self.candidates],
        }


def match_organisations(mentions: Sequence[dict[str, Any]]) -> list[Match]:
    """One match for each mention ({"name", "aliases", "country", "reference"}), in a few queries for all of them.

    same: a name is one organisation's alone. probable: only a short form or alias fits, a name is nearly the same, or the country
    differs. ambiguous: several organisations bear the name, or names that are as near. new: none does.
    """
    names = Names()
    names.load(mentions)
    matches = names.match(mentions)
    near = find_alike(_asked(mention) for mention, match in zip(mentions, matches, strict=True) if match.state == NEW)
    return [
        names.likely(mention, near.get(_asked(mention), ())) if match.state == NEW else match
        for mention, match in zip(mentions, matches, strict=True)
    ]


def _asked(mention: dict[str, Any]) -> tuple[str, str | None]:
    return mention["name"], mention.get("country")


class Names:
    """The organisations that the names of some mentions mean, and what people have said of those names; one instance for each."""

    def __init__(self) -> None:
        self._by_key: dict[str, dict[int, Organisation]] = {}
        self._by_uuid: dict[str, Organisation | None] = {}
        self._decisions: dict[str, list[NameDecision]] = {}
        self._met: dict[int, Organisation] = {}

    def load(self, mentions: Iterable[dict[str, Any]], parts: Sequence[str] = ("country",)) -> None:
        """Looks up what is not yet known of the mentions, with these relations of the organisations."""
        mentions = list(mentions)
        keys = {name: name_key(name) for mention in mentions for name in (mention["name"], *mention.get("aliases", ()))}
        missing = {name for name, key in keys.items() if key not in self._by_key}
        for name, found in (find_organisations_by_names(missing) if missing else {}).items():
            self._by_key[keys[name]] = {organisation.pk: organisation for organisation in found}
        uuids = {mention["reference"] for mention in mentions if mention.get("reference")} - self._by_uuid.keys()
        self._by_uuid |= dict.fromkeys(uuids)
        if uuids:
            named = Organisation.objects.filter(uuid__in=uuids).select_related("merged_into")
            self._by_uuid |= {str(organisation.uuid): kept_organisation(organisation) for organisation in named}
        asked = {keys[mention["name"]] for mention in mentions} - self._decisions.keys()
        self._decisions |= {key: [] for key in asked}
        if asked:
            for decision in (
                NameDecision.objects.filter(key__in=asked, organisation__merged_into=None)
                .select_related("organisation")
                .order_by("pk")
            ):
                self._decisions[decision.key].append(decision)
        self._unite(parts)

    def match(self, mentions: Sequence[dict[str, Any]]) -> list[Match]:
        """As `match_organisations`, for mentions that are loaded."""
        return [self._match(mention) for mention in mentions]

    def likely(self, mention: dict[str, Any], near: Iterable[Alike]) -> Match:
        """What a mention that no organisation is named like probably means, by names that are nearly its own."""
        kept = [one for one in near if not self.is_never(mention["name"], one.organisation)]
        if not kept:
            return Match(NEW)
        candidates = tuple(one.organisation for one in kept)
        if len(kept) > 1 and kept[0].likeness - kept[1].likeness < CLEARLY:
            return Match(AMBIGUOUS, candidates, told("Several organisations in the register have nearly this name."))
        values = {"name": kept[0].name, "percent": int(kept[0].likeness * 100)}
        if sort_key(kept[0].name) == sort_key(mention["name"]):
            return Match(PROBABLE, candidates, told("“%(name)s” in the register is the same name in other letters.") % values)
        return Match(PROBABLE, candidates, told("“%(name)s” in the register is nearly the same name (%(percent)d%%).") % values)

    def is_never(self, name: str, organisation: Organisation) -> bool:
        """Whether a person has said that the name never means the organisation."""
        said = self._decisions.get(name_key(name), ())
        return any(d.organisation_id == organisation.pk and d.verdict == NameDecision.Verdict.NEVER for d in said)

    def by_uuid(self, uuid: str) -> Organisation | None:
        """The organisation with this identifier."""
        if uuid not in self._by_uuid:
            found = Organisation.objects.filter(uuid=uuid).first()
            self._by_uuid[uuid] = kept_organisation(found) if found else None
            self._unite(("country",))
        return self._by_uuid[uuid]

    def add(self, organisation: Organisation) -> None:
        """Lets an organisation that is being made be found by its names."""
        self._met[organisation.pk] = organisation
        self._by_uuid[str(organisation.uuid)] = organisation
        for name in (organisation.name, *(other.name for other in organisation.names.all())):
            self._by_key.setdefault(name_key(name), {})[organisation.pk] = organisation

    def decide(self, name: str, organisations: Iterable[Organisation], verdict: str) -> None:
        """Takes over what was said of a name since it was loaded."""
        decisions = self._decisions.setdefault(name_key(name), [])
        for organisation in organisations:
            decisions[:] = [d for d in decisions if d.organisation_id != organisation.pk]
            decisions.append(NameDecision(key=name_key(name), organisation=organisation, verdict=verdict))

    def _match(self, mention: dict[str, Any]) -> Match:
        names = (mention["name"], *mention.get("aliases", ()))
        found = {name: self._named(name) for name in names}
        reference = mention.get("reference") or ""
        known = self._by_uuid.get(reference)
        by_reference = {reference: known} if known else {}
        decisions = self._decisions.get(name_key(mention["name"]), [])
        return _remembered(decisions) or _match(mention, *_without(decisions, mention, found, by_reference))

    def _named(self, name: str) -> list[Organisation]:
        found = self._by_key.get(name_key(name), {})
        return [found[pk] for pk in sorted(found)]

    def _unite(self, parts: Sequence[str]) -> None:
        """One instance for each organisation, wherever it was found."""
        before = len(self._met)
        for found in self._by_key.values():
            found.update({pk: self._met.setdefault(pk, organisation) for pk, organisation in found.items()})
        for uuid, organisation in self._by_uuid.items():
            if organisation:
                self._by_uuid[uuid] = self._met.setdefault(organisation.pk, organisation)
        for decisions in self._decisions.values():
            for decision in decisions:
                decision.organisation = self._met.setdefault(decision.organisation_id, decision.organisation)
        if new := list(self._met.values())[before:]:
            prefetch_related_objects(new, *parts)


def remember(name: str, organisations: Iterable[Organisation], verdict: str, user: AbstractUser | None) -> None:
    """Keeps that `name` means the organisation (same), or none of the organisations (never); the last word counts."""
    if key := name_key(name):
        NameDecision.objects.bulk_create(
            [NameDecision(key=key, organisation=o, verdict=verdict, decided_by=user) for o in organisations],
            update_conflicts=True,
            unique_fields=["key", "organisation"],
            update_fields=["verdict", "decided_by", "decided_at"],
        )


def _remembered(decisions: Sequence[NameDecision]) -> Match | None:
    """The one organisation that people have said this name means; None when they said nothing, or of several."""
    same = [decision.organisation for decision in decisions if decision.verdict == NameDecision.Verdict.SAME]
    return Match(SAME, (same[0],), told("As decided before.")) if len(same) == 1 else None


def _without(
    decisions: Sequence[NameDecision],
    mention: dict[str, Any],
    found: dict[str, list[Organisation]],
    by_reference: dict[str, Organisation],
) -> tuple[dict[str, list[Organisation]], dict[str, Organisation]]:
    """What was found, without the organisations that the name was said never to mean."""
    never = {decision.organisation_id for decision in decisions if decision.verdict == NameDecision.Verdict.NEVER}
    if not never:
        return found, by_reference
    names = (mention["name"], *mention.get("aliases", ()))
    kept = {name: [o for o in found.get(name, ()) if o.pk not in never] for name in names}
    return kept, {reference: o for reference, o in by_reference.items() if o.pk not in never}


def _match(
    mention: dict[str, Any],
    found: dict[str, list[Organisation]],
    by_reference: dict[str, Organisation],
) -> Match:
    country = mention.get("country")
    exact = found.get(mention["name"], [])
    if len(exact) > 1 and country:
        # Two bodies of one name in two countries: the country that the text gives tells them apart.
        there = [o for o in exact if _country_of(o) == country]
        exact = there if len(there) == 1 else exact
    if len(exact) > 1:
        return Match(AMBIGUOUS, tuple(exact), told("Several organisations in the register have this name."))
    if exact:
        return _judge_country(exact[0], country)
    if known := by_reference.get(mention.get("reference") or ""):
        return _judge_country(known, country)
    aliases = {o.pk: o for alias in mention.get("aliases", ()) for o in found.get(alias, [])}
    if len(aliases) > 1:
        return Match(AMBIGUOUS, tuple(aliases.values()), told("Short forms in the text fit several organisations."))
    if aliases:
        return Match(PROBABLE, tuple(aliases.values()), told("Only a short form in the text is a name of this organisation."))
    return Match(NEW)


def _country_of(organisation: Organisation) -> str | None:
    return organisation.country.code if organisation.country else None


def _judge_country(organisation: Organisation, country: str | None) -> Match:
    theirs = _country_of(organisation)
    if country and theirs and theirs != country:
        reason = told("The name is the same, but the register says %(theirs)s and the text %(country)s.")
        return Match(PROBABLE, (organisation,), reason % {"theirs": theirs, "country": country})
    return Match(SAME, (organisation,))


def find_partnership(kind: str, organisations: Iterable[Organisation]) -> Partnership | None:
    """The partnership of this kind whose parties are exactly these organisations; the oldest when there are several."""
    wanted = {o.pk for o in organisations}
    if not wanted:
        return None
    candidates = (
        Partnership.objects.filter(kind=kind, parties__organisation__in=wanted)
        .annotate(here=Count("parties__organisation", distinct=True))
        .filter(here=len(wanted))
        .order_by("pk")
    )
    for partnership in candidates:
        if {party.organisation_id for party in partnership.parties.all()} == wanted:
            return partnership
    return None


def find_event(kind: str, start: str | None, end: str | None, countries: Iterable[str]) -> Event | None:
    """The event of this kind on the same dates in the same countries. Without a date no two events are taken for one."""
    if not start:
        return None
    events = Event.objects.filter(kind=kind, starts=start).prefetch_related("legs__country").order_by("pk")
    return next((event for event in events if is_event(event, start, end, countries)), None)


def is_event(event: Event, start: str | None, end: str | None, countries: Iterable[str]) -> bool:
    """Whether an event that begins on `start` also ends on that day and is in those countries."""
    same_end = str(event.ends or start) == str(end or start)
    return same_end and {leg.country.code for leg in event.legs.all() if leg.country} == set(countries)


def find_opportunity(kind: str, words: str) -> Opportunity | None:
    """The opportunity of this kind that another article announces in the same words."""
    return Opportunity.objects.filter(kind=kind, summary=words).exclude(summary="").order_by("pk").first()


def read_known_names() -> tuple[KnownName, ...]:
    """Every name of every organisation in the register, as the extraction takes it. Read again only when the register changed."""
    version = (
        Organisation.objects.aggregate(at=Max("updated_at"), n=Count("pk")),
        OrganisationName.objects.aggregate(last=Max("pk"), n=Count("pk")),
    )
    if _known.get("version") != version:
        _known.update(version=version, names=_read_names())
    return _known["names"]


_known: dict[str, Any] = {}


def _read_names() -> tuple[KnownName, ...]:
    rows = standing_organisations().values_list("name", "uuid", "kind", "country__code")
    others = OrganisationName.objects.filter(organisation__merged_into=None).values_list(
        "name", "organisation__uuid", "organisation__kind", "organisation__country__code"
    )
    named = [*rows, *others]
    bearers: dict[str, set[Any]] = defaultdict(set)
    for name, uuid, _kind, _country in named:
        bearers[name.casefold()].add(uuid)
    # Of a name that several bear the register cannot say whose it is in a text, nor in which country.
    return tuple(
        KnownName(name=name, kind="organisation", reference=str(uuid), organisation_kind=kind, country=country)
        if len(bearers[name.casefold()]) == 1
        else KnownName(name=name, kind="organisation", reference="", organisation_kind=kind)
        for name, uuid, kind, country in named
    )
