"""Claims against the text: what is proved by its own words and says nothing outside the vocabulary becomes a fact."""

from __future__ import annotations

import bisect
import datetime
import re
import sys
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from portal.extraction.second import vocabulary
from portal.extraction.second.claims import Claim
from portal.extraction.types import (
    BODY_KINDS,
    SECOND,
    CountryFact,
    EventFact,
    Extraction,
    OpportunityFact,
    OrganisationFact,
    PartnershipFact,
    PersonFact,
    SectorFact,
    Span,
)

Fact = CountryFact | SectorFact | OrganisationFact | PersonFact | PartnershipFact | EventFact | OpportunityFact

CONFIDENCE = 0.4
"""Below every threshold of what counts as sure: a person decides."""
ARTICLE_KINDS = BODY_KINDS | {"title", "date", "byline", "source", "topics", "speaker", "caption"}
"""Zones whose words prove something; a teaser or a menu proves nothing."""
MOST_QUOTES = 5
LONGEST_QUOTE = 600
LONGEST_NAME = 200
MOST_NAMES = 30
_DAY = re.compile(r"(?:(\d{4})|-)-(\d{2})-(\d{2})", re.ASCII)
_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_LEAP_YEAR = 2000
_BREAK = "\n\n"
_BLANKS = re.compile(r"\s+")


class Refused(Exception):
    """Why a claim is not taken, as the end of a sentence."""


class Ground:
    """What claims are checked against: the article as the second reader was given it, and what the rules found in it."""

    def __init__(self, extraction: Extraction, most: int) -> None:
        self._document = extraction.document.text
        self._starts: list[tuple[int, int]] = []
        pieces: list[str] = []
        length = 0
        for zone in extraction.zones:
            if zone.kind not in ARTICLE_KINDS or length >= most:
                continue
            piece = self._document[zone.start : min(zone.end, zone.start + most - length)]
            self._starts.append((length, zone.start))
            pieces.append(piece)
            length += len(piece) + len(_BREAK)
        self.article = _BREAK.join(pieces)
        """The article's own words without the rest of the page, at most so many characters of it."""
        self._stated = self.article + (extraction.published or "")
        names = (name for fact in extraction.organisations for name in (fact.name, *fact.aliases))
        self._names = frozenset(map(folded, names))
        self._folded = folded(self.article)

    def states(self, year: str) -> bool:
        """Whether the article says this year."""
        return year in self._stated

    def has_name(self, name: str) -> bool:
        """Whether the article, or a name that the rules found in it, reads so."""
        key = folded(name)
        return key in self._folded or key in self._names

    def find(self, quote: str) -> Span:
        """Where the quote stands in the document, white space apart; raises Refused when it does not."""
        words = quote.split()
        if not words or len(quote) > LONGEST_QUOTE:
            raise Refused("a quote is empty or too long")
        match = re.search(r"\s+".join(map(re.escape, words)), self.article)
        if match:
            start, end = self._place(match.start()), self._place(match.end() - 1) + 1
            # Across two zones with something else between them, the words do not stand together.
            if self._document[start:end].split() == words:
                return Span(start, end, self._document[start:end])
        raise Refused("a quote does not stand in the article")

    def _place(self, position: int) -> int:
        at, start = self._starts[bisect.bisect_right(self._starts, (position, sys.maxsize)) - 1]
        return start + position - at


@dataclass(frozen=True, slots=True)
class _Entry:
    """A claim's values, each read as what it must be or refused."""

    value: Mapping[str, Any]
    ground: Ground

    def only(self, *keys: str) -> None:
        if not self.value.keys() <= set(keys):
            raise Refused("it has values that are not asked for")

    def code(self, key: str, codes: Collection[str]) -> str:
        code = self.value.get(key)
        if not isinstance(code, str) or code not in codes:
            raise Refused("its code is not in the vocabulary")
        return code

    def text(self, key: str) -> str | None:
        value = self.value.get(key)
        if value is None or value == "":
            return None
        return self._in_text(value)

    def name(self, key: str) -> str:
        found = self.text(key)
        if found is None:
            raise Refused("a name is missing")
        return found

    def names(self, key: str) -> tuple[str, ...]:
        values = self.value.get(key, [])
        if not isinstance(values, list) or len(values) > MOST_NAMES:
            raise Refused("its names are not a list of reasonable length")
        return tuple(dict.fromkeys(self._in_text(value) for value in values))

    def codes(self, key: str, codes: Collection[str]) -> tuple[str, ...]:
        values = self.value.get(key, [])
        if not isinstance(values, list) or not all(isinstance(v, str) and v in codes for v in values):
            raise Refused("its code is not in the vocabulary")
        return tuple(dict.fromkeys(values))

    def date(self, key: str, form: re.Pattern[str]) -> str | None:
        value = self.value.get(key)
        if value is None or value == "":
            return None
        match = form.fullmatch(value) if isinstance(value, str) else None
        if not match:
            raise Refused("its date is not a date")
        year, month, day = (int(group) if group else None for group in match.groups())
        try:
            datetime.date(year or _LEAP_YEAR, month or 1, day or 1)
        except ValueError:
            raise Refused("its date is not a date") from None
        if year and not self.ground.states(match[1]):
            raise Refused("the text does not state its year")
        return match[0]

    def _in_text(self, value: object) -> str:
        """A name as claimed, when the text (or a reading of it) has it."""
        if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_NAME:
            raise Refused("a name is not a name")
        name = _BLANKS.sub(" ", value).strip()
        if not self.ground.has_name(name):
            raise Refused("a name does not stand in the text")
        return name


def folded(text: str) -> str:
    """For comparison: without differences of case and white space."""
    return _BLANKS.sub(" ", text).casefold().strip()


def check(claim: Claim, ground: Ground) -> Fact:
    """The claim as a fact with its evidence; raises Refused when its words or its codes do not hold."""
    if not claim.quotes or len(claim.quotes) > MOST_QUOTES:
        raise Refused("it has no quotes, or too many")
    evidence = tuple(ground.find(quote) for quote in claim.quotes)
    return _BUILDERS[claim.kind](_Entry(claim.value, ground), evidence)


def _country(entry: _Entry, evidence: tuple[Span, ...]) -> CountryFact:
    entry.only("code")
    return CountryFact(entry.code("code", vocabulary.countries()), CONFIDENCE, evidence, SECOND)


def _sector(entry: _Entry, evidence: tuple[Span, ...]) -> SectorFact:
    entry.only("code")
    return SectorFact(entry.code("code", vocabulary.sectors()), CONFIDENCE, evidence, SECOND)


def _organisation(entry: _Entry, evidence: tuple[Span, ...]) -> OrganisationFact:
    entry.only("name", "kind", "country")
    country = entry.code("country", vocabulary.countries()) if entry.value.get("country") else None
    kind = entry.code("kind", vocabulary.ORGANISATION_KINDS)
    return OrganisationFact(entry.name("name"), evidence, kind=kind, country=country, found_by=SECOND)


def _person(entry: _Entry, evidence: tuple[Span, ...]) -> PersonFact:
    entry.only("name", "role", "organisation")
    name, role, organisation = entry.name("name"), entry.text("role"), entry.text("organisation")
    return PersonFact(name, evidence, role=role, organisation=organisation, found_by=SECOND)


def _partnership(entry: _Entry, evidence: tuple[Span, ...]) -> PartnershipFact:
    entry.only("kind", "status", "parties", "sought", "date")
    parties = entry.names("parties")
    if not parties:
        raise Refused("it has no parties")
    return PartnershipFact(
        kind=entry.code("kind", vocabulary.PARTNERSHIP_KINDS),
        status=entry.code("status", vocabulary.PARTNERSHIP_STATUSES),
        parties=parties,
        evidence=evidence,
        sought=entry.names("sought"),
        date=entry.date("date", _DAY if str(entry.value.get("date", "")).startswith("-") else _DATE),
        confidence=CONFIDENCE,
        found_by=SECOND,
    )


def _event(entry: _Entry, evidence: tuple[Span, ...]) -> EventFact:
    entry.only("kind", "start", "end", "places", "countries")
    start, end = entry.date("start", _DAY), entry.date("end", _DAY)
    if start and end and len(start) == len(end) and end < start:
        raise Refused("it ends before it begins")
    return EventFact(
        kind=entry.code("kind", vocabulary.EVENT_KINDS),
        evidence=evidence,
        start=start,
        end=end,
        places=entry.names("places"),
        countries=entry.codes("countries", vocabulary.countries()),
        confidence=CONFIDENCE,
        found_by=SECOND,
    )


def _opportunity(entry: _Entry, evidence: tuple[Span, ...]) -> OpportunityFact:
    entry.only("kind")
    return OpportunityFact(entry.code("kind", vocabulary.OPPORTUNITY_KINDS), evidence, CONFIDENCE, SECOND)


_BUILDERS: dict[str, Callable[[_Entry, tuple[Span, ...]], Fact]] = {
    "country": _country,
    "sector": _sector,
    "organisation": _organisation,
    "person": _person,
    "partnership": _partnership,
    "event": _event,
    "opportunity": _opportunity,
}
