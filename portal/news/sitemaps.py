"""The sitemap of the articles: each page of each of them, beside its translations."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from wagtail.models import Page

from partnerships.sitemaps import PageSitemap, sitemaps
from portal.news.facets import RECORD_TYPE
from portal.news.models import NewsPage


class ArticleSitemap(PageSitemap):
    model = NewsPage

    def own_addresses(self, pages: Sequence[Page]) -> dict[Any, dict[str, str]]:
        keys = [page.translation_key for page in pages]
        found: dict[Any, dict[str, str]] = defaultdict(dict)
        for page in self.items().filter(translation_key__in=keys).select_related("locale"):
            found[page.translation_key][page.locale.language_code] = self.location(page)
        return found


def connect() -> None:
    """Called once, when every model is loaded."""
    sitemaps[RECORD_TYPE] = ArticleSitemap
