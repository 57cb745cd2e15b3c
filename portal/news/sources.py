"""The articles behind the sentences of a briefing."""

from __future__ import annotations

from collections.abc import Iterable

from partnerships.briefing import Article, article_sources
from portal.news.languages import with_own_page
from portal.news.models import NewsPage


def articles_of(documents: Iterable[int]) -> dict[int, Article]:
    """The published articles by the ids of the documents that they were read from: one query."""
    pages = with_own_page(NewsPage.objects.live().public().filter(document__in=list(documents))).defer("body")
    return {
        page.document_id: Article(page.title, page.shown_address, page.source, page.published_on, page.text_language)
        for page in pages
    }


def connect() -> None:
    """Let briefings find the articles."""
    if articles_of not in article_sources:
        article_sources.append(articles_of)
