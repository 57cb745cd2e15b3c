"""Reads the parameters of a list. Whatever they hold, what comes out is a list that exists: the unknown is left out.

`country` takes countries (ISO 3166-1: NL) and regions of the world (UN M49: 142); `country_all=1` asks for records with all of
those that are chosen. `status` takes statuses and groups of them. `since=2019` asks for records of that year or a later one.
`organisation_q` only looks among the values of its facet.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.http import QueryDict
from django.utils.translation import get_language

from partnerships.listing.search import clean_text
from partnerships.models import Place, Sector
from partnerships.models.facetrow import YEAR_NOT_KNOWN, FacetSource
from partnerships.models.regions import REGION_CODES
from partnerships.models.translations import plain_code

SORTS = ("newest", "oldest", "title")
# What bears the words that were searched for in its own name comes first: only where there are such words, and then unless told.
RELEVANCE = "relevance"
YEAR_UNKNOWN = "unknown"
COUNTRY_ALL = "country_all"
ORGANISATION_Q = "organisation_q"
SINCE = "since"
VOCABULARY = "partnerships.vocabulary"
VOCABULARY_SECONDS = 60
# No person ticks more, and each one becomes a link on the page.
CHOICES_READ = 100
# Far beyond any last page, and still a number for the database.
LAST_PAGE = 10**9
_YEAR = re.compile(r"[1-9][0-9]{3}", re.ASCII)
_REGION = re.compile(r"[0-9]{3}", re.ASCII)
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

    chosen: dict[str, dict[str, tuple[Any, ...]]]
    """By facet, the chosen values in canonical order, each with what stands for it in a FacetRow: any one of these."""
    q: str
    sort: str
    page: int
    list_sort: str
    """The order of the list where it is told none and no words are searched for."""
    together: bool = False
    """Whether a record must have all the chosen countries; only where two or more are chosen."""
    organisation_q: str = ""
    """What is looked for among the values of the facet of organisations; no filter, and no part of the list's address."""
    since: int | None = None
    """The first year that a record may have; one with several years needs one that late."""

    @property
    def narrows(self) -> bool:
        """Whether the list holds less than everything of its kind."""
        return bool(self.chosen or self.q or self.since)

    @property
    def default_sort(self) -> str:
        """The order that the list has when it is told none."""
        return RELEVANCE if self.q else self.list_sort

    def keys(self, facet: str) -> list[Any]:
        """Everything that stands for a chosen value of this facet, each once."""
        return list(dict.fromkeys(key for keys in self.chosen.get(facet, {}).values() for key in keys))

    def pairs(self) -> list[tuple[str, str]]:
        """The parameters of the canonical query string, in its order."""
        found = [(facet, value) for facet, values in self.chosen.items() for value in values]
        found += [(COUNTRY_ALL, "1")] if self.together else []
        found += [("q", self.q)] if self.q else []
        found += [(SINCE, str(self.since))] if self.since else []
        found += [("sort", self.sort)] if self.sort != self.default_sort else []
        return sorted(found)


def query_of(pairs: Iterable[tuple[str, str]]) -> str:
    return urlencode(list(pairs))


def without(pairs: Iterable[tuple[str, str]], name: str, list_sort: str = "") -> list[tuple[str, str]]:
    """The parameters of the same list without `name`, and without what says nothing then.

    Without countries there is nothing left to be met at once, and without words the order of the list (`list_sort`) is its own.
    """
    gone = {name, COUNTRY_ALL} if name == "country" else {name}
    left = [pair for pair in pairs if pair[0] not in gone]
    return [pair for pair in left if pair != ("sort", list_sort)] if name == "q" else left


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


_VOCABULARY = """
SELECT 'country', id, code, name, NULL::bigint, 0 AS place FROM partnerships_place
UNION ALL SELECT 'sector', id, code, label, parent_id, "order" FROM partnerships_sector
ORDER BY place, code
"""
# The name by which the reader is shown an organisation, as `Organisation.shown_title` has it.
SHOWN_NAME = """CASE WHEN coalesce(nullif(o.language, ''), %(own_language)s) = %(language)s THEN o.name
    ELSE coalesce(o.names_shown ->> %(language)s, o.name) END"""
_ORGANISATIONS = " ".join(
    [
        "SELECT o.id, o.uuid::text,",
        SHOWN_NAME,
        "FROM partnerships_organisation o WHERE o.live AND o.uuid = ANY(%(asked)s::uuid[])",
    ]
)


def languages_asked() -> dict[str, str]:
    """The parameters of `SHOWN_NAME`: the reader's language and that of the register."""
    own = plain_code(settings.LANGUAGE_CODE)
    return {"language": plain_code(get_language() or own), "own_language": own}


def known_values(organisations: Collection[str]) -> Known:
    """What there is to choose from; of the organisations, those with these uuids (others are no uuids).

    Countries and sectors are kept for a minute, and forgotten at once where one is saved.
    """
    countries, sectors = cache.get(VOCABULARY) or _read_vocabulary()
    known = Known(countries, sectors)
    if organisations:
        with connection.cursor() as cursor:
            cursor.execute(_ORGANISATIONS, {"asked": list(organisations), **languages_asked()})
            known.organisations.update({code: (key, label) for key, code, label in cursor.fetchall()})
    return known


def _read_vocabulary() -> tuple[dict[str, Country], dict[str, SectorNode]]:
    countries: dict[str, Country] = {}
    sectors: dict[str, SectorNode] = {}
    with connection.cursor() as cursor:
        cursor.execute(_VOCABULARY)
        for what, key, code, label, parent_id, _place in cursor.fetchall():
            if what == "country":
                countries[code] = Country(key, code, label)
            else:
                sectors[code] = SectorNode(key, code, label, parent_id)
    cache.set(VOCABULARY, (countries, sectors), VOCABULARY_SECONDS)
    return countries, sectors


def _forget_vocabulary(**kwargs: object) -> None:
    cache.delete(VOCABULARY)


for model in (Place, Sector):
    for signal in (post_save, post_delete):
        signal.connect(_forget_vocabulary, sender=model, dispatch_uid=f"vocabulary of lists, {model.__name__}")


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
    read = {facet: _values(source, facet, values_of(params, facet), known) for facet in source.facets}
    chosen = {facet: values for facet, values in read.items() if values}
    q, sort, since = clean_text(last_value(params, "q")), last_value(params, "sort"), last_value(params, SINCE)
    return Choices(
        chosen=chosen,
        q=q,
        sort=sort if sort in SORTS else RELEVANCE if q else source.sort,
        page=read_page(last_value(params, "page")),
        list_sort=source.sort,
        together=last_value(params, COUNTRY_ALL) == "1" and len(chosen.get("country", {})) > 1,
        organisation_q=clean_text(last_value(params, ORGANISATION_Q)),
        since=int(since) if _YEAR.fullmatch(since) and "year" in source.facets else None,
    )


def _values(source: FacetSource, facet: str, texts: list[str], known: Known) -> dict[str, tuple[Any, ...]]:
    found: dict[str, tuple[Any, ...]] = {}
    for text in texts:
        value, keys = _value(source, facet, text, known)
        if keys:
            found[value] = keys
            if len(found) == CHOICES_READ:
                break
    return dict(sorted(found.items()))


def _value(source: FacetSource, facet: str, text: str, known: Known) -> tuple[str, tuple[Any, ...]]:
    """The canonical form of one value and what stands for it in a FacetRow, nothing when there is no such value."""
    if facet == "country":
        return _country(text, known)
    if facet == "sector":
        sector = known.sectors.get(text)
        return (sector.code, (sector.id,)) if sector else ("", ())
    if facet == "organisation":
        value = (asked_organisations({facet: [text]}) or [""])[0]
        return (value, known.organisations[value][:1]) if value in known.organisations else ("", ())
    if facet == "year":
        if text == YEAR_UNKNOWN:
            return text, (YEAR_NOT_KNOWN,)
        return (text, (int(text),)) if _YEAR.fullmatch(text) else ("", ())
    if facet == "kind":
        return (text, (text,)) if text in source.kinds else ("", ())
    return _status(source, text)


def _country(text: str, known: Known) -> tuple[str, tuple[Any, ...]]:
    if _REGION.fullmatch(text):
        return (text, (-int(text),)) if int(text) in REGION_CODES else ("", ())
    country = known.countries.get(text.upper())
    return (country.code, (country.id,)) if country else ("", ())


def _status(source: FacetSource, text: str) -> tuple[str, tuple[Any, ...]]:
    """A group that holds one status only is that status."""
    if text in source.statuses:
        return text, (text,)
    members = tuple(source.status_groups[text].members) if text in source.status_groups else ()
    return (members[0] if len(members) == 1 else text), members
