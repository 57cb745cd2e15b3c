"""Sectors that an article is about, from cue words."""

from __future__ import annotations

from portal.extraction.types import Document, SectorFact, Zone


def find_sectors(document: Document, zones: tuple[Zone, ...], language: str | None) -> tuple[SectorFact, ...]:
    """The sectors of the article, the surest first."""
    return ()
