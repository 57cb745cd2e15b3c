"""Countries and sectors that go by the words of a search: from a word to the page with all that is known of its subject."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django.db import connection

from partnerships.listing.filters import known_values
from partnerships.models.places import names_in_languages
from partnerships.models.sectors import labels_in_languages
from partnerships.names import search_words, sort_key

MOST = 5
# A shorter word has to be a whole one.
BEGINNING = 3
_NAMED = """
SELECT key FROM unnest(%(keys)s::int[]) AS key
WHERE EXISTS (SELECT FROM partnerships_facetrow f WHERE f.{column} @> ARRAY[key])
"""

Facet = Literal["country", "sector"]
_COLUMNS: Mapping[Facet, str] = {"country": "countries", "sector": "sectors"}


@dataclass(frozen=True, slots=True)
class Subject:
    facet: Facet
    value: Any
    """The country or the sector, as `known_values` has it."""


def subjects_named(q: str) -> tuple[Subject, ...]:
    """The countries and sectors that public records name and of which a name, in any language of readers, holds every word of `q`.

    A word may be the beginning of one. Those of which `q` is the whole name come first; of the others the shortest names.
    """
    words = search_words(q)
    if not words:
        return ()
    ranked = sorted(_ranked(words), key=lambda one: one[0])[: 2 * MOST]
    found = [subject for _rank, subject in ranked]
    public = {facet: _public(facet, [one.value.id for one in found if one.facet == facet]) for facet in _COLUMNS}
    return tuple(one for one in found if one.value.id in public[one.facet])[:MOST]


def _ranked(words: list[str]) -> Iterator[tuple[tuple[bool, int], Subject]]:
    known = known_values(())
    for country in known.countries.values():
        if rank := _rank(words, (country.name, *names_in_languages(country.code))):
            yield rank, Subject("country", country)
    for sector in known.sectors.values():
        if rank := _rank(words, labels_in_languages(sector.code, sector.label)):
            yield rank, Subject("sector", sector)


def _rank(words: list[str], names: tuple[str, ...]) -> tuple[bool, int] | None:
    """The best rank that one of the names gives, None where none holds all the words."""
    ranks = [
        (key != words, sum(map(len, key)))
        for key in _keys(names)
        if all(any(_begins(part, word) for part in key) for word in words)
    ]
    return min(ranks, default=None)


def _begins(part: str, word: str) -> bool:
    return part == word or (len(word) >= BEGINNING and part.startswith(word))


# There are some hundred countries and sectors; editors may rename a sector.
@lru_cache(maxsize=2000)
def _keys(names: tuple[str, ...]) -> tuple[list[str], ...]:
    return tuple(sort_key(name).split() for name in names)


def _public(facet: Facet, keys: list[int]) -> set[int]:
    """Those of these that a public record names."""
    if not keys:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_NAMED.replace("{column}", _COLUMNS[facet]), {"keys": keys})
        return {key for (key,) in cursor.fetchall()}
