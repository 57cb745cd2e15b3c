"""Which sentence of a text shows which fact of a record: only what was read, never what a person wrote instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from partnerships.edtf import IncompleteDate, IncompleteDateError
from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.models.records import Record

Spans = Sequence[dict[str, Any]]
Proof = tuple[str, Spans]
VALUED = frozenset({"status", "state", "signed", "starts", "ends"})
"""The facts whose value is kept with the proof: of these a later source may say something else."""
_FARTHEST_COUNTRY = 30
"""Code points between a name and the country that stands beside it: "University of Tartu in Estonia"."""
# In a text whose lines are wrapped a line's end is no sentence's end.
_SENTENCE_BORDER = re.compile(r"[.!?]\s+|[。！？][”’」』）]*|\n\s*\n")
_REACH = 300
_SENTENCE_ENDS = re.compile(r"[.!?。！？]\s|[。！？]|\n")


@dataclass(frozen=True, slots=True)
class Words:
    """The text of an item and the places in it that the facts of several records share."""

    text: str
    organisations: Mapping[int, Spans] = field(default_factory=dict)
    """Where each organisation is named, by its id."""
    people: Mapping[str, Spans] = field(default_factory=dict)
    countries: Mapping[str, Spans] = field(default_factory=dict)
    """Where each country is named, by its code."""


def facts_shown(record: Record, read: dict[str, Any], spans: Spans, words: Words) -> list[Proof]:
    """(code of the fact, spans) for each fact of a saved record that the spans show; codes as in `partnerships.facts`.

    `read` is the value as the text gave it: a fact that has another value now is not proved by the text. Words within a longer
    span are shown by that one, so that facts share a sentence.
    """
    whole = outermost(spans)
    shown = (
        (code, outermost([_around(span, whole) for span in found]))
        for code, found in _SHOWN[type(record)](record, read, spans, words)
    )
    return [(code, found) for code, found in shown if found]


def outermost(spans: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The spans that lie within no other one, each once, in their order."""
    found: list[dict[str, Any]] = []
    for span in spans:
        if not any(_is_within(span, other) for other in found):
            found = [*(other for other in found if not _is_within(other, span)), span]
    return found


def _around(span: dict[str, Any], others: Spans) -> dict[str, Any]:
    return next((other for other in others if _is_within(span, other)), span)


def _is_within(span: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(other["start"] <= span["start"] and span["end"] <= other["end"])


def _partnership(record: Any, read: dict[str, Any], spans: Spans, words: Words) -> Iterator[Proof]:
    yield from _plain(record, read, spans, kind="kind", status="status")
    yield from _dates(record, read, spans, signed="date", starts="date", ends="ends")
    for party in record.parties.all():
        yield f"party:{party.pk}", _naming(spans, words.organisations.get(party.organisation_id, ()), party.organisation.name)
    for sought in record.sought.all():
        if sought.description in read.get("sought", ()):
            yield f"sought:{sought.pk}", _naming(spans, (), sought.description)


def _event(record: Any, read: dict[str, Any], spans: Spans, words: Words) -> Iterator[Proof]:
    yield from _plain(record, read, spans, kind="kind")
    yield from _dates(record, read, spans, starts="start", ends="end")
    # Whether it is planned or was held follows from its day.
    yield from (("state", found) for _code, found in _dates(record, read, spans, starts="start"))
    legs = {leg.get("place") for leg in read.get("legs", ())} | set(read.get("places", ()))
    for leg in record.legs.all():
        code = leg.country.code if leg.country else ""
        if leg.place in legs or (not leg.place and code in read.get("countries", ())):
            yield f"leg:{leg.pk}", _naming(spans, words.countries.get(code, ()), leg.place)
    for one in record.participations.all():
        places = words.people.get(one.person, ()) if one.person else words.organisations.get(one.organisation_id, ())
        named = _naming(spans, places, one.person or one.organisation.name)
        yield f"participation:{one.pk}", named
    for outcome in record.event_partnerships.all():
        yield f"partnership:{outcome.pk}", spans


def _organisation(record: Any, read: dict[str, Any], spans: Spans, words: Words) -> Iterator[Proof]:
    yield "name", [span for span in spans if span["quote"] == record.name]
    if record.country_id and record.country.code == read.get("country"):
        yield "country", _beside(spans, words, record.country.code)
    for name in record.names.all():
        yield f"name:{name.pk}", [span for span in spans if span["quote"] == name.name]


def _opportunity(record: Any, read: dict[str, Any], spans: Spans, words: Words) -> Iterator[Proof]:
    yield from _plain(record, read, spans, kind="kind")
    yield "summary", [span for span in spans if " ".join(span["quote"].split()) == record.summary]
    if record.closes and read.get("closes"):
        yield "closes", spans[-1:]  # the words of the deadline come last


_SHOWN: dict[type[Any], Any] = {
    Partnership: _partnership,
    Event: _event,
    Organisation: _organisation,
    Opportunity: _opportunity,
}


def _plain(record: Any, read: dict[str, Any], spans: Spans, **keys: str) -> Iterator[Proof]:
    yield from ((code, spans) for code, key in keys.items() if getattr(record, code) == read.get(key))


def _dates(record: Any, read: dict[str, Any], spans: Spans, **keys: str) -> Iterator[Proof]:
    for code, key in keys.items():
        date = getattr(record, code)
        if date and _is_read(date, read.get(key)):
            # A day in words ("the tenth") has no digits to look for: then any of the sentences may be the one.
            day = re.compile(rf"(?<!\d)0?{date.day or date.year}(?!\d)")
            yield code, [span for span in spans if day.search(span["quote"])] or spans


def _is_read(date: IncompleteDate, text: str | None) -> bool:
    try:
        read = IncompleteDate.parse(text or "")
    except IncompleteDateError:
        return False
    # "9 July" still shows the day when a person has added the year.
    return date == read or (read.year is None and (read.month, read.day) == (date.month, date.day))


def _naming(spans: Spans, places: Spans, name: str) -> Spans:
    """The sentences among `spans` that name it; all of them when the text has other words for it."""
    here = [span for span in spans if any(span["start"] <= place["start"] < span["end"] for place in places)]
    return here or [span for span in spans if name and name in span["quote"]] or spans


def _beside(spans: Spans, words: Words, code: str) -> list[dict[str, Any]]:
    """The words from a name to its country where the two stand side by side, no sentence ending and no other country between."""
    others = [place for other, places in words.countries.items() if other != code for place in places]
    found = []
    for span in spans:
        for place in words.countries.get(code, ()):
            start, end = min(span["start"], place["start"]), max(span["end"], place["end"])
            gap = words.text[min(span["end"], place["end"]) : max(span["start"], place["start"])]
            between = any(start <= other["start"] < end for other in others)
            if len(gap) <= _FARTHEST_COUNTRY and not between and not _SENTENCE_ENDS.search(gap):
                found.append({"start": start, "end": end, "quote": words.text[start:end]})
                break
    return found


def places_by(rows: Iterable[tuple[Any, Spans]]) -> dict[Any, Spans]:
    """The spans of all rows with one key together."""
    places: dict[Any, list[dict[str, Any]]] = {}
    for key, spans in rows:
        places.setdefault(key, []).extend(spans)
    return dict(places)


def sentence_around(text: str, start: int, end: int) -> str:
    """The sentence in which the words from `start` to `end` stand, as far as one can tell from its marks, at most `_REACH` to each side."""
    before = max(
        (m.end() for m in _SENTENCE_BORDER.finditer(text, max(0, start - _REACH), start)), default=max(0, start - _REACH)
    )
    after = _SENTENCE_BORDER.search(text, max(start, end - 1), end + _REACH)
    return text[before : after.end() if after else end + _REACH].strip()
