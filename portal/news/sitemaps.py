"""The sitemap of the articles."""

from typing import Any

from wagtail.models import Page

from partnerships.sitemaps import PageSitemap, sitemaps
from portal.news.facets import RECORD_TYPE
from portal.news.models import NewsPage


class ArticleSitemap(PageSitemap):
    def pages(self) -> Any:
        return Page.objects.type(NewsPage)


def connect() -> None:
    """Called once, when every model is loaded."""
    sitemaps[RECORD_TYPE] = ArticleSitemap()
