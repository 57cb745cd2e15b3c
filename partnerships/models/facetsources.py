"""How the rows of the register's own kinds of record are worked out in SQL, for any number of records at once.

Only what is public counts: an organisation that is a draft gives no country, no facet value and no word to its partnerships.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from partnerships.models import facettruth
from partnerships.models.events import Event, EventKind, EventState, Leg
from partnerships.models.facetrow import YEAR_NOT_KNOWN, FacetSource, StatusGroup, Text, facet_sources
from partnerships.models.opportunities import Opportunity, OpportunityKind, newest_article
from partnerships.models.organisations import SHOWN_KINDS, Organisation, OrganisationKind
from partnerships.models.partnerships import Partnership, PartnershipKind, PartnershipStatus, Party


class OpportunityStage(models.TextChoices):
    """Where an opportunity stands between its first and its last hour; without a last hour nobody can say that it is open still."""

    OPEN = "open", _("Open")
    UNDATED = "undated", _("No closing date")
    UPCOMING = "upcoming", _("Opens later")
    CLOSED = "closed", _("Closed")


def year_of(column: str) -> str:
    """SQL for the year of an EDTF string, null when the year is not known."""
    return rf"substring({column} from '^\[?\.*(\d{{4}})')::int"


def day_of(column: str) -> str:
    """SQL for the first day of the year, month or day that an EDTF string names, null when the year is not known."""
    named = rf"substring({column} from '\d{{4}}(?:-\d{{2}}){{0,2}}')"
    return f"({named} || substr('-01-01', length({named}) - 3))::date"


def wanted(column: str) -> str:
    """SQL that holds for the asked records, or for all when none are named."""
    return f"(%(ids)s::bigint[] IS NULL OR {column} = ANY(%(ids)s::bigint[]))"


def sectors_of(through: str, column: str) -> str:
    """SQL for the sectors of the record r, with all above them."""
    return " ".join(
        [
            "ARRAY(SELECT DISTINCT a.ancestor_id::int FROM",
            through,
            "m JOIN ancestry a USING (sector_id) WHERE m.",
            column,
            "= r.id ORDER BY 1)",
        ]
    )


def countries_of(ids: str) -> str:
    """SQL for the keys of the countries whose ids a query gives: their ids, and the codes of their regions below zero."""
    return " ".join(
        [
            "ARRAY(SELECT DISTINCT k.key FROM partnerships_place c CROSS JOIN LATERAL (SELECT c.id::int UNION ALL",
            "SELECT -region FROM unnest(c.regions) AS r (region)) AS k (key) WHERE c.id IN (",
            ids,
            ") ORDER BY 1)",
        ]
    )


def texts_by_sql(sql: str, *parts: str) -> Callable[[Sequence[int]], Iterator[tuple[int, list[Text]]]]:
    """The texts as SQL selects them: the record's id, then for each of `parts` an array of texts."""

    def texts(ids: Sequence[int]) -> Iterator[tuple[int, list[Text]]]:
        with connection.cursor() as cursor:
            cursor.execute(sql, {"ids": list(ids)})
            for record_id, *found in cursor.fetchall():
                yield (
                    record_id,
                    [Text(part, text) for part, several in zip(parts, found, strict=True) for text in several or () if text],
                )

    return texts


_OTHER_NAMES = "(SELECT array_agg(n.name ORDER BY n.id) FROM partnerships_organisationname n WHERE n.organisation_id = o.id)"


def names_of(bodies: str) -> str:
    """SQL for every name of the organisations whose ids a query gives, those that are not public left out."""
    return " ".join(
        [
            "ARRAY(SELECT unnest(o.name ||",
            _OTHER_NAMES,
            ") FROM partnerships_organisation o WHERE o.live AND o.id IN (",
            bodies,
            ") ORDER BY o.id)",
        ]
    )


def translations_of(record: str) -> str:
    """SQL for what is written in other languages about the record of that alias."""
    return " ".join(
        [
            "ARRAY(SELECT t.value ->> 'text' FROM jsonb_each(",
            record,
            ".translations) AS l, jsonb_each(l.value) AS t ORDER BY l.key, t.key)",
        ]
    )


def cities_of(bodies: str) -> str:
    """SQL for the cities of these organisations."""
    return f"ARRAY(SELECT o.city FROM partnerships_organisation o WHERE o.live AND o.id IN ({bodies}) ORDER BY o.id)"  # noqa: S608


_PARTY_COUNTRIES = """SELECT o.country_id FROM partnerships_party p JOIN partnerships_organisation o ON o.id = p.organisation_id
    WHERE p.partnership_id = r.id AND o.live"""
_EVENT_COUNTRIES = """SELECT l.country_id FROM partnerships_leg l WHERE l.event_id = r.id
    UNION SELECT o.country_id FROM partnerships_participation p JOIN partnerships_organisation o ON o.id = p.organisation_id
    WHERE p.event_id = r.id AND o.live"""
_OPPORTUNITY_COUNTRIES = """SELECT n.place_id FROM partnerships_opportunity_countries n WHERE n.opportunity_id = r.id
    UNION SELECT o.country_id"""
_PARTIES = "SELECT p.organisation_id FROM partnerships_party p WHERE p.partnership_id = r.id"
_PARTICIPANTS = "SELECT p.organisation_id FROM partnerships_participation p WHERE p.event_id = r.id"

_PARTNERSHIP_ROWS = f"""
SELECT r.id,
    {countries_of(_PARTY_COUNTRIES)},
    {sectors_of("partnerships_partnership_sectors", "partnership_id")},
    r.kind, r.status,
    ARRAY[coalesce({year_of("r.signed")}, {year_of("r.starts")}, {YEAR_NOT_KNOWN})],
    ARRAY(SELECT DISTINCT o.id::int FROM partnerships_party p JOIN partnerships_organisation o ON o.id = p.organisation_id
        WHERE p.partnership_id = r.id AND o.live ORDER BY 1),
    NULL::timestamptz, NULL::timestamptz,
    coalesce({day_of("r.signed")}, {day_of("r.starts")}), r.sort_key
FROM partnerships_partnership r WHERE r.live AND {wanted("r.id")}
"""  # noqa: S608 - made of constants
_PARTNERSHIP_TEXTS = f"""
SELECT r.id, ARRAY[r.title], {names_of(_PARTIES)}, {cities_of(_PARTIES)},
    (SELECT array_agg(s.description ORDER BY s.id) FROM partnerships_sought s WHERE s.partnership_id = r.id), ARRAY[r.summary], {translations_of("r")}
FROM partnerships_partnership r WHERE r.id = ANY(%(ids)s)
"""  # noqa: S608 - made of constants

_EVENT_ROWS = f"""
SELECT r.id,
    {countries_of(_EVENT_COUNTRIES)},
    {sectors_of("partnerships_event_sectors", "event_id")},
    r.kind, r.state,
    coalesce((SELECT array_agg(DISTINCT year ORDER BY year) FROM (
        VALUES ({year_of("r.starts")}), ({year_of("r.ends")})
        UNION SELECT {year_of("l.starts")} FROM partnerships_leg l WHERE l.event_id = r.id
        UNION SELECT {year_of("l.ends")} FROM partnerships_leg l WHERE l.event_id = r.id
    ) AS named (year) WHERE year IS NOT NULL), ARRAY[{YEAR_NOT_KNOWN}]),
    ARRAY(SELECT DISTINCT o.id::int FROM partnerships_participation p
        JOIN partnerships_organisation o ON o.id = p.organisation_id WHERE p.event_id = r.id AND o.live ORDER BY 1),
    NULL::timestamptz, NULL::timestamptz,
    coalesce({day_of("r.starts")},
        (SELECT min({day_of("l.starts")}) FROM partnerships_leg l WHERE l.event_id = r.id), {day_of("r.ends")}),
    r.sort_key
FROM partnerships_event r WHERE r.live AND {wanted("r.id")}
"""  # noqa: S608 - made of constants
# People are not indexed: they are found through what they took part in, not by name.
_EVENT_TEXTS = f"""
SELECT r.id, ARRAY[r.title], (SELECT array_agg(l.place ORDER BY l.id) FROM partnerships_leg l WHERE l.event_id = r.id),
    {names_of(_PARTICIPANTS)}, {cities_of(_PARTICIPANTS)}, ARRAY[r.summary], {translations_of("r")}
FROM partnerships_event r WHERE r.id = ANY(%(ids)s)
"""  # noqa: S608 - made of constants

_ORGANISATION_ROWS = f"""
SELECT r.id, {countries_of("r.country_id")},
    {sectors_of("partnerships_organisation_sectors", "organisation_id")},
    r.kind, '', '{{}}'::int[], ARRAY[r.id::int], NULL::timestamptz, NULL::timestamptz,
    (r.created_at AT TIME ZONE 'UTC')::date, r.sort_key
FROM partnerships_organisation r WHERE r.live AND {wanted("r.id")}
"""  # noqa: S608 - made of constants
_ORGANISATION_TEXTS = f"""
SELECT o.id, ARRAY[o.name], {_OTHER_NAMES}, ARRAY[o.city], ARRAY[o.summary], {translations_of("o")} FROM partnerships_organisation o
WHERE o.id = ANY(%(ids)s)
"""  # noqa: S608 - made of constants

# The codes of languages as the site knows them: nl-be is nl, zh is zh-hans.
_NAMES_SHOWN = f"""
UPDATE partnerships_organisation AS o SET names_shown = found.names FROM (
    SELECT r.id, coalesce((SELECT jsonb_object_agg(best.language, best.name) FROM (
        SELECT DISTINCT ON (said.language) said.language, said.name FROM (
            SELECT n.name, n.id, n.sort_order, array_position(ARRAY[{", ".join(f"'{kind}'" for kind in SHOWN_KINDS)}], n.kind::text) AS rank,
                CASE WHEN n.language !~* '^zh' THEN lower(split_part(n.language, '-', 1))
                    WHEN n.language ~* 'hant|tw|hk|mo' THEN 'zh-hant' ELSE 'zh-hans' END AS language
            FROM partnerships_organisationname n WHERE n.organisation_id = r.id AND n.language <> ''
        ) AS said WHERE said.rank IS NOT NULL ORDER BY said.language, said.rank, said.sort_order, said.id
    ) AS best), '{{}}'::jsonb) AS names
    FROM partnerships_organisation r WHERE {wanted("r.id")}
) AS found WHERE o.id = found.id AND o.names_shown IS DISTINCT FROM found.names
"""  # noqa: S608 - made of constants

_OPPORTUNITY_ROWS = f"""
SELECT r.id,
    {countries_of(_OPPORTUNITY_COUNTRIES)},
    {sectors_of("partnerships_opportunity_sectors", "opportunity_id")},
    r.kind, '', '{{}}'::int[], CASE WHEN o.id IS NULL THEN '{{}}' ELSE ARRAY[o.id::int] END, r.opens, r.closes,
    coalesce((coalesce(r.closes, r.opens) AT TIME ZONE 'UTC')::date, {{told}}), r.sort_key
FROM partnerships_opportunity r LEFT JOIN partnerships_organisation o ON o.id = r.offered_by_id AND o.live
WHERE r.live AND {wanted("r.id")}
"""  # noqa: S608 - made of constants
_OPPORTUNITY_TEXTS = f"""
SELECT r.id, ARRAY[r.title], {names_of("r.offered_by_id")}, {cities_of("r.offered_by_id")}, ARRAY[r.summary], {translations_of("r")}
FROM partnerships_opportunity r WHERE r.id = ANY(%(ids)s)
"""  # noqa: S608 - made of constants
# Whether an offer is open depends on the hour in which the list is looked at.
_STAGE = f"""CASE WHEN closes <= %(now)s THEN '{OpportunityStage.CLOSED}'
    WHEN opens > %(now)s THEN '{OpportunityStage.UPCOMING}'
    WHEN closes IS NULL THEN '{OpportunityStage.UNDATED}' ELSE '{OpportunityStage.OPEN}' END"""


def _partnerships(ids: Sequence[int]) -> models.QuerySet:
    parties = models.Prefetch("parties", Party.objects.select_related("organisation__country").order_by("sort_order", "pk"))
    return Partnership.objects.filter(pk__in=ids).prefetch_related(parties)


def _events(ids: Sequence[int]) -> models.QuerySet:
    legs = models.Prefetch("legs", Leg.objects.select_related("country").order_by("sort_order", "pk"))
    return Event.objects.filter(pk__in=ids).prefetch_related(legs)


def _organisations(ids: Sequence[int]) -> models.QuerySet:
    return Organisation.objects.filter(pk__in=ids).select_related("country")


def _opportunities(ids: Sequence[int]) -> models.QuerySet:
    found = Opportunity.objects.filter(pk__in=ids).annotate(told_on=newest_article())
    return found.select_related("offered_by__country").prefetch_related("countries")


EVERY_FACET = ("country", "sector", "kind", "status", "year", "organisation")

for source in (
    FacetSource(
        record_type=Partnership.record_type,
        table="partnerships_partnership",
        key="id",
        rows=_PARTNERSHIP_ROWS,
        texts=texts_by_sql(_PARTNERSHIP_TEXTS, "title", "party", "place", "sought", "summary", "translation"),
        truth=facettruth.partnerships,
        records=_partnerships,
        facets=EVERY_FACET,
        kinds=dict(PartnershipKind.choices),
        statuses=dict(PartnershipStatus.choices),
        status_groups={
            "talks": StatusGroup(_("In talks"), (PartnershipStatus.PROPOSED.value,)),
            "agreed": StatusGroup(_("Agreed"), (PartnershipStatus.SIGNED.value,)),
            "in-force": StatusGroup(_("In force"), (PartnershipStatus.ACTIVE.value,)),
            "on-hold": StatusGroup(_("On hold"), (PartnershipStatus.SUSPENDED.value,)),
            "over": StatusGroup(_("Over"), (PartnershipStatus.EXPIRED.value, PartnershipStatus.ENDED.value)),
        },
    ),
    FacetSource(
        record_type=Event.record_type,
        table="partnerships_event",
        key="id",
        rows=_EVENT_ROWS,
        texts=texts_by_sql(_EVENT_TEXTS, "title", "place", "party", "place", "summary", "translation"),
        truth=facettruth.events,
        records=_events,
        facets=EVERY_FACET,
        kinds=dict(EventKind.choices),
        statuses=dict(EventState.choices),
    ),
    FacetSource(
        record_type=Organisation.record_type,
        table="partnerships_organisation",
        key="id",
        rows=_ORGANISATION_ROWS,
        texts=texts_by_sql(_ORGANISATION_TEXTS, "title", "name", "place", "summary", "translation"),
        shown=_NAMES_SHOWN,
        truth=facettruth.organisations,
        records=_organisations,
        facets=("country", "sector", "kind"),
        kinds=dict(OrganisationKind.choices),
        statuses={},
        sort="title",
    ),
    FacetSource(
        record_type=Opportunity.record_type,
        table="partnerships_opportunity",
        key="id",
        rows=_OPPORTUNITY_ROWS,
        texts=texts_by_sql(_OPPORTUNITY_TEXTS, "title", "party", "place", "summary", "translation"),
        truth=facettruth.opportunities,
        records=_opportunities,
        facets=("country", "sector", "kind", "status", "organisation"),
        kinds=dict(OpportunityKind.choices),
        statuses=dict(OpportunityStage.choices),
        status=_STAGE,
    ),
):
    facet_sources[source.record_type] = source
