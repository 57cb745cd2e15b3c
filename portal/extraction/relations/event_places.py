"""Where events are that do not say it themselves, and several of one kind in one sentence, each at its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from portal.extraction.dates import DateMention
from portal.extraction.matching import Hit
from portal.extraction.places import Place
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.relations.venues import venues

REACH = 40
"""So near beside its days stands the place of an edition: "in Nizwa from 8 to 10 November"."""
NOWHERE = "webinar"


class Told(Protocol):
    """What is known of an event so far."""

    kind: str
    sentence: Sentence
    cue: Hit[str]
    start: str | None
    end: str | None
    places: list[Place]


def editions(
    article: Article, sentence: Sentence, cue: Hit[str], days: Sequence[DateMention]
) -> list[tuple[DateMention, list[Place]]]:
    """The editions of a gathering that a sentence tells with their days and places: "last held in Nizwa …, the next one in Makassar …"."""
    ranges = [day for day in days if day.end_value]
    if len(ranges) < 2:
        return []
    places = venues(article, sentence, cue, list(days), one=False)
    found: list[tuple[DateMention, list[Place]]] = []
    for day in ranges:
        beside = [p for p in places if 0 <= day.start - p.end <= REACH or 0 <= p.start - day.end <= REACH]
        nearest = min(beside, key=lambda p: min(abs(day.start - p.end), abs(p.start - day.end)), default=None)
        places = [p for p in places if p is not nearest]
        found.append((day, [nearest] if nearest else []))
    homeless = [at for _, at in found if not at]
    if len(homeless) > 1:
        return []
    if homeless:
        homeless[0] += places
    return found


def lend_places(article: Article, events: Sequence[Told]) -> None:
    """Give an event without a place that of the sentence beside it, or of the visit or gathering in whose days it falls."""
    for event in events:
        if not event.places and event.kind != NOWHERE and event.start:
            event.places = _told_beside(article, event) or _of_the_same_days(article, events, event)


def _told_beside(article: Article, event: Told) -> list[Place]:
    """The place in a sentence before or after that speaks of the same kind of event, or of nothing but a place, and has no day of its own."""
    number = next((n for n, s in enumerate(article.body) if s is event.sentence), None)
    if number is None:
        return []
    beside = [article.body[n] for n in (number + 1, number - 1, number - 2) if 0 <= n < len(article.body)]
    for sentence in beside:
        if sentence.part != event.sentence.part or article.dates_in(sentence):
            continue
        if f"events.{event.kind}" in article.reading.categories(sentence):
            places = venues(article, sentence, event.cue, [], one=False)
            if len({place.country for place in places}) == 1:
                return places
    return []


def _of_the_same_days(article: Article, events: Sequence[Told], event: Told) -> list[Place]:
    """The places of the visit or gathering that the event was a part of, or of what happened on its days, if they are in one country."""
    start = event.start or ""
    around = [e for e in events if e is not event and e.places and e.start and e.start <= start <= (e.end or e.start)]
    within = [e for e in events if e is not event and e.places and e.start and start <= e.start <= (event.end or start)]
    for found in (around, within):
        near = [e for e in found if e.sentence.part == event.sentence.part] or found
        if near and len({place.country for e in near for place in e.places}) == 1:
            return list(near[0].places)
    return []
