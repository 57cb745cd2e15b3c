"""How feeds tell of an article."""

from __future__ import annotations

from django.utils.text import Truncator

from partnerships.feeds.entries import Told, tellers
from portal.news.facets import RECORD_TYPE
from portal.news.models import NewsPage

WORDS = 60


def beginning(page: NewsPage, words: int = WORDS) -> str:
    """The first words of the article as plain text; what editors wrote to describe it comes before them."""
    if page.search_description:
        return str(page.search_description)
    texts = page.body.stream_block.get_searchable_content(page.body)
    return str(Truncator(" ".join(" ".join(map(str, texts)).split())).words(words))


def _article(page: NewsPage) -> Told:
    date = page.published_on.isoformat() if page.published_on else ""
    return Told(
        lines=[" · ".join(part for part in (page.source, date) if part), beginning(page)],
        places=[link.country for link in page.country_links.all()],
        language=page.shown_title.language,
        author=page.source,
        path=f"/id/{RECORD_TYPE}/{page.uuid}",
        address=page.shown_address or f"/id/{RECORD_TYPE}/{page.uuid}",
    )


def connect() -> None:
    """Called once, when every model is loaded."""
    tellers[RECORD_TYPE] = _article
