"""What is told of an event beside its kind and day: its name, the places of a visit in order, who took part and how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from portal.extraction.lexicon.grammar import DENSE, either, small_words
from portal.extraction.matching import Hit, fold, is_cjk
from portal.extraction.places import Place
from portal.extraction.reading import Sentence
from portal.extraction.relations.article import Article
from portal.extraction.types import LegFact

NAMED_KINDS = frozenset({"forum", "exhibition", "webinar", "competition", "matchmaking"})
QUOTED = re.compile(r"\s?[«„“\"「『《‘]([^«»„“”\"「」『』《》\n]{3,80})[»”“\"」』》’]")
WORDS_BEFORE = re.compile(r"(?:[A-ZÀ-ÞА-ЯЁ0-9][\w’'-]*\s){1,6}$")
WORDS_AFTER = re.compile(r"(?:\s(?:(?:of|for|and|on|für|und|de|du|des|la|van|по)\s)?[A-ZÀ-ÞА-ЯЁ0-9][\w’'-]*){1,6}")
ARTICLES = frozenset(small_words("the", "a", "at", "on_day", "during"))
LED = re.compile(rf"\b{either(small_words('led_by'))}\b[^.;]{{0,60}}$|(?:\b率|{either(small_words('led_by', languages=DENSE))})$")
FEW_LEGS, NEAR = 12, 10
"""A visit has so many legs at most; the sentences after the one that tells of it are searched for them."""


def title_of(article: Article, kind: str, cue: Hit[str], places: Sequence[str]) -> str:
    """The event's name as the text has it, else its kind and its first place: "Delegation visit, Almaty"."""
    named = _named(article, cue) if kind in NAMED_KINDS else None
    if named:
        return named
    label = kind.replace("-", " ").capitalize()
    return f"{label}, {places[0]}" if places else label


def _named(article: Article, cue: Hit[str]) -> str | None:
    """ "AgriSteppe forum", "Kama Technology Forum", webinar "Customs today"."""
    text = article.reading.text
    quoted = quoted_name(article, cue)
    if quoted:
        return quoted
    before = WORDS_BEFORE.search(text, max(0, cue.start - 60), cue.start)
    after = WORDS_AFTER.match(text, cue.end, min(len(text), cue.end + 70)) if text[cue.start].isupper() or before else None
    start = before.start() if before else cue.start
    words = text[start : after.end() if after else cue.end].split()
    while words and fold(words[0]) in ARTICLES:
        words.pop(0)
    return " ".join(words) if len(words) > 1 and any(w[0].isupper() for w in words) else None


def quoted_name(article: Article, cue: Hit[str]) -> str | None:
    """The name in quotation marks right after the word of an event: на выставке «Лес и дом»."""
    text = article.reading.text
    end = cue.end
    while end < len(text) and text[end].isalpha() and not is_cjk(text[end]):
        end += 1
    quoted = QUOTED.match(text, end, min(len(text), end + 90))
    return quoted.group(1).strip() if quoted else None


def legs_of(article: Article, sentences: Sequence[Sentence], places: Sequence[Place]) -> tuple[LegFact, ...]:
    """The places of a visit in the order of the text, each with its day where a sentence tells both, and who received there."""
    countries = {place.country for place in places}
    legs: dict[str, LegFact] = {}
    for sentence in _told(article, sentences):
        for place in article.places_in(sentence):
            town = place.kind in ("place", "town")
            name = article.reading.text[place.start : place.end]
            if place.country not in countries or not (town or place in places) or len(legs) >= FEW_LEGS:
                continue
            if any(m.start <= place.start and place.end <= m.end for m in article.named_in(sentence)) and place not in places:
                continue
            day = _day(article, sentence, place) if sentence not in sentences[:1] else (None, None)
            if name in legs:
                continue
            legs[name] = LegFact(name, place.country, day[0], day[1], _hosts(article, sentence, place.country))
    towns = {leg.country for leg in legs.values() if leg.place not in countries_named(article, places)}
    return tuple(leg for leg in legs.values() if leg.place not in countries_named(article, places) or leg.country not in towns)


def stops_of(article: Article, places: Sequence[Place]) -> tuple[LegFact, ...]:
    """The places of an event that is no journey; a country alone only where no town of it is named."""
    towns = {place.country for place in places if place.kind != "name"}
    kept = [place for place in places if place.kind != "name" or place.country not in towns]
    return tuple(dict.fromkeys(LegFact(article.reading.text[place.start : place.end], place.country) for place in kept))


def countries_named(article: Article, places: Sequence[Place]) -> frozenset[str]:
    """Names of whole countries among the places: no leg of their own beside a town in them."""
    return frozenset(article.reading.text[place.start : place.end] for place in places if place.kind == "name")


def _told(article: Article, sentences: Sequence[Sentence]) -> Iterator[Sentence]:
    """The sentences of an event and those soon after that begin with a place: "In Bursa …"."""
    yield from sentences
    last = sentences[-1]
    following = [s for s in article.body if s.start > last.start][:NEAR]
    for sentence in following:
        first = next(iter(article.places_in(sentence)), None)
        if (
            first is not None
            and first.start - sentence.start < NEAR
            and first.kind in ("place", "town")
            and not article.quoted(sentence)
        ):
            yield sentence


def _day(article: Article, sentence: Sentence, place: Place) -> tuple[str | None, str | None]:
    days = [date for date in article.dates_in(sentence) if date.precision == "day"]
    nearest = min(days, key=lambda date: abs(date.start - place.end), default=None)
    return (nearest.value, nearest.end_value or nearest.value) if nearest else (None, None)


def _hosts(article: Article, sentence: Sentence, country: str) -> tuple[str, ...]:
    facts = [article.organisations[mention.number] for mention in article.named_in(sentence)]
    return tuple(dict.fromkeys(fact.name for fact in facts if fact.country == country and fact.kind != "media"))


def participants_of(
    article: Article, kind: str, sentences: Sequence[Sentence], countries: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """(name, role) of the organisations and people that the sentences of an event name."""
    found: dict[str, str] = {}
    visit = kind in ("delegation-visit", "trade-mission")
    for sentence in sentences:
        for mention in article.named_in(sentence):
            fact = article.organisations[mention.number]
            if fact.kind != "media":
                role = "signatory" if kind == "signing" else "attendee"
                if visit:
                    role = "host" if fact.country in countries else "delegation"
                found.setdefault(fact.name, role)
        for start, _, name in article.people_in(sentence):
            before = article.reading.folded[max(sentence.start, start - 90) : start]
            found.setdefault(name, "lead" if LED.search(before) else "signatory" if kind == "signing" else "attendee")
    return tuple(found.items())
