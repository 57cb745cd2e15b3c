"""Organisations and people that an article names.

Names that the register knows come first, then rules for new ones: head nouns, legal forms, letters in brackets, the
words around a name, titles and roles. Short forms join their long form; "the Centre" never becomes an organisation.
"""

from __future__ import annotations

from collections.abc import Sequence

from portal.extraction.lexicon import known_organisations
from portal.extraction.names.brackets import join_second_names
from portal.extraction.names.east_asian import EastAsianReader
from portal.extraction.names.hebrew import HebrewReader
from portal.extraction.names.homes import give_homes
from portal.extraction.names.korean import KoreanReader
from portal.extraction.names.latin import LatinReader
from portal.extraction.names.leads import without_leads
from portal.extraction.names.mentions import Marks, OrganisationMention, PersonMention, PlaceIndex, Stretch
from portal.extraction.names.merge import (
    Entity,
    add_known,
    later_mentions,
    merge_organisations,
    merge_people,
    organisation_facts,
)
from portal.extraction.names.russian import RussianReader
from portal.extraction.names.vocabulary import known_names, vocabulary_of
from portal.extraction.names.writer import writer_mentions
from portal.extraction.places import Place, locate
from portal.extraction.reading import BODY_PARTS, Reading, read
from portal.extraction.types import Document, KnownName, OrganisationFact, PersonFact, Zone

Reader = LatinReader | RussianReader | EastAsianReader | KoreanReader | HebrewReader


def find_names(
    document: Document,
    zones: tuple[Zone, ...],
    language: str | None,
    known: tuple[KnownName, ...] = (),
    source: str | None = None,
) -> tuple[tuple[OrganisationFact, ...], tuple[PersonFact, ...]]:
    """Organisations and people in the order of the text, each under its best name with all that names it.

    `source` is who published it, for whom "our office" stands.
    """
    reading = read(document, zones, language)
    places = locate(document, zones, language)
    plain_places = tuple(place for place in places if place.kind != "institution")
    organisations, people = _reader(reading, plain_places).read()
    without_leads(reading, organisations, PlaceIndex(plain_places), vocabulary_of(reading.language))
    organisations += _institutions(reading, places, [*organisations, *people])
    organisations += _known(reading, [*organisations, *people])
    organisations += writer_mentions(reading, document, zones, source, organisations)
    entities = merge_organisations(organisations)
    vocabulary = vocabulary_of(reading.language)
    people = [p for p in people if not _is_part_of(p, entities)]
    later_mentions(reading, entities, places, vocabulary.stop | vocabulary.generic)
    entities = join_second_names(reading, entities)
    add_known(reading, entities, known)
    give_homes(reading, people, entities)
    return organisation_facts(reading, entities, places), merge_people(reading, people, known)


def _institutions(reading: Reading, places: tuple[Place, ...], found: Sequence[Stretch]) -> list[OrganisationMention]:
    """Institutions that the lexicon knows by name and the rules did not see: "Business Finland"."""
    taken = Marks(len(reading.text), ((mention.start, mention.end) for mention in found))
    return [
        OrganisationMention(place.start, place.end, reading.text[place.start : place.end])
        for place in places
        if place.kind == "institution" and not taken.touch(place.start, place.end) and _in_body(reading, place.start)
    ]


def _known(reading: Reading, found: Sequence[Stretch]) -> list[OrganisationMention]:
    """Organisations that the whole world knows and the rules did not see: "Airbus"."""
    taken = Marks(len(reading.text), ((mention.start, mention.end) for mention in found))
    kinds = known_organisations(reading.language)
    return [
        OrganisationMention(hit.start, hit.end, hit.value, kinds[hit.value])
        for hit in known_names().find(reading.folded)
        if hit.value in kinds
        and reading.text[hit.start : hit.end] == hit.value
        and not taken.touch(hit.start, hit.end)
        and _in_body(reading, hit.start)
    ]


def _in_body(reading: Reading, position: int) -> bool:
    sentence = reading.sentence_at(position)
    return sentence is not None and sentence.kind in BODY_PARTS


def _is_part_of(person: PersonMention, entities: list[Entity]) -> bool:
    """Whether a supposed person is the beginning of an organisation's name: "Akaki Tsereteli" State University."""
    return any(name.startswith(person.name + " ") or name == person.name for entity in entities for name in entity.names())


def _reader(reading: Reading, places: tuple[Place, ...]) -> Reader:
    if reading.language == "ru":
        return RussianReader(reading, places)
    if reading.language in ("zh", "ja"):
        return EastAsianReader(reading, places)
    if reading.language == "ko":
        return KoreanReader(reading, places)
    return HebrewReader(reading, places) if reading.language == "he" else LatinReader(reading, places)
