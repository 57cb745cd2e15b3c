"""Partnerships, events, opportunities and open questions that an article states."""

from __future__ import annotations

from dataclasses import dataclass

from portal.extraction.types import (
    CountryFact,
    Document,
    EventFact,
    OpportunityFact,
    OrganisationFact,
    PartnershipFact,
    PersonFact,
    Question,
    Zone,
)


@dataclass(frozen=True, slots=True)
class Relations:
    """What the article says happened, is agreed or is on offer."""

    partnerships: tuple[PartnershipFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    opportunities: tuple[OpportunityFact, ...] = ()
    questions: tuple[Question, ...] = ()


def find_relations(
    document: Document,
    zones: tuple[Zone, ...],
    language: str | None,
    published: str | None,
    organisations: tuple[OrganisationFact, ...],
    people: tuple[PersonFact, ...],
    countries: tuple[CountryFact, ...],
) -> Relations:
    """The relations between the parties that the article names."""
    return Relations()
