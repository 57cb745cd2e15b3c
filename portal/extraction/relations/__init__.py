"""Partnerships, events, opportunities and open questions that an article states."""

from __future__ import annotations

from dataclasses import dataclass

from portal.extraction.relations.article import Article
from portal.extraction.relations.events import find_events
from portal.extraction.relations.opportunities import find_opportunities
from portal.extraction.relations.partnerships import find_partnerships
from portal.extraction.relations.questions import find_questions
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
    article = Article(document, zones, language, published, organisations, people, countries)
    events = find_events(article)
    return Relations(
        partnerships=find_partnerships(article),
        events=events,
        opportunities=find_opportunities(article),
        questions=find_questions(article, events),
    )
