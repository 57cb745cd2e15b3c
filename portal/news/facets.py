"""Articles in the lists of the site: which of them are public, what they are filtered by, and what brings their rows up to date.

An article has no kind and no status of its own. Its countries and sectors are those it is linked to, not those of its records:
an article about one visit of a partnership is not about every country of that partnership.
"""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import models
from wagtail.models import Page, PageViewRestriction

from partnerships.models import FacetRow, Opportunity, Organisation, OrganisationName
from partnerships.models.facetrow import YEAR_NOT_KNOWN, FacetSource, Text, facet_sources
from partnerships.models.facetsignals import Touched, refresh_when_saved
from partnerships.models.facetsources import countries_of, wanted
from partnerships.models.facettruth import Geography, Lineage
from portal.news.languages import FIRST_OF_ITS_TRANSLATIONS, is_closed, public_articles, same_article, with_own_page
from portal.news.models import NewsCountry, NewsLink, NewsOpportunity, NewsOrganisation, NewsPage, NewsSector

RECORD_TYPE = "news"

_ROWS = f"""
SELECT r.page_ptr_id,
    {countries_of("SELECT l.country_id FROM news_newscountry l WHERE l.page_id = r.page_ptr_id")},
    ARRAY(SELECT DISTINCT a.ancestor_id::int FROM news_newssector l JOIN ancestry a USING (sector_id)
        WHERE l.page_id = r.page_ptr_id ORDER BY 1),
    '', '', ARRAY[coalesce(extract(year FROM r.published_on)::int, {YEAR_NOT_KNOWN})],
    ARRAY(SELECT o.id::int FROM news_newsorganisation l JOIN partnerships_organisation o ON o.id = l.organisation_id
        WHERE l.page_id = r.page_ptr_id AND o.live ORDER BY 1),
    NULL::timestamptz, NULL::timestamptz,
    coalesce(r.published_on, (p.first_published_at AT TIME ZONE 'UTC')::date), r.sort_key
FROM news_newspage r JOIN wagtailcore_page p ON p.id = r.page_ptr_id
WHERE p.live AND {wanted("r.page_ptr_id")} AND NOT EXISTS (
    SELECT FROM wagtailcore_pageviewrestriction v JOIN wagtailcore_page a ON a.id = v.page_id
    WHERE starts_with(p.path, a.path))
AND {FIRST_OF_ITS_TRANSLATIONS}
"""  # noqa: S608 - made of constants

# As `partnerships.models.opportunities.newest_article`.
_TOLD = """(SELECT max(t.published_on) FROM news_newsopportunity l JOIN news_newspage t ON t.page_ptr_id = l.page_id
    JOIN wagtailcore_page w ON w.id = l.page_id WHERE l.opportunity_id = r.id AND w.live)"""


def _texts(ids: Sequence[int]) -> Iterator[tuple[int, list[Text]]]:
    bodies = models.Prefetch(
        "organisation_links", NewsOrganisation.objects.filter(organisation__live=True).select_related("organisation")
    )
    keys = Page.objects.filter(pk__in=ids).values("translation_key")
    # An article is found by the words of its translations too: all of them in one query.
    known = NewsPage.objects.filter(models.Q(pk__in=ids) | models.Q(live=True, translation_key__in=keys))
    pages = known.annotate(is_closed=is_closed()).prefetch_related(bodies, "organisation_links__organisation__names")
    together: dict[UUID, list[Any]] = defaultdict(list)
    for page in pages.order_by("pk"):
        together[page.translation_key].append(page)
    wanted_ids = set(ids)
    for same in together.values():
        for page in same:
            if page.pk not in wanted_ids:
                continue
            texts = [Text("title", page.title), Text("source", page.source), Text("topics", page.topics)]
            for link in page.organisation_links.all():
                names = [link.organisation.name, *(name.name for name in link.organisation.names.all())]
                texts += [Text("organisation", name) for name in names]
            texts += _words(page)
            for other in same:
                if other.pk != page.pk and other.live and not other.is_closed:
                    texts += [Text("title", other.title), *_words(other)]
            yield page.pk, texts


def _words(page: NewsPage) -> list[Text]:
    body = page.body.stream_block.get_searchable_content(page.body)
    return [Text("text", str(words)) for words in body]


def _truth() -> Iterator[FacetRow]:
    lineage, geography = Lineage(), Geography()
    links = ("country_links", "sector_links__sector", "organisation_links__organisation")
    for page in public_articles().prefetch_related(*links).iterator(1000):
        first = page.first_published_at
        organisations = [link.organisation for link in page.organisation_links.all()]
        yield FacetRow(
            record_type=RECORD_TYPE,
            record_id=page.pk,
            countries=geography.keys(link.country_id for link in page.country_links.all()),
            sectors=lineage.of(link.sector for link in page.sector_links.all()),
            kind="",
            status="",
            years=[page.published_on.year if page.published_on else YEAR_NOT_KNOWN],
            organisations=sorted(organisation.pk for organisation in organisations if organisation.live),
            sort_date=page.published_on or (first.astimezone(datetime.UTC).date() if first else None),
            sort_key=page.sort_key,
        )


def _records(ids: Sequence[int]) -> models.QuerySet:
    return with_own_page(NewsPage.objects.filter(pk__in=ids)).prefetch_related(
        models.Prefetch("country_links", NewsCountry.objects.select_related("country"))
    )


def _itself(page: NewsPage) -> Touched:
    yield RECORD_TYPE, [page.pk, *same_article(NewsPage.objects.filter(translation_key=page.translation_key))]


def _linking_page(link: NewsLink) -> Touched:
    yield RECORD_TYPE, [link.page_id]


def _offers_of(page: NewsPage) -> Touched:
    yield Opportunity.record_type, NewsOpportunity.objects.filter(page_id=page.pk).values_list("opportunity_id", flat=True)


def _linked_offer(link: NewsOpportunity) -> Touched:
    yield Opportunity.record_type, [link.opportunity_id]


def _of_organisation(organisation: Organisation) -> Touched:
    links = NewsOrganisation.objects.filter(organisation_id=organisation.pk)
    yield RECORD_TYPE, links.values_list("page_id", flat=True)


def _of_name(name: OrganisationName) -> Touched:
    links = NewsOrganisation.objects.filter(organisation_id=name.organisation_id)
    yield RECORD_TYPE, links.values_list("page_id", flat=True)


def _below(page: Page) -> Touched:
    yield RECORD_TYPE, same_article(NewsPage.objects.filter(path__startswith=page.path))


def _below_restricted(restriction: PageViewRestriction) -> Touched:
    return _below(restriction.page)


def connect() -> None:
    """Called once, when every model is loaded."""
    facet_sources[RECORD_TYPE] = FacetSource(
        record_type=RECORD_TYPE,
        table="news_newspage",
        key="page_ptr_id",
        rows=_ROWS,
        texts=_texts,
        truth=_truth,
        records=_records,
        facets=("country", "sector", "year", "organisation"),
        kinds={},
        statuses={},
    )
    # What is offered without a day stands in lists by the day of the last article about it.
    facet_sources[Opportunity.record_type] = replace(
        facet_sources[Opportunity.record_type], told=_TOLD, told_by=("news_newspage", "news_newsopportunity")
    )
    refresh_when_saved(NewsPage, _itself)
    refresh_when_saved(NewsPage, _offers_of)
    refresh_when_saved(NewsOpportunity, _linked_offer)
    for link in (NewsCountry, NewsSector, NewsOrganisation):
        refresh_when_saved(link, _linking_page)
    refresh_when_saved(Organisation, _of_organisation)
    refresh_when_saved(OrganisationName, _of_name)
    refresh_when_saved(PageViewRestriction, _below_restricted)
    # Wagtail saves a page that it moves as a plain Page, inside the transaction of the move.
    refresh_when_saved(Page, _below, new=False)
