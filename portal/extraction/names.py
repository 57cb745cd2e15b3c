"""Organisations and people that an article names."""

from __future__ import annotations

from portal.extraction.types import Document, KnownName, OrganisationFact, PersonFact, Zone


def find_names(
    document: Document, zones: tuple[Zone, ...], language: str | None, known: tuple[KnownName, ...] = ()
) -> tuple[tuple[OrganisationFact, ...], tuple[PersonFact, ...]]:
    """Organisations and people in the order of the text."""
    return (), ()
