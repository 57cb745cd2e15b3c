"""Which organisations a name that nobody bears may mean: those whose names are nearly the same, in Latin letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Q

from partnerships.authority.duplicates import LIKELY
from partnerships.authority.finding import standing_organisations
from partnerships.models import DistinctOrganisations, Organisation
from partnerships.names import sort_key

SHORTEST = 5
"""Letters of a name of which one more or less is a spelling and not another name."""
ELSEWHERE = 0.8
"""What is left of a likeness when text and register name two countries, as where two records are compared."""
MOST = 5

_ALIKE = """
SELECT wanted.number, found.id, found.name, found.alike
FROM unnest(%(keys)s::text[]) WITH ORDINALITY AS wanted (key, number)
CROSS JOIN LATERAL (
    SELECT o.id, o.name, similarity(o.sort_key, wanted.key)::float AS alike FROM partnerships_organisation o
    WHERE o.sort_key %% wanted.key
    UNION ALL
    SELECT n.organisation_id, n.name, similarity(n.sort_key, wanted.key)::float FROM partnerships_organisationname n
    WHERE n.sort_key %% wanted.key
) found
ORDER BY wanted.number, found.alike DESC, found.id, found.name
"""


@dataclass(frozen=True, slots=True)
class Alike:
    """An organisation, its name that is nearly the one that was looked for, and how near it is: 0 to 1."""

    organisation: Organisation
    name: str
    likeness: float


def find_alike(names: Iterable[tuple[str, str | None]]) -> dict[tuple[str, str | None], list[Alike]]:
    """For each (name, code of its country or None) the organisations that it may mean, the likeliest first; in a few queries.

    What a person has said is never the same organisation as the likeliest one is left out.
    """
    wanted = [one for one in dict.fromkeys(names) if len(sort_key(one[0])) >= SHORTEST]
    if not wanted:
        return {}
    best: dict[tuple[str, str | None], dict[int, tuple[str, float]]] = defaultdict(dict)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(LIKELY)])
        # PostgreSQL thinks comparing is cheap and would read the whole register, which takes several times as long as the index.
        cursor.execute("SET LOCAL enable_seqscan TO off")
        cursor.execute(_ALIKE, {"keys": [sort_key(name) for name, _country in wanted]})
        for number, pk, name, alike in cursor.fetchall():
            best[wanted[number - 1]].setdefault(pk, (name, alike))
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold TO DEFAULT")
    met = {pk for found in best.values() for pk in found}
    records = standing_organisations().select_related("country").in_bulk(met) if met else {}
    distinct = _distinct(met) if len(met) > 1 else set()
    return {one: _judge(found, one[1], records, distinct) for one, found in best.items()}


def _judge(
    found: dict[int, tuple[str, float]], country: str | None, records: dict[int, Organisation], distinct: set[tuple[int, int]]
) -> list[Alike]:
    alike = []
    for pk, (name, likeness) in found.items():
        if organisation := records.get(pk):
            theirs = organisation.country.code if organisation.country else None
            is_elsewhere = country and theirs and theirs != country
            alike.append(Alike(organisation, name, likeness * ELSEWHERE if is_elsewhere else likeness))
    alike = sorted((one for one in alike if one.likeness >= LIKELY), key=lambda one: (-one.likeness, one.organisation.pk))
    first = alike[0].organisation.pk if alike else 0
    return [one for one in alike if (first, one.organisation.pk) not in distinct][:MOST]


def _distinct(ids: set[int]) -> set[tuple[int, int]]:
    pairs = DistinctOrganisations.objects.filter(Q(first__in=ids) & Q(second__in=ids)).values_list("first", "second")
    return {pair for first, second in pairs for pair in ((first, second), (second, first))}
