"""A dossier: what the register tells of one country or one sector, in numbers that are those of the lists behind them.

Everything is counted and chosen by one statement on the narrow table of the lists, whatever the size of the register.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone

from partnerships.conditions import with_freshness
from partnerships.models import Partnership, Sought
from partnerships.models.events import EventState
from partnerships.models.facetrow import facet_sources
from partnerships.terms import OVER

Facet = Literal["country", "sector"]

SHOWN = {"partnership": 6, "next": 4, "past": 4, "organisation": 8, "opportunity": 4, "news": 4}
"""So many records of each kind stand in a dossier."""
MOST_SOUGHT = 6


class Ranked(NamedTuple):
    """Something that partnerships share with the subject, by its id, and how many."""

    id: int
    number: int


@dataclass(slots=True)
class Numbers:
    """What the statement answers, by ids."""

    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    """By type of record and status ("" where the type has none), how many public records there are."""
    ids: dict[str, list[int]] = field(default_factory=dict)
    """By block (the keys of SHOWN), which records are shown, in order."""
    countries: list[Ranked] = field(default_factory=list)
    """Of the subject's partnerships: by country, the subject itself left out."""
    sectors: list[Ranked] = field(default_factory=list)
    """The same by sector; of a sector, those right below it."""
    partnerships_of: dict[int, int] = field(default_factory=dict)
    """How many of the subject's partnerships each organisation that is shown has."""

    def total(self, record_type: str, *statuses: str) -> int:
        """Of all, or of some statuses."""
        found = self.counts.get(record_type, {})
        return sum(found.get(status, 0) for status in statuses) if statuses else sum(found.values())


_COLUMNS = {"country": "countries", "sector": "sectors"}
_NUMBERS = """
WITH mine AS MATERIALIZED (
    SELECT record_type, record_id, countries, sectors, organisations, closes, sort_date, sort_key,
        CASE record_type {stages} ELSE status END AS status
    FROM partnerships_facetrow WHERE {column} && ARRAY[%(subject)s]::int[]
),
agreed AS MATERIALIZED (SELECT countries, sectors, organisations FROM mine WHERE record_type = 'partnership'),
bodies AS (SELECT body AS id, count(*) AS n FROM (SELECT unnest(organisations) AS body FROM agreed) AS b GROUP BY body)
SELECT 'count', record_type, status, NULL::bigint, count(*) FROM mine GROUP BY record_type, status
UNION ALL SELECT 'country', '', '', key, n FROM (
    SELECT key, count(*) AS n FROM (SELECT unnest(countries) AS key FROM agreed) AS k
    WHERE key > 0 AND key <> %(country)s GROUP BY key ORDER BY n DESC, key) AS c
UNION ALL SELECT 'sector', '', '', key, n FROM (
    SELECT key, count(*) AS n FROM (SELECT unnest(sectors) AS key FROM agreed) AS k
    JOIN partnerships_sector s ON s.id = key AND s.parent_id IS NOT DISTINCT FROM %(above)s
    GROUP BY key ORDER BY n DESC, key) AS s
UNION ALL (SELECT 'partnership', '', '', record_id, 0 FROM mine WHERE record_type = 'partnership'
    ORDER BY sort_date DESC NULLS LAST, sort_key, record_id LIMIT %(partnership)s)
UNION ALL (SELECT 'next', '', '', record_id, 0 FROM mine
    WHERE record_type = 'event' AND sort_date >= %(today)s AND status <> %(cancelled)s
    ORDER BY sort_date, sort_key, record_id LIMIT %(next)s)
UNION ALL (SELECT 'past', '', '', record_id, 0 FROM mine WHERE record_type = 'event' AND sort_date < %(today)s
    ORDER BY sort_date DESC, sort_key, record_id LIMIT %(past)s)
UNION ALL (SELECT 'organisation', '', '', m.record_id, coalesce(b.n, 0) FROM mine m LEFT JOIN bodies b ON b.id = m.record_id
    WHERE m.record_type = 'organisation' ORDER BY b.n DESC NULLS LAST, m.sort_key, m.record_id LIMIT %(organisation)s)
UNION ALL (SELECT 'opportunity', '', '', record_id, 0 FROM mine WHERE record_type = 'opportunity' AND status IN ('open', 'undated')
    ORDER BY closes NULLS LAST, sort_key, record_id LIMIT %(opportunity)s)
UNION ALL (SELECT 'news', '', '', record_id, 0 FROM mine WHERE record_type = 'news'
    ORDER BY sort_date DESC NULLS LAST, sort_key, record_id LIMIT %(news)s)
"""


def numbers_of(facet: Facet, subject: int) -> Numbers:
    """The numbers of the country or sector with this id; one query."""
    stages = " ".join(
        f"WHEN '{source.record_type}' THEN {source.status}" for source in facet_sources.values() if source.status != "status"
    )
    parameters = {
        **SHOWN,
        "subject": subject,
        "country": subject if facet == "country" else 0,
        "above": subject if facet == "sector" else None,
        "today": timezone.localdate(),
        "now": timezone.now(),
        "cancelled": EventState.CANCELLED.value,
    }
    numbers = Numbers(ids={block: [] for block in SHOWN})
    with connection.cursor() as cursor:
        cursor.execute(_NUMBERS.replace("{stages}", stages).replace("{column}", _COLUMNS[facet]), parameters)
        for what, record_type, status, key, count in cursor.fetchall():
            if what == "count":
                numbers.counts.setdefault(record_type, {})[status] = count
            elif what in ("country", "sector"):
                (numbers.countries if what == "country" else numbers.sectors).append(Ranked(key, count))
            else:
                numbers.ids[what].append(key)
                if what == "organisation":
                    numbers.partnerships_of[key] = count
    return numbers


@dataclass(frozen=True, slots=True)
class Freshness:
    """Of the partnerships that are not over, how many are known to be true since when."""

    confirmed: int
    due: int
    stale: int

    @property
    def total(self) -> int:
        return self.confirmed + self.due + self.stale


@dataclass(frozen=True, slots=True)
class Dossier:
    """The numbers with the records that are shown, each with what a row of a list needs."""

    numbers: Numbers
    records: dict[str, list[Any]]
    """By block."""
    sought: list[Sought]
    """Who is asked for in partnerships that are not over: of a country, there or by its organisations."""
    freshness: Freshness


def dossier_of(facet: Facet, subject: int) -> Dossier:
    """The dossier on the country or sector with this id, of public records alone; at most eleven queries."""
    numbers = numbers_of(facet, subject)
    records: dict[str, list[Any]] = {}
    for record_type, blocks in {name: ("next", "past") if name == "event" else (name,) for name in facet_sources}.items():
        ids = [key for block in blocks for key in numbers.ids[block]]
        found = {record.pk: record for record in facet_sources[record_type].records(ids)} if ids else {}
        for block in blocks:
            records[block] = [found[key] for key in numbers.ids[block] if key in found]
    for organisation in records["organisation"]:
        organisation.partnership_total = numbers.partnerships_of[organisation.pk]
    own = _partnerships(facet, subject)
    return Dossier(numbers, records, _sought(facet, subject, own), _freshness(own))


def _partnerships(facet: str, subject: int) -> Q:
    """The condition on partnerships by which the lists count them for the subject."""
    if facet == "country":
        mine = Q(parties__organisation__country=subject, parties__organisation__live=True)
    else:
        mine = Q(sectors=subject) | Q(sectors__parent=subject) | Q(sectors__parent__parent=subject)
    return Q(pk__in=Partnership.objects.public().filter(mine).order_by().values("pk"))


def _sought(facet: str, subject: int, own: Q) -> list[Sought]:
    condition = Q(partnership__in=Partnership.objects.filter(own))
    if facet == "country":
        condition |= Q(country=subject)
    found = Sought.objects.filter(condition, partnership__live=True).exclude(partnership__status__in=OVER)
    return list(
        found.select_related("partnership", "organisation", "country").order_by("-partnership__updated_at", "pk")[:MOST_SOUGHT]
    )


def _freshness(own: Q) -> Freshness:
    rows = Partnership.objects.filter(own)
    names = ("confirmed", "due", "stale")
    counts = {name: Count("pk", filter=Q(pk__in=with_freshness(rows, name).order_by().values("pk"))) for name in names}
    return Freshness(**rows.aggregate(**counts))


def overview(facet: Facet) -> dict[int, dict[str, int]]:
    """By id of each country or sector that any public record names, how many do, by type of record; one query.

    Of countries the regions of the world too, by their code below zero.
    """
    sql = " ".join(
        [
            "SELECT record_type, key, count(*) FROM (SELECT record_type, unnest(",
            _COLUMNS[facet],
            ") AS key FROM partnerships_facetrow) AS k GROUP BY record_type, key",
        ]
    )
    found: dict[int, dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql)
        for record_type, key, count in cursor.fetchall():
            found.setdefault(key, {})[record_type] = count
    return found
