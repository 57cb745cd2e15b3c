"""One search over all kinds of record and the news: how many of each kind there are, and the first of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from partnerships.listing.filters import known_values
from partnerships.listing.hits import Hit, hits_of
from partnerships.listing.near import meant
from partnerships.listing.search import asked_words, clean_text, naming, search_condition
from partnerships.models.facetrow import facet_sources

FIRST_SHOWN = 5
# What bears the words in its own name comes first, then the newest.
_FOUND = """
WITH found AS MATERIALIZED (SELECT record_type, record_id FROM partnerships_searchrow WHERE words @@ ({condition})),
placed AS (
    SELECT f.record_type, f.record_id, array_to_string(f.countries, ' ') AS countries, count(*) OVER kind AS total,
        row_number() OVER (kind ORDER BY {naming} DESC, f.sort_date DESC NULLS LAST, f.sort_key, f.record_id) AS place
    FROM found JOIN partnerships_facetrow f USING (record_type, record_id) WINDOW kind AS (PARTITION BY f.record_type)
)
SELECT record_type, record_id, countries, total FROM placed WHERE place <= %(shown)s ORDER BY record_type, place
"""


@dataclass(frozen=True, slots=True)
class FoundKind:
    """What was found of one kind of record."""

    record_type: str
    total: int
    records: tuple[Any, ...]
    """The first ones, with what a row of a list shows prefetched."""
    hits: Mapping[int, tuple[Hit, ...]]
    """By the record's key, why it was found, where its title does not show it."""


@dataclass(frozen=True, slots=True)
class Everything:
    """The answer to one search over all kinds; kinds of which nothing was found are left out."""

    q: str
    """What was asked for, cleaned."""
    corrected: str
    """What was searched for instead, as nothing holds `q` and its words resemble these; else ""."""
    kinds: tuple[FoundKind, ...]

    @property
    def total(self) -> int:
        return sum(kind.total for kind in self.kinds)


def search_everything(q: str) -> Everything:
    """What is public and holds every word of `q`; an empty text finds nothing."""
    q = clean_text(q)
    if not asked_words(q):
        return Everything(q, "", ())
    kinds = tuple(_kinds(q))
    corrected = meant(q) if not kinds else ""
    return Everything(q, corrected, tuple(_kinds(corrected))) if corrected else Everything(q, "", kinds)


def _kinds(q: str) -> Iterator[FoundKind]:
    condition, parameters = search_condition(q)
    named, words = naming(q)
    with connection.cursor() as cursor:
        sql = _FOUND.replace("{condition}", condition).replace("{naming}", named)
        cursor.execute(sql, {**parameters, **words, "shown": FIRST_SHOWN})
        rows = cursor.fetchall()
    codes = {country.id: country.code for country in known_values(()).countries.values()} if rows else {}
    for record_type, source in facet_sources.items():
        of_kind = [row for row in rows if row[0] == record_type]
        if of_kind:
            ids = [record_id for _kind, record_id, _countries, _total in of_kind]
            records = {record.pk: record for record in source.records(ids)}
            countries = {row[1]: [codes[int(key)] for key in row[2].split() if int(key) in codes] for row in of_kind}
            shown = tuple(records[record_id] for record_id in ids if record_id in records)
            yield FoundKind(record_type, of_kind[0][3], shown, hits_of(source, countries, q))
