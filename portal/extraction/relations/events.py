"""Visits, signings, forums and other events: when, where, who."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.extraction.dates import DateMention
from portal.extraction.matching import Hit
from portal.extraction.places import Place
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named
from portal.extraction.relations.details import legs_of, participants_of, title_of
from portal.extraction.types import EventFact

GATHERINGS = ("forum", "exhibition", "webinar", "competition", "matchmaking", "meeting")
CEREMONY = frozenset({"events.signing", "events.meeting", "events.opening"})
VISITS = ("delegation-visit", "trade-mission")
ATTENDED = re.compile(
    r"\b(?:at|during|attended|opened|im rahmen|auf|bei|beim|op|tijdens|lors|pendant|au|durante|en el|en la|на|в рамках)\b"
)
ORIGIN = re.compile(r"(?:\b(?:from|aus|uit|из|de|du|des|d['’]|desde|von) (?:the )?|来自|から|מ)$")
HOME = re.compile(
    r"[^、。，,.]{0,8}から|(?:政府|经贸|企业|大学|官方)?(?:代表团|考察团|访问团|代表団|視察団)|\s?(?:대표단|사절단)"
)
"""What follows a place that somebody comes from."""
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
    for number, sentence in enumerate(article.body):
        categories = article.reading.categories(sentence)
        if "context.passing" in categories:
            continue
        found = _claims(article, sentence, categories)
        for claim in found:
            _take_next_date(article, number, claim)
        claims += found
    return tuple(_fact(article, claim) for claim in _joined(claims))


def _take_next_date(article: Article, number: int, claim: Claim) -> None:
    """A signing without a day takes that of the next sentence when it tells of the ceremony: "It took place on 3 October in …"."""
    if claim.kind != "signing" or claim.start is not None or number + 1 >= len(article.body):
        return
    following = article.body[number + 1]
    if following.part != claim.sentence.part or not article.reading.categories(following) & CEREMONY:
        return
    date = _date_of(article.dates_in(following), claim.cue, "signing")
    if date is not None:
        claim.start, claim.end = date.value, date.end_value or date.value
        claim.places = claim.places or _venue(article, following)
        claim.sentences.append(following)


def _claims(article: Article, sentence: Sentence, categories: set[str]) -> list[Claim]:
    cues: dict[str, Hit[str]] = {}
    named = article.named_in(sentence)
    for cue in article.reading.cues_in(sentence):
        if cue.value.startswith("events.") and not any(m.start <= cue.start and cue.end <= m.end for m in named):
            cues.setdefault(cue.value[7:], cue)
    dates = article.dates_in(sentence)
    if "trade-mission" in cues:
        cues.pop("delegation-visit", None)
    claims: list[Claim] = []
    for kind in sorted(cues, key=lambda k: (k not in VISITS, k == "webinar")):
        cue = cues[kind]
        date = _date_of(dates, cue, kind)
        place = _venue(article, sentence)
        if not _counts(article, kind, cue, sentence, categories, date, place):
            continue
        start, end = (date.value, date.end_value or date.value) if date else (None, None)
        during = any(c.kind in VISITS and c.start is not None and c.start == start and c.start != c.end for c in claims)
        online = kind == "webinar" and any(c.kind == "signing" and c.start == start for c in claims)
        if not online and not (during and kind in GATHERINGS):
            claims.append(Claim(kind, sentence, cue, start, end, place, [sentence]))
    return claims


def _counts(
    article: Article,
    kind: str,
    cue: Hit[str],
    sentence: Sentence,
    categories: set[str],
    date: DateMention | None,
    place: list[Place],
) -> bool:
    """Whether a cue word tells of an event: a dated one does, another only where the article is about it."""
    if date is not None:
        return "context.undecided" not in categories or kind != "signing"
    early = sentence.body <= article.reading.lead + 1
    if kind == "signing":
        told = bool(categories & PAPERS) and early and not categories & {"context.undecided", "status.proposed"}
        return told and (bool(place) or len(article.named_in(sentence)) > 1)
    if kind in VISITS:
        return bool(place) and (early or "context.planned" in categories)
    if kind == "opening":
        return bool(place) and sentence.body == article.reading.lead and "status.active" in categories
    if kind == "meeting" or not article.reading.text[cue.start].isupper() or cue.start == sentence.start:
        return False
    return bool(ATTENDED.search(article.reading.folded[max(sentence.start, cue.start - 60) : cue.start]))


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
        if place.kind == "adjective" or ORIGIN.search(before) or HOME.match(text, place.end) or _seat(article, place, named):
            continue
        if holder is None or re.search(r"\b(?:at|in|an der|am|im|bij|à|au|в|на) (?:the |der |dem |het |la )?$", before):
            found.append(place)
    return found


def _seat(article: Article, place: Place, named: list[Named]) -> bool:
    """Whether a place in brackets only says where the organisation before it is at home."""
    text = article.reading.text
    return text[place.start - 1 : place.start] in ("(", "（") and any(0 <= place.start - 1 - m.end <= 1 for m in named)


def _joined(claims: list[Claim]) -> list[Claim]:
    """One visit for an article, one signing for a day; claims without a day join those that have one."""
    joined: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.start is None, c.sentence.start)):
        same = next((c for c in joined if _same(c, claim)), None)
        if same is None:
            joined.append(claim)
            continue
        same.sentences += claim.sentences
        same.places = same.places or claim.places
        if claim.kind == "trade-mission":
            same.kind = claim.kind
    return sorted(joined, key=lambda c: c.sentence.start)


def _same(first: Claim, second: Claim) -> bool:
    if first.kind != second.kind:
        if not {first.kind, second.kind} <= set(VISITS):
            return False
        elsewhere = {p.country for p in second.places} - {p.country for p in first.places}
        return not elsewhere if second.start is None or first.start is None else first.start == second.start
    if first.start is None or second.start is None or first.start == second.start:
        return True
    return first.kind in VISITS and (first.end or "") >= second.start >= first.start


def _fact(article: Article, claim: Claim) -> EventFact:
    reading = article.reading
    countries = list(dict.fromkeys(p.country for p in claim.places if not article.countries or p.country in article.countries))
    places = list(dict.fromkeys(reading.text[p.start : p.end] for p in claim.places if p.country in countries))
    here = [place for place in claim.places if place.country in countries]
    return EventFact(
        kind=claim.kind,
        evidence=tuple(reading.span(s.start, s.end) for s in claim.sentences),
        title=title_of(article, claim.kind, claim.cue, places),
        start=claim.start,
        end=claim.end,
        places=tuple(places),
        countries=tuple(countries),
        legs=legs_of(article, claim.sentences, here) if claim.kind in VISITS else (),
        participants=participants_of(article, claim.kind, claim.sentences, countries),
        confidence=claim.confidence,
    )
