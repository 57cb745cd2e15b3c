"""In which languages an article is there."""

from __future__ import annotations

from wagtail.models import Page

from partnerships.alternates import page_alternates
from portal.news.models import NewsPage


def _article(page: Page) -> dict[str, str] | None:
    """The address of each of its published pages, by language."""
    if not isinstance(page, NewsPage):
        return None
    pages = NewsPage.objects.live().public().filter(translation_key=page.translation_key).select_related("locale")
    return {each.locale.language_code: each.url or "" for each in pages}


def connect() -> None:
    """Called once, when every model is loaded."""
    page_alternates.append(_article)
