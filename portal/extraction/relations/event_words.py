"""The words and days by which a sentence tells of events."""

from __future__ import annotations

import re

from portal.extraction.matching import Hit, longest
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article, Named
from portal.extraction.relations.course import cues_of, journey, stands_beside
from portal.extraction.relations.event_days import LONG, days_of, in_brackets, since_then, tour
from portal.extraction.relative_dates import days_between

JOURNEYS = ("trade-mission", "delegation-visit")
DAYS = re.compile(r"\b[A-ZÀ-Þ][\w’'-]+\s(?:Days|Week|Tage|Woche|Journées|Jornadas|Dagen|Week)\b")
"""A gathering named after its days: "Balkan Timber Days"."""
NAME = re.compile(
    r"(?:^|[:|,(]\s?|\b(?:at|At|Auf|auf|der|Op|op|Au|au|À|à|En|en|la|el|На|на)\s(?:the |der |de |la )?)([A-ZÀ-ÞА-Я][\w’'-]*(?:\s[A-ZÀ-Þ0-9А-Я][\w’'-]*)*)"
)
"""A name as a gathering bears it, where a line or a place begins: "At RoboFair Stuttgart", "Save the date: AFRIWIND'24"."""
FEW_DAYS = 9
BESIDE = 5
"""The place that somebody flew to stands so near after the verb: "flew to the Chilean port of"."""
HOUSES = ("company", "startup")
"""Before their names a word for an event only says what they are: "the workshop Metalúrgica Oncativo"."""
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
DEEDS = frozenset({"kinds.memorandum", "kinds.agreement", "kinds.letter-of-intent", "kinds.twinning"})
"""Papers that are concluded, whatever verb says so."""
JOINT = frozenset({"kinds.alliance", "kinds.joint-venture", "kinds.joint-fund", "kinds.joint-centre"})
"""What two parties found together, which they do by signing."""
NOT_DONE = frozenset({"context.undecided", "status.proposed", "status.expired", "status.suspended", "status.ended"})


def words_of_events(article: Article, sentence: Sentence, categories: set[str], heading: set[str]) -> dict[str, Hit[str]]:
    """The word of each kind of event that a sentence speaks of; `heading` are the categories of the heading above it."""
    cues: dict[str, Hit[str]] = {}
    for cue in every_word(article, sentence):
        cues.setdefault(cue.value[7:], cue)
    if "signing" not in cues and not categories & NOT_DONE and categories & (PAPERS | JOINT):
        told = _concluded(article, sentence, categories, heading, opened="opening" in cues)
        if told and sentence.kind != "heading" and any(not d.end_value for d in days_of(article, sentence)):
            cues["signing"] = Hit(told[0].start, told[0].end, "events.signing")
    if (
        not cues
        and (named_days := DAYS.search(article.reading.text, sentence.start, sentence.end))
        and days_of(article, sentence)
    ):
        cues["forum"] = Hit(named_days.start(), named_days.end(), "events.forum")
    if not cues and (gathering := _shown_by_its_trappings(article, sentence)):
        cues[gathering.value[7:]] = gathering
    if not cues and (begun := _running_since(article, sentence, categories)):
        cues["opening"] = begun
    if not cues and (record := _record(article, sentence)):
        cues["meeting"] = record
    if not cues and (visit := _visit_told(article, sentence)):
        cues[visit.value[7:]] = visit
    if "trade-mission" in cues:
        cues.pop("delegation-visit", None)
    if "opening" in cues and not categories & JOINT and any(kind in cues for kind in LONG):
        cues.pop("opening")
    if "forum" in cues and cues_of(article, sentence, "online") and "webinar" not in cues:
        cues["webinar"] = cues.pop("forum")
    return cues


def every_word(article: Article, sentence: Sentence) -> list[Hit[str]]:
    """All words of events in a sentence that tell of one."""
    named = article.named_in(sentence)
    found = longest(cue for cue in article.reading.cues_in(sentence) if cue.value.startswith("events."))
    return [cue for cue in found if cue.value != "events.none" and not _only_describes(article, sentence, cue, named)]


def _record(article: Article, sentence: Sentence) -> Hit[str] | None:
    """The word with which the minutes of a meeting begin, where they tell its day."""
    words = [word for word in cues_of(article, sentence, "record") if word.start == sentence.start]
    return Hit(words[0].start, words[0].end, "events.meeting") if words and days_of(article, sentence) else None


def _shown_by_its_trappings(article: Article, sentence: Sentence) -> Hit[str] | None:
    """A gathering that has only a name and its days, beside what there is at gatherings alone: stands and halls, keynotes and delegates."""
    days = [d for d in days_of(article, sentence) if d.end_value and 0 < days_between(d.value, d.end_value) <= FEW_DAYS]
    for name, kind in (("shows", "exhibition"), ("speaks", "forum")) if len(days) == 1 else ():
        title = NAME.search(article.reading.text, sentence.start, days[0].start)
        if (
            title
            and (words := cues_of(article, sentence, name))
            and not any(m.start <= title.start(1) < m.end for m in _parties(article, sentence))
        ):
            return Hit(title.start(1), title.end(1), f"events.{kind}") if words else None
    return None


def _parties(article: Article, sentence: Sentence) -> list[Named]:
    return [m for m in article.named_in(sentence) if article.organisations[m.number].kind in ("university", "public-authority")]


def _running_since(article: Article, sentence: Sentence, categories: set[str]) -> Hit[str] | None:
    """The day since which a house or plant is in use, which is that of its opening: "has been running in Cebu since 6 May"."""
    if "status.active" not in categories or categories & NOT_DONE:
        return None
    things = [thing for thing in article.things_in(sentence) if thing.value in ("joint-centre", "joint-venture")]
    days = [d for d in days_of(article, sentence) if since_then(article, sentence, d)]
    return Hit(things[0].start, things[0].end, "events.opening") if things and days else None


def _visit_told(article: Article, sentence: Sentence) -> Hit[str] | None:
    """The word of a visit that ordinary verbs tell: "spent 3 to 5 May in", "flew to Haifa on 2 May", "landed on … and left on …"."""
    days = days_of(article, sentence)
    if any(day.end_value for day in days):
        stays = cues_of(article, sentence, "stay") or (
            cues_of(article, sentence, "travel") if tour(article, days, sentence) else []
        )
        if stays:
            return Hit(stays[0].start, stays[0].end, "events.delegation-visit")
        kind = _announced(article) if sentence.body == article.reading.lead else None
        return Hit(sentence.start, sentence.start + 1, f"events.{kind}") if kind else None
    if journey(article, sentence):
        first = cues_of(article, sentence, "travel")[0]
        return Hit(first.start, first.end, "events.delegation-visit")
    if tour(article, days, sentence) and (moves := cues_of(article, sentence, "travel")):
        return Hit(moves[0].start, moves[0].end, "events.delegation-visit")
    trips = cues_of(article, sentence, "trip") if len(days) == 1 else []
    there = [trip for trip in trips if any(0 <= place.start - trip.end <= BESIDE for place in article.places_in(sentence))]
    return Hit(there[0].start, there[0].end, "events.delegation-visit") if there else None


def _announced(article: Article) -> str | None:
    """The journey that the title announces, whose days the lead tells in other words."""
    titles = [s for s in article.reading.sentences if s.kind == "title"]
    categories = {category for title in titles for category in article.reading.categories(title)}
    return next((kind for kind in JOURNEYS if f"events.{kind}" in categories), None)


def _only_describes(article: Article, sentence: Sentence, cue: Hit[str], named: list[Named]) -> bool:
    """Whether a word tells of no event: it stands in a name or before one, or says what something came before or after."""
    if any(m.start <= cue.start and cue.end <= m.end for m in named):
        return True
    if any(t.start <= cue.start and cue.end < t.end for t in cues_of(article, sentence, "travel")):
        return True
    house = any(m.start == cue.end + 1 and article.organisations[m.number].kind in HOUSES for m in named)
    if house or not stands_beside(article, sentence, cue):
        return house
    return in_brackets(article, cue, days_of(article, sentence)) is None


def _concluded(article: Article, sentence: Sentence, categories: set[str], heading: set[str], opened: bool) -> list[Hit[str]]:
    """Words that tell of a signing though none says "signed": a paper concluded, listed under "Signed" or named without a verb."""
    if categories & DEEDS:
        concluded = cues_of(article, sentence, "concluded")
        verbless = not any(c.startswith("status.") for c in categories) and len(article.named_in(sentence)) > 1
        papers = [c for c in article.reading.cues_in(sentence) if c.value in DEEDS]
        if concluded or verbless or "events.signing" in heading:
            return concluded or papers
    found = categories & JOINT and len(article.named_in(sentence)) > 1 and not opened
    return cues_of(article, sentence, "founded") if found else []
