"""What reading a document gives: plain frozen values, all offsets in code points of `Document.text`.

Nothing here knows Django. A fact without evidence does not exist: whoever makes one gives the words that prove it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self

RULES, SECOND, BOTH = "rules", "second", "both"
"""Who found a fact: the rules of this package, the second reader that an operator may plug in, or each by itself."""


class Said(str):
    """A sentence for people, in English, which remembers what it was made of: whoever shows it may say it in another language."""

    text: str
    """With %(name)s where a value stands."""
    plural: str
    """The same for any number but one, which is the value `n`; "" where nothing is counted."""
    values: dict[str, Any]

    def __new__(cls, text: str, plural: str = "", /, **values: str | int) -> Self:
        chosen = plural if plural and values["n"] != 1 else text
        made = super().__new__(cls, chosen % values if values else chosen)
        made.text, made.plural, made.values = text, plural, values
        return made

    def __getnewargs_ex__(self) -> tuple[tuple[str, str], dict[str, Any]]:
        return (self.text, self.plural), self.values


def said(text: str, **values: str | int) -> Said:
    """The sentence, with these values in it."""
    return Said(text, **values)


def nsaid(text: str, plural: str, n: int) -> Said:
    """The sentence for one or for several, with their number in it as %(n)d."""
    return Said(text, plural, n=n)


class ExtractionError(Exception):
    """The document cannot be read; the message is a full sentence for the person who brought it."""

    @property
    def words(self) -> str:
        """The message, as it was said."""
        words: str = self.args[0]
        return words


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a document's text: `quote == document.text[start:end]`."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Markup:
    """What the markup of a saved page says beside its visible text; every value as the page states it."""

    titles: tuple[str, ...] = ()
    """Candidates in order of trust: the ensemble of h1, JSON-LD, og:title and title."""
    published: str | None = None
    """An ISO date that the markup states, else None."""
    language: str | None = None
    site_name: str | None = None
    source: str | None = None
    """A credit that the markup states (ContentSource, JSON-LD publisher, author organisation)."""
    topics: tuple[str, ...] = ()
    blocks: tuple[tuple[int, int, str], ...] = ()
    """(start, end, kind) of block elements in the document's text; kind: heading, paragraph, item, quote, caption, cell, other."""
    main: tuple[tuple[int, int], ...] = ()
    """Ranges of the text that the HTML reader takes for the article itself."""
    core: tuple[tuple[int, int], ...] = ()
    """Ranges of the main text that hang from the very element that holds most of the article."""
    hints: tuple[tuple[int, int, str], ...] = ()
    """(start, end, kind of zone) that classes and elements suggest; an inner range comes after the one around it."""
    links: tuple[tuple[int, int], ...] = ()
    """Ranges that are links."""
    brands: tuple[str, ...] = ()
    """What the page calls itself in its logo, its rights, its feed; the likeliest first."""
    authors: tuple[str, ...] = ()
    """Whom its head states as author or owner: a person, a program, or the house."""
    address_date: str | None = None
    """An ISO date in the page's own address or in a statement of its head that has no name of its own; the last resort."""


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes made text. For HTML `text` is the page as the portal shows it to the reviewer."""

    text: str
    media_type: str
    """text/plain, text/html, message/rfc822, application/pdf, …"""
    encoding: str | None
    name: str = ""
    markup: Markup = field(default_factory=Markup)
    notices: tuple[str, ...] = ()
    """Sentences for the reviewer: what was repaired, removed or is unsure ("2 NUL characters were removed.")."""
    repairs: tuple[tuple[int, int, str], ...] = ()
    """(start, end, what stood there before) of what was mended so that its length changed, in order."""

    def as_received(self, span: Span) -> Span:
        """The same words as the document had them before it was mended: its own offsets, its own characters."""
        if not self.repairs:
            return span
        start, at, quote = span.start, span.start, list[str]()
        for first, last, before in self.repairs:
            if last <= span.start:
                start += len(before) - (last - first)
            elif first < span.end:
                quote += [self.text[at : max(at, first)], before]
                at = last
        quote.append(self.text[at : max(at, span.end)])
        whole = "".join(quote)
        return Span(start, start + len(whole), whole)


@dataclass(frozen=True, slots=True)
class Zone:
    """A run of the text with one job. Zones come in order and cover every non-blank character exactly once.

    kind: title, date, byline, source, topics, heading, paragraph, quote, speech (what a speaker says, without the label),
    speaker (the label in front of it: name, role), caption, and the kinds of boilerplate:
    breadcrumb, counter, share, teaser, advert, notice, copyright, contact, header, other.
    """

    kind: str
    start: int
    end: int


BODY_KINDS = frozenset({"heading", "paragraph", "quote", "speech"})
BOILERPLATE_KINDS = frozenset(
    {"breadcrumb", "counter", "share", "teaser", "advert", "notice", "copyright", "contact", "header", "other", "caption"}
)


@dataclass(frozen=True, slots=True)
class KnownName:
    """A name that the register already has, handed in as plain data."""

    name: str
    kind: str
    """organisation or person"""
    reference: str
    """The register's permanent identifier, given back in `Mention.reference`."""
    organisation_kind: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """An entity of the text under its best name, with every place that names it."""

    name: str
    evidence: tuple[Span, ...]
    aliases: tuple[str, ...] = ()
    reference: str | None = None


@dataclass(frozen=True, slots=True)
class CountryFact:
    code: str
    confidence: float
    evidence: tuple[Span, ...]
    found_by: str = RULES


@dataclass(frozen=True, slots=True)
class SectorFact:
    code: str
    confidence: float
    evidence: tuple[Span, ...]
    found_by: str = RULES


@dataclass(frozen=True, slots=True)
class OrganisationFact(Mention):
    kind: str = "other"
    country: str | None = None
    found_by: str = RULES


@dataclass(frozen=True, slots=True)
class PersonFact(Mention):
    role: str | None = None
    organisation: str | None = None
    found_by: str = RULES


@dataclass(frozen=True, slots=True)
class PartnershipFact:
    """`parties` and `sought` are names of `Extraction.organisations` or, failing that, as the text has them."""

    kind: str
    status: str
    parties: tuple[str, ...]
    evidence: tuple[Span, ...]
    sought: tuple[str, ...] = ()
    date: str | None = None
    """When it was signed, opened or halted, or since when it is so, as `status` says: YYYY-MM-DD, YYYY-MM, YYYY, --MM-DD or None."""
    ends: str | None = None
    """When its term ends: YYYY-MM-DD, YYYY-MM, YYYY or None."""
    confidence: float = 0.5
    found_by: str = RULES


@dataclass(frozen=True, slots=True)
class LegFact:
    place: str | None
    country: str | None
    start: str | None = None
    end: str | None = None
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EventFact:
    kind: str
    evidence: tuple[Span, ...]
    title: str = ""
    start: str | None = None
    """YYYY-MM-DD, --MM-DD when the year is not known, or None; `end` likewise."""
    end: str | None = None
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    legs: tuple[LegFact, ...] = ()
    participants: tuple[tuple[str, str], ...] = ()
    """(name, role) pairs; role: host, delegation, lead, speaker, signatory, attendee, …"""
    confidence: float = 0.5
    found_by: str = RULES
    state: str | None = None
    """"cancelled" or "postponed" where the text says so, else None: its days tell whether it is ahead."""


@dataclass(frozen=True, slots=True)
class OpportunityFact:
    kind: str
    evidence: tuple[Span, ...]
    confidence: float = 0.5
    found_by: str = RULES
    closes: str | None = None
    """The last day to answer: YYYY-MM-DD, --MM-DD when the year is not known, or None; its words are among the evidence."""


@dataclass(frozen=True, slots=True)
class Question:
    """What the text leaves open, in words for the reviewer, with the answers that it allows."""

    about: str
    """The fact it concerns: "published", "event:0.start", …"""
    text: str
    choices: tuple[str, ...]
    hint: str = ""
    evidence: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Extraction:
    """A whole reading of one document."""

    document: Document
    zones: tuple[Zone, ...]
    title: str | None
    published: str | None
    """YYYY-MM-DD that the text or its markup states, never a guess."""
    language: str | None
    source: str | None
    topics: tuple[str, ...]
    body: str
    """The cleaned article, paragraphs separated by one blank line."""
    countries: tuple[CountryFact, ...] = ()
    sectors: tuple[SectorFact, ...] = ()
    organisations: tuple[OrganisationFact, ...] = ()
    people: tuple[PersonFact, ...] = ()
    partnerships: tuple[PartnershipFact, ...] = ()
    events: tuple[EventFact, ...] = ()
    opportunities: tuple[OpportunityFact, ...] = ()
    questions: tuple[Question, ...] = ()
    zone_spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    """Evidence of title, published, source and topics: key -> spans; a value that only the markup states has none."""
    version: str = ""

    def as_json(self) -> dict[str, object]:
        """The line that `extract_articles` prints, without "path"; corpus format, countries first by confidence.

        Its evidence has the offsets and the characters of the document as it was received.
        """

        def _spans(spans: Sequence[Span]) -> list[dict[str, object]]:
            received = [self.document.as_received(span) for span in spans]
            return [{"start": s.start, "end": s.end, "quote": s.quote} for s in received]

        return {
            "title": self.title,
            "published": self.published,
            "language": self.language,
            "source": self.source,
            "topics": list(self.topics),
            "body": self.body,
            "countries": [{"code": f.code, "confidence": f.confidence, "evidence": _spans(f.evidence)} for f in self.countries],
            "sectors": [{"code": f.code, "confidence": f.confidence, "evidence": _spans(f.evidence)} for f in self.sectors],
            "organisations": [
                {"name": f.name, "kind": f.kind, "country": f.country, "evidence": _spans(f.evidence)} for f in self.organisations
            ],
            "people": [
                {"name": f.name, "role": f.role, "organisation": f.organisation, "evidence": _spans(f.evidence)}
                for f in self.people
            ],
            "partnerships": [
                {
                    "kind": f.kind,
                    "status": f.status,
                    "parties": list(f.parties),
                    "sought": list(f.sought),
                    "date": f.date,
                    "ends": f.ends,
                    "evidence": _spans(f.evidence),
                }
                for f in self.partnerships
            ],
            "events": [
                {
                    "kind": f.kind,
                    "start": f.start,
                    "end": f.end,
                    "places": list(f.places),
                    "countries": list(f.countries),
                    "evidence": _spans(f.evidence),
                }
                for f in self.events
            ],
            "opportunities": [{"kind": f.kind, "closes": f.closes, "evidence": _spans(f.evidence)} for f in self.opportunities],
        }
