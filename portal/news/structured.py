"""An article in the words of schema.org, and its card for those who link to it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.models import Page

from partnerships.addresses import index_address, index_title, lasting_address
from partnerships.pages.serving import kept_site
from partnerships.structured import Node, country, moment, present, publisher, reference
from partnerships.templatetags.head_tags import Card, page_cards
from portal.news.facets import RECORD_TYPE
from portal.news.feeds import beginning
from portal.news.models import NewsPage

HEADLINE_LENGTH = 110
MOST_ABOUT = 30


def article_node(page: NewsPage, request: HttpRequest) -> Node:
    """A published article as NewsArticle: who wrote it and when, who shows it here, and which public records it is about."""
    address = page.get_full_url(request) or request.build_absolute_uri(request.path)
    kept = kept_site(request)
    published = page.published_on.isoformat() if page.published_on else moment(page.first_published_at)
    return {
        "@type": "NewsArticle",
        "@id": lasting_address(f"/id/{RECORD_TYPE}/{page.uuid}"),
        "headline": page.title[:HEADLINE_LENGTH],
        "url": address,
        "mainEntityOfPage": address,
        **present(
            description=beginning(page),
            datePublished=published,
            dateModified=moment(page.last_published_at),
            inLanguage=page.text_language,
            author={"@type": "Organization", "name": page.source} if page.source else None,
            publisher=publisher(request, kept.site.site_name or "Liaison", kept.home) if kept else None,
            isBasedOn=page.source_url,
            keywords=[topic.strip() for topic in page.topics.split(",") if topic.strip()],
            about=_about(page, request),
            contentLocation=[country(link.country) for link in page.country_links.select_related("country")],
        ),
    }


def _about(page: NewsPage, request: HttpRequest) -> list[Node]:
    records: list[Any] = []
    for name in ("partnership", "event", "organisation"):
        links = getattr(page, f"{name}_links").select_related(name)
        records += [record for link in links if (record := getattr(link, name)).live]
    return [reference(record, request) for record in records[:MOST_ABOUT]]


def _card(page: Page, request: HttpRequest) -> Card | None:
    if not isinstance(page, NewsPage):
        return None
    index = index_address(RECORD_TYPE)
    return Card(
        title=page.title,
        description=beginning(page, 30),
        kind="article",
        published=page.published_on.isoformat() if page.published_on else moment(page.first_published_at),
        modified=moment(page.last_published_at),
        nodes=[article_node(page, request)],
        trail=[(index_title(RECORD_TYPE), index)] if index else [],
    )


def connect() -> None:
    """Called once, when every model is loaded."""
    page_cards.append(_card)
