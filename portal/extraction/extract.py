"""Bytes in, an Extraction out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from portal.extraction.credits import title_of, topics_of
from portal.extraction.documents import read_document
from portal.extraction.language import find_language
from portal.extraction.names import find_names
from portal.extraction.published import issue_of, published_of
from portal.extraction.reading import BODY_PARTS, LONGEST_ARTICLE, paragraphs, read
from portal.extraction.relations import find_relations
from portal.extraction.sectors import find_sectors
from portal.extraction.sources import source_of
from portal.extraction.types import Document, Extraction, ExtractionError, KnownName, Zone, said
from portal.extraction.zones import find_outline

VERSION = "1"
"""Changes with every rule that can change a fact; stored with the evidence."""


def extract(data: bytes, name: str = "", known: Sequence[KnownName] = ()) -> Extraction:
    """Everything that one document says; `name` is its file name, `known` the names that the register already has.

    Raises ExtractionError when the document cannot be read.
    """
    return extract_document(read_document(data, name), known)


def extract_document(document: Document, known: Sequence[KnownName] = ()) -> Extraction:
    """Everything that an already decoded document says. Raises ExtractionError when it holds no article at all."""
    known = tuple(known)
    language = find_language(document)
    outline = find_outline(document, language)
    zones = outline.zones
    if not outline.body and not outline.title and not document.markup.titles:
        raise ExtractionError(said("No article was found in this document: it has no title and no sentences."))
    title, published, source = title_of(outline), published_of(outline, language), source_of(outline)
    topics, topic_spans = topics_of(outline)
    day = published.value if published else issue_of(outline, language)
    sectors = find_sectors(document, zones, language)
    organisations, people = find_names(document, zones, language, known, source.value if source else None)
    relations = find_relations(document, zones, language, day, organisations, people, known)
    spans = {"title": title, "published": published, "source": source}
    return Extraction(
        document=_with_notice(document, zones, language),
        zones=zones,
        title=title.value if title else None,
        published=published.value if published else None,
        language=language,
        source=source.value if source else None,
        topics=topics,
        body=body_of(document, zones, language),
        countries=relations.countries,
        sectors=sectors,
        organisations=relations.organisations,
        people=people,
        partnerships=relations.partnerships,
        events=relations.events,
        opportunities=relations.opportunities,
        questions=relations.questions,
        zone_spans={key: stated.spans for key, stated in spans.items() if stated and stated.spans}
        | ({"topics": topic_spans} if topic_spans else {}),
        version=VERSION,
    )


def _with_notice(document: Document, zones: tuple[Zone, ...], language: str | None) -> Document:
    if read(document, zones, language).complete:
        return document
    notice = said(
        "The text is very long: facts were sought in its first %(most)s characters only. The article keeps its whole text.",
        most=f"{LONGEST_ARTICLE:,}",
    )
    return replace(document, notices=(*document.notices, notice))


def body_of(document: Document, zones: tuple[Zone, ...], language: str | None) -> str:
    """The whole cleaned article, paragraphs separated by one blank line."""
    reading = read(document, zones, language)
    if not reading.complete:
        return "\n\n".join(paragraphs(document, zones))
    return "\n\n".join(reading.text[part.start : part.end].strip() for part in reading.parts if part.kind in BODY_PARTS)
