"""What a reading proposes, as rows that a person can decide on one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q

from partnerships.models.places import names_in_languages
from portal.extraction.types import BODY_KINDS, RULES, SECOND, EventFact, Extraction, LegFact, PartnershipFact, Span
from portal.imports import matching
from portal.imports.models import Item, Suggestion
from portal.imports.telling import Told

Kind = Suggestion.Kind
SURE = {Kind.COUNTRY: 0.5, Kind.SECTOR: 0.5, Kind.EVENT: 0.6}
SURE_OTHERWISE = 0.7
"""From here on a suggestion is applied without a person where a batch asks for that, and by "accept all that is sure".

The extraction counts a country or a sector only when the article is about it, so that half is already more than a guess there;
a record that is made wrongly has to be found and removed by somebody.
"""
LIKELY = 0.5
KNOWN_NAME = 0.95
PLACED_NAME = 0.75
"""A new name that the text gives a country, or comes back to."""
BARE_NAME = 0.55
PERSON = 0.75
UNDATED_EVENT = 0.5
SECOND_READER = 0.4
"""At most, for what only the second reader found: below every threshold, so that a person decides."""
ARTICLE_KINDS = (Kind.TITLE, Kind.PUBLISHED, Kind.SOURCE, Kind.LANGUAGE, Kind.TOPICS, Kind.BODY)
"""What the article itself says of itself: taken unless a person rejects it."""


def band(suggestion: Suggestion) -> str:
    """sure, likely or unsure."""
    if suggestion.confidence >= SURE.get(Kind(suggestion.kind), SURE_OTHERWISE):
        return "sure"
    return "likely" if suggestion.confidence >= LIKELY else "unsure"


def is_sure(suggestion: Suggestion) -> bool:
    """Whether it may be accepted without looking: well proved by the rules, and no doubt about which record of the register it means."""
    doubtful = (suggestion.match or {}).get("state") in (matching.AMBIGUOUS, matching.PROBABLE)
    return band(suggestion) == "sure" and not doubtful and suggestion.found_by != Suggestion.FoundBy.SECOND


def sure_condition(path: str = "") -> Q:
    """The same as `is_sure`, for the database; `path` leads from the rows that are filtered to the suggestions."""

    def at(**conditions: Any) -> Q:
        return Q(**{f"{path}{name}": value for name, value in conditions.items()})

    proved = at(confidence__gte=SURE_OTHERWISE) & ~at(kind__in=SURE)
    for kind, least in SURE.items():
        proved |= at(kind=kind, confidence__gte=least)
    # Never NULL, whatever the match says or leaves out, so that it can be negated.
    clear = at(match__isnull=True) | at(match__state__isnull=True) | at(match__state__in=(matching.SAME, matching.NEW))
    return proved & clear & ~at(found_by=Suggestion.FoundBy.SECOND)


def build(item: Item, extraction: Extraction) -> list[Suggestion]:
    """The suggestions of a reading in the order of the review page, matched to the register; not saved."""
    rows = [*_article(extraction), *_facets(extraction), *_names(extraction), *_relations(extraction)]
    for position, row in enumerate(rows):
        row.item, row.position = item, position
    _match(rows)
    return rows


def reading_of(extraction: Extraction) -> dict[str, Any]:
    """What `Item.reading` keeps beside the suggestions."""
    return {
        "version": extraction.version,
        "zones": [[zone.kind, zone.start, zone.end] for zone in extraction.zones],
        "notices": [Told.of(notice).as_json() for notice in extraction.document.notices],
        "questions": [
            {
                "about": q.about,
                "text": Told.of(q.text).as_json(),
                "choices": list(q.choices),
                "hint": Told.of(q.hint).as_json(),
                "spans": _spans(q.evidence),
            }
            for q in extraction.questions
        ],
    }


def _spans(spans: Iterable[Span]) -> list[dict[str, Any]]:
    return [{"start": span.start, "end": span.end, "quote": span.quote} for span in spans]


def _row(kind: str, value: Any, spans: Iterable[Span], confidence: float, found_by: str = RULES) -> Suggestion:
    if found_by == SECOND:
        confidence = min(confidence, SECOND_READER)
    return Suggestion(kind=kind, value=value, spans=_spans(spans), confidence=confidence, found_by=found_by)


def _article(extraction: Extraction) -> Iterator[Suggestion]:
    values = {
        Kind.TITLE: extraction.title,
        Kind.PUBLISHED: extraction.published,
        Kind.SOURCE: extraction.source,
        Kind.LANGUAGE: extraction.language,
        Kind.TOPICS: list(extraction.topics),
        Kind.BODY: extraction.body,
    }
    for kind, value in values.items():
        if value:
            # Language and text are found in the whole document, so no single place proves them.
            yield _row(kind, value, extraction.zone_spans.get(kind.value, ()), 0.9)


def _facets(extraction: Extraction) -> Iterator[Suggestion]:
    for kind, facts in ((Kind.COUNTRY, extraction.countries), (Kind.SECTOR, extraction.sectors)):
        for fact in facts:
            yield _row(kind, {"code": fact.code}, fact.evidence, fact.confidence, fact.found_by)


def _names(extraction: Extraction) -> Iterator[Suggestion]:
    for fact in extraction.organisations:
        value = {
            "name": fact.name,
            "kind": fact.kind,
            "country": fact.country,
            "aliases": list(fact.aliases),
            "reference": fact.reference,
        }
        placed = PLACED_NAME if fact.country or len(fact.evidence) > 1 else BARE_NAME
        yield _row(Kind.ORGANISATION, value, fact.evidence, KNOWN_NAME if fact.reference else placed, fact.found_by)
    for person in extraction.people:
        value = {"name": person.name, "role": person.role, "organisation": person.organisation}
        yield _row(Kind.PERSON, value, person.evidence, PERSON, person.found_by)


def _relations(extraction: Extraction) -> Iterator[Suggestion]:
    for partnership in extraction.partnerships:
        value = _partnership(extraction, partnership)
        yield _row(Kind.PARTNERSHIP, value, partnership.evidence, partnership.confidence, partnership.found_by)
    for event in extraction.events:
        confidence = event.confidence if event.start else min(event.confidence, UNDATED_EVENT)
        yield _row(Kind.EVENT, _event(extraction, event), event.evidence, confidence, event.found_by)
    for opportunity in extraction.opportunities:
        value = {
            "kind": opportunity.kind,
            "closes": opportunity.closes,
            "countries": _near(extraction, opportunity.evidence, extraction.countries),
            "sectors": _near(extraction, opportunity.evidence, extraction.sectors),
        }
        yield _row(Kind.OPPORTUNITY, value, opportunity.evidence, opportunity.confidence, opportunity.found_by)


def _partnership(extraction: Extraction, fact: PartnershipFact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "status": fact.status,
        "parties": list(fact.parties),
        "sought": list(fact.sought),
        "date": fact.date,
        "ends": fact.ends,
        "sectors": _near(extraction, fact.evidence, extraction.sectors),
    }


def _event(extraction: Extraction, fact: EventFact) -> dict[str, Any]:
    return {
        "kind": fact.kind,
        "title": fact.title,
        "state": fact.state,
        "start": fact.start,
        "end": fact.end,
        "places": list(fact.places),
        "countries": list(fact.countries),
        "legs": [
            {"place": _town(leg), "country": leg.country, "start": leg.start, "end": leg.end, "hosts": list(leg.hosts)}
            for leg in fact.legs
        ],
        "participants": [list(pair) for pair in fact.participants],
        "sectors": _near(extraction, fact.evidence, extraction.sectors),
    }


def _town(leg: LegFact) -> str | None:
    """Where a stop is in its country; "" where the text names the country alone, which would stand there twice."""
    return "" if leg.country and leg.place in names_in_languages(leg.country) else leg.place


def _near(extraction: Extraction, evidence: Sequence[Span], facts: Sequence[Any]) -> list[str]:
    """Codes of those facts that are proved in a paragraph which also proves `evidence`: what the sentence is likely about."""
    paragraphs = [zone for zone in extraction.zones if zone.kind in BODY_KINDS or zone.kind == "title"]
    here = [z for z in paragraphs if any(z.start <= span.start < z.end for span in evidence)]
    # What only the second reader says must not come into a record along with a value that is sure.
    ours = [fact for fact in facts if fact.found_by != SECOND]
    return [fact.code for fact in ours if any(z.start <= span.start < z.end for z in here for span in fact.evidence)]


def _match(rows: list[Suggestion]) -> None:
    organisations = [row for row in rows if row.kind == Kind.ORGANISATION]
    matches = matching.match_organisations([row.value for row in organisations])
    records: dict[str, Any] = {}
    for row, match in zip(organisations, matches, strict=True):
        row.match = match.as_json()
        records |= dict.fromkeys((row.value["name"], *row.value["aliases"]), match.record)
    for row in rows:
        if row.kind == Kind.PARTNERSHIP:
            parties = [records.get(name) for name in row.value["parties"]]
            found = matching.find_partnership(row.value["kind"], [p for p in parties if p]) if parties and all(parties) else None
        elif row.kind == Kind.EVENT:
            found = matching.find_event(row.value["kind"], row.value["start"], row.value["end"], row.value["countries"])
        else:
            continue
        row.match = matching.Match(matching.SAME, (found,)).as_json() if found else matching.Match(matching.NEW).as_json()
