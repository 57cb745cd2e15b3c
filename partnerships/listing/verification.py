"""Compares the narrow table with what the records say, worked out one by one from the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection

from partnerships.models.facetrow import WORDS_OF, FacetRow, FacetSource, SearchRow, facet_sources, texts_of
from partnerships.searchwords import stored_words

_FIELDS = tuple(field.name for field in FacetRow._meta.concrete_fields if field.name not in ("record_type", "record_id"))
_TEXTS_AT_ONCE = 1000
_OTHER_WORDS = f"""
SELECT t.id FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS t (id, exact, forms)
LEFT JOIN partnerships_searchrow s ON s.record_type = %s AND s.record_id = t.id
WHERE s.words IS DISTINCT FROM {WORDS_OF} ORDER BY 1
"""  # noqa: S608 - made of constants


@dataclass(frozen=True, slots=True)
class Difference:
    """One value that is not as the record says; for a whole row that is missing or too many, `field` is "row"."""

    record_type: str
    record_id: int
    field: str
    stored: str
    true: str

    def __str__(self) -> str:
        return f"{self.record_type} {self.record_id}: {self.field} is {self.stored}, should be {self.true}"


def differences(record_type: str) -> list[Difference]:
    """Every difference of this type of record, by record. What changes while it is being compared is no difference.

    Raises KeyError for a type that has no lists.
    """
    source = facet_sources[record_type]
    first = list(_compare(source))
    if not first:
        return []
    again = set(_compare(source))
    return [difference for difference in first if difference in again]


def _compare(source: FacetSource) -> Iterator[Difference]:
    stored = {row.record_id: row for row in FacetRow.objects.filter(record_type=source.record_type)}
    public: list[int] = []
    for true in source.truth():
        public.append(true.record_id)
        yield from _compare_row(stored.pop(true.record_id, None), true)
    for record_id in stored:
        yield Difference(source.record_type, record_id, "row", "there", "gone: the record is not public")
    yield from _compare_words(source, public)


def _compare_row(stored: FacetRow | None, true: FacetRow) -> Iterator[Difference]:
    if stored is None:
        yield Difference(true.record_type, true.record_id, "row", "missing", "there: the record is public")
        return
    for field in _FIELDS:
        is_value, should_be = getattr(stored, field), getattr(true, field)
        if is_value != should_be:
            yield Difference(true.record_type, true.record_id, field, _words(is_value), _words(should_be))


def _words(value: Any) -> str:
    return "nothing" if value in (None, "") else str(value)


def _compare_words(source: FacetSource, public: list[int]) -> Iterator[Difference]:
    for start in range(0, len(public), _TEXTS_AT_ONCE):
        for record_id in _with_other_words(source, public[start : start + _TEXTS_AT_ONCE]):
            yield Difference(source.record_type, record_id, "words", "other words", "the words of its texts")
    left = SearchRow.objects.filter(record_type=source.record_type).exclude(record_id__in=public)
    for record_id in left.values_list("record_id", flat=True):
        yield Difference(source.record_type, record_id, "words", "there", "gone: the record is not public")


def _with_other_words(source: FacetSource, ids: Iterable[int]) -> list[int]:
    found = [(record_id, *stored_words(text.words for text in texts)) for record_id, texts in texts_of(source, list(ids))]
    columns = [[row[column] for row in found] for column in range(3)]
    with connection.cursor() as cursor:
        cursor.execute(_OTHER_WORDS, [*columns, source.record_type])
        return [record_id for (record_id,) in cursor.fetchall()]
