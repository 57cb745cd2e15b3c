"""Countries that an article is about, from names, adjectives, cities, regions and compounds.

A mention is not enough: what counts is where it stands. The title and the lead weigh most, a sentence that tells of a
partnership or an event weighs more than others, and a sentence that compares, recalls earlier visits or looks for
partners hardly weighs at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, partial
from itertools import takewhile

from portal.extraction import lexicon
from portal.extraction.compounds import compounds_of
from portal.extraction.lexicon import Meanings
from portal.extraction.matching import Hit, fold, is_cjk, is_hangul
from portal.extraction.places_called import called_after
from portal.extraction.places_meant import (
    Groups,
    country_meant,
    goes_on,
    heads_an_item,
    joined_to_plain,
    support_of,
    with_state,
)
from portal.extraction.places_written import as_written
from portal.extraction.reading import Reading, Sentence, Shared, read
from portal.extraction.types import CountryFact, Document, KnownName, Zone

THRESHOLD = 1.65
CALLED = "called"
HOMES = {"ko": "KR", "ja": "JP", "he": "IL", "ru": "RU", "zh": "CN", "zh-hant": "TW"}
"""Where a language is at home: a doubtful form in it means a place there."""
WRITTEN_IN: dict[str, tuple[str, ...]] = {
    "ko": ("KR",), "ja": ("JP",), "he": ("IL",), "zh": ("CN", "TW", "HK", "MO", "SG", "MY"), "de": ("DE", "AT", "CH", "LI"),
    "nl": ("NL", "BE", "SR"), "ru": ("RU", "BY", "KZ", "KG", "UZ", "TJ", "TM", "AM", "AZ", "GE", "MD", "UA"),
}  # fmt: skip
"""A text that names only one country where its language is written comes from there: it tells of it, however seldom it says so."""
OWN_HOMES = {"ko": "KR", "ja": "JP", "he": "IL", "zh-hans": "CN"}
"""Whose home a writer's "our town", "our university" is."""
AT_HOME = 0.8
OURS = frozenset("我本当弊우본당ה")
"""How such words begin, and no other of the same list ("the delegation and")."""
BRAND = re.compile(
    r"(?: [A-Z][\w&'’-]+){1,3}(?P<behind>), (?:the|an?|die|der|das|eine?|la|le|l'|une?|un|una|el|een|het|de) (?:[a-zß-ÿ-]+ ){0,4}"
)
MONEY_BEFORE = ("fr", "es", "he")
LONGEST_MONEY = 20
FURTHEST = 40
FIRM_BEFORE = re.compile(
    r"(?:\w+ ){1,2}\w*(?:company|firm|group|maker|manufacturer|producer|start-up|startup|developer|unternehmen|firma|konzern|hersteller|gruppe"
    r"|bedrijf|groep|concern|fabrikant)(?: called| named| namens)? $|\b(?:société|groupe|entreprise|firme|empresa|grupo|compañía|fabricante)(?: \w+)? \w+ $"
)
"""Right before the name of a firm: what it is, and perhaps of which country."""
DENIED = 0.4
"""A sentence that only denies says little about what the article is about."""
AHEAD, BEHIND = 24, 6
"""So many characters after an aside, or before it, a place still belongs to it."""
TOLD_AT_ALL = 0.9
"""What a country scores at least that a plain sentence names; the party of a relation that is only denied or recalled has less."""
UNTOLD = 0.75
"""What remains of a country that no head and no sentence with an act of partnership or an event names."""
ACTS = ("kinds.", "events.", "status.", "weak.", "context.talks", "course.attend")
TOWNS = ("place", "town")
DEEDS = ("kinds.", "weak.")
AGAINST = {"context.passing", "context.sought", "context.negation", "context.another"}
OVER = {"status.ended", "status.expired"}
HOLDING = {"status.signed", "status.active"}
PLAIN, NAMESAKE = 3.0, 0.5
"""A score that shows a country plainly; beside two such a town that alone stands for a third counts half."""
PRESET = frozenset({"en-us", "en-gb", "es-es", "fr-fr", "de-de", "nl-nl", "pt-pt", "pt-br"})
"""Languages of pages that nobody has chosen."""
QUALIFIED = 2
LONGEST_HEAD = 30
"""Of an item: "Gaborone.", after which it begins."""
MANY, ITEMS, RECURRING = 5, 4, 1
"""Of a round-up: its countries, the paragraphs that name any, and how many countries more than one of these may name."""
TELLING = 0.55
"""The share of them that tell of an act: others only mention."""
FEW, SOME = 3, 0.4
"""The same of what calls itself a round-up: countries and paragraphs, and the share."""
ITEM = 1.65
"""Of a country in whose town an item of a digest is set."""
WEIGHTS = {"title": 2.6, "heading": 0.9, "date": 1.3, "topics": 0.9}
LEAD, BODY, ACT, ASIDE, PAST, KNOWN_PARTY, SEATED = 1.7, 1.0, 0.5, 0.15, 0.5, 0.8, 0.2


@dataclass(frozen=True, slots=True)
class Place:
    """A country meant by a stretch of the running text. kind as in PlaceForm, or CALLED: only what is called after it is meant."""

    start: int
    end: int
    country: str
    kind: str


def find_countries(
    document: Document,
    zones: tuple[Zone, ...],
    language: str | None,
    known: tuple[KnownName, ...] = (),
    parties: tuple[str, ...] = (),
    houses: tuple[Place, ...] = (),
) -> tuple[CountryFact, ...]:
    """The countries that the article is about, the surest first; each with the words that name it.

    `parties` are the countries of those whose partnerships the article states and where its events take place: it is about
    these, however short it is. `houses` are the stretches that name organisations whose country is known.
    """
    reading = read(document, zones, language)
    found = tuple(place for place in locate(document, zones, language) if place.kind != CALLED)
    items = _items(reading, found)
    scores, evidence, told = _mentioned(reading, found, set(items))
    _of_houses(reading, houses, scores, told)
    _of_the_writer(reading, language, scores, evidence)
    for country in parties:
        scores[country] = max(scores[country], THRESHOLD) if scores.get(country, 0.0) >= TOLD_AT_ALL else scores.get(country, 0.0)
    told.update(parties)
    for country, bonus in _known_parties(reading, known).items():
        if country in scores:
            scores[country] += bonus
            told.add(country)
    for country in scores.keys() - told:
        scores[country] *= UNTOLD
    home = _region(document)
    if home in scores:
        scores[home] += BODY
    settled = 0 if items else sum(score >= PLAIN and any(p.kind != "town" for p in evidence[c]) for c, score in scores.items())
    for country, shown in evidence.items():
        if settled >= 2 and country not in parties and _is_namesake(reading, shown):
            scores[country] *= NAMESAKE
    kept = sorted((c for c in scores if scores[c] >= THRESHOLD), key=lambda c: (-scores[c], evidence[c][0].start))
    return tuple(
        CountryFact(
            code=country,
            confidence=round(min(0.98, 0.4 + scores[country] / 12), 2),
            evidence=tuple(reading.span(place.start, place.end) for place in evidence[country]),
        )
        for country in kept
    )


def _mentioned(
    reading: Reading, found: tuple[Place, ...], items: set[int]
) -> tuple[dict[str, float], dict[str, list[Place]], set[str]]:
    """What the sentences that name a country score for it, their places, and the countries of which something is told."""
    scores: dict[str, float] = defaultdict(float)
    evidence: dict[str, list[Place]] = defaultdict(list)
    asides = reading.asides
    told: set[str] = set()
    heads = _heads_of_items(reading, found)
    for head in heads:
        scores[head.country] += ITEM
    told.update(head.country for head in heads)
    for sentence, places in _by_sentence(reading, found):
        categories = reading.categories(sentence)
        leads = sentence.body == reading.lead or sentence.part in items
        if sentence.end - sentence.start > LONGEST_HEAD:
            items.discard(sentence.part)
        weight = _weight(reading, sentence, categories, leads=leads)
        weights: dict[str, float] = {}
        if sentence.kind in WEIGHTS or any(map(_is_act, categories)):
            told.update(place.country for place in places)
        elif leads:
            told.update(place.country for place in places if place.kind not in TOWNS)
        for place in places:
            own = min(weight, ASIDE) if asides and _is_aside(reading, sentence, place, asides) else weight
            if own >= weights.get(place.country, 0.0):
                weights[place.country] = own
            evidence[place.country].append(place)
        for country, own in weights.items():
            scores[country] += own
    return scores, evidence, told


@cache
def _is_act(category: str) -> bool:
    return category.startswith(ACTS)


@cache
def _is_theme(category: str) -> bool:
    return category.startswith(("kinds.", "events."))


def _items(reading: Reading, found: tuple[Place, ...]) -> set[int]:
    """The parts of a round-up, each of which tells of other countries than the others: its first sentence leads it."""
    named = len({place.country for place in found})
    if named < FEW:
        return set()
    fewest, paragraphs, telling = (FEW, FEW, SOME) if _is_called_round_up(reading) else (MANY, ITEMS, TELLING)
    if named < fewest:
        return set()
    parts: dict[str, set[int]] = defaultdict(set)
    for place in found:
        if (sentence := reading.sentence_at(place.start)) and sentence.kind != "date":
            parts[place.country].add(sentence.part)
    again = sum(len(where) > 1 for where in parts.values())
    items = set().union(*parts.values())
    if len(parts) < fewest or len(items) < paragraphs or again > RECURRING:
        return set()
    acts = {s.part for s in reading.sentences if s.part in items and any(map(_is_act, reading.categories(s)))}
    return items if len(acts) >= telling * len(items) else set()


def _is_called_round_up(reading: Reading) -> bool:
    """Whether what stands over the body says that it is one: "In brief", "Newsletter no 4"."""
    over = takewhile(lambda cue: cue.start < reading.begins, reading.cues)
    return any(cue.value == "context.roundup" for cue in over)


def _heads_of_items(reading: Reading, found: tuple[Place, ...]) -> list[Place]:
    """The places with which the items of a digest begin, where two or more do."""
    heads = [place for place in found if heads_an_item(reading, place.start, place.end)]
    return heads if len(heads) > 1 else []


def _of_houses(reading: Reading, houses: tuple[Place, ...], scores: dict[str, float], told: set[str]) -> None:
    """What named organisations add to their countries: in the lead they are told of, beside words of an act they are parties."""
    seen: set[tuple[str, int]] = set()
    for house in houses:
        sentence = reading.sentence_at(house.start)
        if sentence is None or house.country not in scores or (house.country, sentence.start) in seen:
            continue
        seen.add((house.country, sentence.start))
        if sentence.body == reading.lead:
            told.add(house.country)
        categories = reading.categories(sentence)
        plain = not categories & (AGAINST | OVER | {"status.suspended"})
        if plain and any(category.startswith(DEEDS) for category in categories):
            scores[house.country] += SEATED


def _of_the_writer(reading: Reading, language: str | None, scores: dict[str, float], evidence: dict[str, list[Place]]) -> None:
    """The writer's own country: shown by "our university", or named in a language that is written in one country only."""
    own = OWN_HOMES.get(language or "")
    for cue in reading.cues if own else ():
        sentence = reading.sentence_at(cue.start) if cue.value == "context.own" else None
        if own and sentence and reading.text[cue.start] in OURS:
            scores[own] += BODY
            evidence[own].append(Place(cue.start, cue.end, own, "own"))
    homes = [country for country in WRITTEN_IN.get(reading.language, ()) if evidence.get(country)]
    if len(homes) == 1:
        scores[homes[0]] += AT_HOME


@Shared
def locate(document: Document, zones: tuple[Zone, ...], language: str | None) -> tuple[Place, ...]:
    """Every stretch of the article that means a country, or what is called after a place, in the order of the text."""
    reading = read(document, zones, language)
    groups = _groups(reading)
    places = _compounds(reading, groups)
    called = called_after(reading, groups)
    places += [Place(*stretch, groups.pop(stretch).forms[0].country, CALLED) for stretch in called]
    region = _region(document)
    home = region or HOMES.get(language or "", HOMES.get(reading.language))
    support = support_of(reading, groups, home)
    qualified = with_state(reading, groups)
    stated: dict[str, str] = {}
    for (start, end), country in qualified.items():
        stated.setdefault(reading.folded[start:end], country)
        support[country] += QUALIFIED
    shown: dict[str, str] = {}
    unclear: list[tuple[int, int, str]] = []
    brands = tuple(_brands(reading, groups))
    paired = joined_to_plain(reading, groups)
    for (start, end), meant in groups.items():
        if brands and reading.text.startswith(brands, start):
            continue
        if meant.kind not in ("town", "place") and _is_money(reading, start, end):
            continue
        form = reading.folded[start:end]
        means = (
            qualified.get((start, end))
            or stated.get(form)
            or country_meant(reading, start, end, meant, support, (start, end) in paired, region)
        )
        if means:
            places.append(Place(start, end, means, meant.kind))
            shown.setdefault(form, means)
        else:
            unclear.append((start, end, meant.kind))
    again = [
        Place(start, end, shown[form], kind)
        for start, end, kind in unclear
        if (form := reading.folded[start:end]) in shown and not goes_on(reading, end)
    ]
    return tuple(sorted([*places, *again], key=lambda place: place.start)) if again or called else tuple(places)


def _groups(reading: Reading) -> Groups:
    """What may name a place, in the order of the text; of two that lie across each other the first, the longer."""
    groups: Groups = {}
    masked = [(hit.start, hit.end) for hit in reading.masks]
    last = 0
    for start, end, meant in lexicon.places(reading.language).find_in(reading.text, reading.simplified):
        if start < last:
            continue
        written = as_written(reading, start, end, meant)
        if written is None:
            continue
        last = end
        if not (masked and any(first <= start and end <= behind for first, behind in masked)):
            groups[start, end] = written
    return groups


def _is_money(reading: Reading, start: int, end: int) -> bool:
    """Whether a country or the stem of its adjective stands there for its money: "10 million Danish kroner"."""
    if reading.language in MONEY_BEFORE:
        return _money(reading.language).search(reading.folded, max(0, start - LONGEST_MONEY), start) is not None
    return _money(reading.language).match(reading.simplified, end) is not None


@cache
def _money(language: str) -> re.Pattern[str]:
    listed = "|".join(map(re.escape, lexicon.ambiguous()["currencies"][language]))
    if language in MONEY_BEFORE:
        return re.compile(rf"(?<!\w)(?:{listed}) $")
    if language in ("zh", "ja", "ko"):
        # フランス begins as フラン does, 프랑스 as 프랑.
        return re.compile(rf"\s?(?:{listed})(?![ァ-ヶー스])")
    return re.compile(rf"\w{{0,4}} (?:{listed})(?!\w)")


def _named(groups: Groups) -> set[str]:
    """The countries that the article names in full."""
    return {form.country for meant in groups.values() for form in meant.forms if form.kind == "name"}


def _compounds(reading: Reading, groups: Groups) -> list[Place]:
    """The countries in compounds, whose stretches are taken out of the groups: "franco" is no town before "-German"."""
    found = [Place(*part, "adjective") for part in compounds_of(reading, dict(groups.keys()), partial(_named, groups))]
    if found:
        named = {at for span, meant in groups.items() if meant.kind in ("name", *TOWNS) for at in range(*span)}
        # The signs of 罗马 stand for Rome, not for Romania and Malaysia.
        found = [place for place in found if place.end - place.start > 1 or place.start not in named]
        covered = {at for place in found for at in range(place.start, place.end)}
        for span in [span for span in groups if any(at in covered for at in range(*span))]:
            del groups[span]
    return found


def seats(reading: Reading, places: tuple[Place, ...]) -> list[Place]:
    """The towns within the names of institutions of their country: of what opens at Kigali Innovation City, Kigali is the place."""
    found = []
    for house in (place for place in places if place.kind == "institution"):
        last = 0
        for start, end, meant in lexicon.places(reading.language).find(reading.folded[house.start : house.end]):
            towns = (form for form in meant.forms if form.kind in ("place", "town") and form.country == house.country)
            town = next(towns, None) if start >= last else None
            if town:
                last = end
                found.append(Place(house.start + start, house.start + end, town.country, town.kind))
    return found


def _region(document: Document) -> str | None:
    """The country in the language that a page states, "es-EC", unless it is only what a program puts there."""
    stated = document.markup.language or ""
    region = stated[-2:].upper() if len(stated) == 5 and stated[2] == "-" else ""
    return region if region.isalpha() and stated not in PRESET else None


def _brands(reading: Reading, groups: Groups) -> set[str]:
    """Names that begin with a country's although their house is elsewhere: "Malta Kitchens, the Bristol company"."""
    brands = set()
    adjectives: list[tuple[int, int, str]] = []
    for (start, end), meant in groups.items():
        if meant.kind == "adjective":
            adjectives.append((start, end, meant.forms[0].country))
        if meant.kind not in ("name", "place") or not goes_on(reading, end):
            continue
        if _is_foreign_firm(reading, start, meant, adjectives):
            brands.add(reading.text[start:end] + reading.text[end : end + 3])
            continue
        match = BRAND.match(reading.text, end) if meant.kind == "name" else None
        if match is None:
            continue
        at = match.end()
        beside = next(
            (other for (first, last), other in groups.items() if first == at and reading.text[last : last + 2].strip().islower()),
            None,
        )
        if beside and meant.forms[0].country not in beside.countries:
            brands.add(reading.text[start : match.start("behind")])
    return brands


def _is_foreign_firm(reading: Reading, start: int, meant: Meanings, adjectives: list[tuple[int, int, str]]) -> bool:
    """Whether a place begins the name of a firm that the words before say to be of another country: "the Finnish group Karelia Metsä"."""
    beside = takewhile(lambda adjective: start - FURTHEST <= adjective[0], reversed(adjectives))
    near = [first for first, end, country in beside if end < start and country not in meant.countries]
    match = FIRM_BEFORE.search(reading.folded, max(0, start - FURTHEST), start) if near else None
    return match is not None and match.start() <= near[0]


def _by_sentence(reading: Reading, places: tuple[Place, ...]) -> list[tuple[Sentence, list[Place]]]:
    grouped: dict[int, tuple[Sentence, list[Place]]] = {}
    for place in places:
        sentence = reading.sentence_at(place.start)
        if sentence is not None:
            grouped.setdefault(sentence.start, (sentence, []))[1].append(place)
    return list(grouped.values())


def _weight(reading: Reading, sentence: Sentence, categories: set[str], *, leads: bool) -> float:
    if sentence.kind == "date" and sentence.start > reading.begins:
        return 0.0
    if sentence.kind in WEIGHTS:
        return WEIGHTS[sentence.kind]
    base = LEAD if leads else BODY
    if "context.passing" in categories:
        return ASIDE
    if "context.sought" in categories and not categories & HOLDING:
        return ASIDE * 3
    if "context.negation" in categories and not any(c.startswith(("kinds.", "status.")) for c in categories):
        return base * DENIED
    if base != LEAD and categories & OVER and not categories & HOLDING and "status.renewed" not in categories:
        return base * PAST
    return base + ACT * any(map(_is_theme, categories))


def _is_namesake(reading: Reading, found: list[Place]) -> bool:
    """Whether all that shows a country is one town, with or without its name's continuation: "Riverside", "Riverside Campus"."""
    return all(place.kind == "town" for place in found) and len({reading.folded[p.start : p.end] for p in found}) == 1


def _is_aside(reading: Reading, sentence: Sentence, place: Place, asides: list[Hit[str]]) -> bool:
    """Whether a place stands right after words by which it is only mentioned, or, where these follow, right before them."""
    if sentence.kind in WEIGHTS:
        return False
    behind = BEHIND if is_cjk(reading.text[place.start]) or is_hangul(reading.text[place.start]) else 0
    first = bisect_left(asides, sentence.start, key=lambda hit: hit.start)
    for hit in asides[first:]:
        if hit.start >= min(sentence.end, place.end + behind):
            return False
        if 0 <= place.start - hit.end <= AHEAD or hit.start >= place.end:
            return True
    return False


def _known_parties(reading: Reading, known: tuple[KnownName, ...]) -> dict[str, float]:
    return {name.country: KNOWN_PARTY for name in known if name.country and fold(name.name) in reading.folded}
