"""Reads the parameters of a list. Whatever they hold, what comes out is a list that exists: the unknown is left out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.http import QueryDict

from partnerships.listing.search import clean_text
from partnerships.models.facetrow import YEAR_NOT_KNOWN, FacetSource

SORTS = ("newest", "oldest", "title")
YEAR_UNKNOWN = "unknown"
# No person ticks more, and each one becomes a link on the page.
CHOICES_READ = 100
# Far beyond any last page, and still a number for the database.
LAST_PAGE = 10**9
_YEAR = re.compile(r"[1-9][0-9]{3}", re.ASCII)
_NUMBER = re.compile(r"[0-9]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class Country:
    id: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class SectorNode:
    id: int
    code: str
    label: str
    parent_id: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """The countries and sectors there are, by code, and those of the asked organisations that are public, by uuid."""

    countries: dict[str, Country] = field(default_factory=dict)
    sectors: dict[str, SectorNode] = field(default_factory=dict)
    """In the order of the tree."""
    organisations: dict[str, tuple[int, str]] = field(default_factory=dict)
    """Id and name."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list was asked for, as far as it makes sense."""

    chosen: dict[str, dict[str, Any]]
    """By facet, the chosen values in canonical order, each with what stands for it in a FacetRow."""
    q: str
    sort: str
    page: int

    def pairs(self, default_sort: str) -> list[tuple[str, str]]:
        """The parameters of the canonical query string, in its order."""
        found = [(facet, value) for facet, values in self.chosen.items() for value in values]
        found += [("q", self.q)] if self.q else []
        found += [("sort", self.sort)] if self.sort != default_sort else []
        return sorted(found)


def query_of(pairs: Iterable[tuple[str, str]]) -> str:
    return urlencode(list(pairs))


def values_of(params: Mapping[str, Any], name: str) -> list[str]:
    """Every value of a parameter, of a QueryDict or of a mapping to strings or lists of them."""
    found = params.getlist(name) if isinstance(params, QueryDict) else params.get(name, [])
    return [str(value) for value in ([found] if isinstance(found, str | int) else found or [])]


def last_value(params: Mapping[str, Any], name: str) -> str:
    return (values_of(params, name) or [""])[-1]


def read_page(text: str) -> int:
    """A page number from 1 on; what is no number is the first page."""
    digits = text.strip().lstrip("0")
    if not _NUMBER.fullmatch(digits):
        return 1
    return LAST_PAGE if len(digits) > len(str(LAST_PAGE)) else min(int(digits), LAST_PAGE)


_KNOWN = """
SELECT 'country', id, code, name, NULL::bigint, 0 AS place FROM partnerships_place
UNION ALL SELECT 'sector', id, code, label, parent_id, "order" FROM partnerships_sector
UNION ALL SELECT 'organisation', id, uuid::text, name, NULL, 0 FROM partnerships_organisation
    WHERE live AND uuid = ANY(%s::uuid[])
ORDER BY place, code
"""


def known_values(organisations: Iterable[str]) -> Known:
    """What there is to choose from, in one query; of the organisations, those with these uuids (others are no uuids)."""
    known = Known()
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [list(organisations)])
        for what, key, code, label, parent_id, _place in cursor.fetchall():
            if what == "country":
                known.countries[code] = Country(key, code, label)
            elif what == "sector":
                known.sectors[code] = SectorNode(key, code, label, parent_id)
            else:
                known.organisations[code] = (key, label)
    return known


def asked_organisations(*asked: Mapping[str, Any]) -> list[str]:
    """The values of `organisation` that are uuids, in their canonical form."""
    found: dict[str, None] = {}
    for params in asked:
        for value in values_of(params, "organisation"):
            try:
                found[str(uuid.UUID(value))] = None
            except ValueError:
                continue
            if len(found) == CHOICES_READ:
                break
    return list(found)


def read_choices(source: FacetSource, params: Mapping[str, Any], known: Known) -> Choices:
    """The choices that make sense for this kind of record."""
    chosen = {facet: _values(source, facet, values_of(params, facet), known) for facet in source.facets}
    sort = last_value(params, "sort")
    return Choices(
        chosen={facet: values for facet, values in chosen.items() if values},
        q=clean_text(last_value(params, "q")),
        sort=sort if sort in SORTS else source.sort,
        page=read_page(last_value(params, "page")),
    )


def _values(source: FacetSource, facet: str, texts: list[str], known: Known) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for text in texts:
        value, key = _value(source, facet, text, known)
        if key is not None:
            found[value] = key
            if len(found) == CHOICES_READ:
                break
    return dict(sorted(found.items()))


def _value(source: FacetSource, facet: str, text: str, known: Known) -> tuple[str, Any]:
    """The canonical form of one value and what stands for it in a FacetRow, None when there is no such value."""
    if facet == "country":
        country = known.countries.get(text.upper())
        return (country.code, country.id) if country else ("", None)
    if facet == "sector":
        sector = known.sectors.get(text)
        return (sector.code, sector.id) if sector else ("", None)
    if facet == "organisation":
        value = (asked_organisations({facet: [text]}) or [""])[0]
        return value, known.organisations.get(value, (None, ""))[0]
    if facet == "year":
        if text == YEAR_UNKNOWN:
            return text, YEAR_NOT_KNOWN
        return (text, int(text)) if _YEAR.fullmatch(text) else ("", None)
    return text, text if text in (source.kinds if facet == "kind" else source.statuses) else None
