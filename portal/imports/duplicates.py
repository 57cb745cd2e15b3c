"""Whether a document has been imported before: the same bytes, the same text, or nearly the same text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from portal.imports import locks
from portal.imports.models import Item, Shingle
from portal.imports.shingles import shingles, text_hash, tokens

HOLDERS = (Item.State.READY, Item.State.APPLYING, Item.State.APPLIED)
"""States in which an item is the article of its document. The constraint `item_document_once` holds the same."""
LEAST_SHARE = 0.3
LEAST_SHARED = 3
"""From so much of the shorter text, and so many hashes, on two texts resemble each other."""
COMMON = 50
"""What stands in more articles than this is a footer or a formula and says nothing."""
_CANDIDATES = 20
_SHARED = """
WITH found AS (
    SELECT ARRAY(
        SELECT item_id FROM imports_shingle WHERE hash = wanted.hash ORDER BY item_id DESC LIMIT %(most)s
    ) AS items
    FROM unnest(%(hashes)s::bigint[]) AS wanted (hash)
)
SELECT item_id, count(*), (SELECT count(*) FROM found WHERE cardinality(items) = %(most)s)
FROM found, unnest(items) AS item_id
WHERE cardinality(items) < %(most)s
GROUP BY item_id HAVING count(*) >= %(least)s
ORDER BY count(*) DESC, item_id DESC LIMIT %(candidates)s
"""
# Each hash is looked up by itself in the index, and no further than to the limit: a join might read all that is common.


@dataclass(frozen=True, slots=True)
class Resemblance:
    """The item whose text is most like another's."""

    item: Item
    share: float
    """How much of the shorter text stands in the other, 0 to 1."""
    is_same: bool
    """Whether the texts are equal, word for word."""


def find_original(item: Item) -> Item | None:
    """The item that already stands for the same bytes: one that has been read, or one that waits before this one.

    A failed, cancelled or undone item stands for nothing, so its document can be brought again.
    """
    found = (
        Item.objects.filter(document_id=item.document_id)
        .filter(Q(state__in=HOLDERS) | Q(state=Item.State.WAITING, pk__lt=item.pk))
        .exclude(pk=item.pk)
        .order_by("pk")
    )
    return _standing().filter(pk=key).first() if (key := _first_key(found)) else None


def _standing() -> QuerySet[Item]:
    return Item.objects.select_related("batch", "page").order_by("pk")


def _first_key(items: QuerySet[Item]) -> int | None:
    """Most are asked for in vain: then a whole row with its batch was not worth asking for."""
    return items.values_list("pk", flat=True).first()


def find_similar(item: Item, text: str) -> Resemblance | None:
    """The article under review or applied that has the same text as `text` (title and cleaned body), or most of it."""
    words = tokens(text)
    if equal := find_equal(item, words):
        return Resemblance(equal, 1.0, True)
    standing = _others(item)
    hashes = shingles(words)
    shared, telling = find_shared(hashes)
    # The one with most in common first: of several versions the nearest.
    for other in sorted(standing.filter(pk__in=shared), key=lambda other: (-shared[other.pk], other.pk)):
        share = min(1.0, shared[other.pk] / max(1, min(telling, other.shingle_count)))
        if share >= LEAST_SHARE:
            return Resemblance(other, share, False)
    return None


def find_equal(item: Item, words: Sequence[str]) -> Item | None:
    """The article under review or applied that has these words and no others."""
    equal = text_hash(words)
    key = _first_key(_others(item).filter(text_hash=equal)) if equal else None
    return _standing().get(pk=key) if key else None


def _others(item: Item) -> QuerySet[Item]:
    return _standing().filter(state__in=HOLDERS).exclude(pk=item.pk)


def look_alone() -> None:
    """Lets nobody else look and remember until this transaction ends: of two that are read at once, the second finds the first.

    Two texts that only resemble each other have nothing in common that both could be locked by. So it is one lock for all, taken
    as late as possible: what follows it is a look-up, the writing of the sketch and the commit.
    """
    locks.take_turns(locks.TEXTS, 0)


def find_shared(hashes: Sequence[int]) -> tuple[dict[int, int], int]:
    """How many of the hashes each of the likeliest items has too, and how many of them are not common."""
    if len(hashes) < LEAST_SHARED:
        return {}, len(hashes)
    parameters: dict[str, Any] = {"hashes": list(hashes), "most": COMMON + 1, "least": LEAST_SHARED, "candidates": _CANDIDATES}
    with connection.cursor() as cursor:
        cursor.execute(_SHARED, parameters)
        rows = cursor.fetchall()
    return {item: number for item, number, _common in rows}, len(hashes) - (rows[0][2] if rows else 0)


def remember_whole(item: Item, text: str) -> None:
    """Lets later texts that are equal to this item's be found; sets its `text_hash`, which the caller saves."""
    item.text_hash = text_hash(tokens(text))


def remember(item: Item, text: str) -> None:
    """Lets later texts be compared with this item's; sets its `text_hash` and `shingle_count`, which the caller saves."""
    words = tokens(text)
    hashes = shingles(words)
    item.text_hash, item.shingle_count = text_hash(words), len(hashes)
    Shingle.objects.bulk_create([Shingle(hash=value, item=item) for value in hashes], ignore_conflicts=True, batch_size=5000)
