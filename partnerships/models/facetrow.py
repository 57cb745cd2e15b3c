"""The narrow table that every public list is answered from, and the one function that keeps it true.

A `FacetRow` holds what can be filtered, counted and put in order of one public record; a `SearchRow` the words it is found by,
in a table of its own because word lists would make the counted rows wide. What is not public has neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models, transaction

from partnerships.models.places import names_in_languages
from partnerships.searchwords import STEMMED, stored_words

YEAR_NOT_KNOWN = 0
# As many records have their texts read and written at once.
TEXTS_AT_ONCE = 1000


class FacetRow(models.Model):
    """What one public record is filtered, counted and put in order by. Written by `refresh_facet_rows` alone.

    The table has a partition for each kind of record, so that a list reads no other kind's rows.
    """

    pk = models.CompositePrimaryKey("record_type", "record_id")
    record_type = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    countries = ArrayField(models.IntegerField(), help_text="By id; the regions they lie in by code below zero.")
    sectors = ArrayField(models.IntegerField(), help_text="With every sector above them.")
    kind = models.CharField(max_length=32)
    status = models.CharField(max_length=16)
    years = ArrayField(models.IntegerField(), help_text="0 where the record has dates to give and none of them tells the year.")
    organisations = ArrayField(models.IntegerField())
    opens = models.DateTimeField(null=True)
    closes = models.DateTimeField(null=True)
    sort_date = models.DateField(null=True)
    sort_key = models.CharField(max_length=255)

    class Meta:
        indexes = [
            GinIndex(fields=["countries"], name="facetrow_countries"),
            GinIndex(fields=["sectors"], name="facetrow_sectors"),
            GinIndex(fields=["years"], name="facetrow_years"),
            GinIndex(fields=["organisations"], name="facetrow_organisations"),
            GinIndex(fields=["sort_key"], opclasses=["gin_trgm_ops"], name="facetrow_near"),
        ]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}"


class SearchRow(models.Model):
    """The words that one public record is found by. Written by `refresh_facet_rows` alone."""

    pk = models.CompositePrimaryKey("record_type", "record_id")
    record_type = models.CharField(max_length=12)
    record_id = models.BigIntegerField()
    words = SearchVectorField()

    class Meta:
        indexes = [GinIndex(fields=["words"], name="searchrow_words")]

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}"


class Text(NamedTuple):
    """A text by which a record is found, and which of its parts that is: title, name, party, place, sought, summary, text,
    country, translation."""

    part: str
    words: str


class StatusGroup(NamedTuple):
    """A stage in the life of a record, and the statuses that belong to it."""

    label: Any
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacetSource:
    """One kind of record that lists are made of: how its rows are worked out, and how a page of it is fetched."""

    record_type: str
    table: str
    """The table whose rows are locked while theirs are worked out; its key is the record's."""
    key: str
    rows: str
    """SQL that selects the columns of FacetRow after record_type, in order, for public records: all of them when %(ids)s is null,
    else those among %(ids)s. It may join `ancestry(sector_id, ancestor_id)`, every sector with itself and all above it."""
    texts: Callable[[Sequence[int]], Iterable[tuple[int, Iterable[Text]]]]
    """The texts of the public records with these ids, by id, the most telling first."""
    truth: Callable[[], Iterator[FacetRow]]
    """Every row as it has to be, worked out one record at a time from the models: the slow way, to verify by."""
    records: Callable[[Sequence[int]], models.QuerySet]
    """The records with these ids, in any order, with what a row of a list shows prefetched."""
    facets: tuple[str, ...]
    """The facets that the list has, in their order on the page."""
    kinds: Mapping[str, Any]
    statuses: Mapping[str, Any]
    """Every value of the facet with its label."""
    status_groups: Mapping[str, StatusGroup] = field(default_factory=dict)
    """Names for one or several statuses, by code, in their order on the page; every status is in one of them or there are none."""
    status: str = "status"
    """The SQL expression for a row's status at the moment %(now)s."""
    sort: str = "newest"
    """The order of a list that is not told any."""
    told: str = "NULL::date"
    """SQL that takes the place of {told} in `rows`: the day on which the record r was last told of, by what stands above the register."""
    told_by: tuple[str, ...] = ()
    """The tables that this reads: before they are there no row is worked out."""
    shown: str = ""
    """SQL that keeps in the records themselves what rows of lists show of their parts: of all when %(ids)s is null."""


facet_sources: dict[str, FacetSource] = {}
"""The kinds of record that lists are made of, by record type; an app adds its own when it is loaded."""


_ANCESTRY = """
WITH RECURSIVE lineage AS (
    SELECT id AS sector_id, id AS ancestor_id, parent_id FROM partnerships_sector
    UNION
    SELECT l.sector_id, s.id, s.parent_id FROM lineage l JOIN partnerships_sector s ON s.id = l.parent_id
),
ancestry AS MATERIALIZED (SELECT sector_id, ancestor_id FROM lineage),
"""
_COLUMNS = "countries, sectors, kind, status, years, organisations, opens, closes, sort_date, sort_key"
_EXCLUDED = ", ".join(f"excluded.{column}" for column in _COLUMNS.split(", "))
_REFRESH = "\n".join(
    [
        _ANCESTRY,
        "fresh (record_id,",
        _COLUMNS,
        ") AS MATERIALIZED (",
        "{rows}",
        """),
        gone AS (
            DELETE FROM partnerships_facetrow f
            WHERE f.record_type = %(record_type)s AND (%(ids)s::bigint[] IS NULL OR f.record_id = ANY(%(ids)s::bigint[]))
              AND NOT EXISTS (SELECT FROM fresh WHERE fresh.record_id = f.record_id)
        )
        INSERT INTO partnerships_facetrow AS f (record_type, record_id,""",
        _COLUMNS,
        ") SELECT %(record_type)s, record_id,",
        _COLUMNS,
        "FROM fresh ON CONFLICT (record_type, record_id) DO UPDATE SET (",
        _COLUMNS,
        ") = ROW(",
        _EXCLUDED,
        # A row that stays the same is not written: no dead tuple, no work for the indexes.
        ") WHERE (",
        ", ".join(f"f.{column}" for column in _COLUMNS.split(", ")),
        ") IS DISTINCT FROM (",
        _EXCLUDED,
        ")",
    ]
)
_PUBLIC_IDS = """
SELECT record_id FROM partnerships_facetrow
WHERE record_type = %(record_type)s AND (%(ids)s::bigint[] IS NULL OR record_id = ANY(%(ids)s::bigint[])) ORDER BY record_id
"""
_COUNTRY_CODES = """
SELECT f.record_id, p.code FROM partnerships_facetrow f JOIN partnerships_place p ON p.id = ANY(f.countries)
WHERE f.record_type = %(record_type)s AND f.record_id = ANY(%(ids)s) ORDER BY 1, 2
"""
_FORGET_WORDS = """
DELETE FROM partnerships_searchrow s
WHERE s.record_type = %(record_type)s AND (%(ids)s::bigint[] IS NULL OR s.record_id = ANY(%(ids)s::bigint[]))
  AND NOT EXISTS (SELECT FROM partnerships_facetrow f WHERE f.record_type = s.record_type AND f.record_id = s.record_id)
"""
# As they stand, and by their stem in each language that the database knows the endings of.
_STEMS = " || ".join(f"to_tsvector('{language}', forms)" for language in STEMMED)
WORDS_OF = f"strip(array_to_tsvector(string_to_array(exact, ' ')) || {_STEMS})"
_STORE_WORDS = "\n".join(
    [
        "INSERT INTO partnerships_searchrow AS s (record_type, record_id, words) SELECT %(record_type)s, id,",
        WORDS_OF,
        "FROM unnest(%(ids)s::bigint[], %(exact)s::text[], %(forms)s::text[]) AS t (id, exact, forms)",
        "ON CONFLICT (record_type, record_id) DO UPDATE SET words = excluded.words WHERE s.words IS DISTINCT FROM excluded.words",
    ]
)


def refresh_facet_rows(record_type: str, ids: Iterable[int] | None = None) -> None:
    """Bring the rows of these records, or of all of this type, up to the state that the current transaction sees.

    Rows of what is not public (any more) go. Saves and deletions through the models call this themselves; call it after
    `QuerySet.update`, `bulk_create`, `bulk_update`, COPY or raw SQL, in the same transaction. Raises KeyError for a type that
    no app has added to `facet_sources`.
    """
    source = facet_sources[record_type]
    wanted = None if ids is None else sorted(set(ids))
    if wanted == []:
        return
    parameters = {"record_type": record_type, "ids": wanted}
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        _wait_for_other_writers(cursor, source, wanted)
        if source.shown:
            cursor.execute(source.shown, parameters)
        cursor.execute(_REFRESH.replace("{rows}", source.rows).replace("{told}", source.told), parameters)
        cursor.execute(_FORGET_WORDS, parameters)
        cursor.execute(_PUBLIC_IDS, parameters)
        public = [record_id for (record_id,) in cursor.fetchall()]
        for start in range(0, len(public), TEXTS_AT_ONCE):
            _store_words(cursor, source, public[start : start + TEXTS_AT_ONCE])


def fill_empty(sender: object = None, **kwargs: object) -> None:
    """Work out the rows of each kind of record that has none: after a migration that made the tables anew."""
    tables = set(connection.introspection.table_names())
    for record_type, source in facet_sources.items():
        # A single app may have been migrated, and the news not yet be there.
        if tables.issuperset((source.table, *source.told_by)) and not SearchRow.objects.filter(record_type=record_type).exists():
            refresh_facet_rows(record_type)


def _wait_for_other_writers(cursor: Any, source: FacetSource, ids: list[int] | None) -> None:
    """Two transactions that change parts of one record work out its row one after the other, the second from both changes."""
    if ids is None:
        cursor.execute("LOCK TABLE partnerships_facetrow IN SHARE ROW EXCLUSIVE MODE")
    else:
        lock = " ".join(["SELECT FROM", source.table, "WHERE", source.key, "= ANY(%s) ORDER BY", source.key, "FOR NO KEY UPDATE"])
        cursor.execute(lock, [ids])


def texts_of(source: FacetSource, ids: Sequence[int]) -> Iterator[tuple[int, list[Text]]]:
    """Every text by which these records are found: their own, then the names of their countries in the languages of readers."""
    codes: dict[int, list[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COUNTRY_CODES, {"record_type": source.record_type, "ids": list(ids)})
        for record_id, code in cursor.fetchall():
            codes.setdefault(record_id, []).append(code)
    for record_id, texts in source.texts(ids):
        names = (" ".join(names_in_languages(code)) for code in codes.get(record_id, ()))
        yield record_id, [*texts, *(Text("country", words) for words in names)]


def _store_words(cursor: Any, source: FacetSource, ids: Sequence[int]) -> None:
    found = [(record_id, *stored_words(text.words for text in texts)) for record_id, texts in texts_of(source, ids)]
    exact, forms = [row[1] for row in found], [row[2] for row in found]
    cursor.execute(
        _STORE_WORDS,
        {"record_type": source.record_type, "ids": [row[0] for row in found], "exact": exact, "forms": forms},
    )


_waiting: ContextVar[dict[str, set[int]] | None] = ContextVar("records whose rows are refreshed at the end", default=None)


@contextmanager
def refreshed_together() -> Iterator[None]:
    """A transaction in which records that change many times have their rows refreshed once, at its end.

    For whatever saves a record with its parts, or many records. Lists read inside it show the state before.
    """
    if _waiting.get() is not None:
        with transaction.atomic():
            yield
        return
    waiting: dict[str, set[int]] = {}
    with transaction.atomic():
        token = _waiting.set(waiting)
        try:
            yield
        finally:
            _waiting.reset(token)
        for record_type, ids in sorted(waiting.items()):
            refresh_facet_rows(record_type, ids)


def records_changed(record_type: str, ids: Iterable[int]) -> None:
    """Refresh the rows of these records now, or at the end of the surrounding `refreshed_together`."""
    waiting = _waiting.get()
    if waiting is None:
        refresh_facet_rows(record_type, ids)
    else:
        waiting.setdefault(record_type, set()).update(ids)
