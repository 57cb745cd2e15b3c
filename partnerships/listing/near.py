"""What may have been meant where a word that was searched for stands in no record: the public name that is most like it."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Any

from django.db import connection

from partnerships.listing.search import asked_words, search_condition
from partnerships.searchwords import is_by_pairs, latin

# One wrong letter in a word of five leaves half of its trigrams; PostgreSQL's own 0.6 is too strict for that.
TRIGRAMS = "0.45"
ALIKE = 0.7
# Shorter words are like too many others.
WORD_LENGTH = 4
CANDIDATES = 40
_WORDS = re.compile(r"[a-z0-9]+")
# Names of public records only: what is not public has no row, and its names lend nothing.
_NEAR = """
SELECT set_config('pg_trgm.word_similarity_threshold', %(trigrams)s, true);
SELECT a.number, n.sort_key, {known} AS known FROM unnest(%(words)s::text[]) WITH ORDINALITY AS a (word, number)
LEFT JOIN LATERAL (
    (SELECT f.sort_key, word_similarity(a.word, f.sort_key) AS alike FROM partnerships_facetrow f WHERE a.word <%% f.sort_key
        ORDER BY alike DESC LIMIT %(candidates)s)
    UNION ALL
    (SELECT m.sort_key, word_similarity(a.word, m.sort_key) FROM partnerships_organisationname m
        JOIN partnerships_organisation o ON o.id = m.organisation_id AND o.live WHERE a.word <%% m.sort_key
        ORDER BY 2 DESC LIMIT %(candidates)s)
) AS n ON true
"""


def meant(q: str, record_type: str | None = None) -> str:
    """`q` with each word that no record (of this kind) holds replaced by the public name most like it; "" when nothing is."""
    words = asked_words(q)
    if not any(_can_be_mended(word) for word in words):
        return ""
    near: dict[int, list[str]] = {}
    unknown = set()
    for number, name, is_known in _look(words, record_type):
        if not is_known and _can_be_mended(words[number - 1]):
            unknown.add(number)
            if name:
                near.setdefault(number, []).append(name)
    mended = {number: _nearest(latin(words[number - 1]), names) for number, names in near.items()}
    if not unknown or not all(mended.get(number) for number in unknown):
        return ""
    return " ".join(mended.get(number) or word for number, word in enumerate(words, 1))


def _can_be_mended(word: str) -> bool:
    return not is_by_pairs(word) and len(latin(word)) >= WORD_LENGTH


def _look(words: list[str], record_type: str | None) -> list[tuple[int, str | None, bool]]:
    parameters: dict[str, Any] = {
        "trigrams": TRIGRAMS,
        "candidates": CANDIDATES,
        "record_type": record_type,
        "words": [latin(word) for word in words],
    }
    cases = []
    for number, word in enumerate(words):
        condition, found = search_condition(word)
        parameters |= {f"{name}_{number}": value for name, value in found.items()}
        for name in found:
            condition = condition.replace(f"%({name})s", f"%({name}_{number})s")
        cases.append(
            f"WHEN {number + 1} THEN EXISTS (SELECT FROM partnerships_searchrow WHERE coalesce(record_type = %(record_type)s, true) AND words @@ ({condition}))"
        )
    with connection.cursor() as cursor:
        cursor.execute(_NEAR.replace("{known}", f"CASE a.number {' '.join(cases)} END"), parameters)
        # The first of the two statements only sets how much alike words have to be.
        cursor.nextset()
        return cursor.fetchall()


def _nearest(word: str, names: list[str]) -> str:
    candidates = {part for name in names for part in _WORDS.findall(name) if len(part) >= WORD_LENGTH}
    best = max(candidates, key=lambda part: (SequenceMatcher(None, word, part).ratio(), part), default="")
    return best if best and SequenceMatcher(None, word, best).ratio() >= ALIKE else ""
