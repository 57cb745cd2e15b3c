"""Where the newsroom keeps names of persons, for a removal on request."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from partnerships.people import TextPlace, removal_places
from portal.news.models import (
    NewsCountry,
    NewsEvent,
    NewsOpportunity,
    NewsOrganisation,
    NewsPage,
    NewsPartnership,
    NewsSector,
)

PAGE_FIELDS = ("title", "draft_title", "seo_title", "search_description", "source", "topics", "body")
LINKS = (NewsPartnership, NewsEvent, NewsOrganisation, NewsOpportunity, NewsCountry, NewsSector)


def connect() -> None:
    """Called once, when every model is loaded."""
    removal_places.insert(0, TextPlace("news", _("Articles"), NewsPage, PAGE_FIELDS, saves=True))
    for model in LINKS:
        place = TextPlace(model._meta.model_name or "", _("Words of articles at links"), model, ("quote",), describe=_page)
        removal_places.insert(1, place)


def _page(link: NewsEvent) -> str:
    return str(link.page)
