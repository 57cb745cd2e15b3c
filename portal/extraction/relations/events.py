"""Visits, signings, forums and other events: when, where, who."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.extraction.dates import DateMention
from portal.extraction.matching import Hit
from portal.extraction.places import Place
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.types import EventFact, LegFact

GATHERINGS = ("forum", "exhibition", "webinar", "competition", "matchmaking", "meeting")
ORIGIN = re.compile(r"(?:\b(?:from|aus|uit|из|de|du|des|d['’]|desde|von) (?:the )?|来自|から|מ)$")
PAPERS = frozenset(
    {
        "kinds.memorandum",
        "kinds.agreement",
        "kinds.letter-of-intent",
        "kinds.twinning",
        "kinds.joint-venture",
        "kinds.joint-fund",
        "kinds.programme",
        "kinds.cooperation",
    }
)


@dataclass(slots=True)
class Claim:
    """One sentence's word about an event."""

    kind: str
    sentence: Sentence
    cue: Hit[str]
    start: str | None = None
    end: str | None = None
    places: list[Place] = field(default_factory=list)
    sentences: list[Sentence] = field(default_factory=list)
    confidence: float = 0.6


def find_events(article: Article) -> tuple[EventFact, ...]:
    """The events that the article tells of or announces, in the order of the text."""
    claims: list[Claim] = []
    for sentence in article.body:
        categories = article.reading.categories(sentence)
        if "context.passing" in categories:
            continue
        claims += _claims(article, sentence, categories)
    return tuple(_fact(article, claim) for claim in _joined(claims))


def _claims(article: Article, sentence: Sentence, categories: set[str]) -> list[Claim]:
    cues: dict[str, Hit[str]] = {}
    for cue in article.reading.cues_in(sentence):
        if cue.value.startswith("events."):
            cues.setdefault(cue.value[7:], cue)
    dates = article.dates_in(sentence)
    claims = []
    if "trade-mission" in cues and "kinds" not in cues:
        cues.pop("delegation-visit", None)
    for kind, cue in cues.items():
        if not _counts(article, kind, cue, sentence, categories, dates):
            continue
        date = _date_of(dates, cue, kind)
        start, end = (date.value, date.end_value or date.value) if date and date.precision == "day" else (None, None)
        claims.append(Claim(kind, sentence, cue, start, end, _venue(article, sentence), [sentence]))
    return claims


def _counts(
    article: Article, kind: str, cue: Hit[str], sentence: Sentence, categories: set[str], dates: list[DateMention]
) -> bool:
    dated = any(date.precision == "day" for date in dates)
    lead = sentence.body == article.reading.lead
    if kind == "signing":
        return (
            bool(categories & PAPERS) and "context.undecided" not in categories and (dated or "status.proposed" not in categories)
        )
    if kind in ("delegation-visit", "trade-mission"):
        return dated or lead or "context.planned" in categories
    if kind == "opening":
        return dated or (lead and "status.active" in categories)
    named = article.reading.text[cue.start].isupper() and cue.start > sentence.start
    return dated or (named and kind != "meeting")


def _date_of(dates: list[DateMention], cue: Hit[str], kind: str) -> DateMention | None:
    """The day nearest to the cue; a visit takes the range of days when there is one."""
    days = [date for date in dates if date.precision == "day"]
    ranges = [date for date in days if date.end_value]
    if kind in ("delegation-visit", "trade-mission", "exhibition", "forum") and ranges:
        days = ranges
    elif kind in ("meeting", "signing", "opening", "matchmaking") and len(days) > len(ranges):
        days = [date for date in days if not date.end_value]
    return min(days, key=lambda date: min(abs(date.start - cue.end), abs(cue.start - date.end)), default=None)


def _venue(article: Article, sentence: Sentence) -> list[Place]:
    """Places of a sentence where something can happen: not where somebody comes from, not a part of a name unless it is "at" it."""
    text = article.reading.folded
    named = article.named_in(sentence)
    found = []
    for place in article.places_in(sentence):
        holder = next((m for m in named if m.start <= place.start and place.end <= m.end), None)
        before = text[max(0, (holder or place).start - 12) : (holder or place).start]
        if place.kind == "adjective" or ORIGIN.search(before):
            continue
        if holder is None or re.search(r"\b(?:at|in|an der|am|im|bij|à|au|в|на) (?:the |der |dem |het |la )?$", before):
            found.append(place)
    return found


def _joined(claims: list[Claim]) -> list[Claim]:
    """One visit for an article, one signing for a day; claims without a day join those that have one."""
    joined: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.start is None, c.sentence.start)):
        same = next((c for c in joined if _same(c, claim)), None)
        if same is None:
            joined.append(claim)
            continue
        same.sentences += claim.sentences
        same.places += [p for p in claim.places if p.country not in {q.country for q in same.places}] if not same.places else []
    return sorted(joined, key=lambda c: c.sentence.start)


def _same(first: Claim, second: Claim) -> bool:
    visits = {"delegation-visit", "trade-mission"}
    if first.kind != second.kind:
        return {first.kind, second.kind} <= visits and first.start == second.start and first.start is not None
    if first.start is None or second.start is None or first.start == second.start:
        return True
    return first.kind in visits and (first.end or "") >= second.start >= first.start


def _fact(article: Article, claim: Claim) -> EventFact:
    reading = article.reading
    countries = list(dict.fromkeys(p.country for p in claim.places if not article.countries or p.country in article.countries))
    places = list(dict.fromkeys(reading.text[p.start : p.end] for p in claim.places if p.country in countries))
    legs = (
        tuple(LegFact(reading.text[p.start : p.end], p.country) for p in claim.places if p.country in countries)
        if claim.kind in ("delegation-visit", "trade-mission")
        else ()
    )
    return EventFact(
        kind=claim.kind,
        evidence=tuple(reading.span(s.start, s.end) for s in claim.sentences),
        title="",
        start=claim.start,
        end=claim.end,
        places=tuple(places),
        countries=tuple(countries),
        legs=legs,
        confidence=claim.confidence,
    )
