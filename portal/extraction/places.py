"""Countries that an article is about, from names, adjectives, cities and regions."""

from __future__ import annotations

from portal.extraction.types import CountryFact, Document, KnownName, Zone


def find_countries(
    document: Document, zones: tuple[Zone, ...], language: str | None, known: tuple[KnownName, ...] = ()
) -> tuple[CountryFact, ...]:
    """The countries that the article is about, the surest first."""
    return ()
