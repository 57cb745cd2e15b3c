"""Articles in the public API, and the articles that report on a record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest
from ninja import Router

from partnerships.api import Endpoint, ListedOut, add_endpoint, coded, link_sources, link_to
from portal.news.facets import RECORD_TYPE
from portal.news.languages import public_articles
from portal.news.models import NewsEvent, NewsOpportunity, NewsOrganisation, NewsPage, NewsPartnership

LINKS = {"partnership": NewsPartnership, "event": NewsEvent, "organisation": NewsOrganisation, "opportunity": NewsOpportunity}


class NewsOut(ListedOut):
    source: str
    source_url: str
    language: str
    topics: list[str]


def represent(page: NewsPage, request: HttpRequest) -> dict[str, Any]:
    links = [
        link_to(record, request, "reports", link.quote)
        for name in LINKS
        for link in getattr(page, f"{name}_links").all()
        if (record := getattr(link, name)).live
    ]
    return {
        "type": RECORD_TYPE,
        "id": page.uuid,
        "url": address(page, request),
        "title": page.title,
        "dates": {"published": page.published_on.isoformat() if page.published_on else None},
        "countries": coded(link.country for link in page.country_links.all()),
        "sectors": coded(link.sector for link in page.sector_links.all()),
        "links": links,
        "source": page.source,
        "source_url": page.source_url,
        "language": page.text_language,
        "topics": [topic.strip() for topic in page.topics.split(",") if topic.strip()],
    }


def address(page: NewsPage, request: HttpRequest) -> str:
    return request.build_absolute_uri(page.get_url(request) or f"/id/{RECORD_TYPE}/{page.uuid}")


def articles_about(record_type: str, ids: Sequence[int], request: HttpRequest) -> Iterator[tuple[int, dict[str, Any]]]:
    """The public articles linked to records: pairs of a record's id and a link, the newest first."""
    model = LINKS.get(record_type)
    if model is None:
        return
    links = model.objects.filter(**{f"{record_type}__in": ids}, page__in=public_articles()).select_related("page")
    for link in links.order_by("-page__published_on", "-page_id"):
        page = link.page
        yield (
            getattr(link, f"{record_type}_id"),
            {
                "type": RECORD_TYPE,
                "id": page.uuid,
                "title": page.title,
                "url": address(page, request),
                "relation": "reports",
                "quote": link.quote,
            },
        )


link_sources.append(articles_about)

router = Router()
add_endpoint(
    router,
    Endpoint(
        record_type=RECORD_TYPE,
        plural="news",
        schema=NewsOut,
        public=public_articles,
        shown=(
            "country_links__country",
            "sector_links__sector",
            *(Prefetch(f"{name}_links", model.objects.select_related(name)) for name, model in LINKS.items()),
        ),
        represent=represent,
    ),
)
