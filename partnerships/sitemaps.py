"""Sitemaps: an index, and one for each kind of public page, with the moment of its last change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.db.models import Max, QuerySet
from django.urls import reverse
from wagtail.models import Page

from partnerships.addresses import address_of, index_address
from partnerships.dossier import Facet, overview
from partnerships.listing.filters import known_values
from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.models.records import Record


class RecordSitemap(Sitemap):
    """The public records of one kind; none while their list is not published, as they have no page then."""

    def __init__(self, model: type[Record]) -> None:
        self.model = model

    def items(self) -> QuerySet[Any]:
        public = self.model.objects.public() if index_address(self.model.record_type) else self.model.objects.none()
        # An address is made of the identifier and the words of the title.
        return public.only("uuid", "updated_at", "name" if self.model is Organisation else "title").order_by("pk")

    def location(self, item: Any) -> str:
        return address_of(item)

    def lastmod(self, item: Any) -> datetime:
        return item.updated_at

    def get_latest_lastmod(self) -> datetime | None:
        return self.items().aggregate(last=Max("updated_at"))["last"]


class PageSitemap(Sitemap):
    """Pages of editors that everybody may see."""

    def items(self) -> QuerySet[Page]:
        return self.pages().live().public().order_by("path").only("path", "url_path", "last_published_at", "depth")

    def pages(self) -> Any:
        """Those of this sitemap, public or not."""
        articles = sitemaps.get("news")
        pages = Page.objects.filter(depth__gt=1)
        return pages.exclude(pk__in=articles.pages().values("pk")) if isinstance(articles, PageSitemap) else pages

    def location(self, item: Page) -> str:
        return item.url or "/"

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at

    def get_latest_lastmod(self) -> datetime | None:
        return self.items().aggregate(last=Max("last_published_at"))["last"]


class DossierSitemap(Sitemap):
    """The countries or the sectors that a public record names; when one changed last is not known."""

    def __init__(self, facet: Facet) -> None:
        self.facet = facet

    def items(self) -> Sequence[str]:
        known = known_values(())
        named = overview(self.facet)
        subjects: Any = (known.countries if self.facet == "country" else known.sectors).values()
        codes = [subject.code for subject in subjects if subject.id in named]
        return [reverse(f"{self.facet}-list"), *(reverse(self.facet, args=[code]) for code in codes)]

    def location(self, item: str) -> str:
        return item


sitemaps: dict[str, Sitemap] = {
    "pages": PageSitemap(),
    **{f"{model.record_type}": RecordSitemap(model) for model in (Partnership, Event, Organisation, Opportunity)},
    "country": DossierSitemap("country"),
    "sector": DossierSitemap("sector"),
}
"""By the name in its address; an app that adds a kind of page adds its own."""
