"""Two readings made one: ours stays as it is, what both found is marked, what only the second found is added."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from portal.extraction.second.checking import Fact, Ground, Refused, check, folded
from portal.extraction.second.claims import LISTS, Claim
from portal.extraction.types import (
    BOTH,
    CountryFact,
    EventFact,
    Extraction,
    OrganisationFact,
    PartnershipFact,
    PersonFact,
    SectorFact,
)

_FIELDS = {kind: name for name, kind in LISTS.items()}


@dataclass(frozen=True, slots=True)
class Merged:
    """The reading with both in it, and what became of the claims."""

    extraction: Extraction
    added: int
    confirmed: int
    """Claims that the rules had found as well."""
    refused: tuple[tuple[str, str], ...]
    """(kind, reason) of each claim that was not taken."""


def merge(extraction: Extraction, claims: Sequence[Claim], ground: Ground) -> Merged:
    """The reading with the claims that hold: a fact of the rules keeps its values, its evidence and its confidence."""
    found: dict[str, list[Fact]] = {kind: list(getattr(extraction, name)) for kind, name in _FIELDS.items()}
    own = {kind: len(facts) for kind, facts in found.items()}
    refused: list[tuple[str, str]] = []
    confirmed = 0
    for claim in claims:
        try:
            fact = check(claim, ground)
        except Refused as reason:
            refused.append((claim.kind, str(reason)))
            continue
        facts = found[claim.kind]
        key = _key(fact, extraction)
        at = next((n for n, other in enumerate(facts) if key & _key(other, extraction)), None)
        if at is None:
            facts.append(fact)
        elif at < own[claim.kind]:
            confirmed += facts[at].found_by != BOTH
            facts[at] = replace(facts[at], found_by=BOTH)
    added = sum(len(facts) - own[kind] for kind, facts in found.items())
    fields: dict[str, Any] = {_FIELDS[kind]: tuple(facts) for kind, facts in found.items()}
    return Merged(replace(extraction, **fields), added, confirmed, tuple(refused))


def _key(fact: Fact, extraction: Extraction) -> frozenset[object]:
    """What a fact is known by: two facts are the same when they share one of these."""
    match fact:
        case CountryFact() | SectorFact():
            return frozenset({fact.code})
        case OrganisationFact() | PersonFact():
            return frozenset(map(folded, (fact.name, *fact.aliases)))
        case PartnershipFact():
            full = _full_name(extraction)
            return frozenset({(fact.kind, fact.status, frozenset(map(full, fact.parties)))})
        case EventFact():
            return frozenset({(fact.kind, fact.start)} if fact.start else ((fact.kind, c) for c in fact.countries or (None,)))
        case _:
            return frozenset({fact.kind})


def _full_name(extraction: Extraction) -> Callable[[str], str]:
    """Gives the long form of a name that the reading knows by a short one as well."""
    longer = {folded(alias): folded(fact.name) for fact in extraction.organisations for alias in (fact.name, *fact.aliases)}
    return lambda name: longer.get(folded(name), folded(name))
