"""Visits, signings, forums and other events: when, where, who."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from portal.extraction.dates import DateMention
from portal.extraction.lexicon.grammar import DENSE, either, leading, small_words
from portal.extraction.matching import Hit
from portal.extraction.places import Place
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.relations.course import cues_of, is_frame, journey
from portal.extraction.relations.details import legs_of, participants_of, quoted_name, stops_of, title_of
from portal.extraction.relations.event_days import (
    LASTING,
    LONG,
    VISITS,
    day_of,
    days_after,
    days_of,
    in_brackets,
    is_its_day,
    of_the_clause,
    scene,
    since_then,
    span_told,
)
from portal.extraction.relations.event_places import editions, lend_places
from portal.extraction.relations.event_words import PAPERS, every_word, words_of_events
from portal.extraction.relations.venues import venues
from portal.extraction.types import EventFact, PartnershipFact

GATHERINGS = ("forum", "exhibition", "webinar", "competition", "matchmaking", "meeting")
CEREMONY = frozenset({"events.signing", "events.meeting", "events.opening"})
MOMENTS = ("signing", "opening")
BESIDE_DAY, OWN_REACH = 40, 60
PAST_YEAR = re.compile(r"(?<![\d.,/-])(?:19|20)\d\d(?![\d/]|[.,]\d)")
ATTENDED = re.compile(rf"\b(?:{leading('during')}|(?:attended|opened)\b)")
DAY = re.compile(r"(?:\d{4}|-)-\d\d-\d\d")
SHORT = 90
RIBBON = re.compile(rf"\b{either(small_words('ribbon'))}\b|{either(small_words('ribbon', languages=DENSE))}")
"""What is cut or shown when something opens."""
MONTH_REACH = 60
SAYING = 12
"""Characters at most between a word of saying and its day: "said late on Wednesday"."""
LONG_AGO, SOON = 2, 4
"""So many years before the article an event is history; in so many sentences after it a visit may get its days."""


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
    state: str | None = None
    confidence: float = 0.6


def find_events(article: Article, partnerships: tuple[PartnershipFact, ...] = ()) -> tuple[EventFact, ...]:
    """The events that the article tells of or announces, in the order of the text; `partnerships` are those that it states."""
    claims = _in_titles(article)
    heading: set[str] = set()
    for number, sentence in enumerate(article.body):
        categories = article.reading.categories(sentence)
        if sentence.kind == "heading":
            heading = categories
        found = _claims(article, number, sentence, categories, heading)
        if "context.passing" in categories:
            found = [claim for claim in found if claim.start and not _recalls(article, sentence)]
        for claim in found:
            _take_next_date(article, number, claim)
        claims += found
    claims += _signings_of(article, partnerships, claims)
    _lend_years(article, claims)
    joined = _joined(claims)
    lend_places(article, joined)
    return tuple(_fact(article, claim) for claim in joined)


def _in_titles(article: Article) -> list[Claim]:
    """What the title tells with its day: "Minutes of the working meeting, Riga, 25 April"."""
    titles = [s for s in article.reading.sentences if s.kind == "title" and any(d.stated for d in days_of(article, s))]
    return [claim for s in titles for claim in _claims(article, 0, s, article.reading.categories(s), set())]


def _signings_of(article: Article, partnerships: tuple[PartnershipFact, ...], claims: list[Claim]) -> list[Claim]:
    """What was agreed on a day was signed that day, whatever words tell it: "became sister ports on Monday, 20 June"."""
    told = {claim.start for claim in claims if claim.kind == "signing"}
    found: list[Claim] = []
    for fact in partnerships:
        if (
            fact.status != "signed"
            or not fact.date
            or not DAY.fullmatch(fact.date)
            or fact.date in told
            or _long_ago(article, fact.date)
        ):
            continue
        for sentence in article.body:
            day = next((d for d in days_of(article, sentence) if d.value == fact.date and not d.end_value), None)
            if (
                day
                and not _day_of_saying(article, sentence, day)
                and article.reading.span(sentence.start, sentence.end) in fact.evidence
            ):
                cue = Hit(day.start, day.end, "events.signing")
                place = venues(article, sentence, cue, [day], one=True)
                found.append(Claim("signing", sentence, cue, fact.date, fact.date, place, [sentence]))
                told.add(fact.date)
                break
    return found


def _day_of_saying(article: Article, sentence: Sentence, day: DateMention) -> bool:
    """Whether a day is that of the news, not of the act: "said on Wednesday that they will build"."""
    return any(0 <= day.start - say.end <= SAYING for say in cues_of(article, sentence, "say"))


def _lend_years(article: Article, claims: list[Claim]) -> None:
    """A day without a year that lies within a range whose year the article states: "from 10 to 14 February 2025 … on 12 February"."""
    ranges = [
        (d.value, d.end_value)
        for s in article.body
        for d in article.dates_in(s)
        if d.full and d.end_value and d.end_value > d.value
    ]
    for claim in claims:
        for first, last in ranges:
            if claim.start and claim.start.startswith("--"):
                year = first[:4] if claim.start[2:] >= first[5:] else last[:4]
                start, end = year + claim.start[1:], year + (claim.end or claim.start)[1:]
                if first <= start <= end <= last:
                    claim.start, claim.end = start, end


def _take_next_date(article: Article, number: int, claim: Claim) -> None:
    """A signing without a day takes that of the next sentence when it tells of the ceremony: "It took place on 3 October in …".

    A visit takes the first and last day of the journey, which may be told a little later.
    """
    if claim.kind in VISITS and (claim.start is None or claim.start == claim.end):
        for later in article.body[number : number + SOON]:
            days = journey(article, later)
            if days and (claim.start is None or days[0] <= claim.start <= days[1]):
                claim.start, claim.end = days
                claim.sentences += [later] if later is not claim.sentence else []
                return
    if claim.kind not in ("signing", "opening") or claim.start is not None:
        return
    if claim.kind == "signing" and number and (day := _day_of_the_visit(article, number)):
        claim.start = claim.end = day.value
        before = article.body[number - 1]
        claim.places = claim.places or venues(article, before, claim.cue, [day], one=False)
        claim.sentences.append(before)
        return
    if number + 1 >= len(article.body):
        return
    following = article.body[number + 1]
    told = article.reading.categories(following) & CEREMONY or (claim.kind == "opening" and _ribbon(article, following))
    if following.part != claim.sentence.part or not told:
        return
    date = day_of(days_of(article, following), claim.cue, claim.kind)
    if date is not None:
        claim.start, claim.end = date.value, date.end_value or date.value
        claim.places = venues(article, following, claim.cue, [date], one=True) or claim.places
        claim.sentences.append(following)


def _day_of_the_visit(article: Article, number: int) -> DateMention | None:
    """The only day of the sentence before, where it tells of a visit at which two then sign: "X came on 9 May. Both sides signed"."""
    sentence, before = article.body[number], article.body[number - 1]
    if before.part != sentence.part or article.dates_in(sentence) or "context.both" not in article.reading.categories(sentence):
        return None
    days = days_of(article, before)
    told = words_of_events(article, before, article.reading.categories(before), set())
    dated = len(days) == 1 and not days[0].end_value
    return days[0] if dated and any(kind in told for kind in (*VISITS, "meeting", "opening")) else None


def _ribbon(article: Article, sentence: Sentence) -> bool:
    """Whether a short sentence that names no house and no event only tells the day of what was opened: "The ribbon was cut on 14 April"."""
    categories = article.reading.categories(sentence)
    return (
        sentence.end - sentence.start < SHORT
        and not article.named_in(sentence)
        and not any(category.startswith(("events.", "kinds.", "status.")) for category in categories)
        and bool(RIBBON.search(article.reading.folded, sentence.start, sentence.end))
    )


def _claims(article: Article, number: int, sentence: Sentence, categories: set[str], heading: set[str]) -> list[Claim]:
    cues = words_of_events(article, sentence, categories, heading)
    days = days_of(article, sentence) or (scene(article, number) or days_after(article, number, cues) if cues else [])
    travel = journey(article, sentence)
    ways = [day for day in days if travel and day.value in travel]
    days = [day for day in days if day not in ways]
    if any(kind in cues for kind in VISITS) and any(kind in cues for kind in GATHERINGS) and _only_attended(article, sentence):
        cues = {kind: cue for kind, cue in cues.items() if kind not in VISITS}
    bracketed = {kind: day for kind, cue in cues.items() if (day := in_brackets(article, cue, days))}
    state = _state(article, sentence)
    claims: list[Claim] = []
    for kind in sorted(cues, key=lambda k: (k not in VISITS, k == "webinar")):
        cue = cues[kind]
        theirs = [day for k, day in bracketed.items() if cues[k].end <= cue.start and day != bracketed.get(kind)]
        lasts = kind in LASTING or kind == "opening"
        free = [d for d in days if d not in theirs and (lasts or not since_then(article, sentence, d))]
        if kind in MOMENTS:
            free = of_the_clause(free, cue, [c for k, c in cues.items() if k != kind])
        free = free or [d for d in ways if kind in MOMENTS and abs(cue.start - d.end) < BESIDE_DAY]
        date = bracketed.get(kind) or day_of(free, cue, kind)
        if state == "postponed":
            date = max(free, key=lambda d: d.value, default=None)
        if date is not None and not is_its_day(article, sentence, cues, kind, date):
            date = None
        start, end = (date.value, date.end_value or date.value) if date else (None, None)
        span = span_told(article, number, sentence, cues, kind, free, start)
        start, end = travel if travel and _is_the_journey(cues, kind) else span or (start, end)
        place = venues(article, sentence, cue, days, one=kind in ("signing", "opening"))
        if not _counts(article, kind, cue, sentence, categories, start, place):
            continue
        during = any(c.kind in VISITS and c.start is not None and c.start == start and c.start != c.end for c in claims)
        signed = "signing" in cues and kind in VISITS and not place and not travel
        if signed and start == end and cue.start > cues["signing"].start and not is_frame(article, sentence, cue):
            continue
        online = kind == "webinar" and any(c.kind == "signing" and c.start == start for c in claims)
        if online or (during and kind in GATHERINGS):
            continue
        several = editions(article, sentence, cue, days) if kind in LONG else []
        claims += [Claim(kind, sentence, cue, d.value, d.end_value, at, [sentence], state) for d, at in several] or [
            Claim(kind, sentence, cue, start, end, place, [sentence], state)
        ]
    return [*claims, *_others_of_a_kind(article, sentence, days, claims)]


def _others_of_a_kind(article: Article, sentence: Sentence, days: list[DateMention], claims: list[Claim]) -> list[Claim]:
    """Further gatherings of a kind already told, each beside its own day: "a seminar in Graz on 3 May and a seminar in Linz on 7 May"."""
    found: list[Claim] = []
    for cue in every_word(article, sentence):
        kind = cue.value[7:]
        same = [claim for claim in claims if claim.kind == kind and claim.start]
        if kind not in (*GATHERINGS, *MOMENTS) or not same or any(claim.cue == cue for claim in same):
            continue
        day = next((d for d in days if 0 <= d.start - cue.end <= OWN_REACH), None)
        told = day is None or any(c.start and c.start <= day.value <= (c.end or c.start) for c in (*claims, *found))
        words = article.reading.cues_in(sentence)
        if told or any(w.value.startswith("events.") and cue.end <= w.start < day.start for w in words if day):
            continue
        if day:
            place = venues(article, sentence, cue, [day], one=True)
            found.append(Claim(kind, sentence, cue, day.value, day.end_value or day.value, place, [sentence], same[0].state))
    return found


def _is_the_journey(cues: dict[str, Hit[str]], kind: str) -> bool:
    return kind in VISITS or (kind in LONG and not any(k in cues for k in VISITS))


def _only_attended(article: Article, sentence: Sentence) -> bool:
    """Whether a group only took part in a gathering: "delegations from … took part in the forum" is no visit of its own."""
    groups = cues_of(article, sentence, "group")
    attends = cues_of(article, sentence, "attend")
    visits = [c for c in article.reading.cues_in(sentence) if c.value[7:] in VISITS]
    visiting = [v for v in visits if not any(g.start <= v.start < g.end for g in (*groups, *attends))]
    return bool(attends) and not visiting


def _state(article: Article, sentence: Sentence) -> str | None:
    """ "cancelled" or "postponed" where the sentence says so, else None."""
    for state in ("cancelled", "postponed"):
        if cues_of(article, sentence, state):
            return state
    return None


def _counts(
    article: Article,
    kind: str,
    cue: Hit[str],
    sentence: Sentence,
    categories: set[str],
    start: str | None,
    place: list[Place],
) -> bool:
    """Whether a cue word tells of an event: a dated one does, another only where the article is about it."""
    if kind == "meeting" and "status.suspended" in categories:
        return False
    if start is not None:
        return ("context.undecided" not in categories or kind not in ("signing", "opening")) and not _long_ago(article, start)
    if _recalls(article, sentence):
        return False
    early = sentence.body <= article.reading.lead + 1
    if kind == "signing":
        told = bool(categories & PAPERS) and early and not categories & {"context.undecided", "status.proposed"}
        return told and (bool(place) or len(article.named_in(sentence)) > 1)
    if kind in VISITS:
        if cues_of(article, sentence, "attend") and _only_attended(article, sentence):
            return False
        if article.quoted(sentence):
            return False
        named = article.named_in(sentence)
        apart = [p for p in place if not any(m.start <= p.start and p.end <= m.end for m in named)]
        return bool(apart) and (early or "context.planned" in categories)
    if kind == "opening":
        return bool(place) and sentence.body == article.reading.lead and "status.active" in categories
    text = article.reading.text
    if kind in LONG and place and _in_a_month(article, sentence, cue):
        return True
    if kind == "meeting" or cue.start == sentence.start or not (text[cue.start].isupper() or quoted_name(article, cue)):
        return False
    return bool(ATTENDED.search(article.reading.folded[max(sentence.start, cue.start - 60) : cue.start]))


def _in_a_month(article: Article, sentence: Sentence, cue: Hit[str]) -> bool:
    """Whether only the month of something that is yet to come is told: "a forum in Ningbo in September"."""
    months = [d for d in article.dates_in(sentence) if d.precision == "month" and abs(d.start - cue.start) < MONTH_REACH]
    ahead = article.reading.categories(sentence) & {"context.future", "context.planned", "status.proposed"}
    return bool(months) and bool(ahead)


def _recalls(article: Article, sentence: Sentence) -> bool:
    """Whether a sentence speaks of an earlier year: "last year", "in 2015"."""
    years = PAST_YEAR.findall(article.reading.text, sentence.start, sentence.end)
    return any(not _is_ahead(article, year) for year in years)


def _long_ago(article: Article, start: str) -> bool:
    """Whether a day lies years before the article: history, not news."""
    published = article.published or ""
    return bool(published[:4].isdigit() and start[:4].isdigit() and int(start[:4]) < int(published[:4]) - LONG_AGO)


def _is_ahead(article: Article, year: str) -> bool:
    return bool(article.published) and year >= (article.published or "")[:4]


def _joined(claims: list[Claim]) -> list[Claim]:
    """One visit for an article, one signing for a day; claims without a day join those that have one."""
    joined: list[Claim] = []
    for claim in sorted(claims, key=lambda c: (c.start is None, c.sentence.start)):
        same = next((c for c in joined if _same(c, claim)), None)
        if same is None:
            joined.append(claim)
            continue
        if same.start and claim.start and same.start == same.end and claim.start != claim.end:
            same.start, same.end = claim.start, claim.end
        same.sentences += [s for s in claim.sentences if s not in same.sentences]
        same.places = same.places or claim.places
        same.state = same.state or claim.state
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
    within = (first.end or "") >= second.start >= first.start or (second.end or "") >= first.start >= second.start
    return first.kind in VISITS and within


def _fact(article: Article, claim: Claim) -> EventFact:
    reading = article.reading
    known = {p.country for p in claim.places if p.country in article.countries}
    every = not article.countries or (not known and claim.kind in (*VISITS, *GATHERINGS))
    countries = list(dict.fromkeys(p.country for p in claim.places if every or p.country in known))
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
        legs=legs_of(article, claim.sentences, here) if claim.kind in VISITS else stops_of(article, here),
        participants=participants_of(article, claim.kind, claim.sentences, countries),
        confidence=claim.confidence,
        state=claim.state,
    )
