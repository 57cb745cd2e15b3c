"""Words that stand before a name and only say where its bearer is at home: "Ireland's Marine Institute" is the Marine Institute."""

from __future__ import annotations

import re
from collections.abc import Iterable

from portal.extraction.names.mentions import OrganisationMention, PlaceIndex
from portal.extraction.names.vocabulary import Vocabulary
from portal.extraction.reading import Reading

OWNED = re.compile(r"([A-ZÀ-Þ][\w.-]*\w(?: [A-ZÀ-Þ][\w-]*\w)?)['’]s (?=[\w«„“])")
BASED = re.compile(r"[A-ZÀ-Þ][\w. -]{1,24}-(?:based|owned|listed|registered) (?=\w)")
RUSSIAN = re.compile(r"[а-яё][а-яё-]+ (?=[А-ЯЁ]\S* \S)")
DENSE = ("zh", "ja")


def without_leads(reading: Reading, mentions: Iterable[OrganisationMention], places: PlaceIndex, vocabulary: Vocabulary) -> None:
    """Let mentions begin where the name itself does."""
    for mention in mentions:
        start = _begin(reading, mention, places, vocabulary)
        written = reading.text[mention.start : mention.end]
        if start > mention.start and mention.name.casefold().startswith(reading.folded[mention.start : start][:3]):
            mention.name = mention.name[-(mention.end - start) :] if mention.name == written else mention.name.split(" ", 1)[1]
            mention.start = start


def _begin(reading: Reading, mention: OrganisationMention, places: PlaceIndex, vocabulary: Vocabulary) -> int:
    text = reading.text
    place = places.at(mention.start)
    based = BASED.match(text, mention.start, mention.end)
    if based:
        return based.end()
    if place is None:
        return mention.start
    if reading.language in DENSE:
        inner = places.at(place.end)
        nested = inner is not None and inner.country == place.country and inner.end < mention.end and place.kind == "name"
        return place.end if nested else mention.start
    if reading.language == "ru":
        adjective = RUSSIAN.match(text, mention.start, mention.end) if place.kind == "adjective" else None
        return adjective.end() if adjective else mention.start
    if reading.language == "nl" and place.kind == "adjective" and text[max(0, mention.start - 4) : mention.start] == "het ":
        words = text[place.end : mention.end].split()
        named = len(words) > 1 and not any(w.casefold() in vocabulary.generic | vocabulary.connectors for w in words)
        return place.end + 1 if named else mention.start
    owned = OWNED.match(text, mention.start, mention.end)
    if owned is None or place.end not in (owned.end(1), owned.end() - 1):
        return mention.start
    rest = text[owned.end() : mention.end].split()
    general = all(word.casefold() in vocabulary.generic or not word[0].isupper() for word in rest)
    if place.kind == "name":
        return mention.start if general and len(rest) < 2 else owned.end()
    return mention.start if general else owned.end()
