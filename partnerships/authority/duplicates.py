"""Which two records may be one organisation: asked of PostgreSQL by the trigrams of all names, in Latin letters."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction
from wagtail.log_actions import log

from partnerships.authority.planning import OTHER
from partnerships.models import DistinctOrganisations, Organisation

NEVER_SAME = "register.never_same"
"""The name of the log entry on the older organisation; with `OTHER`, on the other."""
NOT_NEVER = "register.not_never_same"
"""The same when that is taken back."""
AT_ONCE = 100
"""How many organisations are compared with the whole register for one page."""
MOST = 100
NEAR = 0.5
"""Names that share less than this of their trigrams are not looked at."""
SURE, LIKELY = 0.95, 0.75


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records that may be one: the older first."""

    first: Organisation
    second: Organisation
    likeness: float
    """0 to 1: how far their likest names agree, a little less where the countries differ."""
    names: tuple[str, str]
    """The two names that are so much alike."""

    @property
    def is_sure(self) -> bool:
        return self.likeness >= SURE


# The same name, but for case, accents and legal form, anywhere in the register; then what resembles the names of some of it.
_SAME = """
WITH named AS (
    SELECT o.id, o.key, o.name FROM partnerships_organisation o WHERE o.merged_into_id IS NULL
    UNION ALL
    SELECT n.organisation_id, n.key, n.name FROM partnerships_organisationname n
    JOIN partnerships_organisation o ON o.id = n.organisation_id AND o.merged_into_id IS NULL
),
pairs AS (
    SELECT a.id AS first, b.id AS second, 1.0::float AS alike, a.name AS one, b.name AS other
    FROM named a JOIN named b ON a.key = b.key AND a.id < b.id WHERE a.key <> ''
)
"""
_ALIKE = """
WITH looked AS (
    SELECT o.id, o.sort_key, o.name FROM partnerships_organisation o WHERE o.id = ANY(%(ids)s)
    UNION ALL
    SELECT n.organisation_id, n.sort_key, n.name FROM partnerships_organisationname n WHERE n.organisation_id = ANY(%(ids)s)
),
met AS (
    SELECT l.id AS here, l.name AS one, f.id AS there, f.name AS other, f.alike
    FROM looked l CROSS JOIN LATERAL (
        SELECT o.id, o.name, similarity(o.sort_key, l.sort_key) AS alike FROM partnerships_organisation o
        WHERE o.sort_key %% l.sort_key AND o.merged_into_id IS NULL AND o.id <> l.id
        UNION ALL
        SELECT n.organisation_id, n.name, similarity(n.sort_key, l.sort_key) FROM partnerships_organisationname n
        JOIN partnerships_organisation o ON o.id = n.organisation_id AND o.merged_into_id IS NULL
        WHERE n.sort_key %% l.sort_key AND n.organisation_id <> l.id
    ) f
),
pairs AS (
    SELECT least(here, there) AS first, greatest(here, there) AS second, alike::float AS alike,
        CASE WHEN here < there THEN one ELSE other END AS one, CASE WHEN here < there THEN other ELSE one END AS other
    FROM met
)
"""
# Two bodies of different countries may well have nearly one name.
_BEST = """
, scored AS (
    SELECT p.*, CASE
        WHEN a.country_id IS NOT NULL AND b.country_id IS NOT NULL AND a.country_id <> b.country_id THEN p.alike * 0.8
        ELSE p.alike END AS likeness
    FROM pairs p
    JOIN partnerships_organisation a ON a.id = p.first JOIN partnerships_organisation b ON b.id = p.second
),
best AS (SELECT DISTINCT ON (first, second) * FROM scored ORDER BY first, second, likeness DESC, one, other)
SELECT first, second, likeness, one, other FROM best
WHERE likeness >= %(least)s AND NOT EXISTS (
    SELECT FROM partnerships_distinctorganisations d WHERE d.first_id = best.first AND d.second_id = best.second)
ORDER BY likeness DESC, first, second LIMIT %(most)s
"""


def likely_duplicates(after: int = 0) -> list[Pair]:
    """Pairs of organisations that may be one, the likest first, at most MOST.

    Names that are the same but for case, accents and legal form are looked for in the whole register; those that resemble each
    other, for the AT_ONCE organisations that were changed last, leaving out the first `after`. Pairs that a person has said are
    never the same, and what was merged, are left out.
    """
    ids = list(_last_changed().values_list("pk", flat=True)[after : after + AT_ONCE])
    found: dict[tuple[int, int], tuple[float, str, str]] = {}
    with transaction.atomic(), connection.cursor() as cursor:
        if not after:
            cursor.execute(_SAME + _BEST, {"least": NEAR, "most": MOST})
            found |= {(first, second): rest for first, second, *rest in cursor.fetchall()}
        # Most of the time goes into names that are somewhat alike; where those that are much alike fill the list, none of them is in it.
        for near in (LIKELY, NEAR):
            cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [str(near)])
            cursor.execute(_ALIKE + _BEST, {"ids": ids, "least": near, "most": MOST})
            alike = cursor.fetchall()
            if len(alike) == MOST:
                break
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold TO DEFAULT")
    for first, second, *rest in alike:
        found.setdefault((first, second), rest)
    likest = sorted(found, key=lambda pair: (-found[pair][0], pair))[:MOST]
    records = _loaded({pk for pair in likest for pk in pair})
    pairs = []
    for first, second in likest:
        likeness, name, other = found[first, second]
        pairs.append(Pair(records[first], records[second], likeness, (name, other)))
    return pairs


def not_never_the_same(pair: DistinctOrganisations, user: Any) -> None:
    """Forget that two organisations are two: they are offered again where their names are alike."""
    with transaction.atomic():
        gone, _rows = DistinctOrganisations.objects.filter(pk=pair.pk).delete()
        if gone:
            for this, that, action in ((pair.first, pair.second, NOT_NEVER), (pair.second, pair.first, NOT_NEVER + OTHER)):
                log(instance=this, action=action, user=user, data={"other": that.name})


def _last_changed() -> Any:
    return Organisation.objects.filter(merged_into=None).order_by("-updated_at", "-pk")


def number_of_organisations() -> int:
    """How many there are to be compared."""
    return int(_last_changed().count())


def _loaded(ids: Iterable[int]) -> dict[int, Organisation]:
    found = Organisation.objects.filter(pk__in=ids).select_related("country", "parent").prefetch_related("names", "identifiers")
    return {organisation.pk: organisation for organisation in found}


def never_the_same(one: Organisation, other: Organisation, user: Any) -> None:
    """Remember that two organisations are two, so that nobody is asked again."""
    first, second = sorted((one, other), key=lambda organisation: organisation.pk)
    with transaction.atomic():
        _pair, made = DistinctOrganisations.objects.get_or_create(first=first, second=second, defaults={"made_by": user})
        if made:
            for this, that, action in ((first, second, NEVER_SAME), (second, first, NEVER_SAME + OTHER)):
                log(instance=this, action=action, user=user, data={"other": that.name})
