"""Sitemaps: an index, and one for each kind of public page, with the moment of its last change and its address in each language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.models import Page

from partnerships.addresses import address_of, index_address
from partnerships.alternates import alternates_at, head_links
from partnerships.dossier import Facet, overview
from partnerships.listing.filters import known_values
from partnerships.models import Event, Opportunity, Organisation, Partnership
from partnerships.models.records import Record
from partnerships.pages.serving import kept_site

# The protocol allows 50,000 and 50 MB: each address names all its alternates, so that 10,000 make 8 MB.
ADDRESSES = 10_000


class LanguageSitemap(Sitemap):
    """What stands at one address in each language: each of the addresses, beside the alternates that the head of its page names."""

    limit = ADDRESSES // len(settings.LANGUAGES)

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.kept = kept_site(request)

    def location(self, item: Any) -> str:
        """The address of an item; items may be addresses."""
        return str(item)

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """One for each address, as Django's template wants them."""
        items: Any = self.paginator.page(page).object_list
        found = [self._url(item, path, links) for item, path, links in self.entries(items)]
        moments = [url["lastmod"] for url in found]
        if moments and all(moments):
            self.latest_lastmod = max(moments)
        return found

    def entries(self, items: Iterable[Any]) -> Iterator[tuple[Any, str, list[tuple[str, str]]]]:
        """(item, address, its alternates) of each address at which one of the items stands."""
        for item in items:
            path: str = self.location(item)
            found = alternates_at(self.kept, path) if self.kept else []
            links = head_links(self.request, found)
            for address in [one.address for one in found] or [path]:
                yield item, address, links

    def _url(self, item: Any, path: str, links: list[tuple[str, str]]) -> dict[str, Any]:
        moment = getattr(self, "lastmod", None)
        return {
            "item": item,
            "location": self.request.build_absolute_uri(path),
            "lastmod": moment(item) if moment else None,
            "alternates": [{"lang_code": tag, "location": address} for tag, address in links],
        }


class RecordSitemap(LanguageSitemap):
    """The public records of one kind; none while their list is not published, as they have no page then."""

    def __init__(self, request: HttpRequest, model: type[Record]) -> None:
        super().__init__(request)
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


class PageSitemap(LanguageSitemap):
    """Pages of editors that everybody may see; each language has pages of its own."""

    limit = ADDRESSES
    model: type[Page] = Page
    """Page stands for those that have no sitemap of their own kind."""

    def items(self) -> QuerySet[Page]:
        if self.model is Page:
            pages = Page.objects.filter(depth__gt=1).not_type(*_page_models())
        else:
            pages = Page.objects.type(self.model)
        return pages.live().public().order_by("path")

    def location(self, item: Page) -> str:
        return item.get_url(self.request) or ""

    def own_addresses(self, pages: Sequence[Page]) -> dict[Any, dict[str, str]]:
        """By translation key, the addresses by language of pages that are there in some languages only."""
        return {}

    def entries(self, items: Iterable[Page]) -> Iterator[tuple[Page, str, list[tuple[str, str]]]]:
        pages = list(items)
        own = self.own_addresses(pages)
        for page in pages:
            path = self.location(page)
            # A page of another site has a whole address.
            if self.kept and path.startswith("/"):
                found = alternates_at(self.kept, path, own.get(page.translation_key))
                yield page, path, head_links(self.request, found)

    def lastmod(self, item: Page) -> datetime | None:
        return item.last_published_at

    def get_latest_lastmod(self) -> datetime | None:
        return self.items().aggregate(last=Max("last_published_at"))["last"]


class PicturesSitemap(LanguageSitemap):
    """The register in pictures; with filters it is one of many combinations."""

    def items(self) -> Sequence[str]:
        return [reverse("numbers")]


class DossierSitemap(LanguageSitemap):
    """The countries or the sectors that a public record names; when one changed last is not known."""

    def __init__(self, request: HttpRequest, facet: Facet) -> None:
        super().__init__(request)
        self.facet = facet

    def items(self) -> Sequence[str]:
        known = known_values(())
        named = overview(self.facet)
        subjects: Any = (known.countries if self.facet == "country" else known.sectors).values()
        codes = [subject.code for subject in subjects if subject.id in named]
        return [reverse(f"{self.facet}-list"), *(reverse(self.facet, args=[code]) for code in codes)]


sitemaps: dict[str, Callable[[HttpRequest], LanguageSitemap]] = {
    "pages": PageSitemap,
    **{model.record_type: partial(RecordSitemap, model=model) for model in (Partnership, Event, Organisation, Opportunity)},
    "pictures": PicturesSitemap,
    "country": partial(DossierSitemap, facet="country"),
    "sector": partial(DossierSitemap, facet="sector"),
}
"""By the name in its address; an app that adds a kind of page adds its own."""


def _page_models() -> list[type[Page]]:
    """The kinds of pages that have a sitemap of their own."""
    models = [made.model for made in sitemaps.values() if isinstance(made, type) and issubclass(made, PageSitemap)]
    return [model for model in models if model is not Page]


def index(request: HttpRequest) -> HttpResponse:
    return views.index(request, _of(request), sitemap_url_name="sitemap")


def sitemap(request: HttpRequest, section: str) -> HttpResponse:
    return views.sitemap(request, _of(request), section)


def _of(request: HttpRequest) -> dict[str, type[Sitemap[Any]] | Sitemap[Any]]:
    return {name: made(request) for name, made in sitemaps.items()}
