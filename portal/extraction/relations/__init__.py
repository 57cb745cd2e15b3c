"""Partnerships, events, opportunities and open questions that an article states."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass

from portal.extraction.places import Place, find_countries
from portal.extraction.relations.act_dates import dated_by_events
from portal.extraction.relations.article import Article
from portal.extraction.relations.events import find_events
from portal.extraction.relations.opportunities import find_opportunities
from portal.extraction.relations.partnerships import find_partnerships
from portal.extraction.relations.questions import find_questions
from portal.extraction.types import (
    CountryFact,
    Document,
    EventFact,
    KnownName,
    OpportunityFact,
    OrganisationFact,
    PartnershipFact,
    PersonFact,
    Question,
    Zone,
)

NOUN = re.compile(r"\w{0,6}(?:\s[a-zß-ÿа-яё][\w’'-]{1,24}){0,2}\s?[«\"„“‘']?")
"""Between an adjective of a country and the name of a house: what the house is."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What the article says happened, is agreed or is on offer."""

    countries: tuple[CountryFact, ...] = ()
    partnerships: tuple[PartnershipFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    opportunities: tuple[OpportunityFact, ...] = ()
    organisations: tuple[OrganisationFact, ...] = ()
    """Those that were handed in, and the parties of partnerships that only their places in the sentences show."""
    questions: tuple[Question, ...] = ()


def find_relations(
    document: Document,
    zones: tuple[Zone, ...],
    language: str | None,
    published: str | None,
    organisations: tuple[OrganisationFact, ...],
    people: tuple[PersonFact, ...],
    known: tuple[KnownName, ...] = (),
) -> Relations:
    """The relations between the parties that the article names, and the countries that it is about."""
    article = Article(document, zones, language, published, organisations, people)
    partnerships = find_partnerships(article)
    acting = dict.fromkeys(name for fact in partnerships for name in fact.parties)
    supposed = [fact for fact in article.organisations[len(organisations) :] if fact.name in acting]
    supposed += _towns(article, [name for name in acting if name not in {fact.name for fact in article.organisations}])
    homes = _homes(article, acting) | {fact.name: fact.country for fact in organisations if fact.country}
    told = [fact for fact in partnerships if fact.status not in ("ended", "expired", "suspended")]
    parties = dict.fromkeys(homes[name] for fact in told for name in fact.parties if name in homes)
    houses = tuple(
        Place(m.start, m.end, country, "house") for m in article.mentions if (country := article.organisations[m.number].country)
    )
    countries = find_countries(document, zones, language, known, tuple(parties), houses)
    article.countries = tuple(fact.code for fact in countries)
    events = find_events(article, partnerships)
    scenes = dict.fromkeys(country for fact in events for country in _scene_of(fact))
    if scenes.keys() - set(article.countries):
        countries = find_countries(document, zones, language, known, (*parties, *scenes), houses)
    return Relations(
        countries=countries,
        partnerships=dated_by_events(article, partnerships, events),
        events=events,
        opportunities=find_opportunities(article),
        organisations=(*organisations, *supposed),
        questions=find_questions(article, events),
    )


def _homes(article: Article, names: Iterable[str]) -> dict[str, str]:
    """The countries that adjectives tell right before the names of parties: "the Emirati yard Khalid Marine"."""
    wanted = set(names)
    found: dict[str, str] = {}
    for mention in article.mentions:
        name = article.organisations[mention.number].name
        if name not in wanted or name in found:
            continue
        before = bisect_left(article.places, mention.start, key=lambda place: place.start) - 1
        place = article.places[before] if before >= 0 else None
        if place and place.kind == "adjective" and NOUN.fullmatch(article.reading.text, place.end, max(place.end, mention.start)):
            found[name] = place.country
    return found


def _scene_of(event: EventFact) -> tuple[str, ...]:
    """The country where an event with a day takes place; where guests of several lands are named, none."""
    return event.countries if event.start and len(event.countries) == 1 else ()


def _towns(article: Article, names: list[str]) -> list[OrganisationFact]:
    """Towns that are parties though no word shows them to be bodies: "the twinning of Galle and Kotor"."""
    found = []
    for name in names:
        place = next((p for p in article.places if article.reading.text[p.start : p.end] == name), None)
        if place is not None:
            span = article.reading.span(place.start, place.end)
            found.append(OrganisationFact(name=name, evidence=(span,), kind="public-authority", country=place.country))
    return found
